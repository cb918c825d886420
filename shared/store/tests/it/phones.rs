//! What is kept of a phone.
use domain::{
    ids::{EventId, InviteeId, OrgId},
    phone::Phone,
};
use jiff::{SignedDuration, Timestamp};
use store::{Store, Transaction, outbox::Invitation};
use testkit::{Embedded, fixtures};

const SENDER: &str = "+12125550100";

fn at(minutes: i64) -> Timestamp {
    let now: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
    now + SignedDuration::from_mins(minutes)
}

fn invitation(event: u8, minutes: i64) -> Invitation {
    Invitation {
        org: OrgId::from_bytes([7; 10]),
        event: EventId::from_bytes([event; 6]),
        invitee: InviteeId::from_bytes([event; 5]),
        generation: 1,
        at: at(minutes),
        sender: SENDER.into(),
    }
}

async fn send(store: &Store, phone: &Phone, event: u8, minutes: i64) -> bool {
    let invitation = invitation(event, minutes);
    let claim = store.claim_phone(phone, SENDER, Some(&invitation), at(minutes)).await;
    claim.unwrap().is_ok()
}

#[tokio::test]
async fn a_phone_that_refused_our_texts_before_it_got_any_can_be_texted_after_start() {
    let table = Embedded::memory().await.unwrap();
    let (store, phone) = (table.store(), fixtures::phone(1));
    let mut stop = Transaction::new();
    stop.suppress(&phone, SENDER);
    store.commit(stop).await.unwrap();
    assert!(!send(&store, &phone, 1, 0).await);
    store.remember_invitation(&phone, &invitation(1, 0)).await.unwrap();
    let mut start = Transaction::new();
    start.unsuppress(&phone, SENDER);
    store.commit(start).await.unwrap();
    for minutes in 0..5 {
        assert!(send(&store, &phone, 2, minutes).await, "{minutes}");
    }
    assert!(!send(&store, &phone, 2, 5).await);
}

#[tokio::test]
async fn an_invitation_that_is_tried_over_and_over_pushes_no_other_out() {
    let table = Embedded::memory().await.unwrap();
    let (store, phone) = (table.store(), fixtures::phone(1));
    for event in 1..=4 {
        assert!(send(&store, &phone, event, i64::from(event) * 10).await);
    }
    for attempt in 5..=40 {
        assert!(send(&store, &phone, 4, attempt * 10).await, "{attempt}");
    }
    let recent = store.recent_invitations(&phone).await.unwrap().invitations;
    let mut events: Vec<_> = recent.iter().map(|known| known.event.bytes()[0]).collect();
    events.dedup();
    assert_eq!(events, [1, 2, 3, 4]);
}

#[tokio::test]
async fn the_latest_twenty_invitations_are_kept() {
    let table = Embedded::memory().await.unwrap();
    let (store, phone) = (table.store(), fixtures::phone(1));
    for event in 1..=25 {
        assert!(send(&store, &phone, event, i64::from(event) * 10).await);
    }
    let recent = store.recent_invitations(&phone).await.unwrap().invitations;
    let events: Vec<_> = recent.iter().map(|known| known.event.bytes()[0]).collect();
    assert_eq!(events, (6..=25).collect::<Vec<_>>());
}
