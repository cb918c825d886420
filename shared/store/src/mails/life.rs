//! A mail's life, decided from the mail alone: at most once, as with texts.
use super::{Mail, MailFailure, MailState};
use jiff::{SignedDuration, Timestamp};

/// How long a claim is good: longer than any call to a provider takes.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Longest time in which a mail is still tried. What it says may be old sooner: see [`Mail::not_after`].
pub const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// How long the first mail that was not taken waits; each time twice as long.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
/// Longest time between two tries.
const WAIT_MAX: SignedDuration = SignedDuration::from_hours(1);
/// Most characters that are kept of a provider's words.
const WORDS_CHARACTERS_MAX: usize = 200;

/// What is to be done about a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailStep {
    /// Claim it and hand it over.
    Claim,
    /// Come back.
    Wait(Timestamp),
    /// It is too late.
    Drop,
    /// Its claim was lost: nobody knows what became of it.
    Orphaned,
    /// Nothing.
    Nothing,
}

/// What came of one call to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailCall {
    /// The provider has it.
    Accepted {
        /// The provider's id of it.
        provider_id: String,
    },
    /// The provider refused it: for good, or for now.
    Refused {
        /// The provider's words.
        words: String,
        /// Whether it will refuse it again.
        lasting: bool,
    },
    /// Nothing was handed over.
    NotSent,
    /// It may or may not have been taken.
    Unknown,
}

impl Mail {
    /// What is to be done about it at `now`.
    pub fn next(&self, now: Timestamp) -> MailStep {
        match self.state {
            MailState::Queued { .. } if now >= self.not_after => MailStep::Drop,
            MailState::Queued { not_before: Some(at) } if now < at => MailStep::Wait(at),
            MailState::Queued { .. } => MailStep::Claim,
            MailState::Submitting { lease_until, .. } if now < lease_until => {
                MailStep::Wait(lease_until)
            }
            MailState::Submitting { .. } => MailStep::Orphaned,
            MailState::Sent { .. }
            | MailState::Failed { .. }
            | MailState::Unknown { .. }
            | MailState::Void => MailStep::Nothing,
        }
    }

    /// Claimed at `now`.
    #[must_use]
    pub fn claimed(&self, now: Timestamp) -> Self {
        self.as_state(MailState::Submitting { claimed_at: now, lease_until: later(now, LEASE) })
    }

    /// Held back until then, or dropped where that is too late. A mail that was announced once is
    /// found again by its place in the index.
    #[must_use]
    pub fn held(&self, until: Timestamp, now: Timestamp) -> Self {
        if until >= self.not_after {
            self.dropped(now)
        } else {
            self.as_state(MailState::Queued { not_before: Some(until) })
        }
    }

    /// Given up at `now`: it is too late.
    #[must_use]
    pub fn dropped(&self, now: Timestamp) -> Self {
        self.as_state(MailState::Failed { at: now, why: MailFailure::TooLate })
    }

    /// Its claim was lost.
    #[must_use]
    pub fn orphaned(&self, now: Timestamp) -> Self {
        self.as_state(MailState::Unknown { claimed_at: self.claimed_at().unwrap_or(now) })
    }

    /// What it is after the call that it was claimed for.
    #[must_use]
    pub fn after_call(&self, call: MailCall, now: Timestamp) -> Self {
        match call {
            MailCall::Accepted { provider_id } => {
                self.as_state(MailState::Sent { at: now, provider_id })
            }
            MailCall::Refused { words, lasting: true } => {
                let words = words.chars().take(WORDS_CHARACTERS_MAX).collect();
                self.as_state(MailState::Failed { at: now, why: MailFailure::Refused { words } })
            }
            MailCall::Refused { lasting: false, .. } | MailCall::NotSent => {
                let tried = Self { attempts: self.attempts.saturating_add(1), ..self.clone() };
                tried.held(later(now, wait(self.attempts)), now)
            }
            MailCall::Unknown => self.orphaned(now),
        }
    }

    /// When it was handed to the provider, where it may have been.
    pub const fn claimed_at(&self) -> Option<Timestamp> {
        match self.state {
            MailState::Submitting { claimed_at, .. } | MailState::Unknown { claimed_at } => {
                Some(claimed_at)
            }
            MailState::Queued { .. }
            | MailState::Sent { .. }
            | MailState::Failed { .. }
            | MailState::Void => None,
        }
    }

    pub(super) fn as_state(&self, state: MailState) -> Self {
        Self { state, ..self.clone() }
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// How long a mail waits that was not taken `attempts` times before.
fn wait(attempts: u8) -> SignedDuration {
    let doubled = 1_i32.checked_shl(u32::from(attempts)).filter(|times| *times > 0);
    doubled.and_then(|times| FIRST_WAIT.checked_mul(times)).unwrap_or(WAIT_MAX).min(WAIT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn moment() -> SignedDuration {
        SignedDuration::from_nanos(1)
    }

    fn mail() -> Mail {
        Mail {
            to: "ada@example.com".into(),
            subject: "Hello".into(),
            text: "Hello".into(),
            link: None,
            org: None,
            created_at: now(),
            not_after: now() + SENT_WITHIN,
            attempts: 0,
            state: MailState::Queued { not_before: None },
        }
    }

    #[test]
    fn a_claim_is_lost_when_its_lease_ends_and_then_nobody_knows() {
        let claimed = mail().claimed(now());
        let end = now() + LEASE;
        assert_eq!(claimed.next(end - moment()), MailStep::Wait(end));
        assert_eq!(claimed.next(end), MailStep::Orphaned);
        let orphaned = claimed.orphaned(end);
        assert_eq!(orphaned.state, MailState::Unknown { claimed_at: now() });
        for later in [end, end + SENT_WITHIN * 10] {
            assert_eq!(orphaned.next(later), MailStep::Nothing);
        }
    }

    #[test]
    fn what_was_not_taken_is_tried_again_ever_more_slowly_until_it_is_too_late() {
        let (mut mail, mut at, mut waits) = (mail(), now(), Vec::new());
        while let MailStep::Claim = mail.next(at) {
            mail = mail.claimed(at).after_call(MailCall::NotSent, at);
            if let MailState::Queued { not_before: Some(until) } = mail.state {
                waits.push(until.duration_since(at).as_secs() / 60);
                assert_eq!(mail.next(until - moment()), MailStep::Wait(until));
                at = until;
            }
        }
        assert_eq!(waits.first_chunk(), Some(&[1, 2, 4, 8, 16, 32, 60, 60]));
        assert!(waits.len() < 40);
        let MailState::Failed { at: given_up, why: MailFailure::TooLate } = mail.state else {
            panic!("{mail:?}");
        };
        assert!(given_up < mail.not_after);
    }

    #[test]
    fn a_mail_is_dropped_at_the_instant_when_it_is_too_late() {
        let mail = mail();
        assert_eq!(mail.next(mail.not_after - moment()), MailStep::Claim);
        assert_eq!(mail.next(mail.not_after), MailStep::Drop);
    }

    #[test]
    fn every_number_of_attempts_waits_an_hour_at_most() {
        for attempts in 0..=u8::MAX {
            assert!(wait(attempts) >= FIRST_WAIT && wait(attempts) <= WAIT_MAX, "{attempts}");
        }
    }

    #[test]
    fn a_lasting_refusal_ends_a_mail_and_a_passing_one_does_not() {
        let refused = |lasting| MailCall::Refused { words: "x".repeat(1_000), lasting };
        let claimed = mail().claimed(now());
        let MailState::Failed { why: MailFailure::Refused { words }, .. } =
            claimed.after_call(refused(true), now()).state
        else {
            panic!("it did not fail")
        };
        assert_eq!(words.len(), WORDS_CHARACTERS_MAX);
        let later = claimed.after_call(refused(false), now());
        assert!(matches!(later.state, MailState::Queued { not_before: Some(_) }), "{later:?}");
    }
}
