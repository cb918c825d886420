//! What a phone's refusal, and its end, mean for the lists that it is on (T23); and what an org's word
//! about a phone means for its own.
use super::{Parts, consent};
use domain::{
    change::Actor,
    ids::OrgId,
    invitee::{SkipReason, Status},
    phone::Phone,
    transition::{Outcome, Trigger},
};
use jiff::Timestamp;
use runtime::{
    Ctx, JobError,
    invitation::{self, ChangeError},
};
use std::collections::BTreeMap;
use store::{
    CommitError, Consistency, Transaction,
    outbox::{Invitation, RecentInvitations},
};

/// What a phone says of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flip {
    /// It refuses what it took before.
    Stopped,
    /// It takes what it refused before.
    Started,
}

/// A phone's row, before and after.
#[derive(Debug)]
pub(super) struct PhoneChange {
    pub(super) phone: Phone,
    pub(super) before: RecentInvitations,
    pub(super) after: RecentInvitations,
    /// When, to the second, and further by which change it was: the same for every repetition.
    pub(super) at: Timestamp,
}

/// A phone refuses texts that it took before, or takes them again; or an org begins or ends to withhold
/// its own.
pub(super) async fn changed(ctx: &Ctx, change: &PhoneChange) -> Result<(), JobError> {
    // The lists of several orgs: none waits for another's.
    let mut parts = Parts::default();
    for invitation in &change.after.invitations {
        let refused = |known: &RecentInvitations| known.refuses(&invitation.sender, invitation.org);
        let by = said_by(change, invitation);
        match (refused(&change.before), refused(&change.after)) {
            (false, true) => parts.ended(stop(ctx, invitation, by).await),
            (true, false) => parts.ended(lift(ctx, invitation, by).await),
            (true, true) | (false, false) => (),
        }
    }
    let flips = flips(&change.before, &change.after);
    if !flips.is_empty() {
        parts.ended(consent::follow(ctx, &change.phone, &flips, change.at).await);
    }
    parts.conclude()
}

/// Whose word it is: the phone's own, or that of an organizer, which the engine carries out.
fn said_by(change: &PhoneChange, invitation: &Invitation) -> Actor {
    let refused = |known: &RecentInvitations| known.suppressed.contains(&invitation.sender);
    if refused(&change.before) == refused(&change.after) { Actor::Engine } else { Actor::Sms }
}

/// What the phone said by itself, for each org that it was lately invited by.
fn flips(before: &RecentInvitations, after: &RecentInvitations) -> BTreeMap<OrgId, Flip> {
    let flip = |invitation: &Invitation| {
        let refused = |known: &RecentInvitations| known.suppressed.contains(&invitation.sender);
        match (refused(before), refused(after)) {
            (false, true) => Some((invitation.org, Flip::Stopped)),
            (true, false) => Some((invitation.org, Flip::Started)),
            (true, true) | (false, false) => None,
        }
    };
    after.invitations.iter().filter_map(flip).collect()
}

async fn stop(ctx: &Ctx, invitation: &Invitation, by: Actor) -> Result<(), JobError> {
    let place = (invitation.event, invitation.invitee);
    match invitation::change(ctx, place, by, |_, _, _| Ok(Trigger::Stop)).await {
        Ok(_)
        | Err(ChangeError::NotFound | ChangeError::Refused(_) | ChangeError::Forbidden(_)) => {
            Ok(())
        }
        Err(error @ (ChangeError::Contended | ChangeError::Commit(_))) => Err(error.into()),
    }
}

/// Who was skipped for the refusal goes back to the place in the queue.
async fn lift(ctx: &Ctx, invitation: &Invitation, by: Actor) -> Result<(), JobError> {
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
    let mut transaction = Transaction::by(by.name());
    transaction.replace_invitee(&outcome.invitee, kept.rev);
    match ctx.store.commit(transaction).await {
        Ok(_) => Ok(()),
        Err(error @ (CommitError::Refused(_) | CommitError::Conflict | CommitError::Store(_))) => {
            Err(error.into())
        }
    }
}
