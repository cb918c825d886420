//! How many invitations a step may make.
use super::{Look, Plan, SENDING_CHECKED_EVERY, Wakes, Why};
use crate::event::{EventState, STEP_INVITATIONS_MAX};
use jiff::Timestamp;

/// How many invitations may be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// By all limits.
    pub(super) left: u32,
    /// By the quotas alone.
    pub(super) permits: u32,
    /// The organizer wants batches: the next one is for another wake.
    paced: bool,
}

impl Budget {
    /// The budget of a step, or why none may be made, and until when where that is known.
    pub(super) fn of(look: &Look<'_>) -> Result<Self, (Why, Option<Timestamp>)> {
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

    pub(super) const fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.permits = self.permits.saturating_sub(1);
    }
}

/// Somebody would be invited, and the budget is spent. Behind an organizer's own limit nothing wakes
/// the event: the next batch goes out when anything else does.
pub(super) fn spent(look: &Look<'_>, plan: &mut Plan, budget: Budget, wakes: &mut Wakes) {
    if budget.permits == 0 {
        plan.short_of_permits = true;
        wakes.add(look.permits_again_at);
    } else if !budget.paced {
        wakes.at_once();
    }
}
