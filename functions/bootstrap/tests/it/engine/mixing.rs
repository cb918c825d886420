//! I15: no row, no transaction and no message mixes what belongs to two orgs.
//!
//! Whose something is shows in the ids that it names: an org's own, an event's, a message's. Rows that
//! no org owns, which are what the platform knows of phones and of itself, and the transactions that
//! bring lists up to date, which state what rows say, are apart.
use super::world::{World, numbered_guest};
use domain::{
    event::{Audience, Event, EventState},
    ids::{BroadcastId, EventId, OrgId},
    message::MessageId,
    seats::Seats,
    transition::Trigger,
};
use jiff::SignedDuration;
use runtime::hints::Outbox;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use store::{
    Transaction, Update,
    broadcasts::BroadcastItem,
    keys::{InviteeKey, Place},
};
use testkit::{Call, fixtures};

const GUESTS: u32 = 12;
const HOSTS: [&str; 2] = ["Ada", "Niklaus"];

/// Which org an event belongs to.
type Owners = BTreeMap<EventId, OrgId>;

/// Whose the ids are that a text names.
fn owners_named(text: &str, owners: &Owners) -> BTreeSet<OrgId> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let owner = |word: &str| match word.split('_').next()? {
        "org" => word.parse().ok(),
        "evt" => owners.get(&word.parse().ok()?).copied(),
        "msg" => owners.get(&word.parse::<MessageId>().ok()?.key().event()?).copied(),
        _ => None,
    };
    words.filter_map(owner).collect()
}

/// The rows that name two orgs.
fn mixed_rows(world: &World, owners: &Owners) -> Vec<String> {
    let rows = world.table.rows().unwrap();
    let mixed = rows.iter().filter(|row| owners_named(&format!("{row:?}"), owners).len() > 1);
    mixed.map(|row| format!("{:?}", row.address(Place::Table))).collect()
}

/// Whether a transaction only brings lists up to date.
fn is_fold(call: &Call<'_>) -> bool {
    ["VIEW#", "COUNTS#", "TALLY#"].iter().any(|head| text_of(call).contains(head))
}

fn text_of<'a>(call: &'a Call<'_>) -> &'a str {
    std::str::from_utf8(call.body).unwrap()
}

type Mixed = Arc<Mutex<Vec<String>>>;

/// Writes down every transaction that names two orgs.
fn watch(world: &World, owners: &Owners) -> Mixed {
    let mixed = Mixed::default();
    let (ours, owners) = (Arc::clone(&mixed), owners.clone());
    world.table.after_calls(move |call| {
        if call.is_write() && !is_fold(call) && owners_named(text_of(call), &owners).len() > 1 {
            ours.lock().unwrap().push(text_of(call).to_owned());
        }
    });
    mixed
}

/// Two orgs whose events have the same guests, with the same phones.
async fn two() -> (World, [Event; 2], Owners) {
    let world = World::new(5, 0).await;
    let mut events = Vec::new();
    for (number, host) in (2..).zip(HOSTS) {
        let event = Event {
            org: OrgId::from_bytes([number; 10]),
            host: host.to_owned(),
            state: EventState::Active,
            ..fixtures::event(number)
        };
        let mut transaction = Transaction::new();
        transaction.create_event(&event, &Seats::new(Some(GUESTS - 4), false));
        for guest in 0..GUESTS {
            transaction.create_invitee(&numbered_guest(&event, guest));
        }
        world.ctx.store.commit(transaction).await.unwrap();
        events.push(event);
    }
    let owners = events.iter().map(|event| (event.id, event.org)).collect();
    (world, events.try_into().unwrap(), owners)
}

async fn start(world: &World, event: &Event) {
    let mut transaction = Transaction::new();
    transaction.start_engine(event.id, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
}

async fn answer(world: &World, event: &Event, number: u32, trigger: Trigger) {
    let place = (event.id, numbered_guest(event, number).id);
    let by = domain::change::Actor::Link;
    let change = runtime::invitation::change(&world.ctx, place, by, |_, _, _| Ok(trigger.clone()));
    change.await.unwrap();
}

/// Both events at the same time: waves, answers, a broadcast, somebody's STOP, expiry, a cancellation.
async fn run(world: &mut World, events: &[Event; 2]) {
    for event in events {
        start(world, event).await;
    }
    world.settle().await;
    for (number, event) in (1..).zip(events) {
        for guest in 0..3 {
            answer(world, event, guest, Trigger::Yes { party: 1 }).await;
        }
        answer(world, event, 3, Trigger::No).await;
        let broadcast = BroadcastId::from_bytes([number; 10]);
        let (text, by) = ("Bring a chair.".to_owned(), event.host.clone());
        let item = BroadcastItem::begun(1, text, Audience::All, by, world.now());
        let mut transaction = Transaction::new();
        transaction.create_broadcast(event.id, broadcast, &item);
        world.ctx.store.commit(transaction).await.unwrap();
        let hint = Outbox::Broadcast(event.id, broadcast).message(0);
        world.ctx.queues.send(vec![hint]).await.unwrap();
    }
    let phone = numbered_guest(&events[0], 5).phone.unwrap();
    let mut stop = Transaction::new();
    stop.suppress(&phone, "+12125550100");
    world.ctx.store.commit(stop).await.unwrap();
    world.pass(SignedDuration::from_hours(30)).await;
    let seen = world.ctx.store.event_and_seats(events[0].id).await.unwrap().unwrap();
    let cancelled = Event { state: EventState::Cancelled, ..seen.event };
    let mut transaction = Transaction::by("usr_1");
    transaction.replace_event(&cancelled, seen.event_rev);
    transaction.begin_walk(cancelled.id, store::events::Walk::Cancel, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    world.pass(SignedDuration::from_hours(2)).await;
}

#[tokio::test]
async fn promise_5_no_row_transaction_or_message_mixes_two_orgs() {
    let (mut world, events, owners) = two().await;
    let mixed = watch(&world, &owners);
    run(&mut world, &events).await;
    assert_eq!(*mixed.lock().unwrap(), Vec::<String>::new());
    assert_eq!(mixed_rows(&world, &owners), Vec::<String>::new());
    let accepted = world.texts.accepted();
    for (event, others_host) in events.iter().zip([HOSTS[1], HOSTS[0]]) {
        let ours = accepted.iter().filter(|one| one.text.id.key().event() == Some(event.id));
        let ours: Vec<&str> = ours.map(|one| one.text.body.as_str()).collect();
        assert!(ours.len() > 20, "{}: {} texts", event.host, ours.len());
        for body in ours {
            assert!(!body.contains(others_host), "{body}");
            let token = body.split("/r/").nth(1).and_then(|rest| rest.split_whitespace().next());
            let link = token.map(|token| world.ctx.secrets.links.verify(token).unwrap());
            assert!(link.is_none_or(|link| link.event == event.id), "{body}");
        }
    }
}

#[tokio::test]
async fn promise_5_control_a_forged_row_and_a_mixed_transaction_are_seen() {
    let (mut world, events, owners) = two().await;
    start(&world, &events[0]).await;
    world.settle().await;
    let mixed = watch(&world, &owners);
    assert_eq!(mixed_rows(&world, &owners), Vec::<String>::new());
    // A guest of one org's event who says to be the other's.
    let key = InviteeKey { event: events[0].id, invitee: numbered_guest(&events[0], 1).id };
    let mut forged = Transaction::new();
    forged.update(Update::of(&key).set("o = :org").value(":org", events[1].org.to_string()));
    world.ctx.store.commit(forged).await.unwrap();
    assert_eq!(mixed_rows(&world, &owners).len(), 1);
    // Two events that are woken together.
    let before = mixed.lock().unwrap().len();
    let mut both = Transaction::new();
    for event in &events {
        both.wake(event.id);
    }
    world.ctx.store.commit(both).await.unwrap();
    assert_eq!(mixed.lock().unwrap().len(), before + 1);
}
