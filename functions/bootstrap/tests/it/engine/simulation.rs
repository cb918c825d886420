//! Days of an event at random, from a seed: guests who answer, change their minds and say STOP, an
//! organizer who interferes, a provider and a table that fail. The invariants hold at every stop.
use super::world::World;
use domain::{
    event::{EventState, Waitlist},
    invitee::StatusName,
    message::Purpose,
    quiet::QuietHours,
    transition::Trigger,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use store::Transaction;
use testkit::{Answer, Dice, FakeClock, Faults};

const GUESTS: u16 = 40;
const ORG_HOUR_LIMIT: u32 = 12;
const SENDER: &str = "+12125550100";

/// What the provider took: when, to whom, why.
type Log = Arc<Mutex<Vec<(Timestamp, String, Purpose)>>>;

fn provider(world: &World, clock: FakeClock, mut dice: Dice, honest: bool) -> Log {
    let log = Log::default();
    let ours = Arc::clone(&log);
    world.texts.answer_with(move |text| {
        use ports::Clock;
        let answer = match if honest { 99 } else { dice.below(24) } {
            0 => Answer::LoseReply,
            1 => Answer::LoseRequest,
            2 => Answer::NotSent,
            3 => Answer::Refuse { code: 20429, status: 429, retry_after_seconds: None },
            4 => Answer::Refuse { code: 30005, status: 400, retry_after_seconds: None },
            5 => Answer::Refuse { code: 99_999, status: 400, retry_after_seconds: None },
            _ => Answer::Accept,
        };
        if matches!(answer, Answer::Accept | Answer::LoseReply) {
            let purpose = text.id.key().purpose();
            ours.lock().unwrap().push((clock.now(), text.to.to_string(), purpose));
        }
        answer
    });
    log
}

async fn act(world: &mut World, dice: &mut Dice, stopped: &mut BTreeMap<String, Timestamp>) {
    let number = u16::try_from(dice.below(u64::from(GUESTS))).unwrap();
    let party = u8::try_from(1 + dice.below(3)).unwrap();
    let trigger = match dice.below(20) {
        0..=6 => Trigger::Yes { party },
        7..=10 => Trigger::No,
        11 => Trigger::MarkAccepted { party, force: false, silent: false },
        12 => Trigger::MarkDeclined,
        13 => Trigger::Remove { notify: true },
        14 => Trigger::Reinvite { position: world.guest(number).await.position },
        15 => {
            world.change_event(|event| event.state = EventState::Paused).await;
            return;
        }
        16 => {
            let phone = world.guest(number).await.phone.unwrap();
            stopped.insert(phone.to_string(), world.now());
            let mut stop = Transaction::new();
            stop.suppress(&phone, SENDER);
            world.ctx.store.commit(stop).await.unwrap();
            return;
        }
        17 => {
            let before = world.seats().await;
            let after = before.resize(before.capacity.map(|c| c + 1), false, 0, false).unwrap();
            let mut transaction = Transaction::by("usr_1");
            transaction.resize_seats(world.event.id, (&before, &after), None);
            world.ctx.store.commit(transaction).await.unwrap();
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

fn check(world: &World, log: &Log, stopped: &BTreeMap<String, Timestamp>, seed: u64) {
    let log = log.lock().unwrap();
    let zone = TimeZone::get("America/New_York").unwrap();
    let quiet = QuietHours::default();
    let hour = SignedDuration::from_hours(1);
    let mut recent: Vec<Timestamp> = Vec::new();
    for (at, phone, purpose) in log.iter() {
        recent.push(*at);
        recent.retain(|sent| at.duration_since(*sent) < hour);
        assert!(recent.len() <= usize::try_from(ORG_HOUR_LIMIT).unwrap(), "I5, seed {seed}: {at}");
        let night = quiet.contains(zone.to_datetime(*at).time());
        assert!(!(night && purpose.waits_for_quiet_hours()), "I10, seed {seed}: {purpose:?} {at}");
        let after_stop = stopped.get(phone).is_some_and(|stop| at > stop);
        assert!(!after_stop, "I10, seed {seed}: {purpose:?} to a phone that said stop");
    }
    let mut confirmations: BTreeMap<String, usize> = BTreeMap::new();
    for kept in world.messages() {
        if kept.message.key.purpose() == Purpose::Confirmation {
            *confirmations.entry(kept.message.phone.to_string()).or_default() += 1;
        }
    }
    for guest in world.guests() {
        let ever: BTreeSet<_> = guest.history.iter().map(|change| change.after).collect();
        let phone = guest.phone.as_ref().unwrap().to_string();
        let confirmed = confirmations.get(&phone).copied().unwrap_or(0);
        assert!(confirmed == 0 || ever.contains(&StatusName::Accepted), "I12, seed {seed}");
        for pair in guest.history.windows(2) {
            assert_eq!(
                pair[1].before,
                Some(pair[0].after),
                "I13, seed {seed}: {:?}",
                guest.history
            );
        }
    }
}

async fn days(seed: u64, honest: bool) {
    let mut dice = Dice::new(seed);
    let capacity = u32::try_from(4 + dice.below(12)).unwrap();
    let waitlist =
        [Waitlist::Auto, Waitlist::Offer, Waitlist::Off][usize::try_from(dice.below(3)).unwrap()];
    let (together, late) = (dice.below(2) == 0, dice.below(2) == 0);
    let mut world = World::with(capacity, 0, |event| {
        event.settings.waitlist = waitlist;
        event.settings.all_or_nothing = together;
        event.settings.allow_late = late;
        event.when.starts_local = "2026-06-06T19:00".parse().unwrap();
    })
    .await;
    world.limit_org(ORG_HOUR_LIMIT, 500).await;
    for number in 0..GUESTS {
        let party = u8::try_from(1 + dice.below(3)).unwrap();
        world.add(number, party).await;
    }
    let log = provider(&world, world.clock.clone(), Dice::new(seed.wrapping_add(77)), honest);
    let mut stopped = BTreeMap::new();
    world.start().await;
    for _ in 0..30 {
        if !honest {
            let faults = Faults {
                seed,
                conflict_per_mille: 20,
                throttle_per_mille: 5,
                stale_per_mille: 100,
                stale_writes_max: 4,
                ..Faults::default()
            };
            world.table.inject(faults).await.unwrap();
        }
        let minutes = i64::try_from(1 + dice.below(400)).unwrap();
        world.pass_with_faults(SignedDuration::from_mins(minutes)).await;
        world.table.heal();
        world.settle_with_faults().await;
        act(&mut world, &mut dice, &mut stopped).await;
        world.settle().await;
        world.assert_invariants().await;
        check(&world, &log, &stopped, seed);
    }
    world.pass(SignedDuration::from_hours(24 * 4)).await;
    world.assert_invariants().await;
    check(&world, &log, &stopped, seed);
    let seen = world.ctx.store.event_and_seats(world.event.id).await.unwrap().unwrap();
    assert_eq!(seen.event.state, EventState::Closed, "seed {seed}");
    let live = world.guests().iter().filter(|guest| guest.status.is_live()).count();
    assert_eq!(live, 0, "seed {seed}: {:?}", world.counts());
}

#[tokio::test]
async fn days_of_an_honest_world_keep_every_invariant() {
    for seed in 0..3 {
        days(seed, true).await;
    }
}

#[tokio::test]
async fn days_of_a_world_that_fails_keep_every_invariant() {
    for seed in 0..3 {
        days(seed, false).await;
    }
}
