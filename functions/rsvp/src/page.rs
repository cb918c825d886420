//! The page: plain HTML, one style sheet inside, no script.
mod answer;
mod event;
mod frame;
mod more;
mod standing;

pub(crate) use frame::message;
pub(crate) use standing::summary;

use crate::{
    crowd::Crowd,
    dates::Local,
    language::Language,
    link::Invitation,
    notice::Notice,
    standing::{Phase, Standing},
    words::{Word, fill},
};
use domain::zone::Zone;
use jiff::Timestamp;
use maud::{Markup, html};

/// What a guest's page is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    /// The guest and the event.
    pub(crate) invitation: &'a Invitation,
    /// The page's own path, which the forms are sent to.
    pub(crate) path: &'a str,
    /// The guest's language.
    pub(crate) language: Language,
    /// The present.
    pub(crate) now: Timestamp,
    /// What is to be said about the request that led here.
    pub(crate) notice: Option<Notice>,
    /// The answer that the link suggests. It changes what is emphasised, nothing else.
    pub(crate) preselected: Option<bool>,
    /// Who else comes; for guests who come.
    pub(crate) crowd: Option<&'a Crowd>,
}

impl Page<'_> {
    /// The page.
    pub(crate) fn render(&self) -> Markup {
        let standing = self.standing();
        let host = self.host();
        let article = html! {
            @if let Some(notice) = self.notice {
                p.notice.good[notice.is_good()] role="alert" { (notice.words(self.language, host)) }
            }
            (event::heading(self))
            @if standing != Standing::Removed { (event::facts(self)) }
            (standing::section(self))
            @if standing != Standing::Removed {
                (event::details(self))
                (more::sections(self))
            }
        };
        let footer = html! { footer { (self.say(Word::Footer, &[])) } };
        frame::page(self.language, &self.invitation.event.name, &article, &footer)
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.invitation.invitee, &self.invitation.event, self.now)
    }

    fn phase(&self) -> Phase {
        Phase::of(&self.invitation.event, self.now)
    }

    /// Who invites; where nobody was named, the event's own name has to do.
    fn host(&self) -> &str {
        let event = &self.invitation.event;
        if event.host.is_empty() { &event.name } else { &event.host }
    }

    fn say(&self, word: Word, values: &[(&str, &str)]) -> String {
        fill(word, self.language, values)
    }

    fn local<'z>(&self, at: Timestamp, zone: &'z Zone) -> Local<'z> {
        Local::new(at, zone, self.language)
    }

    /// An instant as the guest's own clock shows it, where we know the guest's zone.
    fn for_guest(&self, at: Timestamp) -> String {
        let zone = self.invitation.invitee.zone.as_ref();
        self.local(at, zone.unwrap_or(&self.invitation.event.when.zone)).date_and_time()
    }
}
