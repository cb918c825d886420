//! Many guests at once.
use crate::world::World;
use domain::invitee::Status;
use futures::future::join_all;

#[tokio::test]
async fn j6_fifty_yes_on_ten_free_seats_seat_ten_and_waitlist_forty() {
    let world = World::new(10).await;
    let mut guests = Vec::new();
    for number in 0..50 {
        guests.push(world.guest(number, Status::Declined).await);
    }
    let answers = guests.iter().map(|guest| world.answer(guest, "answer=yes&party=1"));
    assert!(join_all(answers).await.iter().all(|answered| answered.status.as_u16() == 303));
    let (mut accepted, mut waitlisted) = (0, 0);
    for guest in &guests {
        match world.status(guest).await {
            "accepted" => accepted += 1,
            "waitlisted" => waitlisted += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((accepted, waitlisted, world.free().await), (10, 40, 0));
}

#[tokio::test]
async fn fifty_yes_within_held_seats_are_all_taken_at_once() {
    let world = World::new(50).await;
    let mut guests = Vec::new();
    for number in 0..50 {
        guests.push(world.invited(number, 1).await);
    }
    let answers = guests.iter().map(|guest| world.answer(guest, "answer=yes&party=1&held=1"));
    assert!(join_all(answers).await.iter().all(|answered| answered.status.as_u16() == 303));
    assert_eq!(world.free().await, 0);
}

#[tokio::test]
async fn a_yes_and_a_no_at_once_end_in_one_of_them() {
    let world = World::new(5).await;
    let guest = world.invited(1, 2).await;
    let answers = ["answer=yes&party=2&held=2", "answer=no", "answer=yes&party=1", "answer=no"];
    join_all(answers.iter().map(|form| world.answer(&guest, form))).await;
    let stored = world.stored(&guest).await;
    assert_eq!(world.free().await, 5 - i64::from(stored.status.seats()));
}
