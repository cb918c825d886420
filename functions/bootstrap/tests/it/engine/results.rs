//! What a provider's answer leaves behind, whatever fails after it.
use super::world::World;
use domain::{invitee::StatusName, message::Delivery};
use jiff::SignedDuration;
use testkit::{Answer, Verdict};

#[tokio::test]
async fn a_message_that_is_proven_absent_goes_out_and_counts_once() {
    let mut world = World::new(2, 2).await;
    let lost = world.guest(0).await.phone.unwrap();
    let mut first = true;
    world.texts.answer_with(move |text| {
        if text.to == lost && std::mem::take(&mut first) {
            Answer::LoseRequest
        } else {
            Answer::Accept
        }
    });
    world.start().await;
    world.settle().await;
    world.pass(SignedDuration::from_mins(5)).await;
    assert_eq!(world.texts.accepted().len(), 2);
    assert_eq!(world.permits_taken().await, 2);
}

#[tokio::test]
async fn a_definite_refusal_is_written_down_whatever_fails_beside_it() {
    let mut world = World::new(1, 1).await;
    world.texts.answer_with(|_| Answer::Refuse {
        code: 21610,
        status: 400,
        retry_after_seconds: None,
    });
    world.table.before_calls(|call| {
        let suppresses = contains(call.body, b"suppressed :senders");
        if call.is_write() && suppresses { Verdict::Conflict } else { Verdict::Pass }
    });
    world.start().await;
    world.settle().await;
    let guest = world.guest(0).await;
    assert_eq!((guest.status.name(), guest.delivery()), (StatusName::Failed, Delivery::Rejected));
    assert_eq!(world.permits_taken().await, 0);
}

#[tokio::test]
async fn a_resend_that_is_given_up_ends_and_its_guest_stays_invited() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.pass(SignedDuration::from_mins(30)).await;
    world.texts.answer_with(|_| Answer::NotSent);
    world.resend(0).await;
    world.pass(SignedDuration::from_hours(3)).await;
    let guest = world.guest(0).await;
    assert_eq!((guest.status.name(), guest.delivery()), (StatusName::Invited, Delivery::GaveUp));
    let tries = world.texts.submissions().len();
    world.pass(SignedDuration::from_hours(2)).await;
    assert_eq!(world.texts.submissions().len(), tries, "nobody tries for ever");
}

fn contains(body: &[u8], words: &[u8]) -> bool {
    body.windows(words.len()).any(|window| window == words)
}
