//! What the provider does with a request and with a message.
use super::{
    dice::Dice,
    number::Number,
    record::{Action, Status},
    refusal::Refusal,
    settings::Faults,
};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Accepted and answered.
    Accept,
    /// Accepted; the connection is lost before the answer.
    AcceptThenLose,
    /// Accepted; the answer is an error.
    AcceptThenFail,
    /// Not accepted.
    Refuse(Refusal),
}

/// What becomes of a request, and how long its answer is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) fate: Fate,
    pub(super) slow: Duration,
}

impl Verdict {
    /// Throws for a request under `faults`. One throw decides between all fates, so that each has
    /// exactly its share.
    pub(super) fn throw(faults: &Faults, dice: &mut Dice) -> Self {
        let slow = if dice.chance(faults.slow_percent) { faults.slow_milliseconds } else { 0 };
        let broken = if dice.chance(50) { Refusal::BROKEN } else { Refusal::BUSY };
        let shares = [
            (faults.lost_percent, Fate::AcceptThenLose),
            (faults.throttled_percent, Fate::Refuse(Refusal::THROTTLED)),
            (faults.failed_before_percent, Fate::Refuse(broken)),
            (faults.failed_after_percent, Fate::AcceptThenFail),
            (faults.refused_percent, Fate::Refuse(Refusal::coded(faults.refused_code))),
        ];
        let mut left = dice.below(100);
        let mut fate = Fate::Accept;
        for (percent, candidate) in shares {
            let percent = u64::from(percent);
            if left < percent {
                fate = candidate;
                break;
            }
            left -= percent;
        }
        Self { fate, slow: Duration::from_millis(u64::from(slow)) }
    }
}

/// The way of an accepted message: what happens when, and when it is on the phone, if ever.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) actions: Vec<(Timestamp, Action)>,
    pub(super) delivered_at: Option<Timestamp>,
}

impl Way {
    /// Plans the way of message `sid`, accepted at `now`.
    pub(super) fn plan(sid: &str, faults: &Faults, dice: &mut Dice, now: Timestamp) -> Self {
        let sent_at = now + milliseconds(dice.between(500, 1_500));
        let ended_at = sent_at + milliseconds(dice.between(1_000, 4_000));
        let lost = dice.chance(faults.undelivered_percent);
        let (end, code) = if lost {
            (Status::Undelivered, Some(faults.undelivered_code))
        } else {
            (Status::Delivered, None)
        };
        let steps = [
            (now + milliseconds(100), Status::Queued, None),
            (sent_at, Status::Sent, None),
            (ended_at, end, code),
        ];
        let mut actions: Vec<_> = steps
            .iter()
            .filter(|(_, status, _)| *status != Status::Queued)
            .map(|(at, status, code)| (*at, status_action(sid, *status, *code)))
            .collect();
        actions.extend(callbacks(sid, &steps, faults, dice));
        Self { actions, delivered_at: (!lost).then_some(ended_at) }
    }
}

type Step = (Timestamp, Status, Option<u32>);

fn callbacks(
    sid: &str,
    steps: &[Step],
    faults: &Faults,
    dice: &mut Dice,
) -> Vec<(Timestamp, Action)> {
    if dice.chance(faults.silenced_percent) {
        return Vec::new();
    }
    let reordered = dice.chance(faults.reordered_percent);
    let mut instants: Vec<Timestamp> = steps.iter().map(|(at, ..)| *at).collect();
    if reordered {
        // The last status cannot be reported before it is so: the others come after it.
        let last = instants.last().copied().unwrap_or_default();
        let count = u64::try_from(instants.len()).unwrap_or(u64::MAX);
        instants = (0..count).rev().map(|place| last + milliseconds(place * 100)).collect();
    }
    let mut reports = Vec::new();
    for (at, (_, status, code)) in instants.into_iter().zip(steps) {
        let late = if dice.chance(faults.late_percent) { faults.late_seconds } else { 0 };
        let at = at + SignedDuration::from_secs(i64::from(late));
        reports.push((at, callback(sid, *status, *code)));
        if dice.chance(faults.repeated_percent) {
            let again = at + milliseconds(dice.between(0, 60_000));
            reports.push((again, callback(sid, *status, *code)));
        }
    }
    reports
}

fn status_action(sid: &str, status: Status, error_code: Option<u32>) -> Action {
    Action::Status { sid: sid.to_owned(), status, error_code }
}

fn callback(sid: &str, status: Status, error_code: Option<u32>) -> Action {
    Action::Callback { sid: sid.to_owned(), status, error_code }
}

/// A span; the longest possible where it does not fit.
pub(super) fn milliseconds(milliseconds: u64) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(milliseconds).unwrap_or(i64::MAX))
}

/// The provider's id of the `number`-th message: unique to the run, the phone and the instant.
pub(super) fn message_sid(seed: u64, phone: &Number, number: usize, now: Timestamp) -> String {
    let about = [phone.as_str(), &number.to_string(), &now.as_nanosecond().to_string()];
    let mut dice = Dice::new(seed, &about);
    format!("SM{:016x}{:016x}", dice.next(), dice.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(faults: &Faults) -> Vec<Fate> {
        let throw = |n: u32| Verdict::throw(faults, &mut Dice::new(1, &[&n.to_string()])).fate;
        (0..1_000).map(throw).collect()
    }

    #[test]
    fn each_fault_has_its_share() {
        let faults = Faults { lost_percent: 30, failed_after_percent: 20, ..Faults::default() };
        let fates = fates(&faults);
        let count = |fate| fates.iter().filter(|thrown| **thrown == fate).count();
        assert!((250..350).contains(&count(Fate::AcceptThenLose)));
        assert!((150..250).contains(&count(Fate::AcceptThenFail)));
        assert!((450..550).contains(&count(Fate::Accept)));
    }

    #[test]
    fn without_faults_everything_is_accepted_at_once() {
        let verdict = Verdict::throw(&Faults::default(), &mut Dice::new(1, &["x"]));
        assert_eq!(verdict, Verdict { fate: Fate::Accept, slow: Duration::ZERO });
    }

    fn reports(faults: &Faults) -> Vec<(Timestamp, Status)> {
        let way = Way::plan("SM1", faults, &mut Dice::new(1, &["x"]), Timestamp::UNIX_EPOCH);
        let mut reports: Vec<_> = way
            .actions
            .into_iter()
            .filter_map(|(at, action)| match action {
                Action::Callback { status, .. } => Some((at, status)),
                Action::Status { .. }
                | Action::Answer { .. }
                | Action::Write { .. }
                | Action::Inbound { .. } => None,
            })
            .collect();
        reports.sort_by_key(|(at, _)| *at);
        reports
    }

    fn order(faults: &Faults) -> Vec<Status> {
        reports(faults).into_iter().map(|(_, status)| status).collect()
    }

    #[test]
    fn callbacks_come_in_order_reversed_twice_late_or_never_as_set() {
        let usual = [Status::Queued, Status::Sent, Status::Delivered];
        assert_eq!(order(&Faults::default()), usual);
        let reordered = Faults { reordered_percent: 100, ..Faults::default() };
        assert_eq!(order(&reordered), [Status::Delivered, Status::Sent, Status::Queued]);
        let repeated = Faults { repeated_percent: 100, ..Faults::default() };
        assert_eq!(order(&repeated).len(), 6);
        let late = Faults { late_percent: 100, late_seconds: 600, ..Faults::default() };
        assert!(reports(&late).iter().all(|(at, _)| at.as_second() >= 600));
        let silenced = Faults { silenced_percent: 100, ..Faults::default() };
        assert_eq!(order(&silenced), []);
    }

    #[test]
    fn an_undelivered_message_never_reaches_the_phone() {
        let faults = Faults { undelivered_percent: 100, ..Faults::default() };
        let way = Way::plan("SM1", &faults, &mut Dice::new(1, &["x"]), Timestamp::UNIX_EPOCH);
        assert_eq!(way.delivered_at, None);
        assert_eq!(order(&faults).last(), Some(&Status::Undelivered));
    }
}
