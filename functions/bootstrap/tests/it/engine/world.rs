//! An event with a queue, and the jobs that move it.
use domain::{
    event::{Event, EventState, Settings},
    ids::{Identity, InviteeId},
    invitee::{Invitee, Status, StatusName},
    message::Delivery,
    phone::Phone,
    position::Position,
    seats::Seats,
    token::LinkKeys,
};
use jiff::{SignedDuration, Timestamp, civil::date};
use ports::{Queue, QueueMessage, Secrets, TwilioAccount};
use runtime::{Config, Ctx};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use store::{
    Consistency, Row, Transaction,
    invitees::{InviteeItem, Kept},
    outbox::{KeptMessage, MessageItem},
};
use testkit::{
    Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds, fixtures,
};

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    pub(crate) table: Embedded,
    pub(crate) texts: FakeTexts,
    pub(crate) queues: RecordingQueues,
    pub(crate) schedules: RecordingSchedules,
    pub(crate) event: Event,
    relayed: u64,
    /// Messages that a queue holds back, until when.
    delayed: Vec<(Timestamp, QueueMessage)>,
    next_number: u64,
}

/// Saturday 20 June 2026, 19:00 in New York; it is Monday 1 June, 08:00 there.
pub(crate) const NOW: &str = "2026-06-01T12:00:00Z";

impl World {
    /// A draft of `capacity` seats with `queued` guests, each alone.
    pub(crate) async fn new(capacity: u32, queued: u16) -> Self {
        Self::with(capacity, queued, |_| ()).await
    }

    pub(crate) async fn with(capacity: u32, queued: u16, change: impl FnOnce(&mut Event)) -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at(NOW.parse().unwrap());
        let (texts, queues) = (FakeTexts::default(), RecordingQueues::default());
        let schedules = RecordingSchedules::default();
        let ctx = Ctx {
            store: table.store(),
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(secrets()),
            texts: Arc::new(texts.clone()),
            queues: Arc::new(queues.clone()),
            schedules: Arc::new(schedules.clone()),
            config: Arc::new(config()),
        };
        let mut event = fixtures::event(1);
        event.state = EventState::Draft;
        change(&mut event);
        let mut world = Self {
            ctx,
            clock,
            table,
            texts,
            queues,
            schedules,
            event,
            relayed: 0,
            delayed: Vec::new(),
            next_number: 0,
        };
        let mut transaction = Transaction::new();
        transaction.create_event(&world.event, &Seats::new(Some(capacity), false));
        world.ctx.store.commit(transaction).await.unwrap();
        for number in 0..queued {
            world.add(number, 1).await;
        }
        world
    }

    pub(crate) fn now(&self) -> Timestamp {
        use ports::Clock;
        self.clock.now()
    }

    /// Adds a guest who may come with a party.
    pub(crate) async fn add(&mut self, number: u16, party_max: u8) -> Invitee {
        let invitee = Invitee { party_max, ..guest(&self.event, number) };
        let mut transaction = Transaction::new();
        transaction.create_invitee(&invitee);
        self.ctx.store.commit(transaction).await.unwrap();
        invitee
    }

    /// Starts the event, or resumes it.
    pub(crate) async fn start(&mut self) {
        self.change_event(|event| event.state = EventState::Active).await;
    }

    pub(crate) async fn change_event(&mut self, change: impl FnOnce(&mut Event)) {
        let seen = self.ctx.store.event_and_seats(self.event.id).await.unwrap().unwrap();
        self.event = seen.event.clone();
        change(&mut self.event);
        let mut transaction = Transaction::by("usr_1");
        transaction.replace_event(&self.event, seen.event_rev);
        transaction.start_engine(self.event.id, self.now());
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Changes the platform's settings.
    pub(crate) async fn change_platform(
        &self,
        change: impl FnOnce(&mut store::platform::PlatformSettings),
    ) {
        let (mut settings, seen) = self.ctx.store.platform().await.unwrap();
        change(&mut settings);
        let mut transaction = Transaction::by("usr_1");
        transaction.replace_platform(seen.as_ref(), &settings);
        transaction.touch_quota(store::quota::QuotaScope::Platform);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Runs what is to be run at this instant, until nothing is left.
    pub(crate) async fn settle(&mut self) {
        for _ in 0..10_000 {
            if !self.turn().await {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// One turn of everything. Whether anything was done.
    async fn turn(&mut self) -> bool {
        let mut moved = self.relay().await;
        let now = self.now();
        for event in self.schedules.take_due(now) {
            let wake = runtime::hints::Wake { event }.message("timer", &now.to_string());
            self.delayed.push((now, wake));
        }
        self.collect();
        for queue in [Queue::Wakes, Queue::Outbox] {
            moved |= self.deliver(queue).await;
        }
        moved
    }

    fn collect(&mut self) {
        let now = self.now();
        for message in self.queues.take() {
            let delay = SignedDuration::from_secs(i64::from(message.delay_seconds));
            self.delayed.push((now + delay, message));
        }
    }

    /// Hands the stream on. Whether there was anything new.
    pub(crate) async fn relay(&mut self) -> bool {
        let records = self.table.next_records(self.relayed, 100).unwrap();
        if records.records.is_empty() {
            return false;
        }
        self.relayed = records.last;
        let answer = self.run("relay", records.into_event()).await;
        assert_eq!(given_back(&answer), 0, "{answer}");
        true
    }

    async fn deliver(&mut self, queue: Queue) -> bool {
        let now = self.now();
        let mut batch = Vec::new();
        let mut left = Vec::new();
        for (at, message) in std::mem::take(&mut self.delayed) {
            if message.queue == queue && at <= now && batch.len() < 10 {
                batch.push(message);
            } else {
                left.push((at, message));
            }
        }
        self.delayed = left;
        if batch.is_empty() {
            return false;
        }
        let job = if queue == Queue::Wakes { "fill" } else { "send" };
        let payload = self.payload(&batch);
        let answer = self.run(job, payload).await;
        for failure in answer["batchItemFailures"].as_array().into_iter().flatten() {
            let number: usize = failure["itemIdentifier"].as_str().unwrap().parse().unwrap();
            let place = number - usize::try_from(self.next_number).unwrap() + batch.len();
            self.delayed.push((now + SignedDuration::from_mins(2), batch[place].clone()));
        }
        true
    }

    /// A queue event with these messages.
    pub(crate) fn payload(&mut self, messages: &[QueueMessage]) -> Value {
        let sent = self.now().as_millisecond().to_string();
        let records: Vec<Value> = messages
            .iter()
            .map(|message| {
                let id = self.next_number;
                self.next_number += 1;
                let mut attributes =
                    json!({ "ApproximateReceiveCount": "1", "SentTimestamp": sent });
                if let Some(group) = &message.group {
                    attributes["MessageGroupId"] = group.as_str().into();
                }
                json!({
                    "messageId": id.to_string(),
                    "receiptHandle": "receipt",
                    "body": message.body,
                    "attributes": attributes,
                    "messageAttributes": {},
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:local:000000000000:queue",
                    "awsRegion": "local",
                })
            })
            .collect();
        json!({ "Records": records })
    }

    pub(crate) async fn run(&self, job: &str, payload: Value) -> Value {
        bootstrap::job(job).unwrap().run(self.ctx.clone(), payload).await.unwrap()
    }

    /// Takes what waits in a queue now.
    pub(crate) fn take(&mut self, queue: Queue) -> Vec<QueueMessage> {
        self.collect();
        let (taken, left) =
            std::mem::take(&mut self.delayed).into_iter().partition(|(_, one)| one.queue == queue);
        self.delayed = left;
        let taken: Vec<(Timestamp, QueueMessage)> = taken;
        taken.into_iter().map(|(_, message)| message).collect()
    }

    /// Lets time pass, doing at each instant what is due then.
    pub(crate) async fn pass(&mut self, span: SignedDuration) {
        let end = self.now() + span;
        let mut next_sweep = self.now() + SignedDuration::from_mins(5);
        self.settle().await;
        loop {
            let queued = self.delayed.iter().map(|(at, _)| *at).min();
            let next = [queued, self.schedules.next(), Some(next_sweep)];
            let at = next.into_iter().flatten().min().unwrap().max(self.now());
            if at > end {
                break;
            }
            self.clock.set(at);
            if at >= next_sweep {
                self.run("sweep", json!({})).await;
                next_sweep = at + SignedDuration::from_mins(5);
            }
            self.settle().await;
        }
        self.clock.set(end);
        self.settle().await;
    }

    pub(crate) async fn seats(&self) -> Seats {
        self.ctx.store.event_and_seats(self.event.id).await.unwrap().unwrap().seats
    }

    /// All guests, by position.
    pub(crate) fn guests(&self) -> Vec<Invitee> {
        let mut guests: Vec<Invitee> =
            self.rows("invitee").into_iter().map(|row| kept(row).invitee).collect();
        guests.sort_by(|left, right| left.position.cmp(&right.position));
        guests
    }

    /// How many guests have each status.
    pub(crate) fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for guest in self.guests() {
            *counts.entry(guest.status.name().name()).or_default() += 1;
        }
        counts
    }

    pub(crate) fn messages(&self) -> Vec<KeptMessage> {
        let rows = self.rows("message").into_iter().chain(self.rows("recipient_message"));
        rows.map(|row| KeptMessage::try_from(row).unwrap()).collect()
    }

    fn rows(&self, kind: &str) -> Vec<Row> {
        let _ = std::marker::PhantomData::<MessageItem>;
        self.table.rows().unwrap().into_iter().filter(|row| row.kind() == Some(kind)).collect()
    }

    pub(crate) async fn guest(&self, number: u16) -> Invitee {
        let id = guest(&self.event, number).id;
        let kept = self.ctx.store.invitee(self.event.id, id, Consistency::Strong).await;
        kept.unwrap().unwrap().invitee
    }

    /// A guest answers by the ordinary path.
    pub(crate) async fn answer(
        &self,
        number: u16,
        trigger: domain::transition::Trigger,
    ) -> Result<(), runtime::invitation::ChangeError> {
        let id = guest(&self.event, number).id;
        let by = domain::change::Actor::Link;
        let change = runtime::invitation::change(&self.ctx, (self.event.id, id), by, |_, _, _| {
            Ok(trigger.clone())
        });
        change.await.map(drop)
    }

    /// Capacity, I1 and I2, and that nothing was accepted twice (I4).
    pub(crate) async fn assert_invariants(&self) {
        let seats = self.seats().await;
        let guests = self.guests();
        let committed: i64 = guests.iter().map(|guest| i64::from(guest.status.seats())).sum();
        assert_eq!(seats.committed(), committed + i64::from(seats.organizer), "I2");
        assert!(seats.left >= 0, "I1: {}", seats.left);
        let waiting = guests.iter().filter(|guest| guest.status.is_waitlisted()).count();
        assert_eq!(usize::try_from(seats.waiting).unwrap(), waiting, "I2, waiting");
        assert_eq!(self.texts.accepted_twice(), Vec::new(), "I4");
        for guest in &guests {
            if guest.status.name() == StatusName::Invited {
                assert!(guest.sent_at.is_some(), "I7");
            }
        }
    }

    /// Promise 4: what the provider took is what the rows say.
    pub(crate) fn submitted(&self) -> usize {
        let out = |delivery: Delivery| delivery.tally() == Some(domain::message::Tally::Submitted);
        let guests = self.guests();
        let invitations = guests.iter().filter(|guest| out(guest.delivery())).count();
        let messages = self.messages();
        invitations + messages.iter().filter(|kept| out(kept.message.life.delivery)).count()
    }
}

fn kept(row: Row) -> Kept {
    Kept::try_from(row.read::<InviteeItem>().unwrap()).unwrap()
}

fn given_back(answer: &Value) -> usize {
    answer["batchItemFailures"].as_array().map_or(0, Vec::len)
}

/// Guest `number` of an event, in the queue; in New York.
pub(crate) fn guest(event: &Event, number: u16) -> Invitee {
    let phone = Phone::from_e164(&format!("+1646555{number:04}")).unwrap();
    Invitee {
        id: InviteeId::derive(event.id, Identity::Phone(&phone), 0),
        phone: Some(phone),
        party_max: 1,
        zone: Some(fixtures::zone("America/New_York")),
        position: Position::at_end(Timestamp::UNIX_EPOCH, u32::from(number)),
        status: Status::Queued,
        ..fixtures::invitee(event, number)
    }
}

/// At noon in New York, a month later than the others.
pub(crate) fn later_event(event: &mut Event) {
    event.when.starts_local = date(2026, 7, 20).at(12, 0, 0, 0);
    event.settings = Settings::default();
}

fn secrets() -> Secrets {
    Secrets {
        links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio: TwilioAccount {
            sid: "AC00000000000000000000000000000001".into(),
            auth_token: "an auth token of the tests".into(),
            sender: "+12125550100".into(),
        },
    }
}

fn config() -> Config {
    Config {
        table: "convoke".into(),
        base_url: "https://rsvp.example.com".into(),
        twilio_base_url: "http://127.0.0.1:9".into(),
        log_filter: "info".into(),
    }
}
