//! Changing events: what it means for those who were promised something.
use crate::world::{World, at};
use domain::{event::EventState, invitee::Status};
use serde_json::json;
use store::events::Walk;

#[tokio::test]
async fn a_change_of_an_older_copy_is_refused() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let path = at(event, "");
    let seen = world.get(&path).await.header("etag").to_owned();
    let rename = async |name: &str, seen: &str| {
        let request = world.api.patch(&path).by(world.team.member).header("if-match", seen);
        request.json(&json!({ "name": name })).send().await
    };
    let changed = rename("Tea", &seen).await;
    let next = changed.header("etag").to_owned();
    assert_ne!(seen, next);
    assert_eq!(changed.with(200)["name"], "Tea");
    assert_eq!(rename("Coffee", &seen).await.refused(412), "stale");
    rename("Coffee", &next).await.with(200);
    assert_eq!(rename("Coffee", "1").await.refused(400), "malformed");
}

#[tokio::test]
async fn what_is_not_named_stays_and_a_change_of_nothing_writes_nothing() {
    let world = World::new().await;
    let event =
        world.event(json!({ "location": "Hall", "texts": { "invite": "Hi {{link}}" } })).await;
    let path = at(event, "");
    let body = json!({ "settings": { "max_party": 4, "reminders": { "silent": false } } });
    let changed = world.patch(&path, body.clone()).await.with(200);
    assert_eq!(changed["location"], "Hall");
    assert_eq!(changed["settings"]["reminders"]["day_before"], true);
    assert_eq!(changed["texts"]["invite"], "Hi {{link}}");
    let (again, used) = world.metered(world.patch(&path, body)).await;
    assert_eq!(again.with(200)["rev"], changed["rev"]);
    assert_eq!(used.write_units().tenths(), 0);
    let reset = world.patch(&path, json!({ "texts": { "invite": null } })).await.with(200);
    assert_eq!(reset["texts"], json!({}));
}

#[tokio::test]
async fn every_limit_of_a_new_event_holds_for_a_change() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let body =
        json!({ "name": "", "capacity": 0, "settings": { "expiry_hours": -1, "fill": "fast" } });
    let expected = ["/capacity", "/name", "/settings/expiry_hours", "/settings/fill"];
    assert_eq!(world.patch(&at(event, ""), body).await.pointers(), expected);
}

#[tokio::test]
async fn more_seats_wake_the_engine() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let before = world.event_and_seats(event).await;
    let changed = world.patch(&at(event, ""), json!({ "capacity": 25 })).await.with(200);
    assert_eq!(changed["seats"]["free"], 25);
    let after = world.event_and_seats(event).await;
    assert_eq!(after.seats.left, 25);
    assert!(after.engine.wakes > before.engine.wakes);
    assert_eq!(after.engine.walk, None);
}

#[tokio::test]
async fn the_limit_can_be_taken_away_and_set_again() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.guest(event, 1, Status::Accepted { taken: 3 }).await;
    let open = world.patch(&at(event, ""), json!({ "capacity": null })).await.with(200);
    assert_eq!(
        (&open["seats"]["capacity"], &open["seats"]["committed"]),
        (&json!(null), &json!(3))
    );
    let closed = world.patch(&at(event, ""), json!({ "capacity": 5 })).await.with(200);
    assert_eq!((&closed["seats"]["free"], &closed["seats"]["committed"]), (&json!(2), &json!(3)));
}

#[tokio::test]
async fn j21_a_capacity_below_the_accepted_is_refused_unless_the_owner_forces_it() {
    let world = World::new().await;
    let event = world.event(json!({ "organizer_attends": true })).await;
    for number in 1..=3 {
        world.guest(event, number, Status::Accepted { taken: 2 }).await;
    }
    let path = at(event, "");
    let refused = world.patch(&path, json!({ "capacity": 6 })).await.with(409);
    assert_eq!(
        (&refused["type"], &refused["taken"]),
        (&json!("/problems/below-accepted"), &json!(7))
    );
    assert_eq!(world.event_and_seats(event).await.seats.capacity, Some(10));
    world.patch(&path, json!({ "capacity": 7 })).await.with(200);
    let force = json!({ "capacity": 5, "force": true });
    assert_eq!(world.patch(&path, force.clone()).await.refused(403), "forbidden");
    let forced = world.owner("PATCH", &path, force).await.with(200);
    assert_eq!((&forced["seats"]["free"], &forced["seats"]["committed"]), (&json!(0), &json!(7)));
    assert_eq!(world.event_and_seats(event).await.seats.left, -2);
}

#[tokio::test]
async fn a_cut_below_what_is_held_keeps_the_promises() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.guest(event, 1, Status::Accepted { taken: 4 }).await;
    world.guest(event, 2, world.live(4)).await;
    let cut = world.patch(&at(event, ""), json!({ "capacity": 5 })).await.with(200);
    assert_eq!((&cut["seats"]["free"], &cut["seats"]["committed"]), (&json!(0), &json!(8)));
    assert_eq!(world.walk(event).await, None);
    let body = json!({ "capacity": 4, "revoke_unanswered": true });
    world.patch(&at(event, ""), body).await.with(200);
    assert_eq!(world.walk(event).await, Some(Walk::Revoke));
}

#[tokio::test]
async fn a_cut_that_everybody_fits_into_reads_no_list() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    for number in 1..=3 {
        world.guest(event, number, Status::Accepted { taken: 1 }).await;
    }
    let (cut, used) = world.metered(world.patch(&at(event, ""), json!({ "capacity": 3 }))).await;
    cut.with(200);
    // Who asks (0.5) and the event with its seats (1).
    assert_eq!(used.read_units().to_string(), "1.5");
    // Two items in a transaction.
    assert_eq!(used.write_units().to_string(), "4");
}

#[tokio::test]
async fn the_organizers_seat_is_a_change_of_one() {
    let world = World::new().await;
    let event = world.event(json!({ "capacity": 2 })).await;
    world.guest(event, 1, Status::Accepted { taken: 2 }).await;
    let path = at(event, "");
    let refused = world.patch(&path, json!({ "organizer_attends": true })).await;
    assert_eq!(refused.refused(409), "below-accepted");
    let body = json!({ "organizer_attends": true, "capacity": 3 });
    assert_eq!(world.patch(&path, body).await.with(200)["seats"]["committed"], 3);
    let left = world.patch(&path, json!({ "organizer_attends": false })).await.with(200);
    assert_eq!((&left["seats"]["free"], &left["seats"]["committed"]), (&json!(1), &json!(2)));
}

#[tokio::test]
async fn seats_that_are_given_meanwhile_are_not_lost_by_a_resize() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let before = world.event_and_seats(event).await;
    world.guest(event, 1, Status::Accepted { taken: 4 }).await;
    let after = before.seats.resize(Some(20), false, 0, false).unwrap();
    let mut transaction = store::Transaction::new();
    transaction.resize_seats(event, (&before.seats, &after), None);
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(world.event_and_seats(event).await.seats.left, 16);
}

#[tokio::test]
async fn new_times_plan_the_reminders_anew() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let path = at(event, "");
    world.patch(&path, json!({ "name": "Tea" })).await.with(200);
    assert_eq!(world.walk(event).await, None);
    let moved = world.patch(&path, json!({ "starts_local": "2026-06-13T18:00" })).await.with(200);
    assert_eq!(moved["starts_at"], "2026-06-13T22:00:00Z");
    assert_eq!(world.walk(event).await, Some(Walk::Replan));
}

#[tokio::test]
async fn a_closed_event_whose_deadline_moves_ahead_is_paused() {
    let world = World::new().await;
    let event = world.event(json!({ "starts_local": "2026-06-01T07:00" })).await;
    world.set_state(event, EventState::Closed).await;
    let path = at(event, "");
    let still = world.patch(&path, json!({ "starts_local": "2026-06-01T07:30" })).await.with(200);
    assert_eq!(still["state"], "closed");
    let open = world.patch(&path, json!({ "starts_local": "2026-06-05T19:00" })).await.with(200);
    assert_eq!(open["state"], "paused");
}

#[tokio::test]
async fn j27_an_event_that_is_reopened_keeps_its_code_or_gets_one_of_its_own() {
    let world = World::new().await;
    let event = world.event(json!({ "starts_local": "2026-06-01T09:00" })).await;
    let code = domain::code::EventCode::parse("GA123").unwrap();
    let found = world.event_and_seats(event).await;
    let sender = world.ctx.texts.account().sender;
    let ends_at = found.event.when.ends_at();
    assert!(world.ctx.store.take_code(&sender, &code, event, ends_at, world.now()).await.unwrap());
    let mut transaction = store::Transaction::new();
    let started = domain::event::Event { code: Some(code.clone()), ..found.event };
    transaction.replace_event(&started, found.event_rev);
    world.ctx.store.commit(transaction).await.unwrap();

    // It is over, and another event takes the code.
    world.clock.set(ends_at);
    let other = world.event(json!({})).await;
    let until = world.event_and_seats(other).await.event.when.ends_at();
    assert!(world.ctx.store.take_code(&sender, &code, other, until, world.now()).await.unwrap());

    let body = json!({ "starts_local": "2026-06-20T19:00" });
    let moved = world.patch(&at(event, ""), body).await.with(200);
    let new = domain::code::EventCode::parse(moved["code"].as_str().unwrap()).unwrap();
    assert_ne!(new, code);
    let now = world.now();
    for (code, owner, stranger) in [(&new, event, other), (&code, other, event)] {
        assert!(!world.ctx.store.take_code(&sender, code, stranger, until, now).await.unwrap());
        assert!(world.ctx.store.take_code(&sender, code, owner, until, now).await.unwrap());
    }
}

#[tokio::test]
async fn j27_a_longer_event_keeps_its_code_until_its_new_end() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let code = domain::code::EventCode::parse("GA123").unwrap();
    let found = world.event_and_seats(event).await;
    let sender = world.ctx.texts.account().sender;
    let ends_at = found.event.when.ends_at();
    assert!(world.ctx.store.take_code(&sender, &code, event, ends_at, world.now()).await.unwrap());
    let mut transaction = store::Transaction::new();
    let started = domain::event::Event { code: Some(code.clone()), ..found.event };
    transaction.replace_event(&started, found.event_rev);
    world.ctx.store.commit(transaction).await.unwrap();
    world.patch(&at(event, ""), json!({ "duration_minutes": 240 })).await.with(200);
    let other = world.event(json!({})).await;
    let taken = world.ctx.store.take_code(&sender, &code, other, ends_at, ends_at).await.unwrap();
    assert!(!taken);
}

#[tokio::test]
async fn a_longer_expiry_is_for_new_invitations_unless_it_extends() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let path = at(event, "");
    world.patch(&path, json!({ "settings": { "expiry_hours": 48 } })).await.with(200);
    assert_eq!(world.walk(event).await, None);
    let body = json!({ "settings": { "expiry_hours": 72 }, "extend_outstanding": true });
    world.patch(&path, body).await.with(200);
    assert_eq!(world.walk(event).await, Some(Walk::Extend));
    // What extends also plans anew; it is not forgotten for a change of times.
    world.patch(&path, json!({ "starts_local": "2026-06-13T18:00" })).await.with(200);
    assert_eq!(world.walk(event).await, Some(Walk::Extend));
}

#[tokio::test]
async fn a_walk_is_not_lost_for_another() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.guest(event, 1, world.live(8)).await;
    let path = at(event, "");
    let body = json!({ "capacity": 5, "revoke_unanswered": true });
    world.patch(&path, body).await.with(200);
    let moved = json!({ "starts_local": "2026-06-13T18:00" });
    let refused = world.patch(&path, moved.clone()).await;
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(refused.refused(409), "conflict");
    world.walked(event).await;
    world.patch(&path, moved).await.with(200);
    world.walked(event).await;
    let both =
        json!({ "capacity": 4, "revoke_unanswered": true, "starts_local": "2026-06-14T18:00" });
    assert_eq!(world.patch(&path, both).await.pointers(), ["/revoke_unanswered"]);
}

#[tokio::test]
async fn a_cancelled_event_is_not_changed() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.set_state(event, EventState::Cancelled).await;
    let answer = world.patch(&at(event, ""), json!({ "name": "Tea" })).await;
    assert_eq!(answer.refused(409), "event-cancelled");
}
