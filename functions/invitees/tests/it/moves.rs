//! Moving in the queue: one row, whatever the list, and nobody else.
use crate::world::{World, list, one};
use domain::{
    ids::{EventId, InviteeId},
    invitee::{Skip, SkipReason, Status},
};
use serde_json::{Value, json};
use testkit::fixtures;

async fn queue(world: &World, names: u16) -> (EventId, Vec<InviteeId>) {
    let event = world.event().await;
    let mut invitees = Vec::new();
    for number in 1..=names {
        invitees.push(world.guest(event, number, Status::Queued).await);
    }
    (event, invitees)
}

async fn numbers(world: &World, event: EventId) -> Vec<u32> {
    let names = world.queue(event).await;
    names.iter().map(|name| name.trim_start_matches("Guest ").parse().unwrap()).collect()
}

fn before(other: InviteeId) -> Value {
    json!({ "before": other.to_string() })
}

fn after(other: InviteeId) -> Value {
    json!({ "after": other.to_string() })
}

#[tokio::test]
async fn a_guest_moves_before_or_after_another_and_to_either_end() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 5).await;
    for (moved, to, expected) in [
        (5, before(guests[1]), [1, 5, 2, 3, 4]),
        (1, after(guests[2]), [5, 2, 3, 1, 4]),
        (4, json!({ "to": "top" }), [4, 5, 2, 3, 1]),
        (5, json!({ "to": "end" }), [4, 2, 3, 1, 5]),
        (2, after(guests[4]), [4, 3, 1, 5, 2]),
        (2, before(guests[3]), [2, 4, 3, 1, 5]),
        // Where it is already.
        (4, after(guests[1]), [2, 4, 3, 1, 5]),
        (2, before(guests[3]), [2, 4, 3, 1, 5]),
        (2, json!({ "to": "top" }), [2, 4, 3, 1, 5]),
    ] {
        let path = one(event, guests[moved - 1], "/move");
        world.post(&path, to.clone()).await.with(200);
        assert_eq!(numbers(&world, event).await, expected, "{moved} {to}");
    }
}

#[tokio::test]
async fn j8_a_move_from_a_stale_page_loses_nobody_and_no_answer() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 3).await;
    let answered = world.guest(event, 4, world.live(1)).await;
    // Another tab adds somebody, and a guest answers, after the page was loaded.
    world.contact(9, "Guest 9", &[]).await;
    let body = json!({ "contacts": [fixtures::contact_id(9).to_string()] });
    world.post(&list(event), body).await.with(200);
    world.post(&one(event, answered, "/accept"), json!({})).await.with(200);
    world.post(&one(event, guests[2], "/move"), before(guests[0])).await.with(200);
    assert_eq!(numbers(&world, event).await, [3, 1, 2, 9]);
    assert_eq!(world.load(event, answered).await.status, Status::Accepted { taken: 1 });
    for (guest, number) in guests.iter().zip(1..) {
        assert_eq!(world.load(event, *guest).await.name, format!("Guest {number}"));
    }
}

#[tokio::test]
async fn many_moves_into_one_gap_keep_the_order() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 12).await;
    // Each goes right behind the first: the last one moved ends up next to it.
    for guest in &guests[1..] {
        world.post(&one(event, *guest, "/move"), after(guests[0])).await.with(200);
    }
    assert_eq!(numbers(&world, event).await, [1, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    // And right before one whose place is the beginning of many other places.
    for guest in &guests[1..6] {
        world.post(&one(event, *guest, "/move"), before(guests[11])).await.with(200);
    }
    assert_eq!(numbers(&world, event).await, [1, 2, 3, 4, 5, 6, 12, 11, 10, 9, 8, 7]);
}

#[tokio::test]
async fn guests_who_share_a_place_can_still_be_moved() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 4).await;
    let place = world.load(event, guests[0]).await.position;
    for guest in &guests[1..3] {
        world.change_invitee((event, *guest), |invitee| invitee.position = place.clone()).await;
    }
    world.post(&one(event, guests[3], "/move"), before(guests[1])).await.with(200);
    assert_eq!(numbers(&world, event).await[0], 4);
    world.post(&one(event, guests[3], "/move"), after(guests[1])).await.with(200);
    assert_eq!(numbers(&world, event).await[3], 4);
}

#[tokio::test]
async fn who_was_passed_over_is_moved_too_and_stays_out_of_line() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 3).await;
    let skip = Skip { reason: SkipReason::Suppressed, at: world.now(), times: 1 };
    world.change_invitee((event, guests[2]), |invitee| invitee.skip = Some(skip)).await;
    world.post(&one(event, guests[2], "/move"), before(guests[0])).await.with(200);
    assert_eq!(numbers(&world, event).await, [1, 2]);
    world.change_invitee((event, guests[2]), |invitee| invitee.skip = None).await;
    assert_eq!(numbers(&world, event).await, [3, 1, 2]);
}

#[tokio::test]
async fn only_the_queue_has_an_order() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 1).await;
    let asked = world.guest(event, 2, world.live(1)).await;
    let move_asked = world.post(&one(event, asked, "/move"), json!({ "to": "top" })).await;
    assert_eq!(move_asked.refused(409), "not-allowed-now");
    let beside_asked = world.post(&one(event, guests[0], "/move"), before(asked)).await;
    assert_eq!(beside_asked.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn the_organizer_orders_the_waitlist() {
    let world = World::new().await;
    let event = world.event().await;
    let mut guests = Vec::new();
    for number in 1..=4 {
        let status = Status::Waitlisted { party: 1, since: world.now() };
        guests.push(world.guest(event, number, status).await);
        world.clock.advance(jiff::SignedDuration::from_mins(1));
    }
    for (moved, to, expected) in [
        (4, json!({ "to": "top" }), [4, 1, 2, 3]),
        (1, json!({ "to": "end" }), [4, 2, 3, 1]),
        (3, before(guests[1]), [4, 3, 2, 1]),
        (4, after(guests[1]), [3, 2, 4, 1]),
        (4, after(guests[1]), [3, 2, 4, 1]),
        (3, json!({ "to": "top" }), [3, 2, 4, 1]),
    ] {
        world.post(&one(event, guests[moved - 1], "/move"), to.clone()).await.with(200);
        let (order, _) = world.ctx.store.waitlist(event, 10, None).await.unwrap();
        let numbers: Vec<usize> = order
            .iter()
            .map(|id| guests.iter().position(|guest| guest == id).unwrap() + 1)
            .collect();
        assert_eq!(numbers, expected, "{moved} {to}");
    }
    assert_eq!(world.event_and_seats(event).await.seats.waiting, 4);
    let queued = world.guest(event, 9, Status::Queued).await;
    let answer = world.post(&one(event, queued, "/move"), before(guests[0])).await;
    assert_eq!(answer.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn a_move_says_exactly_once_where_to() {
    let world = World::new().await;
    let (event, guests) = queue(&world, 2).await;
    let path = one(event, guests[0], "/move");
    let both = json!({ "before": guests[1].to_string(), "to": "top" });
    for (body, pointer) in [
        (json!({}), ""),
        (both, ""),
        (json!({ "to": "middle" }), "/to"),
        (json!({ "before": "x" }), "/before"),
        (before(guests[0]), "/before"),
        (after(guests[0]), "/after"),
        (json!({ "position": 3 }), "/position"),
    ] {
        assert_eq!(world.post(&path, body.clone()).await.pointers(), [pointer], "{body}");
    }
    let nobody = InviteeId::from_bytes([7; 5]);
    assert_eq!(world.post(&path, before(nobody)).await.refused(404), "not-found");
    let other = world.event().await;
    let elsewhere = world.guest(other, 3, Status::Queued).await;
    assert_eq!(world.post(&path, before(elsewhere)).await.refused(404), "not-found");
}
