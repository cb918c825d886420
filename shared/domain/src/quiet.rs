//! Quiet hours on the recipient's wall clock (ENGINE.md, section 7).
use crate::{
    phone::Phone,
    zone::{Zone, region_has, region_zones},
};
use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};

/// When nobody is texted, on the local wall clock: from `from` until just before `until`, past
/// midnight where `until` is the smaller. Where both are the same there are no quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuietHours {
    /// The first quiet time of day.
    pub from: Time,
    /// The first time of day that is not quiet any more.
    pub until: Time,
}

/// A day and the largest change of an offset that a zone has ever made in one step.
const DAY_AT_MOST: SignedDuration = SignedDuration::from_hours(48);
/// Steps from one boundary to the next that are taken before zones are said never to be awake
/// together: each zone has at most two a day, and three when its clocks change.
const STEPS_MAX: usize = 256;

impl QuietHours {
    /// No quiet hours.
    pub const NONE: Self = Self { from: Time::MIN, until: Time::MIN };

    /// Whether `time` of day is quiet.
    pub fn contains(&self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }
}

impl Default for QuietHours {
    fn default() -> Self {
        Self { from: Time::constant(21, 0, 0, 0), until: Time::constant(8, 0, 0, 0) }
    }
}

/// Where the recipient may be: the contact's zone; else the event's, if the phone's region has it;
/// else all main zones of that region, and the event's where the phone has no region.
pub fn recipient_zones(contact: Option<&Zone>, event: &Zone, phone: &Phone) -> Vec<Zone> {
    if let Some(zone) = contact {
        return vec![zone.clone()];
    }
    let main = match phone.region() {
        Some(region) if !region_has(region, event) => region_zones(region),
        Some(_) | None => &[],
    };
    if main.is_empty() { vec![event.clone()] } else { main.to_vec() }
}

/// If it is quiet at `now` in any of `zones`: the first instant at which it is quiet in none.
///
/// Zones that are never awake together, as long quiet hours in a wide country may make them, count
/// as the first of them alone, its capital's: texting somebody at an odd hour is then the lesser
/// evil against never asking.
pub fn quiet_until(now: Timestamp, hours: &QuietHours, zones: &[Zone]) -> Option<Timestamp> {
    Schedule::new(now, hours, zones).quiet_until(now)
}

/// Quiet hours in zones of which there is a time when none is quiet.
pub(crate) struct Schedule<'a> {
    hours: &'a QuietHours,
    zones: &'a [Zone],
}

impl<'a> Schedule<'a> {
    pub(crate) fn new(now: Timestamp, hours: &'a QuietHours, zones: &'a [Zone]) -> Self {
        let all = Self { hours, zones };
        match all.first_awake(now) {
            Some(_) => all,
            None => Self { hours, zones: zones.get(..1).unwrap_or_default() },
        }
    }

    /// The first instant at which none is quiet, where it is quiet in any at `now`.
    pub(crate) fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.first_awake(now).filter(|awake| *awake != now)
    }

    /// The first instant after `now` at which it becomes quiet in any; `None` without quiet hours.
    pub(crate) fn quiet_from(&self, now: Timestamp) -> Option<Timestamp> {
        self.zones.iter().filter_map(|zone| next_start(now, self.hours, zone.rules())).min()
    }

    /// The first instant from `now` on at which none is quiet.
    fn first_awake(&self, now: Timestamp) -> Option<Timestamp> {
        let horizon = now.checked_add(DAY_AT_MOST).ok()?;
        let mut at = now;
        for _ in 0..STEPS_MAX {
            let ends = self.zones.iter().filter_map(|zone| end(at, self.hours, zone.rules()));
            match ends.max() {
                None => return Some(at),
                Some(later) if later <= horizon => at = later,
                Some(_) => return None,
            }
        }
        None
    }
}

/// The end of the quiet period that `now` lies in, in one zone.
///
/// It follows the wall clock through its changes: an end that is skipped in spring is the change
/// itself, and one that comes twice in autumn ends the quiet period twice.
fn end(now: Timestamp, hours: &QuietHours, zone: &TimeZone) -> Option<Timestamp> {
    let mut at = now;
    let quiet = |at| hours.contains(zone.to_datetime(at).time());
    if !quiet(now) {
        return None;
    }
    for _ in 0..STEPS_MAX {
        at = next_reading(at, hours.until, zone)?;
        if !quiet(at) {
            return Some(at);
        }
    }
    None
}

/// The first instant after `now` at which one zone becomes quiet.
fn next_start(now: Timestamp, hours: &QuietHours, zone: &TimeZone) -> Option<Timestamp> {
    let quiet = |at| hours.contains(zone.to_datetime(at).time());
    let (mut at, mut before) = (now, quiet(now));
    for _ in 0..STEPS_MAX {
        let boundary = if before { hours.until } else { hours.from };
        at = next_reading(at, boundary, zone)?;
        match (before, quiet(at)) {
            (false, true) => return Some(at),
            (_, now_quiet) => before = now_quiet,
        }
        if hours.from == hours.until {
            return None;
        }
    }
    None
}

/// The first instant after `now` at which the zone's clock reads `time`, or at which it is changed
/// before it gets there.
fn next_reading(now: Timestamp, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    let local = zone.to_datetime(now);
    let mut wait = time.duration_since(local.time());
    if wait <= SignedDuration::ZERO {
        wait = wait.checked_add(SignedDuration::from_hours(24))?;
    }
    let reading = now.checked_add(wait).ok()?;
    if zone.to_offset(reading) == zone.to_offset(now) {
        return Some(reading);
    }
    let change = zone.following(now).next()?.timestamp();
    Some(change.min(reading))
}

#[cfg(test)]
mod tests;
