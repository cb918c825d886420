//! The page: plain HTML, one style sheet inside. No script is needed; one adds the time on the device.
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
    link::Invitation,
    notice::Notice,
    standing::{Phase, Standing},
    words::{Word, count, fill},
};
use domain::zone::Zone;
use http::StatusCode;
use jiff::Timestamp;
use maud::{Markup, html};
use runtime::page::Language;

/// How a guest came to the page. It changes what is said and emphasised, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// By the link.
    Plain,
    /// By a link that suggests an answer.
    Suggested(bool),
    /// By an answer that was taken: where they stand now comes first.
    Answered,
    /// By a request about which something is to be said.
    Told(Notice),
}

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
    /// How the guest came here.
    pub(crate) arrival: Arrival,
    /// Who else comes; for guests who come.
    pub(crate) crowd: Option<&'a Crowd>,
}

impl Arrival {
    /// The answer's status.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Plain | Self::Suggested(_) | Self::Answered => StatusCode::OK,
            Self::Told(notice) => notice.status(),
        }
    }

    /// The answer that the link suggests.
    const fn suggested(self) -> Option<bool> {
        match self {
            Self::Suggested(yes) => Some(yes),
            Self::Plain | Self::Answered | Self::Told(_) => None,
        }
    }

    /// What is to be said.
    const fn notice(self) -> Option<Notice> {
        match self {
            Self::Told(notice) => Some(notice),
            Self::Plain | Self::Suggested(_) | Self::Answered => None,
        }
    }
}

impl Page<'_> {
    /// The page. Who is asked first sees what for; who is not, where they stand.
    pub(crate) fn render(&self) -> Markup {
        let (standing, stands) = (self.standing(), standing::words(self));
        let asks = standing::asks(self);
        let told = self.arrival.notice().map(|notice| notice.words(self.language, self.host()));
        let title = told.as_deref().unwrap_or(&stands.title);
        let title = format!("{title} · {}", self.invitation.event.name);
        let article = html! {
            @if let Some(told) = &told { (self.notice(told)) }
            (event::heading(self))
            @if !asks { (standing::section(self, &stands)) }
            @if standing != Standing::Removed { (event::facts(self)) }
            @if asks { (standing::section(self, &stands)) }
            @if standing != Standing::Removed {
                (event::details(self))
                (more::sections(self))
            }
        };
        let footer = html! { footer { (self.say(Word::Footer, &[])) } };
        frame::page(self.language, &title, &article, &footer)
    }

    fn notice(&self, told: &str) -> Markup {
        let good = self.arrival.notice().is_some_and(Notice::is_good);
        let role = if good { "status" } else { "alert" };
        html! { p #notice.notice.good[good] role=(role) tabindex="-1" autofocus { (told) } }
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

    fn count(&self, word: Word, number: u64, values: &[(&str, &str)]) -> String {
        count(word, self.language, number, values)
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
