//! Whether the circumstances let a message out: event, kill switch, quiet hours (S2).
use super::{desk::Desk, letter::Letter};
use domain::{
    event::{Event, EventState},
    invitee::StatusName,
    message::{MessageKey, Purpose},
    outbox::HELD_FOR,
    phone::Phone,
    quiet,
    step::SENDING_CHECKED_EVERY,
    zone::Zone,
};
use jiff::{SignedDuration, Timestamp};

/// How long what waits for an organizer stays back before somebody looks again.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(15);
const _: () = assert!(LOOK_AGAIN.as_secs() < HELD_FOR.as_secs());

/// What the circumstances say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// It may be claimed.
    Go,
    /// The event does not take place.
    Cancelled,
    /// The event has closed.
    Closed,
    /// The event is paused.
    Paused(Timestamp),
    /// Nothing is sent at present: the kill switch.
    SendingDisabled(Timestamp),
    /// It is night where the recipient is.
    Quiet(Timestamp),
    /// A quota is used up.
    Quota(Timestamp),
    /// The contact that it is for was deleted.
    ContactDeleted,
    /// It has become pointless.
    Pointless,
}

/// Whether `letter` may be claimed at `now`.
pub(super) fn gate(desk: &Desk<'_>, letter: &Letter, now: Timestamp) -> Gate {
    let (event, Some(phone)) = (letter.event().and_then(|id| desk.event(id)), letter.phone())
    else {
        return Gate::Pointless;
    };
    if let Some(gate) = of_event(desk, letter, event, now) {
        return gate;
    }
    if !desk.lets_out(letter) {
        return Gate::SendingDisabled(later(now, SENDING_CHECKED_EVERY));
    }
    if let Letter::Invitation(kept) = letter
        && desk.is_deleted(&kept.invitee)
    {
        return Gate::ContactDeleted;
    }
    match event {
        Some(event) if letter.purpose().waits_for_quiet_hours() => {
            quiet(event, zone(desk, letter), phone, now).map_or(Gate::Go, Gate::Quiet)
        }
        Some(_) | None => Gate::Go,
    }
}

fn of_event(
    desk: &Desk<'_>,
    letter: &Letter,
    event: Option<&Event>,
    now: Timestamp,
) -> Option<Gate> {
    // A message of an event that is gone is nobody's; one about no event is always wanted.
    let Some(event) = event else { return letter.event().map(|_| Gate::Pointless) };
    match letter {
        Letter::Invitation(kept) if !kept.invitee.status.is_live() => Some(Gate::Pointless),
        Letter::Invitation(_) => match event.state {
            EventState::Cancelled => Some(Gate::Cancelled),
            EventState::Closed => Some(Gate::Closed),
            EventState::Active | EventState::Paused | EventState::Draft
                if now >= event.closes_at() =>
            {
                Some(Gate::Closed)
            }
            EventState::Paused | EventState::Draft => Some(Gate::Paused(later(now, LOOK_AGAIN))),
            EventState::Active => None,
        },
        Letter::Message(kept) => {
            let purpose = letter.purpose();
            let cancelled =
                event.state == EventState::Cancelled && purpose != Purpose::Cancellation;
            let wanted = is_wanted(desk, &kept.message.key);
            (cancelled || !wanted).then_some(Gate::Pointless)
        }
    }
}

/// Whether a message tells its guest how they stand, so that a later answer makes it wrong.
pub(super) const fn says_how_a_guest_stands(purpose: Purpose) -> bool {
    match purpose {
        Purpose::Reminder
        | Purpose::DayBefore
        | Purpose::HourBefore
        | Purpose::Confirmation
        | Purpose::Promotion
        | Purpose::Waitlisted
        | Purpose::Declined => true,
        Purpose::Invite
        | Purpose::Removal
        | Purpose::Cancellation
        | Purpose::Changed
        | Purpose::Broadcast
        | Purpose::Reply => false,
    }
}

/// What says how a guest stands is wanted only while that is so, as far as the guest was looked at.
fn is_wanted(desk: &Desk<'_>, key: &MessageKey) -> bool {
    let MessageKey::Invitation { event, invitee, generation, purpose, .. } = key else {
        return true;
    };
    let Some(invitee) = desk.invitee(*event, *invitee) else { return true };
    let stands =
        |status: StatusName| invitee.status.name() == status && invitee.generation == *generation;
    match purpose {
        Purpose::Reminder => stands(StatusName::Invited),
        Purpose::DayBefore | Purpose::HourBefore | Purpose::Confirmation | Purpose::Promotion => {
            stands(StatusName::Accepted)
        }
        Purpose::Waitlisted => stands(StatusName::Waitlisted),
        Purpose::Declined => !stands(StatusName::Accepted),
        Purpose::Invite
        | Purpose::Removal
        | Purpose::Cancellation
        | Purpose::Changed
        | Purpose::Broadcast
        | Purpose::Reply => true,
    }
}

fn zone<'d>(desk: &'d Desk<'_>, letter: &'d Letter) -> Option<&'d Zone> {
    match letter {
        Letter::Invitation(kept) => kept.invitee.zone.as_ref(),
        Letter::Message(kept) => match &kept.message.key {
            MessageKey::Invitation { event, invitee, .. } => {
                desk.invitee(*event, *invitee)?.zone.as_ref()
            }
            MessageKey::Recipient { .. } => None,
        },
    }
}

fn quiet(event: &Event, zone: Option<&Zone>, phone: &Phone, now: Timestamp) -> Option<Timestamp> {
    let zones = quiet::recipient_zones(zone, &event.when.zone, phone);
    quiet::quiet_until(now, &event.settings.quiet_hours, &zones)
}

pub(super) fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
