//! People who answer by themselves once they are let.
use super::world::{World, invitation, number};
use crate::phones::{Behaviour, Faults};
use jiff::SignedDuration;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const PHONES: u32 = 60;

/// Invites everybody.
fn invite(world: &World) {
    for n in 1..=PHONES {
        world.send(n, &invitation(n), &format!("msg_{n}"));
    }
}

/// How many have answered, by link and by text.
fn answered(world: &World) -> (usize, usize) {
    (world.calls("/r/").len(), world.calls("/inbound").len())
}

fn silent() -> World {
    World::new(0, Behaviour::default(), Faults::default())
}

#[tokio::test]
async fn all_but_a_few_answer_within_a_minute_by_link_and_by_text() {
    let world = silent();
    assert!(!world.network.is_answering());
    world.network.let_answer(true).unwrap();
    assert!(world.network.is_answering());
    invite(&world);
    world.pass(MINUTE).await;
    let (by_link, by_text) = answered(&world);
    assert!(by_link > 15 && by_text > 15, "{by_link} {by_text}");
    assert!(by_link + by_text >= 50 && by_link + by_text < 60, "{by_link} {by_text}");
    let yes = world.network.answers().iter().filter(|answer| answer.yes).count();
    assert!(yes * 2 > by_link && yes < by_link, "{yes} of {by_link}");
}

#[tokio::test]
async fn whoever_was_invited_before_answers_as_if_invited_after() {
    let (before, after) = (silent(), silent());
    before.network.let_answer(true).unwrap();
    invite(&before);
    invite(&after);
    after.pass(MINUTE).await;
    assert_eq!(answered(&after), (0, 0));
    after.network.let_answer(true).unwrap();
    before.pass(MINUTE).await;
    after.pass(MINUTE).await;
    assert_eq!(answered(&after), answered(&before));
    // Said again, it changes nothing.
    after.network.let_answer(true).unwrap();
    assert_eq!(after.network.next_due(), None);
}

#[tokio::test]
async fn whoever_answered_in_the_inbox_is_not_overruled() {
    let world = silent();
    invite(&world);
    for n in 1..=PHONES {
        let confirmation = format!("You're in. https://convoke.example.com/r/{n}");
        match n % 2 {
            0 => drop(world.send(n, &confirmation, &format!("msg_{n}b"))),
            _ => drop(world.network.write(&number(n), "YES").unwrap()),
        }
    }
    world.pass(MINUTE).await;
    let by_hand = answered(&world);
    world.network.let_answer(true).unwrap();
    world.pass(MINUTE).await;
    assert_eq!(answered(&world), by_hand);
}

#[tokio::test]
async fn they_fall_silent_again() {
    let world = silent();
    world.network.let_answer(true).unwrap();
    world.network.let_answer(false).unwrap();
    invite(&world);
    world.pass(MINUTE * 10).await;
    assert_eq!(answered(&world), (0, 0));
    assert_eq!(world.network.settings().behaviour, Behaviour::default());
}
