//! The life of one message, from record to phone (ENGINE.md, section 11): at most one acceptance.
mod verdict;

pub use verdict::{Verdict, decided};

use crate::{
    message::{Delivery, Report, merge},
    provider_errors::ErrorClass,
    texts,
};
use jiff::{SignedDuration, Timestamp};

/// How long a claim lasts: well over the 10 s of the one provider call.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Two proofs of absence lie at least this far apart before a message is sent again.
pub const ABSENCE_APART: SignedDuration = SignedDuration::from_secs(60);
/// After this long, a message at a provider that cannot be asked is `unconfirmed`.
pub const UNCONFIRMED_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// How long after a transient failure to deliver the one new message goes out.
pub const RESEND_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// The first back-off after a definite non-acceptance; doubled each time.
pub const BACK_OFF_FIRST: SignedDuration = SignedDuration::from_secs(30);
/// The longest back-off.
pub const BACK_OFF_MAX: SignedDuration = SignedDuration::from_mins(30);
/// After this many definite refusals that might have passed, a message is given up.
pub const ATTEMPTS_MAX: u8 = 8;
/// How long an unknown error code or a configuration fault holds a message: a person has to look.
pub const HELD_FOR: SignedDuration = SignedDuration::from_hours(1);
const _: () = assert!(LEASE.as_secs() > 3 * 10, "a lease outlives its call");

/// One message's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// What is known of it.
    pub delivery: Delivery,
    /// Counts the messages of one invitation: 1, and 2 after a transient failure or a resend.
    pub sequence: u16,
    /// The frozen words; empty once the provider has them.
    pub body: String,
    /// Past this instant it is pointless and is dropped (S8b).
    pub not_after: Timestamp,
    /// Not to be claimed before this instant.
    pub not_before: Option<Timestamp>,
    /// The number of the latest claim. Only its holder may write a result.
    pub fence: u32,
    /// Until when the latest claim is valid; only while submitting.
    pub lease_until: Option<Timestamp>,
    /// When it was first claimed: from there on the provider is searched.
    pub claimed_at: Option<Timestamp>,
    /// When the provider first said that it does not have it.
    pub absent_at: Option<Timestamp>,
    /// Definite refusals so far that might pass.
    pub attempts: u8,
    /// The provider's id of it.
    pub provider_id: Option<String>,
    /// The provider's latest error code.
    pub error: Option<u32>,
    /// Segments that were billed, or that we count.
    pub segments: u16,
    /// Whether it ends with how to opt out: it is the first that the phone gets from the sender. Set
    /// by the claim, so that every later try says the same.
    pub opt_out_hint: bool,
    /// When it was recorded, for the log. A message that is taken back and recorded again keeps it.
    pub recorded_at: Option<Timestamp>,
    /// Whether it is the one new try after a failure to deliver: the next such failure is the last.
    pub is_retry: bool,
}

impl Life {
    /// A message that was just recorded.
    pub const fn queued(sequence: u16, body: String, segments: u16, not_after: Timestamp) -> Self {
        Self {
            delivery: Delivery::Queued,
            sequence,
            body,
            not_after,
            not_before: None,
            fence: 0,
            lease_until: None,
            claimed_at: None,
            absent_at: None,
            attempts: 0,
            provider_id: None,
            error: None,
            segments,
            opt_out_hint: false,
            recorded_at: None,
            is_retry: false,
        }
    }

    /// The same message, recorded at that instant.
    #[must_use]
    pub const fn recorded(mut self, at: Timestamp) -> Self {
        self.recorded_at = Some(at);
        self
    }

    /// The words as they leave.
    pub fn words(&self) -> String {
        let hint = if self.opt_out_hint { texts::FIRST_MESSAGE_SUFFIX } else { "" };
        format!("{}{hint}", self.body)
    }
}

/// What a sender that was handed a message should do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Claim it.
    Claim,
    /// It is too late for it: drop it.
    Drop,
    /// Come back at this instant.
    Wait(Timestamp),
    /// Its claim was lost: mark it unknown, then reconcile.
    Orphaned,
    /// Ask the provider for it.
    Reconcile,
    /// Nothing is left to do.
    Settled,
}

/// What to do next with a message, if nothing outside forbids it.
pub fn next(life: &Life, now: Timestamp) -> Next {
    match life.delivery {
        Delivery::Queued if now >= life.not_after => Next::Drop,
        Delivery::Queued => match life.not_before {
            Some(at) if now < at => Next::Wait(at),
            Some(_) | None => Next::Claim,
        },
        Delivery::Submitting => match life.lease_until {
            Some(until) if now < until => Next::Wait(until),
            Some(_) | None => Next::Orphaned,
        },
        Delivery::Unknown => match life.absent_at.map(|at| later(at, ABSENCE_APART)) {
            Some(at) if now < at => Next::Wait(at),
            Some(_) | None => Next::Reconcile,
        },
        Delivery::None
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => Next::Settled,
    }
}

/// The message after it was claimed: committed before the first network byte (S3).
#[must_use]
pub fn claimed(life: &Life, now: Timestamp) -> Life {
    Life {
        delivery: Delivery::Submitting,
        fence: life.fence.saturating_add(1),
        lease_until: Some(later(now, LEASE)),
        claimed_at: life.claimed_at.or(Some(now)),
        not_before: None,
        ..life.clone()
    }
}

/// What came of one provider call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallResult {
    /// The provider has it.
    Accepted {
        /// Its id there.
        provider_id: String,
        /// Segments that it counted; 0 where it did not say.
        segments: u16,
    },
    /// A definite refusal.
    Refused {
        /// The provider's code.
        code: u32,
        /// Its class.
        class: ErrorClass,
        /// How long the provider asked us to wait.
        retry_after: Option<SignedDuration>,
    },
    /// Nothing was written.
    NotSent,
    /// Nobody knows.
    Unknown,
}

/// Why a message ended without being accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The recipient refuses our texts: the phone is to be suppressed.
    Consent,
    /// The address cannot be texted.
    Address,
    /// The provider refuses these words.
    Content,
    /// We gave up after backing off.
    GaveUp,
}

/// A message after a provider call, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterCall {
    /// The message.
    pub life: Life,
    /// Set when it ended unaccepted.
    pub failure: Option<Failure>,
    /// Whether the permits of the attempt go back: nothing was submitted.
    pub refund: bool,
    /// Whether an operator has to look.
    pub alarm: bool,
    /// Whether every sending has to stop (the provider suspended the account).
    pub stop_everything: bool,
}

/// The message after its one call ended (S5).
pub fn after_call(life: &Life, result: CallResult, now: Timestamp) -> AfterCall {
    let base = Life { lease_until: None, ..life.clone() };
    let plain = |life| AfterCall {
        life,
        failure: None,
        refund: false,
        alarm: false,
        stop_everything: false,
    };
    match result {
        CallResult::Accepted { provider_id, segments } => {
            let segments = if segments == 0 { life.segments } else { segments };
            plain(Life {
                delivery: Delivery::Submitted,
                provider_id: Some(provider_id),
                segments,
                body: String::new(),
                ..base
            })
        }
        CallResult::Unknown => plain(Life { delivery: Delivery::Unknown, ..base }),
        CallResult::NotSent => back_off(base, None, now),
        CallResult::Refused { code, class, retry_after } => {
            refused(Life { error: Some(code), ..base }, class, retry_after, now)
        }
    }
}

fn refused(
    life: Life,
    class: ErrorClass,
    retry_after: Option<SignedDuration>,
    now: Timestamp,
) -> AfterCall {
    match class {
        ErrorClass::Consent => rejected(life, Failure::Consent),
        ErrorClass::Address => rejected(life, Failure::Address),
        ErrorClass::Content => rejected(life, Failure::Content),
        ErrorClass::Transient | ErrorClass::Throttle | ErrorClass::OurPace => {
            back_off(life, retry_after, now)
        }
        ErrorClass::Configuration | ErrorClass::Ambiguous => {
            AfterCall { alarm: true, ..held(life, now) }
        }
        ErrorClass::StopEverything => {
            AfterCall { alarm: true, stop_everything: true, ..held(life, now) }
        }
    }
}

fn rejected(life: Life, failure: Failure) -> AfterCall {
    AfterCall {
        life: Life { delivery: Delivery::Rejected, body: String::new(), ..life },
        failure: Some(failure),
        refund: true,
        alarm: false,
        stop_everything: false,
    }
}

/// Kept back without counting as an attempt: it is not the message's fault.
fn held(life: Life, now: Timestamp) -> AfterCall {
    AfterCall {
        life: Life {
            delivery: Delivery::Queued,
            not_before: Some(later(now, HELD_FOR)),
            claimed_at: None,
            ..life
        },
        failure: None,
        refund: true,
        alarm: false,
        stop_everything: false,
    }
}

fn back_off(life: Life, retry_after: Option<SignedDuration>, now: Timestamp) -> AfterCall {
    let attempts = life.attempts.saturating_add(1);
    if attempts >= ATTEMPTS_MAX {
        return AfterCall {
            life: Life { delivery: Delivery::GaveUp, attempts, body: String::new(), ..life },
            failure: Some(Failure::GaveUp),
            refund: true,
            alarm: true,
            stop_everything: false,
        };
    }
    let doubled = i32::from(1_u8.checked_shl(u32::from(attempts - 1)).unwrap_or(u8::MAX));
    let wait = BACK_OFF_FIRST
        .checked_mul(doubled)
        .unwrap_or(BACK_OFF_MAX)
        .min(BACK_OFF_MAX)
        .max(retry_after.unwrap_or(SignedDuration::ZERO));
    let after = held(life, now);
    AfterCall { life: Life { attempts, not_before: Some(later(now, wait)), ..after.life }, ..after }
}

/// The message after its claim was lost (S7).
#[must_use]
pub fn orphaned(life: &Life) -> Life {
    Life { delivery: Delivery::Unknown, lease_until: None, ..life.clone() }
}

/// What the provider said about an unknown message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has it.
    Found {
        /// Its id there.
        provider_id: String,
    },
    /// It lists what it has, and this is not among it.
    Absent,
    /// It cannot be asked.
    Silent,
}

/// The message after the provider was asked about it (S6).
pub fn reconciled(life: &Life, answer: Answer, now: Timestamp) -> Life {
    match answer {
        Answer::Found { provider_id } => Life {
            delivery: Delivery::Submitted,
            provider_id: Some(provider_id),
            absent_at: None,
            body: String::new(),
            ..life.clone()
        },
        Answer::Absent => match life.absent_at {
            // Twice, and far enough apart: it is proven that nobody got it.
            Some(first) if now >= later(first, ABSENCE_APART) => Life {
                delivery: Delivery::Queued,
                absent_at: None,
                claimed_at: None,
                ..life.clone()
            },
            Some(_) => life.clone(),
            None => Life { absent_at: Some(now), ..life.clone() },
        },
        Answer::Silent => {
            let since = life.claimed_at.unwrap_or(now);
            if now >= later(since, UNCONFIRMED_AFTER) {
                Life { delivery: Delivery::Unconfirmed, ..life.clone() }
            } else {
                life.clone()
            }
        }
    }
}

/// The message after a status callback; `None` where it says nothing new (S8).
pub fn reported(
    life: &Life,
    report: Report,
    provider_id: &str,
    error: Option<u32>,
) -> Option<Life> {
    if life.provider_id.as_deref().is_some_and(|known| known != provider_id) {
        return None;
    }
    let delivery = merge(life.delivery, report)?;
    Some(Life {
        delivery,
        provider_id: Some(provider_id.to_owned()),
        error: error.or(life.error),
        lease_until: None,
        body: String::new(),
        ..life.clone()
    })
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn recorded() -> Life {
        Life::queued(1, "words".into(), 1, now() + SignedDuration::from_hours(5))
    }

    #[test]
    fn an_unknown_outcome_is_never_sent_again_blindly() {
        let submitting = claimed(&recorded(), now());
        let unknown = after_call(&submitting, CallResult::Unknown, now()).life;
        assert_eq!(next(&unknown, now()), Next::Reconcile);
        let once = reconciled(&unknown, Answer::Absent, now());
        assert_eq!(once.delivery, Delivery::Unknown);
        assert_eq!(next(&once, now()), Next::Wait(now() + ABSENCE_APART));
        let early = now() + ABSENCE_APART - SignedDuration::from_nanos(1);
        assert_eq!(reconciled(&once, Answer::Absent, early).delivery, Delivery::Unknown);
        let twice = reconciled(&once, Answer::Absent, now() + ABSENCE_APART);
        assert_eq!((twice.delivery, twice.body.as_str()), (Delivery::Queued, "words"));
        assert_eq!(next(&twice, now() + ABSENCE_APART), Next::Claim);
    }

    #[test]
    fn a_lost_lease_is_an_unknown_outcome() {
        let submitting = claimed(&recorded(), now());
        assert_eq!(next(&submitting, now()), Next::Wait(now() + LEASE));
        assert_eq!(next(&submitting, now() + LEASE), Next::Orphaned);
        assert_eq!(orphaned(&submitting).delivery, Delivery::Unknown);
    }

    #[test]
    fn a_throttled_message_waits_and_its_permit_goes_back() {
        let submitting = claimed(&recorded(), now());
        let result = CallResult::Refused {
            code: 20429,
            class: ErrorClass::Throttle,
            retry_after: Some(SignedDuration::from_secs(90)),
        };
        let after = after_call(&submitting, result, now());
        assert!(after.refund);
        assert_eq!(after.life.delivery, Delivery::Queued);
        assert_eq!(after.life.not_before, Some(now() + SignedDuration::from_secs(90)));
    }

    #[test]
    fn backing_off_ends() {
        let mut life = recorded();
        let mut at = now();
        for _ in 1..ATTEMPTS_MAX {
            life = after_call(&claimed(&life, at), CallResult::NotSent, at).life;
            assert_eq!(life.delivery, Delivery::Queued);
            at = life.not_before.unwrap();
        }
        let last = after_call(&claimed(&life, at), CallResult::NotSent, at);
        assert_eq!((last.life.delivery, last.failure), (Delivery::GaveUp, Some(Failure::GaveUp)));
    }

    #[test]
    fn a_provider_that_cannot_be_asked_leaves_it_unconfirmed() {
        let unknown = orphaned(&claimed(&recorded(), now()));
        let early = now() + UNCONFIRMED_AFTER - SignedDuration::from_nanos(1);
        assert_eq!(reconciled(&unknown, Answer::Silent, early).delivery, Delivery::Unknown);
        let late = now() + UNCONFIRMED_AFTER;
        assert_eq!(reconciled(&unknown, Answer::Silent, late).delivery, Delivery::Unconfirmed);
    }

    #[test]
    fn a_message_past_its_time_is_dropped() {
        let life = recorded();
        assert_eq!(next(&life, life.not_after), Next::Drop);
        assert_eq!(next(&life, life.not_after - SignedDuration::from_nanos(1)), Next::Claim);
    }

    #[test]
    fn a_report_about_another_message_is_ignored() {
        let life = Life { provider_id: Some("SM1".into()), ..claimed(&recorded(), now()) };
        assert_eq!(reported(&life, Report::Delivered, "SM2", None), None);
        let known = reported(&life, Report::Delivered, "SM1", None).unwrap();
        assert_eq!(known.delivery, Delivery::Delivered);
        assert_eq!(reported(&known, Report::Submitted, "SM1", None), None);
    }
}
