//! What a phone's refusal, and its end, mean for the lists that it is on (T23).
use super::Parts;
use domain::{
    change::Actor,
    invitee::{SkipReason, Status},
    transition::{Outcome, Trigger},
};
use runtime::{
    Ctx, JobError,
    invitation::{self, ChangeError},
};
use store::{
    CommitError, Consistency, Transaction,
    outbox::{Invitation, RecentInvitations},
};

/// A phone refuses texts that it took before, or takes them again.
pub(super) async fn changed(
    ctx: &Ctx,
    before: &RecentInvitations,
    after: &RecentInvitations,
) -> Result<(), JobError> {
    // The lists of several orgs: none waits for another's.
    let mut parts = Parts::default();
    for invitation in &after.invitations {
        let refused = |known: &RecentInvitations| known.suppressed.contains(&invitation.sender);
        match (refused(before), refused(after)) {
            (false, true) => parts.ended(stop(ctx, invitation).await),
            (true, false) => parts.ended(lift(ctx, invitation).await),
            (true, true) | (false, false) => (),
        }
    }
    parts.conclude()
}

async fn stop(ctx: &Ctx, invitation: &Invitation) -> Result<(), JobError> {
    let place = (invitation.event, invitation.invitee);
    match invitation::change(ctx, place, Actor::Sms, |_, _, _| Ok(Trigger::Stop)).await {
        Ok(_)
        | Err(ChangeError::NotFound | ChangeError::Refused(_) | ChangeError::Forbidden(_)) => {
            Ok(())
        }
        Err(error @ (ChangeError::Contended | ChangeError::Commit(_))) => Err(error.into()),
    }
}

/// Who was skipped for the refusal goes back to the place in the queue.
async fn lift(ctx: &Ctx, invitation: &Invitation) -> Result<(), JobError> {
    let (event, invitee) = (invitation.event, invitation.invitee);
    let Some(kept) = ctx.store.invitee(event, invitee, Consistency::Strong).await? else {
        return Ok(());
    };
    let skipped = kept.invitee.skip.is_some_and(|skip| skip.reason == SkipReason::Suppressed);
    if kept.invitee.status != Status::Queued || !skipped {
        return Ok(());
    }
    let mut outcome = Outcome::of_unchanged(&kept.invitee);
    outcome.invitee.skip = None;
    let mut transaction = Transaction::by(Actor::Sms.name());
    transaction.replace_invitee(&outcome.invitee, kept.rev);
    match ctx.store.commit(transaction).await {
        Ok(_) => Ok(()),
        Err(error @ (CommitError::Refused(_) | CommitError::Conflict | CommitError::Store(_))) => {
            Err(error.into())
        }
    }
}
