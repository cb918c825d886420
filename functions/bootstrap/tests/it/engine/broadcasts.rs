//! A broadcast from its route to the phones, whatever is repeated, switched off or interrupted.
use super::world::{World, numbered_guest};
use domain::{
    event::EventState,
    invitee::Invitee,
    message::{Delivery, Purpose},
    rights::Role,
    transition::Trigger,
};
use jiff::SignedDuration;
use ports::{Queue, QueueMessage};
use runtime::access_token::Bearer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Transaction;
use testkit::{
    Verdict, fixtures,
    stage::{Api, Reply},
};

/// More than two chunks of the fan-out, and a part of a third.
const MANY: u32 = 200;

/// A world with its API.
struct Stage {
    world: World,
    api: Api,
}

impl Stage {
    async fn of(world: World) -> Self {
        world.limit_org(1_000, 5_000).await;
        let api = world.api(bootstrap::api_router(world.ctx.clone()));
        Self { world, api }
    }

    /// An owner who has just signed in.
    async fn owner(&self) -> Bearer {
        self.world.member(self.world.event.org, Role::Owner).await
    }

    /// Three guests who come.
    async fn with_three() -> Self {
        let mut world = World::new(3, 4).await;
        world.start().await;
        world.settle().await;
        for number in 0..3 {
            world.answer(number, Trigger::Yes { party: 1 }).await.unwrap();
        }
        world.settle().await;
        Self::of(world).await
    }

    /// [`MANY`] guests who come.
    async fn with_many() -> Self {
        let mut world = World::new(MANY, 0).await;
        world.change_event(|event| event.state = EventState::Active).await;
        let guests: Vec<Invitee> =
            (0..MANY).map(|number| coming(numbered_guest(&world.event, number), &world)).collect();
        for chunk in guests.chunks(100) {
            let mut transaction = Transaction::new();
            for guest in chunk {
                transaction.create_invitee(guest);
            }
            world.ctx.store.commit(transaction).await.unwrap();
        }
        world.settle().await;
        Self::of(world).await
    }

    fn path(&self, what: &str) -> String {
        format!("/v1/orgs/{}/events/{}/{what}", self.world.event.org, self.world.event.id)
    }

    async fn say(&self, text: &str, key: &str) -> Reply {
        self.say_by(self.owner().await, text, key).await
    }

    async fn say_by(&self, by: Bearer, text: &str, key: &str) -> Reply {
        let body = json!({ "text": text, "audience": "confirmed" });
        let request = self.api.post(self.path("broadcasts")).by(by);
        request.header("idempotency-key", key).json(&body).send().await
    }

    /// Runs the send job. How many of the hints it gives back.
    async fn send(&mut self, hints: &[QueueMessage]) -> usize {
        let payload = self.world.payload(hints);
        let answer = self.world.run("send", payload).await;
        answer["batchItemFailures"].as_array().map_or(0, Vec::len)
    }

    async fn get(&self, what: &str) -> Value {
        let answer = self.api.get(self.path(what)).by(self.owner().await).send().await;
        assert_eq!(answer.status, 200, "{what}");
        answer.json()
    }

    /// How many texts of broadcasts each phone got.
    fn received(&self) -> BTreeMap<String, usize> {
        let mut received = BTreeMap::new();
        for one in self.world.texts.accepted() {
            if one.text.id.key().purpose() == Purpose::Broadcast {
                *received.entry(one.text.to.to_string()).or_default() += 1;
            }
        }
        received
    }

    fn assert_each_got_one(&self, guests: usize) {
        let received = self.received();
        assert_eq!(received.len(), guests);
        assert!(received.values().all(|texts| *texts == 1), "{received:?}");
    }
}

fn coming(guest: Invitee, world: &World) -> Invitee {
    fixtures::with_status(guest, domain::invitee::Status::Accepted { taken: 1 }, world.now())
}

#[tokio::test]
async fn j23_a_repeated_broadcast_is_the_same_one_and_reaches_each_recipient_once() {
    let mut stage = Stage::with_three().await;
    let first = stage.say("Bring a chair.", "k1").await;
    let second = stage.say("Bring a chair.", "k1").await;
    stage.world.settle().await;
    let third = stage.say("Bring a chair.", "k1").await;
    stage.world.settle().await;
    assert_eq!(first.status, 202, "{}", first.json());
    assert_eq!((first.json(), second.status), (second.json(), first.status));
    assert_eq!((first.json(), third.status), (third.json(), first.status));
    stage.assert_each_got_one(3);
    let listed = stage.get("broadcasts").await;
    assert_eq!(listed["broadcasts"].as_array().unwrap().len(), 1);
    assert_eq!(listed["broadcasts"][0]["planned"], 3);
    // Other words are not a repetition, and another key is another broadcast.
    assert_eq!(stage.say("Bring two chairs.", "k1").await.problem(), "idempotency-mismatch");
    assert_eq!(stage.say("Bring a chair.", "k2").await.status, 202);
    stage.world.settle().await;
    assert!(stage.received().values().all(|texts| *texts == 2));
}

#[tokio::test]
async fn j23_two_that_come_at_the_same_moment_are_one() {
    let mut stage = Stage::with_three().await;
    let (one, other) =
        futures::join!(stage.say("Bring a chair.", "k1"), stage.say("Bring a chair.", "k1"));
    let statuses = [one.status.as_u16(), other.status.as_u16()];
    assert!(statuses.contains(&202), "{statuses:?}");
    assert!(statuses.iter().all(|status| [202, 409].contains(status)), "{statuses:?}");
    stage.world.settle().await;
    stage.assert_each_got_one(3);
}

#[tokio::test]
async fn j23_a_repetition_after_an_answer_that_got_lost_on_our_side_is_no_second_broadcast() {
    for lost in 1..=3 {
        let mut stage = Stage::with_three().await;
        // One of the writes happens, and whoever handles the request never hears of it.
        let owner = stage.owner().await;
        let mut writes = 0;
        stage.world.table.before_calls(move |call| {
            writes += usize::from(call.is_write());
            if call.is_write() && writes == lost { Verdict::LoseReply } else { Verdict::Pass }
        });
        let first = stage.say_by(owner, "Bring a chair.", "k1").await;
        stage.world.table.heal();
        stage.world.settle().await;
        // The client tries again, once the key is free at the latest.
        stage.world.pass(SignedDuration::from_mins(2)).await;
        let again = stage.say("Bring a chair.", "k1").await;
        assert_eq!(again.status, 202, "write {lost}, first {}", first.status);
        stage.world.pass(SignedDuration::from_hours(2)).await;
        stage.assert_each_got_one(3);
        let listed = stage.get("broadcasts").await;
        assert_eq!(listed["broadcasts"].as_array().unwrap().len(), 1, "write {lost}");
        assert_eq!(listed["broadcasts"][0]["id"], again.json()["id"]);
    }
}

#[tokio::test]
async fn j23_while_sending_is_disabled_nothing_is_shown_as_sent() {
    let mut stage = Stage::with_three().await;
    let sent_before = sent(&stage).await;
    stage.world.change_platform(|settings| settings.sending_enabled = false).await;
    assert_eq!(stage.say("Bring a chair.", "k1").await.status, 202);
    stage.world.pass(SignedDuration::from_mins(50)).await;
    assert!(stage.received().is_empty());
    let log = stage.get("messages?purpose=broadcast").await;
    let items = log["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    for item in items {
        assert_eq!((&item["state"], &item["counted_as"]), (&json!("queued"), &json!("held_back")));
    }
    assert_eq!(sent(&stage).await, sent_before);
    for kept in stage.world.messages() {
        if kept.message.key.purpose() == Purpose::Broadcast {
            assert_eq!(kept.message.life.delivery, Delivery::Queued);
        }
    }
    // Negative control: enabled again, they go out and are shown so.
    stage.world.change_platform(|settings| settings.sending_enabled = true).await;
    stage.world.pass(SignedDuration::from_hours(2)).await;
    stage.assert_each_got_one(3);
    assert_eq!(sent(&stage).await, sent_before + 3);
}

/// What the dashboard shows as sent.
async fn sent(stage: &Stage) -> u64 {
    let path = format!("/v1/orgs/{}/dashboard", stage.world.event.org);
    stage.api.get(&path).by(stage.owner().await).send().await.json()["sent"].as_u64().unwrap()
}

#[tokio::test]
async fn j23_a_broadcast_that_crashed_between_two_chunks_goes_on_there() {
    for verdict in [Verdict::LoseRequest, Verdict::LoseReply] {
        let mut stage = Stage::with_many().await;
        assert_eq!(stage.say("Bring a chair.", "k1").await.status, 202);
        let first = stage.world.take(Queue::Outbox);
        assert_eq!(stage.send(&first).await, 0, "the first chunk is recorded");
        let second = stage.world.take(Queue::Outbox);
        // At the second the process dies, and writes no more: its hint is lost, too.
        let mut dead = false;
        stage.world.table.before_calls(move |call| match (call.is_write(), dead) {
            (false, _) => Verdict::Pass,
            (true, true) => Verdict::LoseRequest,
            (true, false) => {
                dead = true;
                verdict
            }
        });
        assert_eq!(stage.send(&second).await, 1, "the second is not known to be");
        stage.world.table.heal();
        assert!(stage.world.take(Queue::Outbox).is_empty());
        let half = &stage.get("broadcasts").await["broadcasts"][0];
        assert_eq!(half["complete"], false, "{verdict:?}");
        let planned = half["planned"].as_u64().unwrap();
        assert!((1..u64::from(MANY)).contains(&planned), "{verdict:?}: {planned}");
        stage.world.pass(SignedDuration::from_hours(3)).await;
        let whole = &stage.get("broadcasts").await["broadcasts"][0];
        assert_eq!((&whole["complete"], &whole["planned"]), (&json!(true), &json!(MANY)));
        stage.assert_each_got_one(usize::try_from(MANY).unwrap());
    }
}

#[tokio::test]
async fn j23_a_broadcast_whose_hints_are_all_lost_is_found_by_the_sweep() {
    let mut stage = Stage::with_many().await;
    assert_eq!(stage.say("Bring a chair.", "k1").await.status, 202);
    assert_eq!(stage.world.take(Queue::Outbox).len(), 1);
    stage.world.pass(SignedDuration::from_hours(2)).await;
    stage.assert_each_got_one(usize::try_from(MANY).unwrap());
}
