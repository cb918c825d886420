//! What phones and the provider do over time.
use super::world::{Call, HOUR, SID, TOKEN, World, invitation, number};
use crate::phones::{Behaviour, Faults, PhoneSettings, Status, Via, submission::Reply};
use providers::signature;

fn yes(via: Via) -> Behaviour {
    Behaviour { yes: 1, silent: 0, via, party: vec![0, 1], ..Behaviour::default() }
}

fn statuses(calls: &[Call]) -> Vec<&str> {
    calls.iter().filter_map(|call| call.field("MessageStatus")).collect()
}

#[tokio::test]
async fn status_callbacks_come_in_order_with_a_valid_signature() {
    let world = World::new(1, Behaviour::default(), Faults::default());
    world.send(1, &invitation(1), "msg_1");
    world.pass(HOUR).await;
    let calls = world.calls("/status?m=msg_1");
    assert_eq!(statuses(&calls), ["queued", "sent", "delivered"]);
    for call in &calls {
        let given = call.signature.as_deref().unwrap();
        assert!(signature::verify(TOKEN, &call.url, &call.form, given));
    }
    assert_eq!(calls[0].field("To"), Some(number(1).as_str()));
    assert_eq!(calls[0].field("AccountSid"), Some(SID));
    assert_eq!(world.network.messages(None)[0].status, Status::Delivered);
}

#[tokio::test]
async fn a_failed_delivery_carries_its_code() {
    let faults = Faults { undelivered_percent: 100, ..Faults::default() };
    let world = World::new(1, yes(Via::Link), faults);
    world.send(1, &invitation(1), "msg_1");
    world.pass(HOUR * 24).await;
    let calls = world.calls("/status");
    assert_eq!(statuses(&calls), ["queued", "sent", "undelivered"]);
    assert_eq!(calls[2].field("ErrorCode"), Some("30005"));
    assert!(world.network.answers().is_empty(), "nobody answers a text they never got");
}

#[tokio::test]
async fn a_guest_opens_the_link_and_sends_its_form_once() {
    let world = World::new(1, yes(Via::Link), Faults::default());
    world.send(1, &invitation(1), "msg_1");
    world.pass(HOUR * 24).await;
    world.send(1, "You're in. Plans changed? https://convoke.example.com/r/1", "msg_2");
    world.pass(HOUR * 24).await;
    let answers = world.calls("/r/1");
    assert_eq!(answers.len(), 1);
    assert_eq!((answers[0].field("answer"), answers[0].field("party")), (Some("yes"), Some("2")));
    assert_eq!(world.network.answers()[0].status, 200);
}

#[tokio::test]
async fn a_guest_who_replies_writes_to_the_number_that_asked() {
    let world = World::new(1, yes(Via::Reply), Faults::default());
    world.send(1, &invitation(1), "msg_1");
    world.pass(HOUR * 24).await;
    let inbound = world.calls("/inbound");
    assert_eq!(inbound.len(), 1);
    assert_eq!(inbound[0].field("From"), Some(number(1).as_str()));
    assert_eq!(inbound[0].field("To"), Some(super::world::SENDER));
    assert!(inbound[0].field("Body").unwrap().to_uppercase().starts_with('Y'));
    assert_eq!(inbound[0].field("OptOutType"), None);
    let given = inbound[0].signature.as_deref().unwrap();
    assert!(signature::verify(TOKEN, &inbound[0].url, &inbound[0].form, given));
}

#[tokio::test]
async fn after_stop_the_provider_refuses_until_start() {
    let stop = Behaviour { stop: 1, silent: 0, ..Behaviour::default() };
    let world = World::new(1, stop, Faults::default());
    world.send(1, &invitation(1), "msg_1");
    world.pass(HOUR * 24).await;
    let inbound = world.calls("/inbound");
    assert_eq!(inbound[0].field("OptOutType"), Some("STOP"));
    let Reply::Refused(refusal) = world.send(1, "Again?", "msg_2") else { panic!("accepted") };
    assert_eq!(refusal.code, 21610);
    world.network.write(&number(1), " start ").unwrap();
    world.pass(HOUR).await;
    assert_eq!(world.calls("/inbound")[1].field("OptOutType"), Some("START"));
    assert!(matches!(world.send(1, "Again?", "msg_3"), Reply::Created(_)));
}

#[tokio::test]
async fn the_same_seed_gives_the_same_run_whatever_the_order_of_requests() {
    let run = async |seed, order: Vec<u32>| {
        let world = World::new(seed, Behaviour::typical(), Faults::stormy());
        for n in order {
            world.send(n, &invitation(n), &format!("msg_{n}"));
        }
        world.pass(HOUR * 48).await;
        let mut calls: Vec<_> = world
            .calls("")
            .into_iter()
            .map(|call| (call.url.clone(), call.field("Body").map(str::to_owned), call.at))
            .collect();
        calls.sort();
        calls
    };
    let there = run(7, (0..40).collect()).await;
    assert_eq!(there, run(7, (0..40).rev().collect()).await);
    assert_ne!(there, run(8, (0..40).collect()).await);
}

#[tokio::test]
async fn a_webhook_that_does_not_answer_is_called_again() {
    let world = World::new(1, Behaviour::default(), Faults::default());
    *world.api.statuses.lock().unwrap() = vec![200, 503, 0];
    world.network.write(&number(1), "Hello").unwrap();
    world.pass(HOUR).await;
    assert_eq!(world.calls("/inbound").len(), 3);
}

#[tokio::test]
async fn a_refused_webhook_is_not_called_again() {
    let world = World::new(1, Behaviour::default(), Faults::default());
    *world.api.statuses.lock().unwrap() = vec![403];
    world.network.write(&number(1), "Hello").unwrap();
    world.pass(HOUR).await;
    assert_eq!(world.calls("/inbound").len(), 1);
}

#[tokio::test]
async fn one_phone_can_behave_and_fail_unlike_the_others() {
    let world = World::new(1, Behaviour::default(), Faults::default());
    let faults = Faults { refused_percent: 100, refused_code: 21614, ..Faults::default() };
    let own = PhoneSettings { behaviour: Some(yes(Via::Link)), faults: None };
    world.network.set_phone(&number(1), Some(own)).unwrap();
    let own = PhoneSettings { behaviour: None, faults: Some(faults) };
    world.network.set_phone(&number(2), Some(own)).unwrap();
    world.send(1, &invitation(1), "msg_1");
    assert!(matches!(world.send(2, &invitation(2), "msg_2"), Reply::Refused(r) if r.code == 21614));
    world.send(3, &invitation(3), "msg_3");
    world.pass(HOUR * 24).await;
    let answered: Vec<_> = world.network.answers().into_iter().map(|a| a.phone).collect();
    assert_eq!(answered, [number(1)]);
}

#[tokio::test]
async fn many_lanes_lose_no_action() {
    let world = World::new(3, yes(Via::Link), Faults::default());
    for n in 0..50 {
        world.send(n, &invitation(n), &format!("msg_{n}"));
    }
    let due = world.network.next_due().unwrap() + HOUR * 48;
    let pumped = world.network.pump(due).await.unwrap();
    // Two statuses, three callbacks and one answer each.
    assert_eq!((pumped.performed, pumped.failed), (300, 0));
    assert_eq!(world.network.next_due(), None);
}

#[test]
fn a_message_accepted_twice_is_on_record() {
    let lost = Faults { lost_percent: 100, ..Faults::default() };
    let world = World::new(1, Behaviour::default(), lost);
    assert!(matches!(world.send(1, "Hello?", "msg_1"), Reply::Lost));
    assert!(world.network.duplicates().is_empty());
    world.send(1, "Hello?", "msg_1");
    let duplicates = world.network.duplicates();
    assert_eq!((duplicates[0].message_id.as_str(), duplicates[0].times), ("msg_1", 2));
    assert_eq!(world.network.accepted().len(), 2);
}

#[test]
fn a_request_refused_before_acceptance_leaves_no_message() {
    for faults in [
        Faults { failed_before_percent: 100, ..Faults::default() },
        Faults { throttled_percent: 100, ..Faults::default() },
        Faults { refused_percent: 100, ..Faults::default() },
    ] {
        let world = World::new(1, Behaviour::default(), faults);
        assert!(matches!(world.send(1, "Hello?", "msg_1"), Reply::Refused(_)));
        assert!(world.network.accepted().is_empty());
    }
    let after = Faults { failed_after_percent: 100, ..Faults::default() };
    let world = World::new(1, Behaviour::default(), after);
    assert!(matches!(world.send(1, "Hello?", "msg_1"), Reply::Refused(r) if r.status == 500));
    assert_eq!(world.network.accepted().len(), 1);
}
