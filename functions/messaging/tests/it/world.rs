//! An org with an event whose guests are asked and answer, the stream of all that, and the routes.
use domain::{
    change::Actor,
    event::Event,
    ids::{EventId, InviteeId, OrgId, UserId},
    invitee::{Invitee, StatusName},
    message::{Delivery, Purpose},
    phone::Phone,
    position::Position,
    seats::Seats,
    step::Pick,
    transition::{Entry, Trigger, add},
};
use http::StatusCode;
use jiff::{SignedDuration, civil::date};
use runtime::{access_token::Bearer, invitation};
use serde_json::Value;
use std::ops::Deref;
use store::{
    Transaction,
    invitees::{Addition, WavePick},
    outbox::{Claimed, SentInvitation},
    read_models::Images,
};
use testkit::{
    Dice, Stage, fixtures,
    stage::{Api, Team},
};

pub(crate) struct World {
    stage: Stage,
    pub(crate) api: Api,
    pub(crate) team: Team,
    pub(crate) org: OrgId,
    pub(crate) event: EventId,
}

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl World {
    /// An event of a thousand seats on 1 August, made by `usr_1` a minute ago.
    pub(crate) async fn new() -> Self {
        let stage = Stage::new().await;
        let mut event = Event {
            name: "Supper".into(),
            code: None,
            created_at: stage.now(),
            ..fixtures::event(2)
        };
        event.when.starts_local = date(2026, 8, 1).at(19, 0, 0, 0);
        let mut transaction = Transaction::by("usr_1");
        transaction.create_event(&event, &Seats::new(Some(1_000), false));
        stage.ctx.store.commit(transaction).await.unwrap();
        let team = stage.team(event.org).await;
        let api = stage.serve(messaging::router());
        let world = Self { stage, api, team, org: event.org, event: event.id };
        world.pass(1);
        world
    }

    pub(crate) fn pass(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    /// Puts a guest on the list.
    pub(crate) async fn add(&self, number: u16) -> InviteeId {
        let event = self.event_and_seats(self.event).await;
        let entry = Entry {
            contact: None,
            newcomer: false,
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
        self.load(self.event, id).await
    }

    /// T2.
    pub(crate) async fn pick(&self, id: InviteeId) {
        let invitee = self.invitee(id).await;
        let event = self.event_and_seats(self.event).await;
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

    /// Folds these records, which may come again or out of order.
    pub(crate) async fn fold_these(&self, records: &[Images]) {
        self.ctx.store.fold_stream(records.to_vec(), self.now()).await.unwrap();
    }

    /// Folds everything that happened so far, whether it was folded before or not.
    pub(crate) async fn fold_all(&self) {
        self.fold_these(&self.records(0).0).await;
    }

    pub(crate) async fn get(&self, path: &str, by: Bearer) -> (StatusCode, Value) {
        let reply = self.api.get(path).by(by).send().await;
        (reply.status, reply.json())
    }
}
