//! Events and their guests.
use super::Stage;
use crate::fixtures;
use domain::{
    change::Actor,
    event::Event,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    message::Delivery,
    outbox::Life,
    position::Position,
    seats::{Seats, SeatsChange},
    transition::{Entry, Guard, add},
};
use jiff::SignedDuration;
use store::{Consistency, Transaction, events::EventAndSeats};

impl Stage {
    /// Stores an event of `capacity` seats.
    pub async fn create_event(&self, event: &Event, capacity: u32) {
        let mut transaction = Transaction::new();
        transaction.create_event(event, &Seats::new(Some(capacity), false));
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// An event that is there.
    pub async fn event_and_seats(&self, event: EventId) -> EventAndSeats {
        self.ctx.store.event_and_seats(event).await.unwrap().unwrap()
    }

    /// Changes an event's settings by force. Answers what they are now.
    pub async fn change_event(&self, event: EventId, change: impl FnOnce(&mut Event)) -> Event {
        let seen = self.event_and_seats(event).await;
        let mut event = seen.event;
        change(&mut event);
        let mut transaction = Transaction::new();
        transaction.replace_event(&event, seen.event_rev);
        self.ctx.store.commit(transaction).await.unwrap();
        event
    }

    /// Stores a guest's row, and leaves the seats as they are.
    pub async fn create_invitee(&self, invitee: &Invitee) {
        let mut transaction = Transaction::new();
        transaction.create_invitee(invitee);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Stores a guest, whose seats are taken or promised from here on.
    pub async fn keep(&self, invitee: Invitee) -> Invitee {
        let mut transaction = Transaction::new();
        transaction.create_invitee(&invitee);
        let change = SeatsChange {
            left: -i64::from(invitee.status.seats()),
            waiting: i64::from(invitee.status.is_waitlisted()),
        };
        transaction.change_seats(invitee.event, change, Guard::Nothing, false);
        self.ctx.store.commit(transaction).await.unwrap();
        invitee
    }

    /// Puts the contact of that number on the list as `Guest {number}`, with a party of up to four, as
    /// if they had come so far; the seats follow. Beyond the queue, their invitation was sent just now.
    pub async fn guest(&self, event: EventId, number: u16, status: Status) -> InviteeId {
        let event = self.event_and_seats(event).await.event;
        let entry = Entry {
            contact: Some(fixtures::contact_id(number)),
            newcomer: false,
            name: format!("Guest {number}"),
            phone: Some(fixtures::phone(number)),
            zone: None,
            party_max: 4,
        };
        let position = Position::at_end(self.now(), u32::from(number));
        let added = add(&event, entry, position, (Actor::Engine, self.now())).unwrap();
        let life = Life {
            delivery: Delivery::Submitted,
            provider_id: Some(format!("SM{number}")),
            ..Life::queued(1, String::new(), 1, event.closes_at())
        };
        let sent = status != Status::Queued;
        let invitee = Invitee {
            status,
            message: sent.then_some(life),
            sent_at: sent.then_some(self.now()),
            ..added
        };
        self.keep(invitee).await.id
    }

    /// An invitation that holds `held` seats for a day.
    pub fn live(&self, held: u8) -> Status {
        Status::Invited { held, expires_at: self.now() + SignedDuration::from_hours(24) }
    }

    /// A guest as stored.
    pub async fn load(&self, event: EventId, invitee: InviteeId) -> Invitee {
        let kept = self.ctx.store.invitee(event, invitee, Consistency::Strong).await.unwrap();
        kept.unwrap().invitee
    }

    /// What became of a guest.
    pub async fn stored(&self, invitee: &Invitee) -> Invitee {
        self.load(invitee.event, invitee.id).await
    }

    /// The name of the status that a guest has come to.
    pub async fn status(&self, invitee: &Invitee) -> &'static str {
        self.stored(invitee).await.status.name().name()
    }

    /// Changes a guest's row by force, and leaves the seats as they are.
    pub async fn change_invitee(
        &self,
        (event, invitee): (EventId, InviteeId),
        change: impl FnOnce(&mut Invitee),
    ) {
        let kept = self.ctx.store.invitee(event, invitee, Consistency::Strong).await.unwrap();
        let mut kept = kept.unwrap();
        change(&mut kept.invitee);
        let mut transaction = Transaction::new();
        transaction.replace_invitee(&kept.invitee, kept.rev);
        self.ctx.store.commit(transaction).await.unwrap();
    }
}
