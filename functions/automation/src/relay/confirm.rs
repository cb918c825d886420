//! Confirmations: an acceptance says that one is due, and it is created here, under its unique key.
use super::record::Seen;
use crate::fill::confirm;
use domain::{
    event::Event,
    ids::{EventId, InviteeId},
    invitee::{Invitee, StatusName},
};
use futures::future::try_join_all;
use runtime::{Ctx, JobError, invitation};
use std::collections::BTreeMap;
use store::{CommitError, Transaction};

/// Creates the confirmations that some records made due, where the guest still comes.
pub(super) async fn create(ctx: &Ctx, seen: &[(&str, Seen)]) -> Result<(), JobError> {
    let due = due(seen);
    if due.is_empty() {
        return Ok(());
    }
    let mut events: Vec<EventId> = due.keys().map(|(event, _)| *event).collect();
    events.dedup();
    let events: BTreeMap<EventId, Event> = ctx
        .store
        .events(&events)
        .await?
        .into_iter()
        .map(|kept| (kept.event.id, kept.event))
        .collect();
    let now = ctx.clock.now();
    let creations = due.values().filter_map(|(invitee, sequence)| {
        let event = events.get(&invitee.event)?;
        Some(create_one(ctx, event, (invitee, *sequence), now))
    });
    try_join_all(creations).await?;
    Ok(())
}

/// The latest of each invitee: a confirmation that an answer since then made wrong is not sent.
fn due<'a>(seen: &'a [(&str, Seen)]) -> BTreeMap<(EventId, InviteeId), (&'a Invitee, u16)> {
    let mut due = BTreeMap::new();
    for (_, seen) in seen {
        let Seen::Invitee { before, after, .. } = seen else { continue };
        let invitee = &after.invitee;
        let place = (invitee.event, invitee.id);
        let known = before.as_ref().map_or(0, |before| before.invitee.confirmations.due);
        let sequence = invitee.confirmations.due;
        if invitee.status.name() != StatusName::Accepted {
            due.remove(&place);
        } else if sequence > known {
            due.insert(place, (invitee, sequence));
        }
    }
    due
}

/// One write; that it exists already is as good.
async fn create_one(
    ctx: &Ctx,
    event: &Event,
    (invitee, sequence): (&Invitee, u16),
    now: jiff::Timestamp,
) -> Result<(), JobError> {
    let kind = (domain::message::Purpose::Confirmation, sequence);
    let Some(message) = invitation::new_message(ctx, event, invitee, kind, &[], now) else {
        return Ok(());
    };
    let mut transaction = Transaction::by(domain::change::Actor::Engine.name());
    transaction.create_message(&message);
    match ctx.store.commit(transaction).await {
        Ok(_) | Err(CommitError::Refused(_)) => Ok(()),
        // Another run creates it at this moment, or the table is busy: look.
        Err(CommitError::Conflict) => confirm(ctx, event, (invitee, sequence), now).await,
        Err(error) => Err(error.into()),
    }
}
