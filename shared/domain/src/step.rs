//! One step of the engine, exactly (ENGINE.md, section 4).
//!
//! [`step`] looks at what is due, the waitlist and the head of the queue, and says what to commit.
//! Its cost is the work due, never the length of the list.
mod budget;
mod queue;
mod waitlist;
mod wakes;
mod why;

#[cfg(test)]
mod tests;

pub use why::{Why, why};

use crate::{
    change::Actor,
    due::{self, Visit},
    event::{Event, EventState, Waitlist},
    expiry::{self, Expiry},
    ids::InviteeId,
    invitee::{Invitee, SkipReason},
    phone::Phone,
    position::Position,
    quiet,
    seats::Seats,
    transition::Circumstances,
    zone::Zone,
};
use budget::Budget;
use jiff::{SignedDuration, Timestamp};
use wakes::Wakes;

/// Most promotions and offers of one step.
pub const STEP_WAITLIST_MAX: usize = 100;
/// Most entries of the queue that one step examines.
pub const STEP_EXAMINED_MAX: usize = 1_000;
/// Most due invitees that one step visits.
pub const STEP_VISITS_MAX: usize = 100;

/// An index is behind the table by less than this: who has just been moved in it is seen then.
pub const INDEX_LAG: SignedDuration = SignedDuration::from_secs(1);
/// How often an event that wants to invite looks whether sending is enabled again.
pub const SENDING_CHECKED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// How long before the start accepted guests are reminded.
const REMINDERS_BEFORE: [SignedDuration; 2] =
    [SignedDuration::from_hours(24), SignedDuration::from_hours(1)];

/// What the queue index tells about one who waits for a seat.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueEntry {
    /// Who.
    pub invitee: InviteeId,
    /// The place in the queue.
    pub position: Position,
    /// g, for the link.
    pub generation: u8,
    /// The name, for the text.
    pub name: String,
    /// The phone, if there is one.
    pub phone: Option<Phone>,
    /// The recipient's own zone.
    pub zone: Option<Zone>,
    /// p.
    pub party_max: u8,
    /// Why it can never be texted, where that is known.
    pub blocked: Option<SkipReason>,
}

/// Everything that one step sees.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its seats.
    pub seats: &'a Seats,
    /// Whose time has come, loaded.
    pub due: &'a [Invitee],
    /// The first time after now at which somebody is due.
    pub next_due_at: Option<Timestamp>,
    /// The head of the waitlist, in order, loaded.
    pub waiting: &'a [Invitee],
    /// Whether the waitlist goes on behind what was read.
    pub waiting_goes_on: bool,
    /// The head of the queue, in order.
    pub queue: &'a [QueueEntry],
    /// Whether the queue goes on behind what was read.
    pub queue_goes_on: bool,
    /// The present.
    pub now: Timestamp,
    /// How many invitations the org's and the platform's quotas allow now.
    pub permits: u32,
    /// When the quotas allow more, where they allow fewer than are wanted.
    pub permits_again_at: Option<Timestamp>,
    /// Whether the platform sends at all (the kill switch).
    pub sending_enabled: bool,
    /// No invitations before this instant (a refusal that concerned the org or the platform).
    pub not_before: Option<Timestamp>,
}

/// One picked for an invitation or an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// Who.
    pub invitee: InviteeId,
    /// h.
    pub held: u8,
}

/// One passed over by somebody behind, with the reason to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassedOver {
    /// Who.
    pub invitee: InviteeId,
    /// Why.
    pub reason: SkipReason,
    /// Until when, where the reason passes by itself at a known time.
    pub until: Option<Timestamp>,
}

/// What a step commits, in this order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The deadline has passed: the event becomes closed, and T22 applies to what is live.
    pub close: bool,
    /// Visits to those whose time has come.
    pub visits: Vec<Visit>,
    /// T15, auto: in the waitlist's order.
    pub promotions: Vec<InviteeId>,
    /// T15, offer: in the waitlist's order.
    pub offers: Vec<Pick>,
    /// T2: in the queue's order.
    pub picks: Vec<Pick>,
    /// Those whom a pick passed over, and those who can never be picked.
    pub passed_over: Vec<PassedOver>,
    /// When to look again. `now` when more is to be done at once.
    pub next_wake_at: Option<Timestamp>,
    /// Seats are free that none of those read of the waitlist could take: read on, and decide again.
    pub read_waitlist_on: bool,
    /// The queue was examined as far as a step goes and nobody else fitted: go on behind this place.
    pub go_on_behind: Option<Position>,
    /// More would be invited if the quotas allowed it: it waits for its turn.
    pub short_of_permits: bool,
}

/// Decides one step.
pub fn step(look: &Look<'_>) -> Plan {
    let mut plan = Plan::default();
    let mut wakes = Wakes::new(look.now);
    let mut free = look.seats.left;
    visits(look, &mut plan, &mut free, &mut wakes);
    let event = look.event;
    let open = match event.state {
        EventState::Active | EventState::Paused => look.now < event.closes_at(),
        EventState::Draft | EventState::Closed | EventState::Cancelled => false,
    };
    if open {
        wakes.add(Some(event.closes_at()));
        seats(look, &mut plan, &mut free, &mut wakes);
    } else {
        let closes_at = match event.state {
            EventState::Draft | EventState::Active | EventState::Paused => Some(event.closes_at()),
            EventState::Closed | EventState::Cancelled => None,
        };
        plan.close = closes_at.is_some_and(|at| look.now >= at);
        wakes.add(closes_at.filter(|_| !plan.close));
    }
    reminders(look, &mut wakes);
    plan.next_wake_at = wakes.earliest;
    plan
}

/// Step 1: whose time has come.
fn visits(look: &Look<'_>, plan: &mut Plan, free: &mut i64, wakes: &mut Wakes) {
    let circumstances =
        Circumstances { event: look.event, seats: look.seats, now: look.now, by: Actor::Engine };
    for invitee in look.due.iter().take(STEP_VISITS_MAX) {
        let visit = due::visit(invitee, &circumstances);
        *free = free.saturating_add(visit.outcome.seats.left);
        wakes.add(visit.outcome.invitee.due_at);
        plan.visits.push(visit);
    }
    wakes.add(look.next_due_at);
    if look.due.len() > STEP_VISITS_MAX {
        wakes.at_once();
    }
}

/// The cheap ways to an acceptance leave no mark on the event, so that it looks at its guests when
/// their reminders are due whatever it knows of them.
fn reminders(look: &Look<'_>, wakes: &mut Wakes) {
    match look.event.state {
        EventState::Active | EventState::Paused | EventState::Closed => (),
        EventState::Draft | EventState::Cancelled => return,
    }
    let wanted = look.event.settings.reminders;
    for (before, wanted) in
        REMINDERS_BEFORE.into_iter().zip([wanted.day_before, wanted.hour_before])
    {
        let at = look.event.when.starts_at().checked_sub(before).ok();
        wakes.add(at.filter(|at| wanted && *at > look.now));
    }
}

/// Section 4, steps 2 to 4, for an open event.
fn seats(look: &Look<'_>, plan: &mut Plan, free: &mut i64, wakes: &mut Wakes) {
    let policy = look.event.waitlist_at(look.now);
    if policy == Waitlist::Auto {
        waitlist::promotions(look, plan, free);
    }
    let mut budget = match Budget::of(look) {
        Ok(budget) => Some(budget),
        Err((_, until)) => {
            wakes.add(until);
            None
        }
    };
    if policy == Waitlist::Offer
        && let Some(budget) = &mut budget
    {
        waitlist::offers(look, plan, free, budget, wakes);
    }
    let waitlist_moves = match policy {
        Waitlist::Off => false,
        Waitlist::Auto => true,
        Waitlist::Offer => budget.is_some(),
    };
    if waitlist_moves && *free > 0 && waitlist::goes_on(look, plan, wakes) {
        return;
    }
    if let Some(budget) = &mut budget
        && *free > 0
    {
        if queue::is_incomplete(look, plan) {
            wakes.add(look.now.checked_add(INDEX_LAG).ok());
        } else {
            queue::queue(look, plan, free, budget, wakes);
        }
    }
    if waitlist_moves && *free > 0 && waitlist::waits_unseen(look) {
        wakes.add(look.now.checked_add(INDEX_LAG).ok());
    }
}

fn quiet_until(look: &Look<'_>, zone: Option<&Zone>, phone: &Phone) -> Option<Timestamp> {
    let zones = quiet::recipient_zones(zone, &look.event.when.zone, phone);
    quiet::quiet_until(look.now, &look.event.settings.quiet_hours, &zones)
}

/// The earliest moment at which an invitation that is made now can need a look: the invitee's own
/// is set when the provider accepts, which is never sooner.
fn first_due_if_sent_now(look: &Look<'_>, expiry: &Expiry) -> Timestamp {
    let event = look.event;
    let quiet_hours = &event.settings.quiet_hours;
    let expires_at = expiry::expires_at(look.now, expiry, event.closes_at(), quiet_hours, &[]);
    expiry::reminder_at(look.now, expires_at).unwrap_or(expires_at)
}
