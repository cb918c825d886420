//! I7 and I14: whatever was left behind is found.
use super::World;
use crate::{
    book::{Book, EventFacts},
    law::{Broken, Checked, Law},
};
use domain::{
    event::{EventState, Waitlist},
    ids::OrgId,
    invitee::{Invitee, Status},
    message::{MessageKey, Purpose},
};
use jiff::{SignedDuration, Timestamp};

/// After this long, whatever was lost is found: the longest hold, and some sweeps.
const FOUND_AFTER: SignedDuration = SignedDuration::from_mins(95);
/// How late a wake may be: a sweep and what it counts as late.
const WAKE_LATE_MAX: SignedDuration = SignedDuration::from_mins(12);
/// Permits that processes which ended may have taken with them.
const PERMITS_LOST_MAX: usize = 6;

impl World {
    /// Nothing went wrong for a while, and nobody did anything: what was left behind was found.
    pub(super) fn check_liveness(&self) {
        let now = self.site.now();
        let mut book = self.site.book();
        let mut checked = Vec::new();
        for facts in book.events.values() {
            checked.push(overdue(facts, now));
            checked.push(seats_offered(&book, facts, now));
        }
        for known in book.invitees.values() {
            let since =
                known.inviting_since.filter(|since| now.duration_since(*since) > FOUND_AFTER);
            if let Some(since) = since {
                let invitee = &known.invitee;
                let words = format!("being invited since {since}");
                checked.push(Err(Broken::new(Law::I7, words, &[&invitee.event, &invitee.id])));
            }
            checked.push(not_late(&known.invitee, now));
        }
        self.site.count("law I14");
        for one in checked {
            book.check(one);
        }
    }
}

/// No wake is lost for longer than a sweep takes.
fn overdue(facts: &EventFacts, now: Timestamp) -> Checked {
    let event = &facts.event;
    let late = facts.engine.next_wake_at.is_some_and(|at| now.duration_since(at) > WAKE_LATE_MAX);
    if late {
        let words = format!("it wanted to be woken at {:?}", facts.engine.next_wake_at);
        return Err(Broken::new(Law::I14, words, &[&event.id]));
    }
    if facts.engine.wakes != facts.engine.seen && event.state == EventState::Active {
        return Err(Broken::new(Law::I14, "no step saw its last wake", &[&event.id]));
    }
    if event.state != EventState::Cancelled
        && event.state != EventState::Closed
        && now.duration_since(event.closes_at()) > WAKE_LATE_MAX
    {
        return Err(Broken::new(Law::I14, "it did not close", &[&event.id]));
    }
    Ok(())
}

fn not_late(invitee: &Invitee, now: Timestamp) -> Checked {
    let Status::Invited { expires_at, .. } = invitee.status else { return Ok(()) };
    if now.duration_since(expires_at) <= WAKE_LATE_MAX {
        return Ok(());
    }
    let words = format!("still invited, until {expires_at}");
    Err(Broken::new(Law::I14, words, &[&invitee.event, &invitee.id]))
}

/// A free seat is somebody's, or there is a reason.
fn seats_offered(book: &Book, facts: &EventFacts, now: Timestamp) -> Checked {
    let event = &facts.event;
    let free = facts.seats.free();
    let left = event.when.starts_at().duration_since(now);
    let open = event.state == EventState::Active && now < event.closes_at();
    if !open || free == 0 {
        return Ok(());
    }
    let broken = |words: String, invitee: &Invitee| {
        Err(Broken::new(Law::I14, words, &[&event.id, &invitee.id]))
    };
    let short = is_short_of_permits(book, event.org, now);
    let policy = event.waitlist_at(now);
    let sends = left >= event.settings.min_notice && !short;
    let moves = match policy {
        Waitlist::Off => false,
        Waitlist::Auto => true,
        Waitlist::Offer => sends,
    };
    for known in book.invitees_of(event.id) {
        let invitee = &known.invitee;
        match invitee.status {
            Status::Waitlisted { party, .. } if moves && u32::from(party) <= free => {
                let asleep =
                    policy == Waitlist::Offer && is_out_of_reach(book, facts, invitee, now);
                if !asleep {
                    return broken(format!("{free} seats are free, and {party} wait"), invitee);
                }
            }
            Status::Queued if sends => {
                let fits = u32::from(invitee.party_max) <= free || !event.settings.all_or_nothing;
                if fits && !is_out_of_reach(book, facts, invitee, now) {
                    return broken(format!("{free} seats are free, and nobody asks"), invitee);
                }
            }
            _ => (),
        }
    }
    Ok(())
}

fn is_out_of_reach(book: &Book, facts: &EventFacts, invitee: &Invitee, now: Timestamp) -> bool {
    let Some(phone) = &invitee.phone else { return true };
    let key = MessageKey::Invitation {
        event: invitee.event,
        invitee: invitee.id,
        generation: invitee.generation,
        purpose: Purpose::Invite,
        sequence: 1,
    };
    let barred = invitee.skip.is_some_and(|skip| skip.reason.is_permanent());
    let waits = invitee.not_before.is_some_and(|at| at > now);
    barred || waits || book.is_refusing(phone) || book.is_night(&facts.event, &key, now)
}

/// Whether the quotas may be used up: by what went out, and what was lost with a process.
fn is_short_of_permits(book: &Book, org: OrgId, now: Timestamp) -> bool {
    let hour = now - SignedDuration::from_mins(63);
    let day = now - SignedDuration::from_hours(25);
    let scopes =
        [(Some(org), book.limits.orgs.get(&org).copied()), (None, Some(book.limits.platform))];
    scopes.into_iter().any(|(scope, limits)| {
        let Some((hour_limit, day_limit)) = limits else { return false };
        // While another waits, none may have more than a quarter of the hour.
        let used_up = |count: usize, limit: usize| (count + PERMITS_LOST_MAX) * 4 >= limit;
        used_up(book.texts.since(hour, scope), hour_limit)
            || book.texts.since(day, scope) + PERMITS_LOST_MAX >= day_limit * 9 / 10
    })
}
