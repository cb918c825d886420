//! A guest's answer by the link.
use crate::{form::AnswerForm, notice::Notice, standing::Standing};
use domain::{change::Actor, invitee::Invitee, token::LinkToken, transition::Trigger};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem, ProblemKind,
    invitation::{self, ChangeError},
};
use store::{
    CommitError,
    invitees::{AnswerWithinHeld, Shortcut},
};

/// What became of a request to change an invitation.
#[derive(Debug)]
pub(crate) enum Changed {
    /// It was taken, or it was so already.
    Done(Box<Invitee>),
    /// It was not.
    Refused(Notice),
    /// The link is an older invitation's, or leads nowhere any more: the page says which.
    NotThis,
}

/// Takes an answer: where the guest says yes to just what is held, with one conditional write;
/// otherwise, or where that is not the case any more, the ordinary way.
pub(crate) async fn answer(
    ctx: &Ctx,
    link: LinkToken,
    form: AnswerForm,
) -> Result<Changed, Problem> {
    if let Some(party) = within_held(form)
        && let Some(invitee) = shortcut(ctx, link, party).await?
    {
        return Ok(Changed::Done(invitee));
    }
    let place = (link.event, link.invitee);
    let changed = invitation::change(ctx, place, Actor::Link, |invitee, seen, now| {
        admit(invitee, link, now)?;
        let party = || Standing::of(invitee, &seen.event, now).party();
        Ok(if form.yes {
            Trigger::Yes { party: form.party.unwrap_or_else(party) }
        } else {
            Trigger::No
        })
    });
    match changed.await {
        Ok(changed) => Ok(Changed::Done(Box::new(changed.outcome.invitee))),
        Err(error) => refused(error),
    }
}

/// The party of a yes that the page offered as held. A failed try is billed, so nothing else is
/// tried.
fn within_held(form: AnswerForm) -> Option<u8> {
    form.party.filter(|party| form.yes && *party > 0 && form.held == Some(*party))
}

async fn shortcut(ctx: &Ctx, link: LinkToken, party: u8) -> Result<Option<Box<Invitee>>, Problem> {
    let answer = AnswerWithinHeld { link, party, now: ctx.clock.now(), by: Actor::Link };
    match ctx.store.answer_within_held(&answer).await {
        Ok(Shortcut::Accepted(invitee)) => Ok(Some(invitee)),
        Ok(Shortcut::Ordinary(_)) | Err(CommitError::Conflict) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether the link may change the invitee now: it is the present invitation's, and did not change
/// too much in the last minute.
pub(crate) fn admit(invitee: &Invitee, link: LinkToken, now: Timestamp) -> Result<(), Problem> {
    if invitee.generation != link.generation {
        return Err(ProblemKind::NotFound.into());
    }
    match invitee.answers_again_at(now) {
        Some(at) => {
            Err(Problem::new(ProblemKind::TooManyRequests).retry_after(at.duration_since(now)))
        }
        None => Ok(()),
    }
}

fn refused(error: ChangeError) -> Result<Changed, Problem> {
    match error {
        ChangeError::NotFound => Ok(Changed::NotThis),
        ChangeError::Refused(refusal) => Ok(Changed::Refused(Notice::Refused(refusal))),
        ChangeError::Forbidden(problem) => not_admitted(problem),
        ChangeError::Contended => Ok(Changed::Refused(Notice::Busy)),
        ChangeError::Commit(error) => Err(error.into()),
    }
}

/// What the page says where [`admit`] refused.
pub(crate) fn not_admitted(problem: Problem) -> Result<Changed, Problem> {
    match (problem.kind(), problem.retry_after_seconds()) {
        (ProblemKind::NotFound, _) => Ok(Changed::NotThis),
        (_, Some(seconds)) => Ok(Changed::Refused(Notice::TooOften { seconds })),
        (_, None) => Err(problem),
    }
}
