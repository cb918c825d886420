//! Start and pause.
use crate::world::World;
use domain::{
    event::{Event, EventState},
    ids::{EventId, OrgId},
};
use http::StatusCode;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use store::{CommitError, Consistency, Transaction};
use testkit::{Verdict, fixtures, stage::Team};

#[tokio::test]
async fn j21_start_and_pause_are_explicit_and_repeating_one_changes_nothing() {
    let world = World::new(5).await;
    for (command, state) in [("start", "active"), ("pause", "paused"), ("start", "active")] {
        let (status, body) = world.ask("POST", command).await;
        assert_eq!((status, body["state"].as_str()), (StatusCode::OK, Some(state)));
        let before = world.seen().await;
        let (status, again) = world.ask("POST", command).await;
        assert_eq!((status, again["state"].as_str()), (StatusCode::OK, Some(state)));
        assert_eq!(world.seen().await, before);
    }
}

#[tokio::test]
async fn a_start_wakes_the_engine_and_leaves_a_mark_for_the_sweep() {
    let world = World::new(5).await;
    world.ask("POST", "start").await;
    let seen = world.seen().await;
    assert_eq!((seen.engine.wakes, seen.engine.seen), (1, 0));
    assert_eq!(seen.engine.next_wake_at, Some(world.now()));
    let (awaiting, _) = world.ctx.store.events_awaiting(10, None).await.unwrap();
    assert_eq!(awaiting, [(world.event.id, world.now())]);
}

#[tokio::test]
async fn j27_codes_are_unique_among_the_events_of_a_sender() {
    let world = World::new(5).await;
    let (_, first) = world.ask("POST", "start").await;
    let code = first["code"].as_str().unwrap().to_owned();
    let other = Event { id: EventId::from_bytes([9; 6]), ..world.event.clone() };
    world.create_event(&other, 5).await;
    let (status, second) = world.ask_about(&other, "POST", "start", world.team.admin).await;
    assert_eq!(status, StatusCode::OK);
    assert_ne!(second["code"].as_str(), Some(code.as_str()));
    // A blank name has one, too.
    let blank = Event { id: EventId::from_bytes([10; 6]), name: " ".into(), ..world.event.clone() };
    world.create_event(&blank, 5).await;
    let (_, third) = world.ask_about(&blank, "POST", "start", world.team.admin).await;
    assert!(third["code"].is_string(), "{third}");
}

#[tokio::test]
async fn what_is_over_cannot_be_started_and_a_draft_cannot_be_paused() {
    let world = World::new(5).await;
    let (status, body) = world.ask("POST", "pause").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(body["type"].as_str().unwrap().ends_with("not-allowed-now"), "{body}");
    for (state, problem) in
        [(EventState::Closed, "event-closed"), (EventState::Cancelled, "event-cancelled")]
    {
        world.change(|event| event.state = state).await;
        for command in ["start", "pause"] {
            let (status, body) = world.ask("POST", command).await;
            assert_eq!(status, StatusCode::CONFLICT);
            assert!(body["type"].as_str().unwrap().ends_with(problem), "{body}");
        }
    }
    world.change(|event| event.state = EventState::Draft).await;
    world.clock.set(world.event.closes_at());
    let (status, _) = world.ask_about(&world.event, "POST", "start", world.team.admin).await;
    assert_eq!(status, StatusCode::CONFLICT, "its deadline has passed");
}

#[tokio::test]
async fn j22_the_write_that_starts_an_event_is_refused_where_the_org_was_archived_meanwhile() {
    let world = World::new(5).await;
    let checked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&checked);
    world.table.before_calls(move |call| {
        let body = String::from_utf8_lossy(call.body);
        let asks = call.is_write() && body.contains("attribute_not_exists(archived_at)");
        seen.fetch_or(asks, Ordering::SeqCst);
        Verdict::Pass
    });
    let (status, _) = world.ask("POST", "start").await;
    world.table.heal();
    assert_eq!(status, StatusCode::OK);
    assert!(checked.load(Ordering::SeqCst));
}

#[tokio::test]
async fn j22_an_org_is_not_archived_by_who_looked_before_an_event_was_started() {
    let world = World::new(5).await;
    let org = world.event.org;
    let seen = world.ctx.store.org(org, Consistency::Strong).await.unwrap().unwrap();
    assert_eq!(world.ask("POST", "start").await.0, StatusCode::OK);
    let mut archived = Transaction::new();
    archived.archive_org(&seen, world.ctx.clock.now());
    let late = world.ctx.store.commit(archived).await;
    assert!(matches!(late, Err(CommitError::Refused(_))), "{late:?}");
}

#[tokio::test]
async fn nobody_a_stranger_and_a_viewer_can_start_nothing() {
    let world = World::new(5).await;
    let Team { stranger, viewer, member, .. } = world.team;
    let (event, mut foreign) = (world.event.clone(), fixtures::event(3));
    foreign.org = OrgId::from_bytes([99; 10]);
    world.create_event(&foreign, 5).await;
    for command in ["start", "pause"] {
        let asked = async |event: &Event, by| world.ask_about(event, "POST", command, by).await.0;
        let nobody = world.request(&event, "POST", command).send().await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        assert_eq!(asked(&event, stranger).await, StatusCode::NOT_FOUND);
        assert_eq!(asked(&event, viewer).await, StatusCode::FORBIDDEN);
        assert_eq!(asked(&foreign, member).await, StatusCode::NOT_FOUND);
    }
    let status = world.ask_about(&event, "GET", "status", viewer).await.0;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(world.seen().await.event.state, EventState::Draft);
}
