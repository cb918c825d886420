//! Reading one guest: what happened, who did it, and why it waits.
use crate::world::{World, one};
use domain::{
    event::EventState,
    invitee::{Skip, SkipReason, Status},
};
use jiff::SignedDuration;
use serde_json::json;

#[tokio::test]
async fn a_history_says_who_did_what_and_why() {
    let world = World::new().await;
    let event = world.event().await;
    world.guest(event, 1, Status::Accepted { taken: 10 }).await;
    let guest = world.guest(event, 2, Status::Declined).await;
    let force = json!({ "party": 2, "force": true });
    world.owner("POST", &one(event, guest, "/accept"), force).await.with(200);
    let read = world.get(&one(event, guest, "")).await.with(200);
    let history = read["history"].as_array().unwrap();
    assert_eq!(history[0]["before"], json!(null));
    let last = history.last().unwrap();
    assert_eq!(
        (&last["by"], &last["user"]),
        (&json!("user"), &json!(world.team.owner.user.to_string()))
    );
    assert_eq!((&last["before"], &last["after"]), (&json!("declined"), &json!("accepted")));
    assert_eq!((&last["party"], &last["reason"]), (&json!(2), &json!("forced")));
}

#[tokio::test]
async fn why_was_this_person_not_invited_at_ten_past_four() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let at = "2026-06-01T20:10:00Z".parse().unwrap();
    for (reason, words) in [
        (SkipReason::Suppressed, "gets no texts from you"),
        (SkipReason::NoAddress, "no phone number"),
        (SkipReason::ContactDeleted, "the contact was deleted"),
        (SkipReason::QuietHours, "quiet hours where the guest is"),
        (SkipReason::NotYet, "sent several texts just before"),
        (SkipReason::DoesNotFit, "a party of 4 did not fit"),
    ] {
        let skip = Skip { reason, at, times: 3 };
        world.change_invitee((event, guest), |one| one.skip = Some(skip)).await;
        let read = world.get(&one(event, guest, "")).await.with(200);
        let skipped = &read["skipped"];
        let sentence = skipped["sentence"].as_str().unwrap();
        assert!(sentence.contains(words), "{sentence}");
        // On the event's wall clock.
        assert!(sentence.contains("1 Jun") && sentence.contains("16:10"), "{sentence}");
        assert_eq!(skipped["flagged"], reason == SkipReason::DoesNotFit);
        assert_eq!(read["waits_because"], sentence);
    }
}

#[tokio::test]
async fn a_wait_has_its_reason() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let why = async || {
        let read = world.get(&one(event, guest, "")).await.with(200);
        read["waits_because"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(why().await, "Waits for the next wave.");
    for (state, words) in [
        (EventState::Draft, "not been started"),
        (EventState::Paused, "paused"),
        (EventState::Closed, "closed"),
        (EventState::Cancelled, "cancelled"),
    ] {
        world.set_state(event, state).await;
        let found = why().await;
        assert!(found.contains(words), "{found}");
    }
    world.set_state(event, EventState::Active).await;
    world.guest(event, 2, world.live(10)).await;
    assert!(why().await.contains("All seats are taken or held"));
    world.clock.set("2026-06-12T21:30:00Z".parse().unwrap());
    assert!(why().await.contains("too close to the start"));
}

#[tokio::test]
async fn an_invitation_whose_time_is_over_reads_as_expired_before_anybody_wrote_it_down() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(2)).await;
    world.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_millis(1));
    let read = world.get(&one(event, guest, "")).await.with(200);
    assert_eq!((&read["status"], &read["party"]), (&json!("invited"), &json!(2)));
    world.clock.advance(SignedDuration::from_millis(1));
    let (read, used) = world.metered(world.get(&one(event, guest, ""))).await;
    assert_eq!(read.with(200)["status"], "expired");
    assert_eq!(used.write_units().tenths(), 0);
    assert!(matches!(world.load(event, guest).await.status, Status::Invited { .. }));
}
