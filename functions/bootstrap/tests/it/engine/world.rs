//! An event with a queue, and the jobs that move it.
use domain::{
    event::{Event, EventState},
    ids::{Identity, InviteeId},
    invitee::{Invitee, Status, StatusName},
    phone::Phone,
    position::Position,
    seats::Seats,
};
use jiff::{SignedDuration, Timestamp};
use ports::{Queue, QueueMessage};
use serde_json::{Value, json};
use std::{collections::BTreeMap, ops::Deref, sync::Arc};
use store::{
    Consistency, Row, Transaction,
    invitees::{InviteeItem, Kept},
    orgs::Org,
    outbox::KeptMessage,
};
use testkit::{FakeTexts, Stage, fixtures, identity::as_function};

pub(crate) struct World {
    stage: Stage,
    pub(crate) event: Event,
    relayed: u64,
    /// Messages that a queue holds back, until when.
    delayed: Vec<(Timestamp, QueueMessage)>,
    next_number: u64,
    /// Jobs may fail as a whole.
    tolerant: bool,
}

/// Rarer than in the cloud: nothing here may depend on it.
const SWEPT_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Turns in which everything comes to rest.
const TURNS_MAX: usize = 300;

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl World {
    /// A draft of `capacity` seats with `queued` guests, each alone.
    pub(crate) async fn new(capacity: u32, queued: u16) -> Self {
        Self::with(capacity, queued, |_| ()).await
    }

    pub(crate) async fn with(capacity: u32, queued: u16, change: impl FnOnce(&mut Event)) -> Self {
        crate::iam::keep();
        let stage = Stage::new().await;
        let mut event = fixtures::event(1);
        event.state = EventState::Draft;
        change(&mut event);
        stage.create_event(&event, capacity).await;
        let mut world =
            Self { stage, event, relayed: 0, delayed: Vec::new(), next_number: 0, tolerant: false };
        for number in 0..queued {
            world.add(number, 1).await;
        }
        world
    }

    /// Adds a guest who may come with a party.
    pub(crate) async fn add(&mut self, number: u16, party_max: u8) -> Invitee {
        let invitee = Invitee { party_max, ..guest(&self.event, number) };
        self.create_invitee(&invitee).await;
        invitee
    }

    /// Starts the event, or resumes it.
    pub(crate) async fn start(&mut self) {
        self.change_event(|event| event.state = EventState::Active).await;
    }

    pub(crate) async fn change_event(&mut self, change: impl FnOnce(&mut Event)) {
        let seen = self.event_and_seats(self.event.id).await;
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
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Runs what is to be run at this instant, until nothing is left.
    pub(crate) async fn settle(&mut self) {
        for _ in 0..TURNS_MAX {
            if !self.turn().await {
                return;
            }
        }
        panic!("it never comes to rest: {:?} {:?}", self.delayed, self.seats().await);
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
        let before = self.relayed;
        self.relayed = records.last;
        let answer = self.try_run("relay", records.into_event()).await;
        if answer.as_ref().map_or(1, given_back) > 0 {
            assert!(self.tolerant, "{answer:?}");
            self.relayed = before;
        }
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
        let Ok(answer) = self.try_run(job, payload).await else {
            let back = now + SignedDuration::from_mins(2);
            self.delayed.extend(batch.into_iter().map(|message| (back, message)));
            return true;
        };
        for failure in answer["batchItemFailures"].as_array().into_iter().flatten() {
            let number: usize = failure["itemIdentifier"].as_str().unwrap().parse().unwrap();
            let place = number + batch.len() - usize::try_from(self.next_number).unwrap();
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
        self.try_run(job, payload).await.unwrap()
    }

    async fn try_run(&self, job: &str, payload: Value) -> Result<Value, runtime::JobError> {
        let function = bootstrap::job(job).unwrap();
        let ran = as_function(job, function.run(self.ctx.clone(), payload)).await;
        assert!(ran.is_ok() || self.tolerant, "{job}: {ran:?}");
        ran
    }

    /// One step of the engine, without what it sets in motion.
    pub(crate) async fn fill_once(&mut self) {
        let wakes = self.take(Queue::Wakes);
        let payload = self.payload(&wakes);
        self.run("fill", payload).await;
    }

    /// The stream is read from its beginning again.
    pub(crate) const fn rewind(&mut self) {
        self.relayed = 0;
    }

    /// Stores a guest.
    pub(crate) async fn create(&self, invitee: &Invitee) {
        self.create_invitee(invitee).await;
    }

    /// Adds guests, a hundred at a time.
    pub(crate) async fn add_many(&self, count: u32) {
        let guests: Vec<Invitee> =
            (0..count).map(|number| numbered_guest(&self.event, number)).collect();
        for chunk in guests.chunks(100) {
            let mut transaction = Transaction::new();
            for guest in chunk {
                transaction.create_invitee(guest);
            }
            self.ctx.store.commit(transaction).await.unwrap();
        }
    }

    /// Another event of the org, started, with guests of its own.
    pub(crate) async fn second_event(&self, queued: u32) -> domain::ids::EventId {
        let event = Event { state: EventState::Active, ..fixtures::event(2) };
        self.create_event(&event, 1_000).await;
        for number in 0..queued {
            self.create_invitee(&numbered_guest(&event, 5_000 + number)).await;
        }
        let mut transaction = Transaction::new();
        transaction.start_engine(event.id, self.now());
        self.ctx.store.commit(transaction).await.unwrap();
        event.id
    }

    /// The org, with these limits.
    pub(crate) async fn limit_org(&self, hour_limit: u32, day_limit: u32) {
        let limits = |org: &mut Org| (org.hour_limit, org.day_limit) = (hour_limit, day_limit);
        self.create_org(self.event.org, limits).await;
    }

    /// Permits that count against the org in this hour.
    pub(crate) async fn permits_taken(&self) -> u32 {
        let allowance =
            self.ctx.store.allowance(self.event.org, Consistency::Strong).await.unwrap();
        allowance.org.quota.window.taken(self.now(), domain::quota::Span::Hour)
    }

    /// Puts a guest into another status by force, without seats.
    pub(crate) async fn set_status(&self, number: u16, status: StatusName) {
        assert_eq!(status, StatusName::Declined);
        let id = guest(&self.event, number).id;
        self.change_invitee((self.event.id, id), |invitee| invitee.status = Status::Declined).await;
    }

    /// Records a message to a guest.
    pub(crate) async fn record(&self, number: u16, purpose: domain::message::Purpose) {
        let guest = self.guest(number).await;
        let message = runtime::invitation::new_message(
            &self.ctx,
            &self.event,
            &guest,
            (purpose, 1),
            &[],
            self.now(),
        );
        let mut transaction = Transaction::new();
        transaction.create_message(&message.unwrap());
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// The organizer has a guest's invitation sent again.
    pub(crate) async fn resend(&self, number: u16) {
        let guest = self.guest(number).await;
        let whom = (guest.id, guest.generation, guest.name.as_str());
        let sequence = guest.message.as_ref().map_or(1, |message| message.sequence + 1);
        let kind = (domain::texts::Text::Invite, sequence);
        let message = runtime::invitation::invitation_life(&self.ctx, &self.event, whom, kind);
        let by = domain::change::Actor::Engine;
        let place = (self.event.id, guest.id);
        let resent = runtime::invitation::change(&self.ctx, place, by, |_, _, _| {
            Ok(domain::transition::Trigger::Resend { message: message.clone() })
        });
        resent.await.unwrap();
    }

    /// The provider could not deliver a guest's invitation, for a passing reason.
    pub(crate) async fn report_undelivered(&self, number: u16) {
        let id = guest(&self.event, number).id;
        let by = domain::change::Actor::Callback;
        let change =
            runtime::invitation::change(&self.ctx, (self.event.id, id), by, |invitee, _, now| {
                let life = invitee.message.clone().unwrap();
                let message = domain::outbox::Life {
                    delivery: domain::message::Delivery::Undelivered,
                    not_before: Some(domain::due::resend_after_failure(now)),
                    ..life
                };
                Ok(domain::transition::Trigger::Reported { message })
            });
        change.await.unwrap();
    }

    /// Cancels the event as its command does.
    pub(crate) async fn cancel(&mut self) {
        let seen = self.event_and_seats(self.event.id).await;
        let event = Event { state: EventState::Cancelled, ..seen.event };
        let mut transaction = Transaction::by("usr_1");
        transaction.replace_event(&event, seen.event_rev);
        transaction.begin_walk(event.id, store::events::Walk::Cancel, self.now());
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Seats that rows say are held or taken.
    pub(crate) fn committed_by_rows(&self) -> i64 {
        self.guests().iter().map(|guest| i64::from(guest.status.seats())).sum()
    }

    /// Where each message stands.
    pub(crate) fn tallies(&self) -> Vec<domain::message::Tally> {
        let guests = self.guests();
        let invitations = guests.iter().filter_map(|guest| guest.delivery().tally());
        let messages = self.messages();
        let others = messages.iter().filter_map(|kept| kept.message.life.delivery.tally());
        invitations.chain(others).collect()
    }

    /// Lets time pass while jobs may fail: what fails comes again.
    pub(crate) async fn pass_with_faults(&mut self, span: SignedDuration) {
        self.tolerant = true;
        self.pass(span).await;
        self.tolerant = false;
    }

    /// Comes to rest although something may fail on the way.
    pub(crate) async fn settle_with_faults(&mut self) {
        self.tolerant = true;
        self.settle().await;
        self.tolerant = false;
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
        let mut next_sweep = self.now() + SWEPT_EVERY;
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
                drop(self.try_run("sweep", json!({})).await);
                next_sweep = at + SWEPT_EVERY;
            }
            self.settle().await;
        }
        self.clock.set(end);
        self.settle().await;
    }

    pub(crate) async fn seats(&self) -> Seats {
        self.event_and_seats(self.event.id).await.seats
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

    pub(crate) async fn guest(&self, number: u16) -> Invitee {
        self.load(self.event.id, guest(&self.event, number).id).await
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

/// Guest `number` of many, each with a phone of their own.
pub(crate) fn numbered_guest(event: &Event, number: u32) -> Invitee {
    let phone = Phone::from_e164(&format!("+1646{:07}", 2_000_000 + number)).unwrap();
    Invitee {
        id: InviteeId::derive(event.id, Identity::Phone(&phone), 0),
        phone: Some(phone),
        position: Position::at_end(Timestamp::UNIX_EPOCH, number),
        name: format!("Guest {number:06}"),
        ..guest(event, 0)
    }
}

/// A provider that is slow: it says when it is asked, and answers when it is let.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    asked: Arc<tokio::sync::Notify>,
    let_go: Arc<tokio::sync::Notify>,
}

impl Gate {
    pub(crate) async fn reached(&self) {
        self.asked.notified().await;
    }

    pub(crate) fn open(&self) {
        self.let_go.notify_one();
    }
}

#[derive(Debug)]
struct SlowTexts {
    inner: FakeTexts,
    gate: Gate,
}

#[async_trait::async_trait]
impl ports::Texts for SlowTexts {
    fn account(&self) -> ports::Account {
        self.inner.account()
    }

    async fn submit(&self, text: &ports::Text) -> ports::Submission {
        self.gate.asked.notify_one();
        self.gate.let_go.notified().await;
        self.inner.submit(text).await
    }

    async fn find(&self, probe: &ports::Probe) -> ports::Found {
        self.inner.find(probe).await
    }
}

/// Makes the world's provider slow.
pub(crate) fn slow_texts(world: &mut World) -> Gate {
    let gate = Gate::default();
    let inner = world.texts.clone();
    world.stage.ctx.texts = Arc::new(SlowTexts { inner, gate: gate.clone() });
    gate
}
