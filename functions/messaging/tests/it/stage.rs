//! An org with an event whose guests are asked and answer, the stream of all that, and the routes.
use axum::{Router, body::Body};
use domain::{
    change::Actor,
    event::{Event, EventState, Settings, When},
    ids::{EventId, InviteeId, OrgId, SessionId, UserId},
    invitee::{Invitee, StatusName},
    message::{Delivery, Purpose},
    phone::{Phone, Region},
    position::Position,
    rights::Role,
    seats::Seats,
    step::Pick,
    token::LinkKeys,
    transition::{Entry, Trigger, add},
    zone::Zone,
};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use ports::{Ids, Secrets, TwilioAccount};
use runtime::{
    Config, Ctx,
    access_token::{self, Bearer},
    batch::{Change, StreamBatch},
    invitation,
};
use std::{collections::BTreeMap, sync::Arc};
use store::{
    Consistency, Transaction,
    accounts::{Session, User},
    invitees::{Addition, WavePick},
    outbox::{Claimed, SentInvitation},
    read_models::Images,
};
use testkit::{
    Dice, Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds,
};
use tower::ServiceExt;

pub(crate) struct Stage {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    pub(crate) table: Embedded,
    pub(crate) org: OrgId,
    pub(crate) event: EventId,
    router: Router,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let ctx = ctx(&table, &clock);
        let (org, event) = (OrgId::from_bytes([1; 10]), EventId::from_bytes([2; 6]));
        let (router, _) = messaging::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        let stage = Self { ctx, clock, table, org, event, router };
        stage.create_event(event).await;
        stage.pass(1);
        stage
    }

    async fn create_event(&self, id: EventId) {
        let event = Event {
            id,
            org: self.org,
            name: "Supper".into(),
            host: "Ada".into(),
            details: String::new(),
            location: String::new(),
            when: When {
                starts_local: "2026-08-01T19:00".parse().unwrap(),
                zone: Zone::parse("America/New_York").unwrap(),
                duration_minutes: 120,
            },
            rsvp_deadline: None,
            settings: Settings::default(),
            region: Region::parse("US").unwrap(),
            state: EventState::Active,
            archived: false,
            code: None,
            texts: BTreeMap::new(),
            announcements: Vec::new(),
            broadcasts: 0,
            created_at: self.now(),
        };
        let mut transaction = Transaction::by("usr_1");
        transaction.create_event(&event, &Seats::new(Some(1_000), false));
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    pub(crate) fn pass(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    /// Puts a guest on the list.
    pub(crate) async fn add(&self, number: u16) -> InviteeId {
        let event = self.ctx.store.event(self.event, Consistency::Strong).await.unwrap().unwrap();
        let entry = Entry {
            contact: None,
            name: format!("Guest {number}"),
            phone: Some(Phone::from_e164(&format!("+1212555{number:04}")).unwrap()),
            zone: None,
            party_max: 1,
        };
        let position = Position::at_end(self.now(), u32::from(number));
        let by = Actor::User(UserId::from_bytes([9; 10]));
        let invitee = add(&event.event, entry, position, (by, self.now())).unwrap();
        match self.ctx.store.add_invitee(&invitee, "usr_9").await.unwrap() {
            Addition::Added(invitee) => invitee.id,
            Addition::Taken(kept) => panic!("{} is on the list", kept.invitee.name),
        }
    }

    pub(crate) async fn invitee(&self, id: InviteeId) -> Invitee {
        let read = self.ctx.store.invitee(self.event, id, Consistency::Strong);
        read.await.unwrap().unwrap().invitee
    }

    /// T2.
    pub(crate) async fn pick(&self, id: InviteeId) {
        let invitee = self.invitee(id).await;
        let event = self.ctx.store.event(self.event, Consistency::Strong).await.unwrap().unwrap();
        let place = (Purpose::Invite, 1);
        let message =
            invitation::new_message(&self.ctx, &event.event, &invitee, place, &[], self.now())
                .unwrap();
        let pick = WavePick {
            pick: Pick { invitee: id, held: 1 },
            generation: invitee.generation,
            message: message.life,
        };
        let number = u16::from_be_bytes([id.bytes()[0], id.bytes()[1]]);
        let mut transaction = Transaction::by("engine");
        transaction.wave(self.event, &[pick], None, (self.now(), number));
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// T3.
    pub(crate) async fn send(&self, id: InviteeId) {
        let (place, now) = ((self.event, id), self.now());
        let generation = self.invitee(id).await.generation;
        let claim = self.ctx.store.claim_invitation(place, (generation, 1), true, now);
        let Claimed::Yes(kept) = claim.await.unwrap() else { panic!("it was not claimed") };
        let sent = SentInvitation {
            event: self.event,
            invitee: id,
            generation,
            sequence: 1,
            fence: kept.invitee.message.unwrap().fence,
            held: 1,
            provider_id: format!("SM {id} {generation}"),
            segments: 2,
            sent_at: now,
            expires_at: now + SignedDuration::from_hours(24),
            due_at: now + SignedDuration::from_hours(12),
        };
        assert!(self.ctx.store.invitation_sent(&sent).await.unwrap());
    }

    pub(crate) async fn deliver(&self, id: InviteeId) {
        let generation = self.invitee(id).await.generation;
        let (place, message) = ((self.event, id), (generation, 1));
        let provider_id = format!("SM {id} {generation}");
        let store = &self.ctx.store;
        store
            .invitation_delivered(place, message, Delivery::Delivered, &provider_id)
            .await
            .unwrap();
    }

    pub(crate) async fn change(&self, id: InviteeId, by: Actor, trigger: Trigger) {
        let decide = |_: &Invitee, _: &_, _| Ok(trigger.clone());
        invitation::change(&self.ctx, (self.event, id), by, decide).await.unwrap();
    }

    pub(crate) async fn yes(&self, id: InviteeId) {
        self.change(id, Actor::Link, Trigger::Yes { party: 1 }).await;
    }

    pub(crate) async fn no(&self, id: InviteeId) {
        self.change(id, Actor::Sms, Trigger::No).await;
    }

    /// Takes one random step with a guest that can take it.
    pub(crate) async fn stir(&self, id: InviteeId, dice: &mut Dice) {
        self.pass(1 + i64::try_from(dice.below(9)).unwrap());
        let invitee = self.invitee(id).await;
        let user = Actor::User(UserId::from_bytes([9; 10]));
        match (invitee.status.name(), invitee.delivery()) {
            (StatusName::Queued, _) => self.pick(id).await,
            (StatusName::Inviting, _) if dice.below(4) == 0 => {
                let held_back = Trigger::Unclaimed { not_before: None, skip: None };
                self.change(id, Actor::Engine, held_back).await;
            }
            (StatusName::Inviting, _) => self.send(id).await,
            (StatusName::Invited, Delivery::Submitted) if dice.below(2) == 0 => {
                self.deliver(id).await;
            }
            (StatusName::Invited, _) if dice.below(3) == 0 => self.no(id).await,
            (StatusName::Invited, _) => self.yes(id).await,
            (StatusName::Accepted, _) if dice.below(2) == 0 => self.no(id).await,
            (StatusName::Accepted, _) => self.change(id, user, Trigger::MarkDeclined).await,
            _ => {
                let position = Position::at_end(self.now(), 0);
                self.change(id, user, Trigger::Reinvite { position }).await;
            }
        }
    }

    /// The records after the one with number `after`, and the number of the last.
    pub(crate) fn records(&self, after: u64) -> (Vec<Images>, u64) {
        let records = self.table.next_records(after, 100_000).unwrap();
        let last = records.last;
        let batch = StreamBatch::read(records.into_event()).unwrap();
        let images = batch.records.into_iter().map(|record| {
            let (old, new) = match record.change {
                Change::Made { new } => (None, Some(new)),
                Change::Changed { old, new } => (Some(old), Some(new)),
                Change::Gone { old, .. } => (Some(old), None),
            };
            Images::from((record.at, old, new))
        });
        (images.collect(), last)
    }

    pub(crate) async fn fold(&self, records: &[Images]) {
        self.ctx.store.fold_stream(records.to_vec(), self.now()).await.unwrap();
    }

    /// Folds everything that happened so far.
    pub(crate) async fn fold_all(&self) {
        self.fold(&self.records(0).0).await;
    }

    /// A token of a new user with that role in the org.
    pub(crate) async fn token(&self, role: Option<Role>) -> String {
        let ids: &dyn Ids = &*self.ctx.ids;
        let bearer = Bearer {
            user: UserId::from_bytes(ids.bytes()),
            session: SessionId::from_bytes(ids.bytes()),
        };
        let now = self.now();
        let user = User {
            email: format!("{}@example.com", bearer.user),
            display_name: "Grace".into(),
            password: String::new(),
            platform_admin: false,
            created_at: now,
        };
        let session = Session {
            rotation: 0,
            created_at: now,
            refreshed_at: now,
            expires_at: now + SignedDuration::from_hours(24),
        };
        let mut transaction = Transaction::new();
        transaction.create_user(bearer.user, &user);
        transaction.create_session(bearer.user, bearer.session, &session);
        if let Some(role) = role {
            transaction.create_member(self.org, bearer.user, role, now);
        }
        self.ctx.store.commit(transaction).await.unwrap();
        access_token::sign(&self.ctx.secrets.access, bearer, now).unwrap()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> (StatusCode, serde_json::Value) {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, serde_json::from_slice(&body).unwrap_or_default())
    }
}

fn ctx(table: &Embedded, clock: &FakeClock) -> Ctx {
    let twilio = TwilioAccount {
        sid: "AC00000000000000000000000000000001".into(),
        auth_token: "an auth token of the tests".into(),
        sender: "+12125550100".into(),
    };
    let secrets = Secrets {
        links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio,
    };
    let config = Config {
        table: "convoke".into(),
        base_url: "https://rsvp.example.com".into(),
        twilio_base_url: "http://127.0.0.1:9".into(),
        log_filter: "info".into(),
    };
    Ctx {
        store: table.store(),
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(1)),
        secrets: Arc::new(secrets),
        texts: Arc::new(FakeTexts::default()),
        queues: Arc::new(RecordingQueues::default()),
        schedules: Arc::new(RecordingSchedules::default()),
        config: Arc::new(config),
    }
}
