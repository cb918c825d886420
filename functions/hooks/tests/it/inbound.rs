//! What guests write.
use crate::world::World;
use domain::{
    change::Actor,
    event::{EventState, Waitlist},
    invitee::{Invitee, Status},
    message::Delivery,
};
use http::StatusCode;
use jiff::SignedDuration;
use testkit::fixtures;

#[tokio::test]
async fn a_yes_by_text_is_taken_in_the_ordinary_way() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    assert_eq!(world.text(&guest, "SM1", "Yes!").await, StatusCode::OK);
    let stored = world.stored(&guest).await;
    assert_eq!((stored.status, stored.confirmations.due), (Status::Accepted { taken: 1 }, 1));
    assert_eq!(stored.history.last().map(|change| change.by), Some(Actor::Sms));
    assert!(world.replies().await.is_empty(), "the confirmation is the engine's");
}

#[tokio::test]
async fn a_party_is_taken_as_it_is_written() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.text(&guest, "SM1", "yes 2").await;
    assert_eq!(world.stored(&guest).await.status, Status::Accepted { taken: 2 });
    world.text(&guest, "SM2", "YES").await;
    assert_eq!(world.stored(&guest).await.status, Status::Accepted { taken: 2 }, "as it is");
}

#[tokio::test]
async fn a_no_declines_and_withdraws() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let live = world.invited(&event, 1).await;
    let coming = world.at_status(&event, 2, Status::Accepted { taken: 1 }).await;
    world.text(&live, "SM1", "no").await;
    world.text(&coming, "SM2", "N").await;
    assert_eq!(world.status(&live).await, "declined");
    assert_eq!(world.status(&coming).await, "withdrawn");
}

#[tokio::test]
async fn j30_stop_is_heard_within_the_request_and_is_never_an_answer() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    let phone = guest.phone.clone().unwrap();
    for (sid, word) in [("SM1", "STOP"), ("SM2", "cancel"), ("SM3", "End.")] {
        assert_eq!(world.text(&guest, sid, word).await, StatusCode::OK);
        assert!(world.suppressed(&phone).await, "{word}");
        world.text(&guest, &format!("{sid}start"), "UNSTOP").await;
        assert!(!world.suppressed(&phone).await);
    }
    world.text_from(phone.as_str(), "SM4", "arret", Some("STOP")).await;
    assert!(world.suppressed(&phone).await);
    assert_eq!(world.status(&guest).await, "invited");
    assert!(world.replies().await.is_empty());
}

#[tokio::test]
async fn a_yes_after_stop_lifts_it_and_is_an_answer() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    let phone = guest.phone.clone().unwrap();
    world.text(&guest, "SM1", "STOP").await;
    world.text_from(phone.as_str(), "SM2", "Yes", Some("START")).await;
    assert!(!world.suppressed(&phone).await);
    assert_eq!(world.status(&guest).await, "accepted");
}

#[tokio::test]
async fn a_replay_changes_nothing() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.text(&guest, "SM1", "YES").await;
    world.text(&guest, "SM2", "NO").await;
    world.text(&guest, "SM3", "STOP").await;
    world.text(&guest, "SM4", "START").await;
    world.text(&guest, "SM5", "what?").await;
    let before = world.table.rows().unwrap();
    for (sid, body) in
        [("SM1", "YES"), ("SM3", "STOP"), ("SM5", "what?"), ("SM2", "NO"), ("SM1", "YES")]
    {
        world.clock.advance(SignedDuration::from_hours(3));
        assert_eq!(world.text(&guest, sid, body).await, StatusCode::OK);
    }
    assert_eq!(world.table.rows().unwrap(), before);
}

#[tokio::test]
async fn the_same_text_twice_at_once_is_handled_once() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    let both =
        futures::future::join(world.text(&guest, "SM1", "YES"), world.text(&guest, "SM1", "YES"));
    assert_eq!(both.await, (StatusCode::OK, StatusCode::OK));
    let stored = world.stored(&guest).await;
    let accepted = stored.history.iter().filter(|change| change.by == Actor::Sms).count();
    assert_eq!((accepted, stored.confirmations.due), (1, 1));
}

#[tokio::test]
async fn several_live_invitations_are_asked_about_and_a_code_decides() {
    let world = World::new().await;
    let (first, second) = (world.event(1, 5).await, world.event(2, 5).await);
    let one = world.invited(&first, 1).await;
    let other = world.invited(&second, 1).await;
    world.text(&one, "SM1", "YES").await;
    assert_eq!((world.status(&one).await, world.status(&other).await), ("invited", "invited"));
    let replies = world.replies().await;
    assert_eq!(replies.len(), 1);
    assert!(replies[0].contains("PA401 Garden party, PA402 Garden party"), "{replies:?}");
    world.text(&one, "SM2", "pa402 yes").await;
    assert_eq!((world.status(&one).await, world.status(&other).await), ("invited", "accepted"));
    world.text(&one, "SM3", "NO").await;
    assert_eq!((world.status(&one).await, world.status(&other).await), ("declined", "accepted"));
}

#[tokio::test]
async fn a_live_invitation_goes_before_one_that_was_answered() {
    let world = World::new().await;
    let (first, second) = (world.event(1, 5).await, world.event(2, 5).await);
    let coming = world.at_status(&first, 1, Status::Accepted { taken: 1 }).await;
    let live = world.invited(&second, 1).await;
    world.text(&live, "SM1", "NO").await;
    assert_eq!((world.status(&coming).await, world.status(&live).await), ("accepted", "declined"));
}

#[tokio::test]
async fn an_expired_invitation_is_answered_by_the_rules_of_a_late_one() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.clock.advance(SignedDuration::from_hours(30));
    world.text(&guest, "SM1", "YES").await;
    assert_eq!(world.status(&guest).await, "waitlisted");
}

#[tokio::test]
async fn an_answer_that_cannot_be_taken_is_answered_with_the_reason() {
    let world = World::new().await;
    let mut full = fixtures::event(1);
    full.settings.waitlist = Waitlist::Off;
    full.name = "Full".into();
    world.create_event(&full, 1).await;
    let mut closed = fixtures::event(2);
    closed.state = EventState::Closed;
    world.create_event(&closed, 5).await;
    let mut cancelled = fixtures::event(3);
    cancelled.state = EventState::Cancelled;
    world.create_event(&cancelled, 5).await;
    let (roomy, tight) = (world.event(4, 5).await, world.event(5, 1).await);
    world.invited(&full, 90).await;
    let cases = [
        (world.at_status(&full, 1, Status::Declined).await, "YES", "is full by now"),
        (world.invited(&closed, 2).await, "YES", "takes no more answers"),
        (world.invited(&cancelled, 3).await, "YES", "is cancelled"),
        (world.invited(&roomy, 4).await, "YES 9", "room for a party of 2 at most"),
        (world.invited(&tight, 5).await, "YES 2", "room for a party of 1 at most"),
    ];
    for (number, (guest, body, reason)) in cases.iter().enumerate() {
        let earlier = world.replies().await;
        world.text(guest, &format!("SM{number}"), body).await;
        let replies = world.replies().await;
        let new: Vec<_> = replies.iter().filter(|reply| !earlier.contains(reply)).collect();
        assert!(new.len() == 1 && new[0].contains(reason), "{reason}: {new:?}");
        assert_eq!(world.stored(guest).await.status, guest.status);
    }
}

#[tokio::test]
async fn what_is_not_understood_gets_one_polite_reply_an_hour() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.clock.set("2026-06-01T12:50:00Z".parse().unwrap());
    for minute in 0..59 {
        world.text(&guest, &format!("SMa{minute}"), "no problem, I'll come").await;
        world.clock.advance(SignedDuration::from_mins(1));
    }
    assert_eq!(world.replies().await.len(), 1, "across the full hour, too");
    world.clock.advance(SignedDuration::from_mins(1));
    world.text(&guest, "SMb", "hm?").await;
    let replies = world.replies().await;
    assert!(replies.len() == 2 && replies[0].contains("we didn't get that"), "{replies:?}");
}

#[tokio::test]
async fn a_stranger_gets_one_polite_reply_an_hour_and_help_where_it_is_asked_for() {
    let world = World::new().await;
    for (sid, body) in [("SM1", "YES"), ("SM2", "hello?"), ("SM3", "HELP"), ("SM4", "help")] {
        let heard = world.text_from("+16465550199", sid, body, None).await;
        assert_eq!(heard, StatusCode::OK);
    }
    let replies = world.replies().await;
    let says = |words: &str| replies.iter().filter(|reply| reply.contains(words)).count();
    assert_eq!((replies.len(), says("we didn't get that"), says("sends invitations")), (2, 1, 1));
}

#[tokio::test]
async fn what_is_no_phone_gets_no_reply() {
    let world = World::new().await;
    assert_eq!(world.text_from("12345", "SM4", "YES", None).await, StatusCode::OK);
    assert!(world.replies().await.is_empty());
}

#[tokio::test]
async fn help_gets_the_help_text() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.text(&guest, "SM1", "help").await;
    let replies = world.replies().await;
    assert!(replies.len() == 1 && replies[0].contains("STOP to opt out"), "{replies:?}");
}

#[tokio::test]
async fn the_same_reply_goes_to_a_phone_once_an_hour() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let guest = world.invited(&event, 1).await;
    for number in 0..20 {
        for (kind, body) in [("h", "help"), ("y", "yes 9"), ("n", "what?")] {
            let heard = world.text(&guest, &format!("SM{kind}{number}"), body).await;
            assert_eq!(heard, StatusCode::OK);
        }
        world.clock.advance(SignedDuration::from_mins(2));
    }
    assert_eq!(world.replies().await.len(), 3, "one of each kind");
    // Another text of another event says something else.
    let other = world.invited(&world.event(2, 5).await, 1).await;
    world.text(&other, "SMz", "pa402 yes 9").await;
    assert_eq!(world.replies().await.len(), 4);
    world.clock.advance(SignedDuration::from_hours(1));
    world.text(&guest, "SMh", "help").await;
    assert_eq!(world.replies().await.len(), 5);
}

#[tokio::test]
async fn a_text_changes_only_what_was_sent_before_it_came() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let later = world.now() + SignedDuration::from_hours(1);
    let guest = fixtures::invitee(&event, 1);
    let guest = fixtures::invited(guest, 1, later, later + SignedDuration::from_hours(24));
    let guest = world.keep(guest).await;
    world.text(&guest, "SM1", "YES").await;
    assert_eq!(world.status(&guest).await, "invited");
}

#[tokio::test]
async fn an_answer_is_the_proof_that_an_unknown_invitation_arrived() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let sent_at = world.now();
    let guest = fixtures::invitee(&event, 1);
    let mut guest: Invitee = fixtures::invited(guest, 1, sent_at, sent_at);
    guest.status = Status::Inviting { held: 1 };
    guest.sent_at = None;
    guest.due_at = None;
    guest.message.as_mut().unwrap().delivery = Delivery::Unknown;
    let guest = world.keep(guest).await;
    world.text(&guest, "SM1", "YES").await;
    let stored = world.stored(&guest).await;
    assert_eq!(stored.status, Status::Accepted { taken: 1 });
    assert_eq!(stored.delivery(), Delivery::Submitted);
}

#[tokio::test]
async fn an_older_invitation_is_not_answered() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let guest = world.invited(&event, 1).await;
    let kept = world
        .ctx
        .store
        .invitee(guest.event, guest.id, store::Consistency::Strong)
        .await
        .unwrap()
        .unwrap();
    let mut replaced = kept.invitee.clone();
    replaced.generation = 2;
    let mut transaction = store::Transaction::new();
    transaction.replace_invitee(&replaced, kept.rev);
    world.ctx.store.commit(transaction).await.unwrap();
    world.text(&guest, "SM1", "NO").await;
    assert_eq!(world.status(&guest).await, "invited");
}
