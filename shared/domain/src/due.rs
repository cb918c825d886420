//! What is due for one invitee, and when it is next to be looked at: expiry, reminders, the end of
//! a wait, one new try after a failed delivery (ENGINE.md, sections 7 and 11).
#[cfg(test)]
mod tests;

use crate::{
    event::{Event, OFFER_EXPIRY},
    expiry::{self, Expiry},
    invitee::{Invitee, Status, StatusName},
    message::{Delivery, Purpose},
    outbox::{Life, RESEND_AFTER},
    position::Position,
    quiet,
    transition::{Circumstances, Outcome, Trigger, transition},
};
use jiff::{SignedDuration, Timestamp};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// An acceptance's confirmation exists by then, or the stream lost it.
const CONFIRMATION_CHECKED_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// An invitation that is sent once more has left by then, or its hint was lost.
const LOOKED_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// A reminder with less time than this before what it reminds of is not worth its text.
const REMINDER_LEAST_NOTICE: SignedDuration = SignedDuration::from_mins(30);

/// Where an invitee stands in the one index that it may be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// In the queue, by position.
    Queue(Position),
    /// Something is to come at this instant.
    Due(Timestamp),
    /// On the waitlist, since this instant.
    Waiting(Timestamp),
    /// Nowhere: nothing will happen by itself.
    Nowhere,
}

/// Where `invitee` belongs.
pub fn placement(invitee: &Invitee) -> Placement {
    let due = |at: Option<Timestamp>| at.map_or(Placement::Nowhere, Placement::Due);
    match invitee.status {
        Status::Queued if invitee.skip.is_some_and(|skip| skip.reason.is_permanent()) => {
            Placement::Nowhere
        }
        Status::Queued => match invitee.not_before {
            Some(at) => Placement::Due(at),
            None => Placement::Queue(invitee.position.clone()),
        },
        Status::Invited { .. } | Status::Accepted { .. } => due(invitee.due_at),
        Status::Waitlisted { since, .. } => Placement::Waiting(since),
        Status::Inviting { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Placement::Nowhere,
    }
}

/// When `invitee` is next to be looked at, if ever.
pub fn next_due(invitee: &Invitee, event: &Event, now: Timestamp) -> Option<Timestamp> {
    match invitee.status {
        Status::Queued => invitee.not_before,
        Status::Invited { expires_at, .. } => {
            let reminder = silent_reminder_at(invitee, event, expires_at, now);
            let resend = resend_at(invitee);
            // A yes within the held seats leaves the entry where it is: it must not lie behind what
            // the guest is to be reminded of from then on.
            let accepted = first_reminder(event, now);
            let on_its_way = looked_after_at(invitee, now);
            let sooner = [reminder, resend, accepted, on_its_way].into_iter().flatten();
            Some(sooner.fold(expires_at, Timestamp::min))
        }
        Status::Accepted { .. } => [Purpose::DayBefore, Purpose::HourBefore]
            .into_iter()
            .filter_map(|kind| accepted_reminder_at(invitee, event, kind, now))
            .min()
            .or_else(|| confirmation_checked_at(invitee, now)),
        Status::Inviting { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => None,
    }
}

/// The first instant after `now` at which guests who come are reminded, before quiet hours move it.
pub fn first_reminder(event: &Event, now: Timestamp) -> Option<Timestamp> {
    let start = event.when.starts_at();
    let reminders = event.settings.reminders;
    [(DAY, reminders.day_before), (HOUR, reminders.hour_before)]
        .into_iter()
        .filter(|(_, wanted)| *wanted)
        .filter_map(|(before, _)| start.checked_sub(before).ok())
        .filter(|at| *at > now)
        .min()
}

/// When somebody looks whether the latest confirmation exists, where no reminder brings anybody here.
fn confirmation_checked_at(invitee: &Invitee, now: Timestamp) -> Option<Timestamp> {
    let due_at = invitee.confirmations.at.last()?;
    due_at.checked_add(CONFIRMATION_CHECKED_AFTER).ok().filter(|at| *at > now)
}

/// What a visit to an invitee whose time has come does.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The invitee after it, and what belongs to it.
    pub outcome: Outcome,
    /// The invitation goes out once more, as the next of its sequence.
    pub resend: bool,
    /// The latest confirmation is to exist; create it if the stream lost it.
    pub confirm: Option<u16>,
}

/// Decides one visit. Anything that is not due after all only gets its next time.
pub fn visit(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Visit {
    let Circumstances { event, now, .. } = *circumstances;
    if let Ok(outcome) = transition(invitee, Trigger::Expire, circumstances) {
        return Visit { outcome, resend: false, confirm: None };
    }
    let mut outcome = Outcome::of_unchanged(invitee);
    let mut resend = false;
    match invitee.status {
        Status::Queued if invitee.not_before.is_some_and(|at| at <= now) => {
            outcome.invitee.not_before = None;
        }
        Status::Invited { expires_at, .. } => {
            resend = resend_at(invitee).is_some_and(|at| at <= now);
            let reminder = silent_reminder_at(invitee, event, expires_at, now);
            if !resend && reminder.is_some_and(|at| at <= now) {
                outcome.invitee.reminded.silent = true;
                outcome.message = Some(Purpose::Reminder);
            }
        }
        Status::Accepted { .. } => remind_accepted(&mut outcome, event, now),
        Status::Queued
        | Status::Inviting { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => (),
    }
    outcome.invitee.due_at = if resend {
        next_due(&resent(&outcome.invitee), event, now)
    } else {
        next_due(&outcome.invitee, event, now)
    };
    let due = invitee.confirmations.due;
    let confirm = (invitee.status.name() == StatusName::Accepted && due > 0).then_some(due);
    Visit { outcome, resend, confirm }
}

fn remind_accepted(outcome: &mut Outcome, event: &Event, now: Timestamp) {
    let start = event.when.starts_at();
    let due =
        |kind| accepted_reminder_at(&outcome.invitee, event, kind, now).is_some_and(|at| at <= now);
    if due(Purpose::HourBefore) {
        outcome.invitee.reminded.hour_before = Some(start);
        outcome.invitee.reminded.day_before = Some(start);
        outcome.message = Some(Purpose::HourBefore);
    } else if due(Purpose::DayBefore) {
        outcome.invitee.reminded.day_before = Some(start);
        outcome.message = Some(Purpose::DayBefore);
    }
}

/// Half time, moved out of quiet hours; none when it was sent, is switched off or would be too late.
fn silent_reminder_at(
    invitee: &Invitee,
    event: &Event,
    expires_at: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    if invitee.reminded.silent || !event.settings.reminders.silent {
        return None;
    }
    let half_time = expiry::reminder_at(invitee.sent_at?, expires_at)?;
    let at = out_of_quiet_hours(invitee, event, half_time.max(now));
    let at = if half_time > now { out_of_quiet_hours(invitee, event, half_time) } else { at };
    (expires_at.duration_since(at) >= REMINDER_LEAST_NOTICE).then_some(at)
}

/// 24 h or 1 h before the start; none for who accepted after that, or was reminded of this start.
fn accepted_reminder_at(
    invitee: &Invitee,
    event: &Event,
    kind: Purpose,
    now: Timestamp,
) -> Option<Timestamp> {
    let start = event.when.starts_at();
    let reminders = event.settings.reminders;
    let (before, wanted, done, until) = if kind == Purpose::DayBefore {
        let until = start.checked_sub(HOUR).ok()?;
        (DAY, reminders.day_before, invitee.reminded.day_before, until)
    } else {
        (HOUR, reminders.hour_before, invitee.reminded.hour_before, start)
    };
    let planned = start.checked_sub(before).ok()?;
    if !wanted || done == Some(start) || accepted_at(invitee).is_some_and(|at| at >= planned) {
        return None;
    }
    let at = out_of_quiet_hours(invitee, event, planned.max(now));
    let at = if planned > now { out_of_quiet_hours(invitee, event, planned) } else { at };
    (until.duration_since(at) >= REMINDER_LEAST_NOTICE).then_some(at)
}

fn accepted_at(invitee: &Invitee) -> Option<Timestamp> {
    let accepted = invitee
        .history
        .iter()
        .rev()
        .take_while(|change| change.after == StatusName::Accepted)
        .last();
    accepted.map(|change| change.at)
}

/// When the one new message after a failed delivery goes out (S8).
fn resend_at(invitee: &Invitee) -> Option<Timestamp> {
    let message = invitee.message.as_ref()?;
    (message.delivery == Delivery::Undelivered).then_some(message.not_before).flatten()
}

/// When somebody looks after the message of one who is invited already: it is a second one, which no
/// wave is open for.
fn looked_after_at(invitee: &Invitee, now: Timestamp) -> Option<Timestamp> {
    let message = invitee.message.as_ref()?;
    let at = now.checked_add(LOOKED_AFTER).ok()?;
    match message.delivery {
        Delivery::Queued => Some(message.not_before.map_or(at, |until| until.max(at))),
        Delivery::Submitting | Delivery::Unknown => Some(at),
        Delivery::None
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => None,
    }
}

/// The invitee with the new message recorded, as far as its times go.
fn resent(invitee: &Invitee) -> Invitee {
    let recorded =
        |life: &Life| Life { delivery: Delivery::Queued, not_before: None, ..life.clone() };
    Invitee { message: invitee.message.as_ref().map(recorded), ..invitee.clone() }
}

/// The deadline of the invitation to `invitee` that the provider accepted at `sent_at`. A seat that
/// is offered from the waitlist stands for [`OFFER_EXPIRY`].
pub fn deadline(invitee: &Invitee, event: &Event, sent_at: Timestamp) -> Timestamp {
    let offered = Expiry::After(OFFER_EXPIRY);
    let settings = &event.settings;
    let expiry = if invitee.offer { &offered } else { &settings.expiry };
    let zone = &event.when.zone;
    let zones = match &invitee.phone {
        Some(phone) => quiet::recipient_zones(invitee.zone.as_ref(), zone, phone),
        None => vec![zone.clone()],
    };
    expiry::expires_at(sent_at, expiry, event.closes_at(), &settings.quiet_hours, &zones)
}

/// When a message whose delivery failed for a passing reason is to be sent once more, from the
/// instant at which the provider reported it.
pub fn resend_after_failure(reported_at: Timestamp) -> Timestamp {
    reported_at.checked_add(RESEND_AFTER).unwrap_or(Timestamp::MAX)
}

fn out_of_quiet_hours(invitee: &Invitee, event: &Event, at: Timestamp) -> Timestamp {
    let Some(phone) = &invitee.phone else { return at };
    let zones = quiet::recipient_zones(invitee.zone.as_ref(), &event.when.zone, phone);
    quiet::quiet_until(at, &event.settings.quiet_hours, &zones).unwrap_or(at)
}

impl Outcome {
    /// The outcome that changes nothing.
    pub fn of_unchanged(invitee: &Invitee) -> Self {
        crate::transition::unchanged(invitee)
    }
}

/// Keeps [`Invitee::due_at`] true after a change of status. Where that is sooner than anybody knew,
/// the event has to look at its timer.
pub(crate) fn rescheduled(
    before: &Invitee,
    mut outcome: Outcome,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    let Circumstances { event, now, .. } = *circumstances;
    outcome.invitee.due_at = next_due(&outcome.invitee, event, now);
    outcome.wake |= is_news(before, &outcome.invitee, first_reminder(event, now));
    outcome
}

/// Whether the event does not look at its guests by the time at which `after` is due.
fn is_news(before: &Invitee, after: &Invitee, reminder: Option<Timestamp>) -> bool {
    let (Placement::Due(at), Status::Invited { .. } | Status::Accepted { .. }) =
        (placement(after), after.status)
    else {
        return false;
    };
    let known = match placement(before) {
        Placement::Due(known) => Some(known),
        Placement::Queue(_) | Placement::Waiting(_) | Placement::Nowhere => None,
    };
    ![known, reminder].into_iter().flatten().any(|known| known <= at)
}
