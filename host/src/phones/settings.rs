//! How phones behave and how the provider fails.
use super::number::Number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest delay that can be set, in seconds: 30 days.
const DELAY_SECONDS_MAX: u32 = 30 * 24 * 3_600;
/// Longest that an answer can be held back, in milliseconds: the client has long given up.
const SLOW_MILLISECONDS_MAX: u32 = 60_000;
/// Largest party that can be drawn.
const PARTY_MAX: usize = 20;

/// A person at a phone. Shares are weights: they need not add up to 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Share of those who say yes.
    pub yes: u32,
    /// Share of those who say no.
    pub no: u32,
    /// Share of those who say nothing.
    pub silent: u32,
    /// Share of those who reply STOP.
    pub stop: u32,
    /// Shares of those who come as 1, 2, 3 ..
    pub party: Vec<u32>,
    /// Least seconds between delivery and answer.
    pub delay_seconds_min: u32,
    /// Most seconds between delivery and answer.
    pub delay_seconds_max: u32,
    /// How they answer a text that carries a link.
    pub via: Via,
    /// Whether they answer a question without a link by text.
    pub reply_without_link: bool,
    /// Percentage of the silent who say yes when a text with the same link comes again.
    pub reminded_percent: u8,
    /// Percentage of those who said yes who say no when a text with the same link comes again.
    pub changes_mind_percent: u8,
}

/// How a text with a link is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// By opening the link and sending its form.
    Link,
    /// By a text.
    Reply,
    /// One half this way, the other that way.
    Mixed,
}

impl Default for Behaviour {
    /// Nobody answers by themselves: whoever looks at the inbox does.
    fn default() -> Self {
        Self {
            yes: 0,
            no: 0,
            silent: 1,
            stop: 0,
            party: vec![1],
            delay_seconds_min: 60,
            delay_seconds_max: 7_200,
            via: Via::Link,
            reply_without_link: true,
            reminded_percent: 0,
            changes_mind_percent: 0,
        }
    }
}

impl Behaviour {
    /// People as they are: most answer within hours, some never, a few want no more texts.
    pub fn typical() -> Self {
        Self {
            yes: 55,
            no: 22,
            silent: 21,
            stop: 2,
            party: vec![70, 22, 5, 3],
            delay_seconds_min: 60,
            delay_seconds_max: 36_000,
            via: Via::Mixed,
            reply_without_link: true,
            reminded_percent: 25,
            changes_mind_percent: 3,
        }
    }

    /// People for somebody who watches: most say yes, all but a few answer within half a minute, alone.
    pub fn lively() -> Self {
        Self {
            yes: 72,
            no: 22,
            silent: 6,
            stop: 0,
            party: vec![1],
            delay_seconds_min: 2,
            delay_seconds_max: 30,
            via: Via::Mixed,
            reply_without_link: true,
            reminded_percent: 50,
            changes_mind_percent: 0,
        }
    }

    /// Whether anybody ever answers by themselves.
    pub const fn answers(&self) -> bool {
        self.yes > 0 || self.no > 0 || self.stop > 0
    }
}

/// How the provider fails, each in percent of the requests or messages that it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Answers held back for `slow_milliseconds` of real time.
    pub slow_percent: u8,
    /// For how long, in milliseconds.
    pub slow_milliseconds: u32,
    /// Accepted, then the connection is lost without an answer.
    pub lost_percent: u8,
    /// Refused with 429 and a `Retry-After`.
    pub throttled_percent: u8,
    /// A 5xx; nothing was accepted.
    pub failed_before_percent: u8,
    /// A 5xx, although the message was accepted.
    pub failed_after_percent: u8,
    /// Refused for good with `refused_code`.
    pub refused_percent: u8,
    /// The code of a refusal.
    pub refused_code: u32,
    /// Accepted, later undelivered with `undelivered_code`.
    pub undelivered_percent: u8,
    /// The code of a failed delivery.
    pub undelivered_code: u32,
    /// Status callbacks that come `late_seconds` late.
    pub late_percent: u8,
    /// How late, in seconds.
    pub late_seconds: u32,
    /// Status callbacks that come twice.
    pub repeated_percent: u8,
    /// Messages whose callbacks come in reverse order.
    pub reordered_percent: u8,
    /// Messages whose callbacks never come.
    pub silenced_percent: u8,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            slow_percent: 0,
            slow_milliseconds: 2_000,
            lost_percent: 0,
            throttled_percent: 0,
            failed_before_percent: 0,
            failed_after_percent: 0,
            refused_percent: 0,
            refused_code: 21_211,
            undelivered_percent: 0,
            undelivered_code: 30_005,
            late_percent: 0,
            late_seconds: 600,
            repeated_percent: 0,
            reordered_percent: 0,
            silenced_percent: 0,
        }
    }
}

impl Faults {
    /// A bad day: some of everything.
    pub fn stormy() -> Self {
        Self {
            slow_percent: 3,
            slow_milliseconds: 50,
            lost_percent: 4,
            throttled_percent: 4,
            failed_before_percent: 3,
            failed_after_percent: 3,
            refused_percent: 2,
            undelivered_percent: 3,
            late_percent: 10,
            repeated_percent: 10,
            reordered_percent: 10,
            ..Self::default()
        }
    }
}

/// What differs at one phone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PhoneSettings {
    /// Its person, where it is not the run's.
    pub behaviour: Option<Behaviour>,
    /// Its faults, where they are not the run's.
    pub faults: Option<Faults>,
}

/// The settings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// The people.
    pub behaviour: Behaviour,
    /// The provider's faults.
    pub faults: Faults,
    /// What differs at single phones.
    pub phones: BTreeMap<Number, PhoneSettings>,
}

/// A setting is out of its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field} must be at most {most}")]
pub struct SettingsError {
    /// The field's name.
    pub field: &'static str,
    /// The largest value it takes.
    pub most: u32,
}

impl Settings {
    /// The person at `phone`.
    pub fn behaviour_of(&self, phone: &Number) -> &Behaviour {
        let own = self.phones.get(phone).and_then(|phone| phone.behaviour.as_ref());
        own.unwrap_or(&self.behaviour)
    }

    /// The faults that concern `phone`.
    pub fn faults_of(&self, phone: &Number) -> &Faults {
        let own = self.phones.get(phone).and_then(|phone| phone.faults.as_ref());
        own.unwrap_or(&self.faults)
    }

    /// Whether every value is in its range.
    pub fn check(&self) -> Result<(), SettingsError> {
        self.behaviour.check()?;
        self.faults.check()?;
        self.phones.values().try_for_each(PhoneSettings::check)
    }
}

impl PhoneSettings {
    /// Whether every value is in its range.
    pub fn check(&self) -> Result<(), SettingsError> {
        self.behaviour.as_ref().map_or(Ok(()), Behaviour::check)?;
        self.faults.as_ref().map_or(Ok(()), Faults::check)
    }
}

impl Behaviour {
    fn check(&self) -> Result<(), SettingsError> {
        let party = u32::try_from(self.party.len()).unwrap_or(u32::MAX);
        let party_max = u32::try_from(PARTY_MAX).unwrap_or(u32::MAX);
        at_most("party", party, party_max)?;
        at_most("delay_seconds_min", self.delay_seconds_min, DELAY_SECONDS_MAX)?;
        at_most("delay_seconds_max", self.delay_seconds_max, DELAY_SECONDS_MAX)?;
        percent("reminded_percent", self.reminded_percent)?;
        percent("changes_mind_percent", self.changes_mind_percent)
    }
}

impl Faults {
    fn check(&self) -> Result<(), SettingsError> {
        at_most("slow_milliseconds", self.slow_milliseconds, SLOW_MILLISECONDS_MAX)?;
        at_most("late_seconds", self.late_seconds, DELAY_SECONDS_MAX)?;
        for (field, value) in [
            ("slow_percent", self.slow_percent),
            ("lost_percent", self.lost_percent),
            ("throttled_percent", self.throttled_percent),
            ("failed_before_percent", self.failed_before_percent),
            ("failed_after_percent", self.failed_after_percent),
            ("refused_percent", self.refused_percent),
            ("undelivered_percent", self.undelivered_percent),
            ("late_percent", self.late_percent),
            ("repeated_percent", self.repeated_percent),
            ("reordered_percent", self.reordered_percent),
            ("silenced_percent", self.silenced_percent),
        ] {
            percent(field, value)?;
        }
        Ok(())
    }
}

fn percent(field: &'static str, value: u8) -> Result<(), SettingsError> {
    at_most(field, u32::from(value), 100)
}

const fn at_most(field: &'static str, value: u32, most: u32) -> Result<(), SettingsError> {
    if value <= most { Ok(()) } else { Err(SettingsError { field, most }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_above_a_hundred_percent_is_refused() {
        let faults = Faults { lost_percent: 101, ..Faults::default() };
        let settings = Settings { faults, ..Settings::default() };
        assert_eq!(settings.check(), Err(SettingsError { field: "lost_percent", most: 100 }));
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn a_phone_of_its_own_overrides_the_run() {
        let phone: Number = "+12125550123".parse().unwrap();
        let eager = Behaviour { yes: 1, silent: 0, ..Behaviour::default() };
        let own = PhoneSettings { behaviour: Some(eager.clone()), faults: None };
        let settings =
            Settings { phones: BTreeMap::from([(phone.clone(), own)]), ..Settings::default() };
        assert_eq!(settings.behaviour_of(&phone), &eager);
        assert_eq!(settings.faults_of(&phone), &Faults::default());
    }
}
