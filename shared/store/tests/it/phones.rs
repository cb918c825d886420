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
    let claim =
        store.claim_phone(phone, (SENDER, invitation.org), Some(&invitation), at(minutes)).await;
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
async fn invitations_that_are_held_back_at_once_are_all_remembered() {
    let table = Embedded::memory().await.unwrap();
    let (store, phone) = (table.store(), fixtures::phone(1));
    let mut stop = Transaction::new();
    stop.suppress(&phone, SENDER);
    store.commit(stop).await.unwrap();
    let held_back = [invitation(1, 0), invitation(2, 0), invitation(3, 0)];
    let (first, second, third) = tokio::join!(
        store.remember_invitation(&phone, &held_back[0]),
        store.remember_invitation(&phone, &held_back[1]),
        store.remember_invitation(&phone, &held_back[2]),
    );
    assert_eq!((first, second, third), (Ok(()), Ok(()), Ok(())));
    let mut known = store.recent_invitations(&phone).await.unwrap().invitations;
    known.sort_by_key(|one| *one.event.bytes());
    assert_eq!(known, held_back);
}

/// The events of the invitations that the phone's row remembers after `sends`, ten minutes apart.
async fn remembered(sends: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let table = Embedded::memory().await.unwrap();
    let (store, phone) = (table.store(), fixtures::phone(1));
    for (number, event) in (0_i64..).zip(sends) {
        assert!(send(&store, &phone, event, number * 10).await);
    }
    let recent = store.recent_invitations(&phone).await.unwrap().invitations;
    recent.iter().map(|known| known.event.bytes()[0]).collect()
}

#[tokio::test]
async fn an_invitation_that_is_tried_over_and_over_pushes_no_other_out() {
    let tried = std::iter::repeat_n(2, 19);
    assert_eq!(remembered([1].into_iter().chain(tried).chain([3])).await, [1, 2, 3]);
    let all: Vec<u8> = (1..=20).collect();
    assert_eq!(remembered(all.iter().copied().chain([20])).await, all);
}

#[tokio::test]
async fn the_latest_twenty_invitations_are_kept() {
    assert_eq!(remembered(1..=25).await, (6..=25).collect::<Vec<_>>());
}
