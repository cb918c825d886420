//! Why somebody was not invited, in one sentence.
use domain::{
    event::{Event, EventState},
    invitee::{Invitee, Skip, SkipReason, Status},
    seats::Seats,
    texts::date_and_time,
};
use jiff::Timestamp;
use serde::Serialize;
use store::events::EventAndSeats;
use utoipa::ToSchema;

/// That somebody was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InviteeSkipped)]
pub(crate) struct Skipped {
    /// `suppressed`, `no_address`, `contact_deleted`, `quiet_hours`, `not_yet` or `does_not_fit`.
    reason: &'static str,
    /// When it was last so.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How often in a row.
    times: u8,
    /// Not before this instant, where the reason passes by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Whether the organizer should do something about it.
    flagged: bool,
    /// The reason in plain words.
    sentence: String,
}

impl Skipped {
    pub(crate) fn of(skip: Skip, invitee: &Invitee, event: &Event) -> Self {
        Self {
            reason: skip.reason.name(),
            at: skip.at,
            times: skip.times,
            until: invitee.not_before,
            flagged: skip.is_flagged(),
            sentence: sentence(skip, invitee, event),
        }
    }
}

/// "Why was this person not invited at 14:05?"
fn sentence(skip: Skip, invitee: &Invitee, event: &Event) -> String {
    let local = |at| date_and_time(at, &event.when.zone);
    let at = local(skip.at);
    let until = invitee.not_before.map(|until| format!(", until {}", local(until)));
    let until = until.unwrap_or_default();
    match skip.reason {
        SkipReason::Suppressed => format!(
            "Passed over on {at}: this phone gets no texts from you. Either it asked for none, and \
             takes part again when it texts START, or your organization decided so: see its \
             suppressions."
        ),
        SkipReason::NoAddress => {
            format!("Passed over on {at}: there is no phone number to send a text to.")
        }
        SkipReason::ContactDeleted => format!("Passed over on {at}: the contact was deleted."),
        SkipReason::QuietHours => {
            format!("Passed over on {at}: quiet hours where the guest is{until}.")
        }
        SkipReason::NotYet => {
            format!("Passed over on {at}: this phone was sent several texts just before{until}.")
        }
        SkipReason::DoesNotFit => format!(
            "Passed over on {at}: a party of {} did not fit into the seats that were free.",
            invitee.party_max
        ),
    }
}

/// Why somebody in the queue is not invited at this moment; none for those who are not in the queue.
pub(crate) fn waits_because(
    invitee: &Invitee,
    found: &EventAndSeats,
    now: Timestamp,
) -> Option<String> {
    if invitee.status != Status::Queued {
        return None;
    }
    let event = &found.event;
    let words = match event.state {
        EventState::Cancelled => "The event is cancelled.".to_owned(),
        EventState::Closed => "The event is closed.".to_owned(),
        EventState::Draft => "The event has not been started.".to_owned(),
        EventState::Active | EventState::Paused if now >= event.closes_at() => {
            "The event takes no more answers.".to_owned()
        }
        EventState::Paused => "The event is paused.".to_owned(),
        EventState::Active => waits_while_active(invitee, event, &found.seats, now),
    };
    Some(words)
}

fn waits_while_active(invitee: &Invitee, event: &Event, seats: &Seats, now: Timestamp) -> String {
    let held_back = invitee.skip.filter(|skip| skip.reason.is_permanent());
    if let Some(skip) = held_back.or(invitee.skip.filter(|_| invitee.not_before.is_some())) {
        return sentence(skip, invitee, event);
    }
    let notice = event.when.starts_at().duration_since(now);
    if notice < event.settings.min_notice {
        return "It is too close to the start for new invitations.".to_owned();
    }
    if seats.free() == 0 {
        return "All seats are taken or held by invitations that can still be answered.".to_owned();
    }
    match invitee.skip {
        Some(skip) => sentence(skip, invitee, event),
        None => "Waits for the next wave.".to_owned(),
    }
}
