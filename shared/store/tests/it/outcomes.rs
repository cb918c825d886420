//! Committing an outcome beside something else.
use domain::{
    change::Actor,
    seats::{Seats, SeatsChange},
    transition::{Guard, Outcome},
};
use jiff::Timestamp;
use store::{CommitError, Consistency, Store, Transaction, invitees::LostRace};
use testkit::{Embedded, fixtures};

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

/// The note that the text `provider_id` is handled, and what comes with it.
fn handled(provider_id: &str) -> Transaction {
    let mut transaction = Transaction::by(Actor::Sms.name());
    transaction.handle_inbound(provider_id, now());
    transaction.unsuppress(&fixtures::phone(1), "+12125550100");
    transaction
}

/// One guest of an event with ten seats, decided to take `taken` of them.
async fn decided(store: &Store, taken: i64) -> (store::invitees::Kept, Outcome) {
    let event = fixtures::event(1);
    let guest = fixtures::invitee(&event, 1);
    let mut transaction = Transaction::new();
    transaction.create_event(&event, &Seats::new(Some(10), false));
    transaction.create_invitee(&guest);
    store.commit(transaction).await.unwrap();
    let kept = store.invitee(event.id, guest.id, Consistency::Strong).await.unwrap().unwrap();
    let mut invitee = kept.invitee.clone();
    invitee.reminded.silent = !invitee.reminded.silent;
    let seats = SeatsChange { left: -taken, waiting: 0 };
    let guard = Guard::Left(u32::try_from(taken).unwrap());
    (kept, Outcome { invitee, seats, guard, message: None, wake: false })
}

async fn commit(
    store: &Store,
    (kept, outcome): &(store::invitees::Kept, Outcome),
    provider_id: &str,
) -> Result<(), LostRace> {
    store.commit_outcome_beside(kept, outcome, None, "sms", handled(provider_id)).await
}

#[tokio::test]
async fn a_text_that_was_handled_before_is_refused_by_its_own_number() {
    let table = Embedded::memory().await.unwrap();
    let store = table.store();
    let decided = decided(&store, 2).await;
    store.commit(handled("SM1")).await.unwrap();
    let lost = commit(&store, &decided, "SM1").await.unwrap_err();
    let LostRace::Commit(error @ CommitError::Refused(refusals)) = &lost else {
        panic!("{lost:?}")
    };
    assert!(error.refuses(0) && refusals.len() == 1, "{lost:?}");
    assert_eq!(commit(&store, &decided, "SM2").await, Ok(()));
}

#[tokio::test]
async fn a_handled_text_is_told_before_the_seats_and_the_invitee_and_only_where_it_was_handled() {
    let table = Embedded::memory().await.unwrap();
    let store = table.store();
    let decided = decided(&store, 11).await;
    assert_eq!(commit(&store, &decided, "SM1").await, Err(LostRace::Seats));
    store.commit(handled("SM1")).await.unwrap();
    let lost = commit(&store, &decided, "SM1").await.unwrap_err();
    let LostRace::Commit(error) = &lost else { panic!("{lost:?}") };
    assert!(error.refuses(0) && !error.refuses(1), "{lost:?}");
}
