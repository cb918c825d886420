//! Where the guest stands, and the answer that follows from it.
use super::{Arrival, Page, answer};
use crate::{
    standing::{Late, Phase, Standing, was_revoked},
    words::{Word, fill},
};
use domain::invitee::{Invitee, Status};
use maud::{Markup, html};
use runtime::page::Language;

/// What a page says about where the guest stands.
#[derive(Debug)]
pub(super) struct Words {
    /// In one line, which is also the page's title.
    pub(super) title: String,
    /// What follows from it.
    lines: Vec<String>,
}

/// Where the guest stands after an answer, in one line, and the seats that it is about.
pub(crate) fn summary(invitee: &Invitee, language: Language) -> (u8, String) {
    let (party, word) = match invitee.status {
        Status::Accepted { taken } => (taken, Word::ComingTitle),
        Status::Waitlisted { party, .. } => (party, Word::WaitingTitle),
        Status::Declined => (0, Word::DeclinedTitle),
        Status::Withdrawn => (0, Word::WithdrawnTitle),
        Status::Queued | Status::Inviting { .. } => (0, Word::QueuedTitle),
        Status::Invited { held, .. } => (held, Word::AskedTitle),
        Status::Expired if was_revoked(invitee) => (0, Word::RevokedTitle),
        Status::Expired => (0, Word::LateTitle),
        Status::Failed => (0, Word::FailedTitle),
        Status::Removed => (0, Word::RemovedTitle),
        Status::Cancelled { .. } => (0, Word::CancelledTitle),
    };
    (party, fill(word, language, &[("name", &invitee.name)]))
}

/// Whether the page asks the guest for an answer that they have not given.
pub(super) fn asks(page: &Page<'_>) -> bool {
    page.phase() == Phase::Open && page.standing().is_asked()
}

/// The banner with its forms. After an answer it has the focus: a screen reader begins there.
pub(super) fn section(page: &Page<'_>, words: &Words) -> Markup {
    let answered = page.arrival == Arrival::Answered;
    html! {
        section.standing.(look(page)) aria-labelledby="standing" {
            div role=[answered.then_some("status")] {
                h2 #standing tabindex=[answered.then_some("-1")] autofocus[answered] { (words.title) }
                @for line in &words.lines { p { (line) } }
            }
            (answer::forms(page))
        }
    }
}

fn look(page: &Page<'_>) -> &'static str {
    match page.standing() {
        Standing::Cancelled => "no",
        Standing::Coming { .. } if page.phase() != Phase::Over => "in",
        Standing::Coming { .. }
        | Standing::Asked { .. }
        | Standing::Queued
        | Standing::OnItsWay
        | Standing::Declined
        | Standing::Withdrawn
        | Standing::Waiting { .. }
        | Standing::Late(_)
        | Standing::Revoked(_)
        | Standing::Failed
        | Standing::Removed => {
            if asks(page) {
                "ask"
            } else {
                "told"
            }
        }
    }
}

/// What the page says: what holds for everybody where the event is that far, otherwise the guest's own.
pub(super) fn words(page: &Page<'_>) -> Words {
    let standing = page.standing();
    if matches!(standing, Standing::Removed | Standing::Cancelled) {
        return own_words(page, standing);
    }
    let unanswered = standing.is_asked() || standing == Standing::OnItsWay;
    match page.phase() {
        Phase::Open => own_words(page, standing),
        Phase::Closed if unanswered => said(page, Word::ClosedTitle, &[Word::LateRefused]),
        Phase::Closed => {
            let words = own_words(page, standing);
            let closed = page.say(Word::ClosedText, &[]);
            // Nobody moves up any more.
            let waits = matches!(standing, Standing::Waiting { .. });
            let kept = words.lines.into_iter().filter(|_| !waits);
            Words { lines: kept.chain([closed]).collect(), ..words }
        }
        Phase::Begun => match standing {
            Standing::Coming { .. } => said(page, Word::ComingTitle, &[Word::BegunText]),
            Standing::Declined | Standing::Withdrawn => own_words(page, standing),
            Standing::Asked { .. }
            | Standing::Queued
            | Standing::OnItsWay
            | Standing::Waiting { .. }
            | Standing::Late(_)
            | Standing::Revoked(_)
            | Standing::Failed
            | Standing::Removed
            | Standing::Cancelled => said(page, Word::BegunTitle, &[Word::LateRefused]),
        },
        Phase::Over => said(page, Word::OverTitle, &[]),
    }
}

fn own_words(page: &Page<'_>, standing: Standing) -> Words {
    match standing {
        Standing::Asked { deadline, .. } => asked_words(page, deadline),
        Standing::Queued => said(page, Word::QueuedTitle, &[Word::QueuedText]),
        Standing::OnItsWay => said(page, Word::QueuedTitle, &[Word::OnItsWayText]),
        Standing::Coming { party: 1 } => said(page, Word::ComingTitle, &[Word::ComingText]),
        Standing::Coming { party } => {
            let title = page.say(Word::ComingTitle, &values(page));
            Words { title, lines: vec![page.count(Word::ComingParty, party.into(), &[])] }
        }
        Standing::Declined => said(page, Word::DeclinedTitle, &[Word::DeclinedText]),
        Standing::Withdrawn => said(page, Word::WithdrawnTitle, &[Word::WithdrawnText]),
        Standing::Waiting { party } => {
            let mut words = said(page, Word::WaitingTitle, &[Word::WaitingText]);
            let many = (party > 1).then(|| page.count(Word::WaitingParty, party.into(), &[]));
            words.lines.extend(many);
            words
        }
        Standing::Late(late) => said(page, Word::LateTitle, &[late_word(late)]),
        Standing::Revoked(late) => {
            said(page, Word::RevokedTitle, &[Word::RevokedText, late_word(late)])
        }
        Standing::Failed => said(page, Word::FailedTitle, &[Word::FailedText]),
        Standing::Removed => said(page, Word::RemovedTitle, &[Word::RemovedText]),
        Standing::Cancelled => said(page, Word::CancelledTitle, &[Word::CancelledText]),
    }
}

fn asked_words(page: &Page<'_>, deadline: Option<jiff::Timestamp>) -> Words {
    let offered = page.invitation.invitee.offer;
    let title = if offered { Word::OfferTitle } else { Word::AskedTitle };
    let line = match deadline {
        Some(deadline) => page.say(Word::AskedText, &[("deadline", &page.for_guest(deadline))]),
        None => page.say(Word::AskedOpen, &[]),
    };
    Words { title: page.say(title, &values(page)), lines: vec![line] }
}

const fn late_word(late: Late) -> Word {
    match late {
        Late::Allowed => Word::LateAllowed,
        Late::Waitlist => Word::LateWaitlist,
        Late::Refused => Word::LateRefused,
    }
}

fn said(page: &Page<'_>, title: Word, lines: &[Word]) -> Words {
    let values = values(page);
    let lines = lines.iter().map(|line| page.say(*line, &values)).collect();
    Words { title: page.say(title, &values), lines }
}

fn values<'a>(page: &'a Page<'_>) -> [(&'static str, &'a str); 2] {
    [("name", &page.invitation.invitee.name), ("host", page.host())]
}
