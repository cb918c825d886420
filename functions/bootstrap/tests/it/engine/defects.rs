//! The defects of the system before, by their numbers.
use super::world::{World, slow_texts};
use domain::{
    event::EventState,
    invitee::{Status, StatusName},
    message::{Delivery, MessageId, Purpose},
    step::{self, Look, Why},
    transition::Trigger,
};
use futures::future::join_all;
use jiff::SignedDuration;
use ports::Queue;
use runtime::hints::{Outbox, Wake};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use store::Transaction;
use testkit::{Answer, Verdict};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn j1_a_quota_holds_the_queue_and_burns_nobody() {
    let mut world = World::new(2, 10).await;
    world.limit_org(1, 500).await;
    let order: Vec<_> = world.guests().iter().map(|guest| guest.position.clone()).collect();
    world.start().await;
    world.settle().await;
    assert_eq!((world.counts()["invited"], world.counts()["queued"]), (1, 9));
    let release = world.schedules.of(world.event.id).unwrap();
    assert!(release <= world.now() + HOUR + SignedDuration::from_mins(2), "{release}");
    world.pass(HOUR + SignedDuration::from_mins(2)).await;
    assert_eq!((world.counts()["invited"], world.counts()["queued"]), (2, 8));
    let now: Vec<_> = world.guests().iter().map(|guest| guest.position.clone()).collect();
    assert_eq!(now, order);
    world.assert_invariants().await;
}

#[tokio::test]
async fn j2_disabled_sending_uses_nobody_up() {
    let mut world = World::new(5, 8).await;
    world.change_platform(|settings| settings.sending_enabled = false).await;
    world.start().await;
    world.pass(SignedDuration::from_hours(72)).await;
    assert_eq!(world.counts()["queued"], 8);
    assert!(world.texts.submissions().is_empty());
    assert_eq!(why(&world).await, Why::SendingDisabled);
    // It goes on by itself once sending is enabled.
    world.change_platform(|settings| settings.sending_enabled = true).await;
    world.pass(SignedDuration::from_mins(10)).await;
    assert_eq!(world.counts()["invited"], 5);
}

#[tokio::test]
async fn j2_a_kill_switch_between_wave_and_call_sends_everybody_back() {
    let mut world = World::new(3, 3).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    assert_eq!(world.counts()["inviting"], 3);
    world.change_platform(|settings| settings.sending_enabled = false).await;
    world.settle().await;
    assert_eq!(world.counts()["queued"], 3);
    assert!(world.texts.submissions().is_empty());
    assert_eq!(world.permits_taken().await, 0);
    world.assert_invariants().await;
}

async fn why(world: &World) -> Why {
    let seen = world.ctx.store.event_and_seats(world.event.id).await.unwrap().unwrap();
    let queue = world.ctx.store.queue(world.event.id, 10, None).await.unwrap();
    let (settings, _) = world.ctx.store.platform().await.unwrap();
    let look = Look {
        event: &seen.event,
        seats: &seen.seats,
        due: &[],
        next_due_at: None,
        waiting: &[],
        waiting_goes_on: false,
        queue: &queue.entries,
        queue_goes_on: false,
        now: world.now(),
        permits: 100,
        permits_again_at: None,
        sending_enabled: settings.sending_enabled,
        not_before: seen.engine.not_before,
    };
    step::why(&look).0
}

#[tokio::test]
async fn j3_a_crash_after_the_provider_accepted_sends_no_second_text() {
    let mut world = World::new(1, 2).await;
    let crash = Arc::new(AtomicBool::new(false));
    let (armed, crashing) = (Arc::clone(&crash), crash);
    world.texts.answer_with(move |_| {
        armed.store(true, Ordering::SeqCst);
        Answer::Accept
    });
    // The process dies between the provider's answer and its first write: nothing else is written.
    world.table.before_calls(move |call| {
        if call.is_write() && crashing.swap(false, Ordering::SeqCst) {
            Verdict::LoseRequest
        } else {
            Verdict::Pass
        }
    });
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(0).await.delivery(), Delivery::Submitting);
    world.table.heal();
    world.pass(SignedDuration::from_mins(10)).await;
    let guest = world.guest(0).await;
    assert_eq!((guest.status.name(), guest.delivery()), (StatusName::Invited, Delivery::Submitted));
    assert_eq!(world.texts.accepted().len(), 1);
    let body = world.texts.accepted()[0].text.body.clone();
    let token = body.split("/r/").nth(1).unwrap().split_whitespace().next().unwrap();
    let link = world.ctx.secrets.links.verify(token).unwrap();
    assert_eq!((link.invitee, link.generation), (guest.id, guest.generation));
}

#[tokio::test]
async fn j4_eight_engines_at_once_submit_each_invitation_once() {
    let mut world = World::new(30, 60).await;
    world.start().await;
    world.relay().await;
    let wake = Wake { event: world.event.id }.message("test", "1");
    let payload = world.payload(&[wake]);
    join_all((0..8).map(|_| world.run("fill", payload.clone()))).await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    assert!(hints.len() >= 30, "{}", hints.len());
    let mut payloads = Vec::new();
    for chunk in hints.chunks(10) {
        payloads.push(world.payload(chunk));
    }
    let sends = (0..8).flat_map(|_| payloads.iter().map(|one| world.run("send", one.clone())));
    join_all(sends).await;
    world.settle().await;
    let submissions = world.texts.submissions();
    let mut ids: Vec<String> = submissions.iter().map(|text| text.id.to_string()).collect();
    ids.sort();
    let before = ids.len();
    ids.dedup();
    assert_eq!((ids.len(), before), (30, 30));
    assert_eq!(world.counts()["invited"], 30);
    world.assert_invariants().await;
}

#[tokio::test]
async fn j5_a_slow_send_never_overwrites_what_the_organizer_did_meanwhile() {
    let mut world = World::new(1, 2).await;
    let gate = slow_texts(&mut world);
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    let payload = world.payload(&hints);
    let mark = async {
        gate.reached().await;
        let trigger = Trigger::MarkAccepted { party: 1, force: false, silent: true };
        world.answer(0, trigger).await.unwrap();
        gate.open();
    };
    futures::join!(world.run("send", payload), mark);
    world.settle().await;
    let guest = world.guest(0).await;
    assert_eq!(guest.status, Status::Accepted { taken: 1 });
    assert_eq!(guest.delivery(), Delivery::Submitted);
    world.assert_invariants().await;
}

#[tokio::test]
async fn j11_nothing_is_sent_for_an_event_that_is_over() {
    let mut world = World::with(3, 5, |event| {
        event.when.starts_local = "2026-05-31T19:00".parse().unwrap();
    })
    .await;
    world.start().await;
    world.settle().await;
    assert!(world.texts.submissions().is_empty());
    let seen = world.ctx.store.event_and_seats(world.event.id).await.unwrap().unwrap();
    assert_eq!(seen.event.state, EventState::Closed);
    assert_eq!(world.counts()["queued"], 5);
}

#[tokio::test]
async fn j12_an_answer_past_the_deadline_is_late_although_nothing_swept() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    let Status::Invited { expires_at, .. } = world.guest(0).await.status else { panic!() };
    world.clock.set(expires_at);
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    assert_eq!(world.guest(0).await.status.name(), StatusName::Waitlisted);
    // Negative control: a nanosecond before it is in time.
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.clock.set(expires_at - SignedDuration::from_nanos(1));
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    assert_eq!(world.guest(0).await.status.name(), StatusName::Accepted);
}

#[tokio::test]
async fn j12_a_pause_moves_no_deadline() {
    let mut world = World::new(1, 2).await;
    world.start().await;
    world.settle().await;
    world.change_event(|event| event.state = EventState::Paused).await;
    world.pass(SignedDuration::from_hours(25)).await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Expired);
    assert_eq!(world.guest(1).await.status.name(), StatusName::Queued);
    assert_eq!(world.texts.accepted().len(), 2, "the invitation and its reminder");
}

#[tokio::test]
async fn j14_a_confirmation_says_the_day() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    let body = world.texts.accepted()[1].text.body.clone();
    assert!(body.contains("Sat 20 Jun"), "{body}");
}

#[tokio::test]
async fn j15_every_message_names_its_event() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    let accepted = world.texts.accepted();
    assert_eq!(accepted.len(), 2);
    for one in accepted {
        assert_eq!(one.text.id.key().event(), Some(world.event.id));
    }
}

#[tokio::test]
async fn j17_refused_attempts_prolong_nothing() {
    let world = World::new(1, 1).await;
    let phone = world.guest(0).await.phone.unwrap();
    let first = world.now();
    for minute in 0..5 {
        world.clock.set(first + SignedDuration::from_mins(minute));
        let claim = world
            .ctx
            .store
            .claim_phone(&phone, ("+12125550100", world.event.org), None, world.now())
            .await;
        assert!(claim.unwrap().is_ok());
    }
    let free = first + SignedDuration::from_mins(10);
    for minute in 5..10 {
        world.clock.set(first + SignedDuration::from_mins(minute));
        let claim = world
            .ctx
            .store
            .claim_phone(&phone, ("+12125550100", world.event.org), None, world.now())
            .await;
        let refused = store::outbox::PhoneRefusal::TooOften { until: free };
        assert_eq!(claim.unwrap(), Err(refused));
    }
    let claim =
        world.ctx.store.claim_phone(&phone, ("+12125550100", world.event.org), None, free).await;
    assert!(claim.unwrap().is_ok());
}

#[tokio::test]
async fn j18_a_quota_of_ten_lets_ten_of_forty_parallel_sends_out() {
    let mut world = World::new(40, 40).await;
    world.limit_org(10, 500).await;
    let mut hints = Vec::new();
    for number in 0..40 {
        let coming = Trigger::MarkAccepted { party: 1, force: false, silent: true };
        world.answer(number, coming).await.unwrap();
        let guest = world.guest(number).await;
        let kind = (Purpose::Confirmation, 1);
        let message = runtime::invitation::new_message(
            &world.ctx,
            &world.event,
            &guest,
            kind,
            &[],
            world.now(),
        )
        .unwrap();
        let mut transaction = Transaction::new();
        transaction.create_message(&message);
        world.ctx.store.commit(transaction).await.unwrap();
        hints.push(Outbox::Message(MessageId::of(message.key)).message(0));
    }
    let mut payloads = Vec::new();
    for chunk in hints.chunks(5) {
        payloads.push(world.payload(chunk));
    }
    join_all(payloads.into_iter().map(|payload| world.run("send", payload))).await;
    assert_eq!(world.texts.accepted().len(), 10);
    assert_eq!(world.permits_taken().await, 10);
}

#[tokio::test]
async fn j26_the_next_wave_obeys_a_changed_limit() {
    let mut world = World::new(8, 8).await;
    world.change_platform(|settings| settings.hour_limit = 2).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 2);
    world.change_platform(|settings| settings.hour_limit = 5).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 5);
}
