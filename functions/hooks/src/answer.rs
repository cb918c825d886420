//! A guest's answer by text.
use crate::{
    inbound::{HANDLED, InboundText, commit},
    reply::{self, Reply},
    resolve::{Candidate, Resolved, resolve, was_sent_before},
};
use domain::{
    change::Actor,
    code::EventCode,
    event::Event,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    texts::{Text, Variable},
    transition::{Refusal, Trigger},
};
use runtime::{
    Ctx, Problem, ProblemKind,
    invitation::{self, ChangeError},
};
use std::collections::BTreeMap;
use store::{Transaction, outbox::RecentInvitations};

/// Most events that a reply names.
const CHOICES_MAX: usize = 5;

/// What a guest answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// To which event, if they said.
    pub(crate) code: Option<EventCode>,
    /// Coming or not.
    pub(crate) yes: bool,
    /// How many, if they said.
    pub(crate) party: Option<u8>,
}

/// Applies an answer to the one invitation that it can be about, or asks which one, or says why not.
/// A yes from a phone that refuses our texts lifts that, whatever it is about.
pub(crate) async fn apply(
    ctx: &Ctx,
    text: &InboundText,
    answer: &Answer,
    recent: &RecentInvitations,
) -> Result<(), Problem> {
    let mut lift = Transaction::by(Actor::Sms.name());
    if answer.yes && !recent.suppressed.is_empty() {
        lift.unsuppress(&text.from, &ctx.secrets.twilio.sender);
    }
    let candidates = candidates(ctx, text, recent).await?;
    match resolve(candidates, answer.code.as_ref(), text.at) {
        Resolved::Nothing => reply::politely(ctx, text, recent, lift).await,
        Resolved::One(candidate) => change(ctx, text, answer, &candidate, lift).await,
        Resolved::Several(candidates) => ask_which(ctx, text, &candidates, lift).await,
    }
}

/// The invitations that the phone got and that are still the present ones.
async fn candidates(
    ctx: &Ctx,
    text: &InboundText,
    recent: &RecentInvitations,
) -> Result<Vec<Candidate>, Problem> {
    let mut latest: BTreeMap<(EventId, InviteeId), u8> = BTreeMap::new();
    for invitation in &recent.invitations {
        latest.insert((invitation.event, invitation.invitee), invitation.generation);
    }
    let places: Vec<_> = latest.keys().copied().collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut events: Vec<EventId> = places.iter().map(|(event, _)| *event).collect();
    events.dedup();
    let invitees = ctx.store.invitees_anywhere(&places).await?;
    let events = ctx.store.events(&events).await?;
    let candidate = |invitee: Invitee| {
        let generation = latest.get(&(invitee.event, invitee.id))?;
        let event = events.iter().find(|kept| kept.event.id == invitee.event)?.event.clone();
        let same = invitee.generation == *generation && invitee.phone.as_ref() == Some(&text.from);
        same.then_some(Candidate { invitee, event })
    };
    Ok(invitees.into_iter().filter_map(|kept| candidate(kept.invitee)).collect())
}

/// The ordinary way, with the note that the text is handled in the same transaction.
async fn change(
    ctx: &Ctx,
    text: &InboundText,
    answer: &Answer,
    candidate: &Candidate,
    lift: Transaction,
) -> Result<(), Problem> {
    let (place, generation) =
        ((candidate.invitee.event, candidate.invitee.id), candidate.invitee.generation);
    let handled = || {
        let mut transaction = text.handled();
        transaction.append(lift.clone());
        transaction
    };
    let changed = invitation::change_beside(
        ctx,
        place,
        Actor::Sms,
        |invitee, _, _| {
            if invitee.generation != generation || !was_sent_before(invitee, text.at) {
                return Err(ChangeError::NotFound);
            }
            Ok(trigger(answer, invitee))
        },
        |_| handled(),
    );
    match changed.await {
        Ok(_) => Ok(()),
        // The same text, in another request, was faster.
        Err(ChangeError::Commit(error)) if error.refuses(HANDLED) => Ok(()),
        Err(ChangeError::Refused(refusal)) => explain(ctx, text, candidate, refusal, lift).await,
        // The invitation was replaced while we looked.
        Err(ChangeError::NotFound) => commit(ctx, handled()).await,
        Err(ChangeError::Contended) => Err(ProblemKind::Unavailable.into()),
        Err(error @ (ChangeError::Forbidden(_) | ChangeError::Commit(_))) => Err(error.into()),
    }
}

fn trigger(answer: &Answer, invitee: &Invitee) -> Trigger {
    if answer.yes {
        Trigger::Yes { party: answer.party.unwrap_or_else(|| party(invitee)) }
    } else {
        Trigger::No
    }
}

/// How many a plain YES is for: what the invitation holds, or what the guest said before; after that
/// what was last held.
fn party(invitee: &Invitee) -> u8 {
    match invitee.status {
        Status::Inviting { held: party }
        | Status::Invited { held: party, .. }
        | Status::Accepted { taken: party }
        | Status::Waitlisted { party, .. } => party,
        Status::Queued
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => {
            let last = invitee.history.iter().rev().find(|change| change.party > 0);
            last.map_or(1, |change| change.party).min(invitee.party_max)
        }
    }
}

/// Says why an answer was not taken.
async fn explain(
    ctx: &Ctx,
    text: &InboundText,
    candidate: &Candidate,
    refusal: Refusal,
    lift: Transaction,
) -> Result<(), Problem> {
    let (kind, max) = match refusal {
        Refusal::PartyOutOfRange { max } | Refusal::PartyTooLarge { max } => {
            (Text::PartyTooLarge, Some(max))
        }
        Refusal::Full => (Text::Full, None),
        Refusal::TooLate => (Text::Expired, None),
        Refusal::Closed | Refusal::Begun => (Text::Closed, None),
        Refusal::Cancelled => (Text::Cancelled, None),
        Refusal::NotListed(_) | Refusal::TooManyInvitations => (Text::NotUnderstood, None),
    };
    let max = max.map(|max| max.to_string()).unwrap_or_default();
    let Candidate { invitee, event } = candidate;
    let extras = [(Variable::Max, max.as_str())];
    let words = Reply { kind, event: Some(event), invitee: Some(invitee), extras: &extras };
    reply::once_an_hour(ctx, text, &words, lift).await
}

async fn ask_which(
    ctx: &Ctx,
    text: &InboundText,
    candidates: &[Candidate],
    lift: Transaction,
) -> Result<(), Problem> {
    let named = |event: &Event| {
        let code = event.code.as_ref().map(|code| format!("{code} "));
        format!("{}{}", code.unwrap_or_default(), event.name)
    };
    let choices: Vec<String> =
        candidates.iter().take(CHOICES_MAX).map(|one| named(&one.event)).collect();
    let choices = choices.join(", ");
    let Some(first) = candidates.first() else { return Ok(()) };
    let extras = [(Variable::Choices, choices.as_str())];
    let words = Reply {
        kind: Text::SeveralMatches,
        event: Some(&first.event),
        invitee: Some(&first.invitee),
        extras: &extras,
    };
    reply::once_an_hour(ctx, text, &words, lift).await
}
