//! What a phone's STOP or START means for the orgs that texted it: their suppression and their ledger.
use super::phone::Flip;
use domain::{change::Actor, ids::OrgId, phone::Phone};
use jiff::Timestamp;
use runtime::{Ctx, JobError};
use std::collections::BTreeMap;
use store::{
    Attempts, CommitError, Consistency, Stored, Transaction,
    consent::{Consent, ConsentKind, ConsentSource},
    outbox::RecentInvitations,
    suppressions::{Recipient, Suppression},
};

/// What was said, as the ledger has it: hooks take several words for the same.
const STOP: &str = "STOP";
/// The same for its opposite.
const START: &str = "START";

/// Writes down what a phone said at `at`, for each org that it was lately invited by. The ledger has the
/// fact, which never changes; the suppression follows the phone's row as it is now, so that a record
/// that comes late or again makes nothing wrong.
pub(super) async fn follow(
    ctx: &Ctx,
    phone: &Phone,
    flips: &BTreeMap<OrgId, Flip>,
    at: Timestamp,
) -> Result<(), JobError> {
    let now = ctx.store.recent_invitations(phone).await?;
    for (org, flip) in flips {
        if !keeps_rows(ctx, *org).await? {
            continue;
        }
        remember(ctx, *org, phone, (*flip, at)).await?;
        settle(ctx, *org, phone, (&now, at)).await?;
    }
    Ok(())
}

/// Whether the org is there, and not being emptied: nobody would delete what is written then.
async fn keeps_rows(ctx: &Ctx, org: OrgId) -> Result<bool, JobError> {
    let org = ctx.store.org(org, Consistency::Strong).await?;
    Ok(org.is_some_and(|org| org.value.purge.is_none()))
}

async fn remember(
    ctx: &Ctx,
    org: OrgId,
    phone: &Phone,
    (flip, at): (Flip, Timestamp),
) -> Result<(), JobError> {
    let (kind, words) = match flip {
        Flip::Stopped => (ConsentKind::Withdrawn, STOP),
        Flip::Started => (ConsentKind::Given, START),
    };
    let consent = Consent { kind, source: ConsentSource::Text, words: words.into(), list: None };
    let mut transaction = Transaction::by(Actor::Sms.name());
    transaction.record_consent(org, &Recipient::Phone(phone.clone()), at, &consent);
    match ctx.store.commit(transaction).await {
        // The same record was here before.
        Ok(_) | Err(CommitError::Refused(_)) => Ok(()),
        Err(error @ (CommitError::Conflict | CommitError::Store(_))) => Err(error.into()),
    }
}

async fn settle(
    ctx: &Ctx,
    org: OrgId,
    phone: &Phone,
    (known, at): (&RecentInvitations, Timestamp),
) -> Result<(), JobError> {
    let stopped = known
        .invitations
        .iter()
        .any(|one| one.org == org && known.suppressed.contains(&one.sender));
    let recipient = Recipient::Phone(phone.clone());
    let mut attempts = Attempts::default();
    loop {
        let seen = ctx.store.suppression(org, &recipient).await?;
        let Some(now) = settled(seen.as_ref(), stopped, at) else { return Ok(()) };
        let mut transaction = Transaction::by(Actor::Sms.name());
        transaction.change_suppression(org, &recipient, seen.as_ref(), &now, at);
        if let Some(contact) = ctx.store.contact_by_phone(org, phone).await? {
            transaction.mark_opted_out(org, contact.key.contact, !now.is_empty());
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The suppression as the phone's own word makes it; `None` where it is so already.
fn settled(
    seen: Option<&Stored<Suppression>>,
    stopped: bool,
    at: Timestamp,
) -> Option<Suppression> {
    let known = seen.map(|seen| seen.value.clone()).unwrap_or_default();
    match (known.stopped_at, stopped) {
        (None, true) => Some(Suppression { stopped_at: Some(at), ..known }),
        (Some(_), false) => Some(Suppression { stopped_at: None, ..known }),
        (Some(_), true) | (None, false) => None,
    }
}
