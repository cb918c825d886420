//! A guest's own name, and a note to the host.
use crate::{
    answer::{Changed, admit, not_admitted},
    form::DetailsForm,
    notice::Notice,
    standing::Standing,
};
use domain::{
    change::Actor, event::NAME_CHARS_MAX, invitee::Invitee, token::LinkToken, transition::Refusal,
};
use runtime::{Ctx, Problem, invitation};
use store::{Attempts, Transaction, invitees::NOTE_CHARS_MAX};

/// Keeps the guest's name as they write it, and their note where there is one. The status is not
/// touched.
pub(crate) async fn change_details(
    ctx: &Ctx,
    link: LinkToken,
    form: &DetailsForm,
) -> Result<Changed, Problem> {
    if let Some(notice) = refusal(form) {
        return Ok(Changed::Refused(notice));
    }
    let place = (link.event, link.invitee);
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let (kept, seen) = match invitation::load(ctx, place).await {
            Ok(loaded) => loaded,
            Err(invitation::ChangeError::NotFound) => return Ok(Changed::NotThis),
            Err(error) => return Err(error.into()),
        };
        if let Err(problem) = admit(&kept.invitee, link, now) {
            return not_admitted(problem);
        }
        if !Standing::of(&kept.invitee, &seen.event, now).has_details() {
            let refusal = Refusal::NotListed(kept.invitee.status.name());
            return Ok(Changed::Refused(Notice::Refused(refusal)));
        }
        let mut invitee = Invitee { name: form.name.clone(), ..kept.invitee.clone() };
        invitee.note_answer(now);
        let mut transaction = Transaction::by(Actor::Link.name());
        transaction.replace_invitee(&invitee, kept.rev);
        if !form.note.is_empty() {
            transaction.put_invitee_note(place, &form.note, now);
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(Changed::Done(Box::new(invitee))),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn refusal(form: &DetailsForm) -> Option<Notice> {
    let characters = form.name.chars().count();
    let line = !form.name.chars().any(char::is_control);
    if characters == 0 || characters > NAME_CHARS_MAX || !line {
        return Some(Notice::Name);
    }
    let plain = form.note.chars().all(|c| c == '\n' || c == '\t' || !c.is_control());
    (form.note.chars().count() > NOTE_CHARS_MAX || !plain).then_some(Notice::Note)
}
