use super::*;
use crate::scratch::Folder;
use jiff::SignedDuration;
use testkit::FakeClock;

fn clock() -> FakeClock {
    FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap())
}

fn shared(clock: &FakeClock) -> Arc<dyn Clock> {
    Arc::new(clock.clone())
}

fn pass(clock: &FakeClock, seconds: i64) {
    clock.advance(SignedDuration::from_secs(seconds));
}

fn message(queue: Queue, group: Option<&str>, body: &str) -> QueueMessage {
    QueueMessage {
        queue,
        group: group.map(str::to_owned),
        deduplication_id: group.map(|_| body.to_owned()),
        delay_seconds: 0,
        body: body.to_owned(),
    }
}

fn bodies(received: &[Received]) -> Vec<&str> {
    received.iter().map(|received| received.body.as_str()).collect()
}

#[tokio::test]
async fn a_message_comes_back_until_it_is_settled_and_dies_at_last() {
    let clock = clock();
    let queues = LocalQueues::memory(shared(&clock));
    queues.send(vec![message(Queue::Outbox, None, "a")]).await.unwrap();
    for time in 1..=line::RECEIVES_MAX {
        let received = queues.receive(Queue::Outbox).unwrap();
        assert_eq!(received[0].receives, time);
        assert!(queues.receive(Queue::Outbox).unwrap().is_empty(), "it is hidden");
        pass(&clock, 60);
    }
    assert!(queues.receive(Queue::Outbox).unwrap().is_empty());
    let dead = queues.dead_letters();
    assert_eq!(dead[0].body, "a");
    assert!(queues.is_empty());
    assert!(queues.redrive(dead[0].number).unwrap());
    assert!(queues.dead_letters().is_empty());
    assert_eq!(bodies(&queues.receive(Queue::Outbox).unwrap()), ["a"]);
}

#[tokio::test]
async fn a_group_is_handled_in_order_and_others_go_on() {
    let clock = clock();
    let queues = LocalQueues::memory(shared(&clock));
    let wake = |group, body| message(Queue::Wakes, Some(group), body);
    queues.send(vec![wake("x", "x1"), wake("y", "y1")]).await.unwrap();
    let first = queues.receive(Queue::Wakes).unwrap();
    assert_eq!(bodies(&first), ["x1", "y1"]);
    queues.send(vec![wake("x", "x2"), wake("y", "y2")]).await.unwrap();
    assert!(queues.receive(Queue::Wakes).unwrap().is_empty(), "both groups are being handled");
    queues.settle([first[1].number]).unwrap();
    assert_eq!(bodies(&queues.receive(Queue::Wakes).unwrap()), ["y2"]);
    pass(&clock, 60);
    let again = queues.receive(Queue::Wakes).unwrap();
    assert_eq!(bodies(&again), ["x1", "x2", "y2"]);
}

#[tokio::test]
async fn a_repeated_announcement_is_swallowed_for_five_minutes() {
    let clock = clock();
    let queues = LocalQueues::memory(shared(&clock));
    let wake = || vec![message(Queue::Wakes, Some("x"), "same")];
    queues.send(wake()).await.unwrap();
    queues.send(wake()).await.unwrap();
    assert_eq!(queues.len(Queue::Wakes), 1);
    pass(&clock, 300);
    queues.send(wake()).await.unwrap();
    assert_eq!(queues.len(Queue::Wakes), 2);
}

#[tokio::test]
async fn a_delayed_message_shows_itself_in_time() {
    let clock = clock();
    let queues = LocalQueues::memory(shared(&clock));
    let delayed = QueueMessage { delay_seconds: 900, ..message(Queue::Outbox, None, "later") };
    queues.send(vec![delayed]).await.unwrap();
    assert!(queues.receive(Queue::Outbox).unwrap().is_empty());
    let at = queues.next_visible(Queue::Outbox).unwrap();
    assert_eq!(at, clock.now() + SignedDuration::from_secs(900));
    clock.set(at);
    assert_eq!(bodies(&queues.receive(Queue::Outbox).unwrap()), ["later"]);
}

#[tokio::test]
async fn a_restart_loses_nothing_and_repeats_what_was_in_hand() {
    let folder = Folder::new("queues");
    let clock = clock();
    let open = || LocalQueues::open(folder.path(), shared(&clock)).unwrap();
    let queues = open();
    let send = |body| message(Queue::Outbox, None, body);
    queues.send(vec![send("done"), send("in hand")]).await.unwrap();
    let received = queues.receive(Queue::Outbox).unwrap();
    queues.settle([received[0].number]).unwrap();
    drop(queues);
    let path = folder.path().join("queues.jsonl");
    let mut cut_off = std::fs::read(&path).unwrap();
    cut_off.extend(b"{\"sent\":{\"queue\":\"outb");
    std::fs::write(&path, cut_off).unwrap();
    assert_eq!(bodies(&open().receive(Queue::Outbox).unwrap()), ["in hand"]);
}
