//! What a world is like, by its seed.
use crate::{chance::Chance, control::Control, fault::Switches};
use jiff::{SignedDuration, Timestamp};

/// Instants at which worlds begin, 08:00 or 09:00 in New York: an ordinary Monday, and days before
/// clocks change.
const BEGINNINGS: [&str; 3] =
    ["2026-06-01T12:00:00Z", "2026-03-07T14:00:00Z", "2026-10-31T12:00:00Z"];

/// A run of one world.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// What may go wrong.
    pub switches: Switches,
    /// The guard that is taken away.
    pub control: Option<Control>,
    /// Orders that organizers give while the weather is bad, for each event.
    pub orders: u64,
    /// Whether everything that happened is told, not only what a failure is about.
    pub tells: bool,
}

impl Settings {
    /// The world of that seed.
    pub fn of(seed: u64) -> Self {
        Self { seed, switches: Switches::all(), control: None, orders: 12, tells: false }
    }

    /// The same without a guard.
    #[must_use]
    pub const fn without(mut self, control: Control) -> Self {
        self.control = Some(control);
        self
    }
}

/// How a world is made.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) begins_at: Timestamp,
    /// From when on nothing goes wrong any more.
    pub(crate) calm_at: Timestamp,
    /// Until when nobody does anything, so that what was left behind is found.
    pub(crate) resumes_at: Timestamp,
    pub(crate) orgs: Vec<OrgShape>,
    pub(crate) platform_hour: u32,
    pub(crate) guests: u16,
    pub(crate) stale: bool,
    /// When the provider is out of reach.
    pub(crate) outage: Option<(Timestamp, Timestamp)>,
}

#[derive(Debug)]
pub(crate) struct OrgShape {
    pub(crate) hour_limit: u32,
    pub(crate) day_limit: u32,
    pub(crate) events: Vec<EventShape>,
}

#[derive(Debug)]
pub(crate) struct EventShape {
    pub(crate) zone: &'static str,
    pub(crate) starts_at: Timestamp,
    /// How long before the start answers end.
    pub(crate) closes_before: Option<SignedDuration>,
    pub(crate) capacity: u32,
    pub(crate) guests: u16,
    pub(crate) max_party: u8,
    pub(crate) all_or_nothing: bool,
    pub(crate) allow_late: bool,
    pub(crate) waitlist: &'static str,
    pub(crate) batch_limit: Option<u16>,
    pub(crate) expiry_minutes: u64,
    pub(crate) organizer_attends: bool,
}

impl Shape {
    pub(crate) fn of(seed: u64) -> Self {
        let mut chance = Chance::new(seed, 1);
        let begins_at: Timestamp = chance.pick(&BEGINNINGS).parse().unwrap();
        let calm_at = begins_at + chance.minutes(26 * 60, 29 * 60);
        let resumes_at = calm_at + SignedDuration::from_mins(100);
        let guests = u16::try_from(chance.between(8, 16)).unwrap();
        let two = chance.percent(30);
        let orgs = (0..=u8::from(two)).map(|_| OrgShape::of(&mut chance, begins_at, guests));
        Self {
            begins_at,
            calm_at,
            resumes_at,
            orgs: orgs.collect(),
            platform_hour: u32::try_from(chance.between(20, 60)).unwrap(),
            guests,
            stale: chance.percent(40),
            outage: chance.percent(15).then(|| {
                let from = begins_at + chance.minutes(30, 12 * 60);
                (from, from + chance.minutes(60, 7 * 60))
            }),
        }
    }
}

impl OrgShape {
    fn of(chance: &mut Chance, begins_at: Timestamp, guests: u16) -> Self {
        let events = 1 + u8::from(chance.percent(30));
        Self {
            hour_limit: u32::try_from(chance.between(8, 40)).unwrap(),
            day_limit: u32::try_from(chance.between(60, 160)).unwrap(),
            events: (0..events).map(|_| EventShape::of(chance, begins_at, guests)).collect(),
        }
    }
}

impl EventShape {
    fn of(chance: &mut Chance, begins_at: Timestamp, guests: u16) -> Self {
        let closes = chance.percent(30);
        Self {
            zone: *chance.pick(&["America/New_York", "America/New_York", "America/Los_Angeles"]),
            starts_at: begins_at + chance.minutes(31 * 60, 52 * 60),
            closes_before: closes.then(|| chance.minutes(10, 6 * 60)),
            capacity: u32::try_from(chance.between(3, 10)).unwrap(),
            guests: u16::try_from(chance.between(5, u64::from(guests))).unwrap(),
            max_party: chance.small(1, 3),
            all_or_nothing: chance.percent(30),
            allow_late: chance.percent(50),
            waitlist: *chance.pick(&["auto", "auto", "offer", "off"]),
            batch_limit: chance.percent(20).then_some(2),
            expiry_minutes: *chance.pick(&[30, 90, 240, 720, 1_440]),
            organizer_attends: chance.percent(25),
        }
    }
}
