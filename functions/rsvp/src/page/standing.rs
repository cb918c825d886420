//! Where the guest stands, and the answer that follows from it.
use super::{Page, answer};
use crate::{
    language::Language,
    standing::{Late, Phase, Standing},
    words::{Word, fill},
};
use domain::invitee::{Invitee, Status};
use maud::{Markup, html};

/// Where the guest stands after an answer, in one line, and the seats that it is about.
pub(crate) fn summary(invitee: &Invitee, language: Language) -> (u8, String) {
    let (party, word) = match invitee.status {
        Status::Accepted { taken } => (taken, Word::ComingTitle),
        Status::Waitlisted { party, .. } => (party, Word::WaitingTitle),
        Status::Declined => (0, Word::DeclinedTitle),
        Status::Withdrawn => (0, Word::WithdrawnTitle),
        Status::Queued | Status::Inviting { .. } => (0, Word::QueuedTitle),
        Status::Invited { held, .. } => (held, Word::AskedTitle),
        Status::Expired => (0, Word::LateTitle),
        Status::Failed => (0, Word::FailedTitle),
        Status::Removed => (0, Word::RemovedTitle),
        Status::Cancelled { .. } => (0, Word::CancelledTitle),
    };
    (party, fill(word, language, &[("name", &invitee.name)]))
}

/// The banner with its forms.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let (standing, phase) = (page.standing(), page.phase());
    let (title, text) = words(page, standing);
    html! {
        section.standing aria-live="polite" {
            h2 { (title) }
            @if let Some(text) = text { p { (text) } }
            @if let Some(text) = phase_words(page, standing, phase) { p { (text) } }
            (answer::forms(page))
        }
    }
}

fn words(page: &Page<'_>, standing: Standing) -> (String, Option<String>) {
    let name = ("name", page.invitation.invitee.name.as_str());
    let host = ("host", page.host());
    let both = |title, text| (page.say(title, &[name]), Some(page.say(text, &[name, host])));
    match standing {
        Standing::Asked { deadline: Some(deadline), .. } => {
            let deadline = page.for_guest(deadline);
            let text = page.say(Word::AskedText, &[("deadline", &deadline)]);
            (page.say(Word::AskedTitle, &[name]), Some(text))
        }
        Standing::Asked { deadline: None, .. } => both(Word::AskedTitle, Word::AskedOpen),
        Standing::Queued => both(Word::QueuedTitle, Word::QueuedText),
        Standing::OnItsWay => both(Word::QueuedTitle, Word::OnItsWayText),
        Standing::Coming { party: 1 } => both(Word::ComingTitle, Word::ComingText),
        Standing::Coming { party } => {
            let party = page.say(Word::ComingParty, &[("party", &party.to_string())]);
            (page.say(Word::ComingTitle, &[name]), Some(party))
        }
        Standing::Declined => both(Word::DeclinedTitle, Word::DeclinedText),
        Standing::Withdrawn => both(Word::WithdrawnTitle, Word::WithdrawnText),
        Standing::Waiting { .. } => both(Word::WaitingTitle, Word::WaitingText),
        Standing::Late(Late::Allowed) => both(Word::LateTitle, Word::LateAllowed),
        Standing::Late(Late::Waitlist) => both(Word::LateTitle, Word::LateWaitlist),
        Standing::Late(Late::Refused) => both(Word::LateTitle, Word::LateRefused),
        Standing::Failed => both(Word::FailedTitle, Word::FailedText),
        Standing::Removed => both(Word::RemovedTitle, Word::RemovedText),
        Standing::Cancelled => both(Word::CancelledTitle, Word::CancelledText),
    }
}

fn phase_words(page: &Page<'_>, standing: Standing, phase: Phase) -> Option<String> {
    if matches!(standing, Standing::Removed | Standing::Cancelled) {
        return None;
    }
    match phase {
        Phase::Open => None,
        Phase::Closed => Some(page.say(Word::ClosedText, &[])),
        Phase::Begun => Some(page.say(Word::BegunNotice, &[("host", page.host())])),
        Phase::Over => Some(page.say(Word::OverText, &[])),
    }
}
