//! The cheap writes of an invitation, and what they refuse.
use domain::{
    due,
    event::Event,
    expiry::Expiry,
    invitee::{Invitee, Status},
    message::Delivery,
    outbox::Life,
    seats::Seats,
    step::Pick,
    token::LinkToken,
};
use jiff::{SignedDuration, Timestamp};
use store::{
    Consistency, Store, Transaction, Update,
    invitees::{AnswerWithinHeld, Shortcut, WavePick},
    keys::InviteeKey,
    outbox::{Claimed, SentInvitation},
};
use testkit::{Embedded, fixtures};

/// An event with ten seats.
struct List {
    _table: Embedded,
    store: Store,
    event: Event,
}

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn key(invitee: &Invitee) -> InviteeKey {
    InviteeKey { event: invitee.event, invitee: invitee.id }
}

impl List {
    async fn new() -> Self {
        let table = Embedded::memory().await.unwrap();
        let list = Self { store: table.store(), _table: table, event: fixtures::event(1) };
        let mut transaction = Transaction::new();
        transaction.create_event(&list.event, &Seats::new(Some(10), false));
        list.store.commit(transaction).await.unwrap();
        list
    }

    async fn keep(&self, invitee: Invitee) -> Invitee {
        let mut transaction = Transaction::new();
        transaction.create_invitee(&invitee);
        self.store.commit(transaction).await.unwrap();
        invitee
    }

    async fn queued(&self) -> Invitee {
        self.keep(fixtures::invitee(&self.event, 1)).await
    }

    /// Invited until the close, and reminded of that.
    async fn invited(&self, message: Option<Life>) -> Invitee {
        let closes_at = self.event.closes_at();
        let mut invitee = fixtures::invited(fixtures::invitee(&self.event, 1), 1, now(), closes_at);
        invitee.reminded.silent = true;
        invitee.message = message.or(invitee.message);
        invitee.due_at = due::next_due(&invitee, &self.event, now());
        self.keep(invitee).await
    }

    async fn stored(&self, invitee: &Invitee) -> Invitee {
        let kept = self.store.invitee(invitee.event, invitee.id, Consistency::Strong).await;
        kept.unwrap().unwrap().invitee
    }

    async fn change(&self, update: Update) {
        let mut transaction = Transaction::new();
        transaction.update(update);
        self.store.commit(transaction).await.unwrap();
    }

    /// T2 for one; whether it happened.
    async fn pick(&self, invitee: &Invitee, number: u16) -> bool {
        let message = Life::queued(1, "words".into(), 1, self.event.closes_at());
        let pick = Pick { invitee: invitee.id, held: 1 };
        let pick = WavePick { pick, generation: invitee.generation, message };
        let mut transaction = Transaction::by("engine");
        transaction.wave(self.event.id, &[pick], None, (now(), number));
        self.store.commit(transaction).await.is_ok()
    }

    async fn claim(&self, invitee: &Invitee, generation: u8) -> Invitee {
        let place = (invitee.event, invitee.id);
        let claim = self.store.claim_invitation(place, (generation, 1), false, now()).await;
        let Claimed::Yes(kept) = claim.unwrap() else { panic!("it was not claimed") };
        kept.invitee
    }

    async fn answer(&self, invitee: &Invitee, at: Timestamp) -> Shortcut {
        let link =
            LinkToken { event: invitee.event, invitee: invitee.id, generation: invitee.generation };
        let by = domain::change::Actor::Link;
        let answer = AnswerWithinHeld { link, party: 1, now: at, by };
        self.store.answer_within_held(&answer).await.unwrap()
    }
}

fn sent(claimed: &Invitee) -> SentInvitation {
    let message = claimed.message.as_ref().unwrap();
    SentInvitation {
        event: claimed.event,
        invitee: claimed.id,
        generation: claimed.generation,
        sequence: message.sequence,
        fence: message.fence,
        held: 1,
        provider_id: "SM1".into(),
        segments: 1,
        sent_at: now(),
        expires_at: now() + hours(24),
        due_at: now() + hours(12),
    }
}

#[tokio::test]
async fn a_cheap_yes_to_a_long_invitation_is_found_when_its_reminders_are_due() {
    let mut list = List::new().await;
    list.event.settings.expiry = Expiry::UntilClose;
    let guest = list.invited(None).await;
    let start = list.event.when.starts_at();
    let answered = list.answer(&guest, start - hours(72)).await;
    assert!(matches!(answered, Shortcut::Accepted(_)));
    for early in [start - hours(25), start - hours(24)] {
        let due = list.store.timetable(guest.event, early, 10).await.unwrap().due;
        assert_eq!(due.len(), usize::from(early == start - hours(24)));
    }
}

#[tokio::test]
async fn a_yes_that_has_to_take_a_new_try_back_is_no_cheap_one() {
    let list = List::new().await;
    let again = Life::queued(2, "words".into(), 1, list.event.closes_at());
    let guest = list.invited(Some(again)).await;
    assert!(matches!(list.answer(&guest, now()).await, Shortcut::Ordinary(Some(_))));
}

#[tokio::test]
async fn a_result_counts_only_for_the_invitation_and_the_message_that_were_claimed() {
    let list = List::new().await;
    let guest = list.queued().await;
    assert!(list.pick(&guest, 0).await);
    let claimed = list.claim(&guest, 1).await;
    // Removed, asked again and claimed again, with the same fence.
    list.change(Update::of(&key(&guest)).set("generation = :two").value(":two", 2_u8)).await;
    let old = sent(&claimed);
    assert!(!list.store.invitation_sent(&old).await.unwrap());
    let other = SentInvitation { generation: 2, sequence: 2, ..old.clone() };
    assert!(!list.store.invitation_sent(&other).await.unwrap());
    let place = (guest.event, guest.id);
    let life = Life { sequence: 2, ..claimed.message.clone().unwrap() };
    let settled = list.store.settle_invitation(place, 2, Delivery::Submitting, &life).await;
    assert!(!settled.unwrap());
    assert!(list.store.invitation_sent(&SentInvitation { generation: 2, ..old }).await.unwrap());
    assert!(matches!(list.stored(&guest).await.status, Status::Invited { .. }));
}

#[tokio::test]
async fn a_claim_before_a_wave_is_older_than_the_waves() {
    let list = List::new().await;
    let guest = list.queued().await;
    assert!(list.pick(&guest, 0).await);
    let claimed = list.claim(&guest, 1).await.message.unwrap();
    // Sent back by T4, and picked again.
    let mut back = list.stored(&guest).await;
    back.status = Status::Queued;
    let rev = list.store.invitee(guest.event, guest.id, Consistency::Strong).await.unwrap();
    let mut transaction = Transaction::new();
    transaction.replace_invitee(&back, rev.unwrap().rev);
    list.store.commit(transaction).await.unwrap();
    assert!(list.pick(&guest, 1).await);
    let dropped = Life { delivery: Delivery::Dropped, ..claimed };
    let place = (guest.event, guest.id);
    let zombie = list.store.settle_invitation(place, 1, Delivery::Queued, &dropped).await;
    assert!(!zombie.unwrap());
    assert_eq!(list.stored(&guest).await.delivery(), Delivery::Queued);
}

#[tokio::test]
async fn who_left_the_queue_since_it_was_read_is_not_picked() {
    let list = List::new().await;
    let guest = list.queued().await;
    let mut deferred = guest.clone();
    deferred.not_before = Some(now() + hours(1));
    let mut transaction = Transaction::new();
    transaction.replace_invitee(&deferred, 1);
    list.store.commit(transaction).await.unwrap();
    assert!(!list.pick(&guest, 0).await);
    assert_eq!(list.stored(&guest).await.status, Status::Queued);
    let mut transaction = Transaction::new();
    transaction.replace_invitee(&guest, 2);
    list.store.commit(transaction).await.unwrap();
    assert!(list.pick(&guest, 1).await);
}

#[tokio::test]
async fn a_message_that_cannot_be_read_is_not_taken_for_none() {
    let list = List::new().await;
    let guest = list.invited(None).await;
    assert!(list.stored(&guest).await.message.is_some());
    list.change(Update::of(&key(&guest)).set("tries = :many").value(":many", 300_u16)).await;
    let read = list.store.invitee(guest.event, guest.id, Consistency::Strong).await;
    assert!(read.is_err());
}

#[tokio::test]
async fn an_event_that_is_held_is_not_let_go_sooner() {
    let list = List::new().await;
    for (until, held) in [(hours(2), true), (hours(1), false), (hours(3), true)] {
        let mut transaction = Transaction::new();
        transaction.hold_event(list.event.id, now() + until);
        assert_eq!(list.store.commit(transaction).await.is_ok(), held);
    }
    let seats = list.store.seats(list.event.id, Consistency::Strong).await.unwrap().unwrap();
    assert_eq!(seats.engine.not_before, Some(now() + hours(3)));
}
