//! Promise 4: planned = submitted + held back + rejected + failed + unknown (I16), after every single
//! write of a storm and, once it has passed, in the lists that organizers see.
use super::world::World;
use domain::{
    event::{Audience, EventState},
    ids::BroadcastId,
    invitee::StatusName,
    message::{Delivery, MessageId, MessageKey, Purpose, Tally},
    transition::Trigger,
};
use jiff::SignedDuration;
use ports::Texts;
use runtime::hints::Outbox;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use store::{
    Row, Transaction,
    broadcasts::BroadcastItem,
    invitees::{InviteeItem, Kept},
    outbox::KeptMessage,
    read_models::{LogScope, MessageFilter},
};
use testkit::{Answer, Dice, FakeTexts, Faults};

const GUESTS: u16 = 16;

/// Which part of the sum a state belongs to.
type Part = fn(Delivery) -> Option<Tally>;

/// Every message that was ever recorded, with the last that is known of it. The table forgets none
/// but an invitation that the same guest's next one took the place of.
#[derive(Debug, Clone, Default)]
struct Books {
    known: BTreeMap<String, Delivery>,
    /// How often they were balanced.
    balanced: usize,
}

impl Books {
    /// Enters the rows as they are now, and balances.
    fn enter(&mut self, rows: &[Row], texts: &FakeTexts, part: Part) -> Result<(), String> {
        let (messages, latest) = recorded(rows);
        for id in self.known.keys().filter(|id| !messages.contains_key(*id)) {
            if !is_superseded(id, &latest) {
                return Err(format!("the record of {id} is gone"));
            }
        }
        self.known.extend(messages);
        self.balanced += 1;
        self.sum(part)?;
        self.against(texts)
    }

    /// Each message in exactly one part.
    fn sum(&self, part: Part) -> Result<(), String> {
        let of = |tally| self.known.values().filter(|known| part(**known) == Some(tally)).count();
        let sum: usize = Tally::ALL.into_iter().map(of).sum();
        let planned = self.known.len();
        if sum == planned {
            Ok(())
        } else {
            Err(format!("{planned} are planned, but the parts come to {sum}"))
        }
    }

    /// What the provider took is out or not known yet, and nothing is out that it did not take.
    fn against(&self, texts: &FakeTexts) -> Result<(), String> {
        let taken: BTreeSet<String> =
            texts.accepted().into_iter().map(|one| one.text.id.to_string()).collect();
        for id in &taken {
            let tally = self.known.get(id).and_then(|known| known.tally());
            if !matches!(tally, Some(Tally::Submitted | Tally::Unknown)) {
                return Err(format!("the provider took {id}, which counts as {tally:?}"));
            }
        }
        let out = |known: &Delivery| known.tally() == Some(Tally::Submitted);
        match self.known.iter().find(|(id, known)| out(known) && !taken.contains(*id)) {
            Some((id, _)) => {
                Err(format!("{id} counts as submitted, and the provider never took it"))
            }
            None => Ok(()),
        }
    }

    fn of(&self, tally: Tally) -> usize {
        self.known.values().filter(|known| known.tally() == Some(tally)).count()
    }
}

/// Each guest's present invitation: its generation and sequence.
type Latest = BTreeMap<String, (u8, u16)>;

/// The messages that the rows hold, and whose invitations are which.
fn recorded(rows: &[Row]) -> (BTreeMap<String, Delivery>, Latest) {
    let (mut messages, mut latest) = (BTreeMap::new(), Latest::new());
    for row in rows {
        match row.kind() {
            Some("invitee") => {
                let item = row.clone().read::<InviteeItem>().unwrap();
                let Kept { invitee, .. } = Kept::try_from(item).unwrap();
                let sequence = invitee.message.as_ref().map_or(0, |life| life.sequence);
                let place = format!("{} {}", invitee.event, invitee.id);
                latest.insert(place, (invitee.generation, sequence));
                if let Some(life) = &invitee.message {
                    let key = MessageKey::Invitation {
                        event: invitee.event,
                        invitee: invitee.id,
                        generation: invitee.generation,
                        purpose: Purpose::Invite,
                        sequence,
                    };
                    messages.insert(MessageId::of(key).to_string(), life.delivery);
                }
            }
            Some("message" | "recipient_message") => {
                let kept = KeptMessage::try_from(row.clone()).unwrap();
                let id = MessageId::of(kept.message.key).to_string();
                messages.insert(id, kept.message.life.delivery);
            }
            _ => (),
        }
    }
    (messages, latest)
}

fn is_superseded(id: &str, latest: &Latest) -> bool {
    let id: MessageId = id.parse().unwrap();
    match id.key() {
        MessageKey::Invitation { event, invitee, generation, purpose, sequence } => {
            let place = format!("{event} {invitee}");
            *purpose == Purpose::Invite
                && latest.get(&place).is_some_and(|latest| (*generation, *sequence) < *latest)
        }
        MessageKey::Recipient { .. } => false,
    }
}

/// The books, balanced after every write; the first time that they did not balance is kept.
#[derive(Debug, Clone, Default)]
struct Watch {
    books: Arc<Mutex<Books>>,
    broken: Arc<Mutex<Option<String>>>,
}

impl Watch {
    /// Whatever took the hooks out before: they are in again.
    fn over(&self, world: &World) {
        let (table, texts, watch) = (world.table.clone(), world.texts.clone(), self.clone());
        world.table.after_calls(move |call| {
            if call.is_write() {
                let rows = table.rows().unwrap();
                let entered = watch.books.lock().unwrap().enter(&rows, &texts, Delivery::tally);
                if let Err(why) = entered {
                    watch.broken.lock().unwrap().get_or_insert(why);
                }
            }
        });
    }

    fn books(&self) -> Books {
        self.books.lock().unwrap().clone()
    }

    fn assert_balanced(&self, seed: u64) {
        assert_eq!(*self.broken.lock().unwrap(), None, "seed {seed}");
    }
}

fn provider(world: &World, mut dice: Dice) {
    world.texts.answer_with(move |_| match dice.below(12) {
        0 => Answer::LoseReply,
        1 => Answer::LoseRequest,
        2 => Answer::NotSent,
        3 => Answer::Refuse { code: 20429, status: 429, retry_after_seconds: Some(30) },
        4 => Answer::Refuse { code: 21211, status: 400, retry_after_seconds: None },
        _ => Answer::Accept,
    });
}

/// Somebody does something.
async fn act(world: &mut World, dice: &mut Dice, turn: u8) {
    let number = u16::try_from(dice.below(u64::from(GUESTS))).unwrap();
    let guest = world.guest(number).await;
    let trigger = match dice.below(12) {
        0..=3 => Trigger::Yes { party: 1 },
        4 | 5 => Trigger::No,
        6 => Trigger::Remove { notify: true },
        7 => Trigger::Reinvite { position: guest.position },
        8 => {
            if guest.status.name() == StatusName::Invited && guest.delivery() == Delivery::Submitted
            {
                world.report_undelivered(number).await;
            }
            return;
        }
        9 => return announce(world, turn).await,
        10 => {
            world.change_event(|event| event.state = EventState::Paused).await;
            return;
        }
        _ => {
            world.start().await;
            return;
        }
    };
    // Refusals are answers; what matters is what they leave behind.
    drop(world.answer(number, trigger).await);
}

async fn announce(world: &World, turn: u8) {
    let broadcast = BroadcastId::from_bytes([turn; 10]);
    let words = ("Bring a chair.".to_owned(), "Ada".to_owned());
    let number = u16::from(turn) + 1;
    let item = BroadcastItem::begun(number, words.0, Audience::All, words.1, world.now());
    let mut transaction = Transaction::new();
    transaction.create_broadcast(world.event.id, broadcast, &item);
    world.ctx.store.commit(transaction).await.unwrap();
    let hint = Outbox::Broadcast(world.event.id, broadcast).message(0);
    world.ctx.queues.send(vec![hint]).await.unwrap();
}

/// Two days of an event in a world that fails, ended by a cancellation.
async fn storm(seed: u64) -> (World, Watch) {
    let mut dice = Dice::new(seed);
    let mut world = World::new(6, 0).await;
    world.limit_org(20, 500).await;
    for number in 0..GUESTS {
        world.add(number, 1 + u8::try_from(number % 3).unwrap()).await;
    }
    provider(&world, Dice::new(seed.wrapping_add(50)));
    let watch = Watch::default();
    watch.over(&world);
    world.start().await;
    for turn in 0..14 {
        let faults = Faults {
            seed: seed.wrapping_mul(100) + u64::from(turn),
            conflict_per_mille: 30,
            throttle_per_mille: 10,
            lose_reply_per_mille: 5,
            lose_request_per_mille: 5,
            stale_per_mille: 100,
            stale_writes_max: 4,
        };
        world.table.inject(faults).await.unwrap();
        let minutes = i64::try_from(1 + dice.below(400)).unwrap();
        world.pass_with_faults(SignedDuration::from_mins(minutes)).await;
        world.table.heal();
        watch.over(&world);
        world.settle_with_faults().await;
        act(&mut world, &mut dice, turn).await;
    }
    world.cancel().await;
    world.pass(SignedDuration::from_hours(20)).await;
    (world, watch)
}

/// The lists against the books: their counts, and every single message.
async fn lists_agree(world: &World, books: &Books) -> Result<(), String> {
    for scope in [LogScope::Event(world.event.id), LogScope::Org(world.event.org)] {
        let counts = world.ctx.store.message_counts(scope, None).await.unwrap();
        for tally in Tally::ALL {
            let (listed, booked) = (counts.of(tally), books.of(tally));
            if usize::try_from(listed).unwrap() != booked {
                return Err(format!("{scope:?}: {listed} {tally:?} are listed, not {booked}"));
            }
        }
        let listed = listed(world, scope).await;
        if listed != books.known {
            return Err(format!("{scope:?}: the log shows other messages or states"));
        }
    }
    Ok(())
}

async fn listed(world: &World, scope: LogScope) -> BTreeMap<String, Delivery> {
    let (mut listed, mut after) = (BTreeMap::new(), None);
    loop {
        let all = MessageFilter::default();
        let page = world.ctx.store.message_log(scope, &all, after.as_deref(), 50).await.unwrap();
        listed.extend(page.items.into_iter().map(|one| (one.id.to_string(), one.delivery)));
        after = page.next;
        if after.is_none() {
            return listed;
        }
    }
}

#[tokio::test]
async fn promise_4_the_sum_holds_after_every_write_of_a_storm_and_in_the_lists_after_it() {
    let mut seen = BTreeSet::new();
    for seed in 0..10 {
        let (world, watch) = storm(seed).await;
        watch.assert_balanced(seed);
        let books = watch.books();
        assert!(books.balanced > 200, "seed {seed}: {} writes", books.balanced);
        assert_eq!(books.of(Tally::Unknown), 0, "seed {seed}: everything is found out in the end");
        assert_eq!(books.of(Tally::Submitted), world.texts.accepted().len(), "seed {seed}");
        assert_eq!(lists_agree(&world, &books).await, Ok(()), "seed {seed}");
        seen.extend(books.known.into_values());
    }
    for expected in [Delivery::Submitted, Delivery::Dropped, Delivery::Rejected] {
        assert!(seen.contains(&expected), "the storms never led to {expected:?}: {seen:?}");
    }
}

/// Two who are invited and one who says that a text did not arrive, and the books of it.
async fn small() -> (World, Books) {
    let mut world = World::new(2, 3).await;
    world.start().await;
    world.settle().await;
    world.record(0, Purpose::Reminder).await;
    world.settle().await;
    let mut books = Books::default();
    let rows = world.table.rows().unwrap();
    assert_eq!(books.enter(&rows, &world.texts, Delivery::tally), Ok(()));
    assert_eq!(books.known.len(), 3);
    (world, books)
}

#[tokio::test]
async fn promise_4_control_a_record_that_is_dropped_is_seen() {
    let (world, mut books) = small().await;
    let mut rows = world.table.rows().unwrap();
    let before = rows.len();
    rows.retain(|row| row.kind() != Some("message"));
    assert_eq!(rows.len(), before - 1);
    let entered = books.enter(&rows, &world.texts, Delivery::tally);
    assert!(entered.is_err_and(|why| why.contains("is gone")));
}

#[tokio::test]
async fn promise_4_control_a_state_that_no_part_counts_is_seen() {
    let (mut world, mut books) = small().await;
    world.report_undelivered(0).await;
    world.relay().await;
    let rows = world.table.rows().unwrap();
    let forgetful: Part = |known| known.tally().filter(|_| known != Delivery::Undelivered);
    assert!(
        books.enter(&rows, &world.texts, forgetful).is_err_and(|why| why.contains("come to 2"))
    );
    assert_eq!(books.enter(&rows, &world.texts, Delivery::tally), Ok(()));
}

#[tokio::test]
async fn promise_4_control_a_text_that_nobody_recorded_is_seen() {
    let (world, mut books) = small().await;
    let rows = world.table.rows().unwrap();
    let key = MessageKey::Recipient {
        phone: world.guest(0).await.phone.unwrap(),
        purpose: Purpose::Reply,
        nonce: 1,
    };
    let text = ports::Text {
        id: MessageId::of(key.clone()),
        to: world.guest(0).await.phone.unwrap(),
        body: "Hello.".into(),
    };
    world.texts.submit(&text).await;
    let entered = books.enter(&rows, &world.texts, Delivery::tally);
    assert!(entered.is_err_and(|why| why.contains("the provider took")));
}

#[tokio::test]
async fn promise_4_control_a_change_that_never_reached_the_lists_is_seen() {
    let (mut world, mut books) = small().await;
    assert_eq!(lists_agree(&world, &books).await, Ok(()));
    // Its record of the stream is not relayed: nobody folds it.
    world.record(1, Purpose::Reminder).await;
    let rows = world.table.rows().unwrap();
    assert_eq!(books.enter(&rows, &world.texts, Delivery::tally), Ok(()));
    assert!(lists_agree(&world, &books).await.is_err());
    world.settle().await;
    let rows = world.table.rows().unwrap();
    assert_eq!(books.enter(&rows, &world.texts, Delivery::tally), Ok(()));
    assert_eq!(lists_agree(&world, &books).await, Ok(()));
}
