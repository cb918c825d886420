//! One step of the engine, exactly (ENGINE.md, section 4).
//!
//! [`step`] looks at what is due, the waitlist and the head of the queue, and says what to commit.
//! Its cost is the work due, never the length of the list.
mod why;

#[cfg(test)]
mod tests;

pub use why::{Why, why};

use crate::{
    change::Actor,
    due::{self, Visit},
    event::{Event, EventState, OFFER_EXPIRY, STEP_INVITATIONS_MAX, Waitlist},
    expiry::{self, Expiry},
    ids::InviteeId,
    invitee::{Invitee, SkipReason, Status},
    phone::Phone,
    position::Position,
    quiet,
    seats::Seats,
    transition::Circumstances,
    zone::Zone,
};
use jiff::{SignedDuration, Timestamp};

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

/// Whether some come back to the queue whom this step did not find in it. Those who are due at one
/// instant come in no order, so that the queue waits until all of them stand at their places again.
fn queue_is_incomplete(look: &Look<'_>, plan: &Plan) -> bool {
    let comes_back = |visit: &Visit| {
        let invitee = &visit.outcome.invitee;
        invitee.status == Status::Queued && invitee.not_before.is_none()
    };
    look.due.len() > STEP_VISITS_MAX
        || look.next_due_at.is_some_and(|at| at <= look.now)
        || plan.visits.iter().any(comes_back)
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
        promotions(look, plan, free);
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
        offers(look, plan, free, budget, wakes);
    }
    let waitlist_moves = match policy {
        Waitlist::Off => false,
        Waitlist::Auto => true,
        Waitlist::Offer => budget.is_some(),
    };
    if waitlist_moves && *free > 0 && waitlist_goes_on(look, plan, wakes) {
        return;
    }
    if let Some(budget) = &mut budget
        && *free > 0
    {
        if queue_is_incomplete(look, plan) {
            wakes.add(look.now.checked_add(INDEX_LAG).ok());
        } else {
            queue(look, plan, free, budget, wakes);
        }
    }
    if waitlist_moves && *free > 0 && waits_unseen(look) {
        wakes.add(look.now.checked_add(INDEX_LAG).ok());
    }
}

/// Step 2, auto: a smaller party may fit where a larger one does not.
fn promotions(look: &Look<'_>, plan: &mut Plan, free: &mut i64) {
    for invitee in look.waiting {
        if *free <= 0 || plan.promotions.len() >= STEP_WAITLIST_MAX {
            return;
        }
        if let Status::Waitlisted { party, .. } = invitee.status
            && i64::from(party) <= *free
        {
            *free -= i64::from(party);
            plan.promotions.push(invitee.id);
        }
    }
}

/// Whether the seats that are free belong to those on the waitlist at whom nobody looked yet. A step
/// looks no further than [`STEP_EXAMINED_MAX`]; then it is the queue's turn.
fn waitlist_goes_on(look: &Look<'_>, plan: &mut Plan, wakes: &mut Wakes) -> bool {
    if plan.promotions.len() + plan.offers.len() >= STEP_WAITLIST_MAX {
        wakes.at_once();
        return true;
    }
    plan.read_waitlist_on = look.waiting_goes_on && look.waiting.len() < STEP_EXAMINED_MAX;
    plan.read_waitlist_on
}

/// Whether somebody waits whom the index does not show yet.
fn waits_unseen(look: &Look<'_>) -> bool {
    let seen = look.waiting.iter().filter(|invitee| invitee.status.is_waitlisted()).count();
    !look.waiting_goes_on && u32::try_from(seen).is_ok_and(|seen| look.seats.waiting > seen)
}

/// How many invitations may be made.
#[derive(Debug, Clone, Copy)]
struct Budget {
    /// By all limits.
    left: u32,
    /// By the quotas alone.
    permits: u32,
    /// The organizer wants batches: the next one is for another wake.
    paced: bool,
}

impl Budget {
    /// The budget of a step, or why none may be made, and until when where that is known.
    fn of(look: &Look<'_>) -> Result<Self, (Why, Option<Timestamp>)> {
        let event = look.event;
        match event.state {
            EventState::Active => (),
            EventState::Draft => return Err((Why::NotStarted, None)),
            EventState::Paused => return Err((Why::Paused, None)),
            EventState::Closed => return Err((Why::Closed, None)),
            EventState::Cancelled => return Err((Why::Cancelled, None)),
        }
        if look.now >= event.closes_at() {
            return Err((Why::Closed, None));
        }
        if !look.sending_enabled {
            let again = look.now.checked_add(SENDING_CHECKED_EVERY).ok();
            return Err((Why::SendingDisabled, again));
        }
        if event.when.starts_at().duration_since(look.now) < event.settings.min_notice {
            return Err((Why::MinNotice, None));
        }
        if let Some(at) = look.not_before
            && look.now < at
        {
            return Err((Why::HeldBack, Some(at)));
        }
        let batch = event.settings.batch_limit.unwrap_or(STEP_INVITATIONS_MAX);
        let left = u32::from(batch.min(STEP_INVITATIONS_MAX)).min(look.permits);
        let paced = event.settings.batch_limit.is_some_and(|limit| limit <= STEP_INVITATIONS_MAX);
        Ok(Self { left, permits: look.permits, paced })
    }

    const fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.permits = self.permits.saturating_sub(1);
    }
}

/// Somebody would be invited, and the budget is spent. Behind an organizer's own limit nothing wakes
/// the event: the next batch goes out when anything else does.
fn spent(look: &Look<'_>, plan: &mut Plan, budget: Budget, wakes: &mut Wakes) {
    if budget.permits == 0 {
        plan.short_of_permits = true;
        wakes.add(look.permits_again_at);
    } else if !budget.paced {
        wakes.at_once();
    }
}

/// Step 2b: a seat is offered to the waitlist as an invitation.
fn offers(
    look: &Look<'_>,
    plan: &mut Plan,
    free: &mut i64,
    budget: &mut Budget,
    wakes: &mut Wakes,
) {
    for invitee in look.waiting {
        if *free <= 0 || plan.offers.len() >= STEP_WAITLIST_MAX {
            return;
        }
        let Status::Waitlisted { party, .. } = invitee.status else { continue };
        let Some(phone) = invitee.phone.as_ref().filter(|_| i64::from(party) <= *free) else {
            continue;
        };
        if let Some(until) = quiet_until(look, invitee.zone.as_ref(), phone) {
            wakes.add(Some(until));
            continue;
        }
        if budget.left == 0 {
            return spent(look, plan, *budget, wakes);
        }
        *free -= i64::from(party);
        budget.spend();
        plan.offers.push(Pick { invitee: invitee.id, held: party });
        wakes.add(Some(first_due_if_sent_now(look, &Expiry::After(OFFER_EXPIRY))));
    }
}

/// Step 4: the queue, by priority.
fn queue(look: &Look<'_>, plan: &mut Plan, free: &mut i64, budget: &mut Budget, wakes: &mut Wakes) {
    let mut skipped: Vec<PassedOver> = Vec::new();
    let mut examined: Option<&Position> = None;
    for entry in look.queue.iter().take(STEP_EXAMINED_MAX) {
        if *free <= 0 {
            return;
        }
        match considered(look, entry, *free) {
            Ok(_) if budget.left == 0 => return spent(look, plan, *budget, wakes),
            Ok(held) => {
                *free -= i64::from(held);
                budget.spend();
                plan.picks.push(Pick { invitee: entry.invitee, held });
                // Only now is anybody passed over.
                plan.passed_over.append(&mut skipped);
                wakes.add(Some(first_due_if_sent_now(look, &look.event.settings.expiry)));
            }
            Err(passed) if passed.reason.is_permanent() => plan.passed_over.push(passed),
            Err(passed) => {
                wakes.add(passed.until);
                skipped.push(passed);
            }
        }
        examined = Some(&entry.position);
    }
    if *free <= 0 || !(look.queue_goes_on || look.queue.len() > STEP_EXAMINED_MAX) {
        return;
    }
    if budget.left == 0 {
        return spent(look, plan, *budget, wakes);
    }
    // Whoever was skipped is passed over by those behind, whom the next step looks at.
    plan.passed_over.append(&mut skipped);
    plan.go_on_behind = examined.cloned();
    wakes.at_once();
}

/// How many seats to hold for the next in the queue, or why it is passed over.
fn considered(look: &Look<'_>, entry: &QueueEntry, free: i64) -> Result<u8, PassedOver> {
    let passed = |reason, until| Err(PassedOver { invitee: entry.invitee, reason, until });
    if let Some(reason) = entry.blocked {
        return passed(reason, None);
    }
    let Some(phone) = &entry.phone else { return passed(SkipReason::NoAddress, None) };
    if let Some(until) = quiet_until(look, entry.zone.as_ref(), phone) {
        return passed(SkipReason::QuietHours, Some(until));
    }
    let party = entry.party_max;
    if i64::from(party) <= free {
        return Ok(party);
    }
    if look.event.settings.all_or_nothing {
        return passed(SkipReason::DoesNotFit, None);
    }
    Ok(u8::try_from(free).unwrap_or(party).min(party))
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

/// The earliest of the moments to look again.
#[derive(Debug)]
struct Wakes {
    now: Timestamp,
    earliest: Option<Timestamp>,
}

impl Wakes {
    const fn new(now: Timestamp) -> Self {
        Self { now, earliest: None }
    }

    fn add(&mut self, at: Option<Timestamp>) {
        self.earliest = match (self.earliest, at) {
            (Some(known), Some(at)) => Some(known.min(at)),
            (known, at) => known.or(at),
        };
    }

    fn at_once(&mut self) {
        self.add(Some(self.now));
    }
}
