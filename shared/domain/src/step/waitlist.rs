//! The waitlist: seats that are given and seats that are offered.
use super::{
    Budget, Look, Pick, Plan, STEP_EXAMINED_MAX, STEP_WAITLIST_MAX, Wakes, budget::spent,
    first_due_if_sent_now, quiet_until,
};
use crate::{event::OFFER_EXPIRY, expiry::Expiry, invitee::Status};

/// Step 2, auto: a smaller party may fit where a larger one does not.
pub(super) fn promotions(look: &Look<'_>, plan: &mut Plan, free: &mut i64) {
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
pub(super) fn goes_on(look: &Look<'_>, plan: &mut Plan, wakes: &mut Wakes) -> bool {
    if plan.promotions.len() + plan.offers.len() >= STEP_WAITLIST_MAX {
        wakes.at_once();
        return true;
    }
    plan.read_waitlist_on = look.waiting_goes_on && look.waiting.len() < STEP_EXAMINED_MAX;
    plan.read_waitlist_on
}

/// Whether somebody waits whom the index does not show yet.
pub(super) fn waits_unseen(look: &Look<'_>) -> bool {
    let seen = look.waiting.iter().filter(|invitee| invitee.status.is_waitlisted()).count();
    !look.waiting_goes_on && u32::try_from(seen).is_ok_and(|seen| look.seats.waiting > seen)
}

/// Step 2b: a seat is offered to the waitlist as an invitation.
pub(super) fn offers(
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
