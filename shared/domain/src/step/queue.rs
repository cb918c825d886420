//! The queue, by priority.
use super::{
    Budget, Look, PassedOver, Pick, Plan, QueueEntry, STEP_EXAMINED_MAX, STEP_VISITS_MAX, Wakes,
    budget::spent, first_due_if_sent_now, quiet_until,
};
use crate::{
    due::Visit,
    invitee::{SkipReason, Status},
    position::Position,
};

/// Whether some come back to the queue whom this step did not find in it. Those who are due at one
/// instant come in no order, so that the queue waits until all of them stand at their places again.
pub(super) fn is_incomplete(look: &Look<'_>, plan: &Plan) -> bool {
    let comes_back = |visit: &Visit| {
        let invitee = &visit.outcome.invitee;
        invitee.status == Status::Queued && invitee.not_before.is_none()
    };
    look.due.len() > STEP_VISITS_MAX
        || look.next_due_at.is_some_and(|at| at <= look.now)
        || plan.visits.iter().any(comes_back)
}

/// Step 4: the queue, by priority.
pub(super) fn queue(
    look: &Look<'_>,
    plan: &mut Plan,
    free: &mut i64,
    budget: &mut Budget,
    wakes: &mut Wakes,
) {
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
pub(super) fn considered(look: &Look<'_>, entry: &QueueEntry, free: i64) -> Result<u8, PassedOver> {
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
