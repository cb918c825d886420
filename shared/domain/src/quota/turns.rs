//! Fair turns: who waits for permits of one scope, and who took them lately (ENGINE.md, section 12).
//!
//! The scope's quota keeps a short list of those that take part: the events of an org, the orgs of the
//! platform. Each has what it took in an hour that began with its first permit, and until when it is
//! known to wait. While another waits, nobody takes more than a quarter of the hourly limit in its
//! hour. Who drops out of the list, because more take part than it holds, starts its hour anew: the
//! windows hold the limits all the same, only the turns get less fair.
use super::{HOUR_MINUTES, Limits, minute};
use jiff::Timestamp;

/// Most that are remembered.
const PARTIES_MAX: usize = 16;
/// A waiting party that does not ask again for this long after it was told to is not waiting any more.
const PATIENCE_MINUTES: i64 = 10;
/// The form of the encoding.
const FORM: u8 = 1;

/// Who takes part in one scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turns {
    parties: Vec<Party>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Party {
    id: Vec<u8>,
    /// The minute in which its hour began.
    hour: u32,
    /// Permits taken since.
    taken: u32,
    /// The last minute in which it counts as waiting; 0 where it does not wait.
    waits_until: u32,
}

impl Turns {
    /// Whether anybody but `me` waits at `now`.
    pub fn others_wait(&self, me: &[u8], now: Timestamp) -> bool {
        let now = minute(now);
        self.parties.iter().any(|party| party.id != me && i64::from(party.waits_until) >= now)
    }

    /// Whether `me` is known to wait at `now`.
    pub fn waits(&self, me: &[u8], now: Timestamp) -> bool {
        let now = minute(now);
        self.parties.iter().any(|party| party.id == me && i64::from(party.waits_until) >= now)
    }

    /// How many permits are left of the quarter that `me` may take in its hour.
    pub fn share_left(&self, me: &[u8], now: Timestamp, limits: &Limits) -> u32 {
        limits.share().per_hour.saturating_sub(self.held(me, now))
    }

    /// When `me` may take permits again, once its quarter is used up.
    pub fn share_again_at(&self, me: &[u8], now: Timestamp, limits: &Limits) -> Timestamp {
        if self.share_left(me, now, limits) > 0 {
            return now;
        }
        let hour = self.parties.iter().find(|party| party.id == me).map_or(0, |party| party.hour);
        let ends = (i64::from(hour) + HOUR_MINUTES).saturating_mul(60);
        Timestamp::from_second(ends).unwrap_or(now).max(now)
    }

    /// `me` took `count` permits and does not wait any more.
    pub fn took(&mut self, me: &[u8], now: Timestamp, count: u32) {
        let held = self.held(me, now);
        self.change(me, now, |party| {
            if held == 0 {
                party.hour = number(minute(now));
            }
            party.taken = held.saturating_add(count);
            party.waits_until = 0;
        });
    }

    /// `me` waits and was told to ask again at `again_at`.
    pub fn wait(&mut self, me: &[u8], now: Timestamp, again_at: Timestamp) {
        let until = number(minute(again_at).saturating_add(PATIENCE_MINUTES));
        self.change(me, now, |party| party.waits_until = until);
    }

    /// `me` wants nothing more.
    pub fn leave(&mut self, me: &[u8]) {
        for party in self.parties.iter_mut().filter(|party| party.id == me) {
            party.waits_until = 0;
        }
    }

    fn held(&self, me: &[u8], now: Timestamp) -> u32 {
        let hour_ago = minute(now).saturating_sub(HOUR_MINUTES);
        let mine = self.parties.iter().find(|party| party.id == me);
        mine.filter(|party| i64::from(party.hour) > hour_ago).map_or(0, |party| party.taken)
    }

    /// Changes the entry of `me`, made where there is none in place of those that are not needed, or
    /// of the one whose hour began first.
    fn change(&mut self, me: &[u8], now: Timestamp, change: impl FnOnce(&mut Party)) {
        let hour_ago = minute(now).saturating_sub(HOUR_MINUTES);
        self.parties.retain(|party| {
            party.id == me
                || i64::from(party.waits_until) >= minute(now)
                || (i64::from(party.hour) > hour_ago && party.taken > 0)
        });
        let at = self.parties.iter().position(|party| party.id == me);
        let unknown =
            || Party { id: me.to_vec(), hour: number(minute(now)), taken: 0, waits_until: 0 };
        let mut party = at.map_or_else(unknown, |at| self.parties.remove(at));
        change(&mut party);
        if self.parties.len() >= PARTIES_MAX {
            let oldest = self.parties.iter().enumerate().min_by_key(|(_, party)| party.hour);
            if let Some((at, _)) = oldest {
                self.parties.remove(at);
            }
        }
        self.parties.push(party);
    }

    /// The turns as bytes, for storing; none where nobody takes part.
    pub fn encode(&self) -> Vec<u8> {
        if self.parties.is_empty() {
            return Vec::new();
        }
        let mut bytes = vec![FORM];
        for party in &self.parties {
            bytes.push(u8::try_from(party.id.len()).unwrap_or_default());
            bytes.extend(&party.id);
            for word in [party.hour, party.taken, party.waits_until] {
                bytes.extend(word.to_be_bytes());
            }
        }
        bytes
    }

    /// The turns that [`Turns::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let Some((form, mut rest)) = bytes.split_first() else { return Some(Self::default()) };
        if *form != FORM {
            return None;
        }
        let mut parties = Vec::new();
        while let Some((length, after)) = rest.split_first() {
            let (id, after) = after.split_at_checked(usize::from(*length))?;
            let (hour, after) = after.split_first_chunk::<4>()?;
            let (taken, after) = after.split_first_chunk::<4>()?;
            let (waits_until, after) = after.split_first_chunk::<4>()?;
            parties.push(Party {
                id: id.to_vec(),
                hour: u32::from_be_bytes(*hour),
                taken: u32::from_be_bytes(*taken),
                waits_until: u32::from_be_bytes(*waits_until),
            });
            rest = after;
        }
        Some(Self { parties })
    }
}

fn number(minute: i64) -> u32 {
    u32::try_from(minute).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    const LIMITS: Limits = Limits { per_hour: 100, per_day: 500 };

    fn now() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn later(minutes: i64) -> Timestamp {
        now() + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn nobody_is_held_to_a_quarter_while_nobody_waits() {
        let mut turns = Turns::default();
        turns.took(b"a", now(), 60);
        assert!(!turns.others_wait(b"a", now()));
        assert!(!turns.waits(b"a", now()));
    }

    #[test]
    fn while_another_waits_a_quarter_of_the_hour_is_all_one_gets() {
        let mut turns = Turns::default();
        turns.took(b"a", now(), 20);
        turns.wait(b"b", now(), later(30));
        assert!(turns.others_wait(b"a", now()) && !turns.others_wait(b"b", now()));
        assert_eq!(turns.share_left(b"a", now(), &LIMITS), 5);
        turns.took(b"a", later(1), 5);
        assert_eq!(turns.share_left(b"a", later(2), &LIMITS), 0);
        assert_eq!(turns.share_again_at(b"a", later(2), &LIMITS), later(60));
        assert_eq!(turns.share_left(b"a", later(60), &LIMITS), 25);
    }

    #[test]
    fn who_does_not_ask_again_in_time_does_not_wait() {
        let mut turns = Turns::default();
        turns.wait(b"b", now(), later(30));
        assert!(turns.others_wait(b"a", later(40)));
        assert!(!turns.others_wait(b"a", later(41)));
        turns.leave(b"b");
        assert!(!turns.others_wait(b"a", now()));
    }

    #[test]
    fn the_list_is_bounded_and_survives_its_encoding() {
        let mut turns = Turns::default();
        for number in 0..100_u8 {
            turns.took(&[number], now(), 1);
        }
        assert_eq!(turns.parties.len(), PARTIES_MAX);
        assert_eq!(Turns::decode(&turns.encode()), Some(turns));
        assert_eq!(Turns::decode(&[9]), None);
    }
}
