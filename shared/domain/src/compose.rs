//! The words of one message: template, event and guest put together. Frozen when the message is
//! recorded.
use crate::{
    event::Event,
    message::Purpose,
    segments,
    texts::{self, Template, Text, Variable, Variables},
    token::{LinkKeys, LinkToken},
};
use jiff::Timestamp;

/// Words that are ready to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The words.
    pub body: String,
    /// How many segments they take.
    pub segments: u16,
}

/// Who is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guest<'a> {
    /// The guest's name.
    pub name: &'a str,
    /// The guest's own link.
    pub link: &'a str,
    /// Until when the guest can answer, where that is known.
    pub deadline: Option<Timestamp>,
}

/// The words of `kind`: the organizer's own, or the defaults.
pub fn compose(
    kind: Text,
    event: &Event,
    guest: &Guest<'_>,
    extras: &[(Variable, &str)],
) -> Composed {
    let own = own_words(kind, event);
    let zone = &event.when.zone;
    let starts_at = event.when.starts_at();
    let code = event.code.as_ref().map_or("", |code| code.as_str());
    let host = if event.host.is_empty() { &event.name } else { &event.host };
    let mut variables = Variables::new()
        .with(Variable::Name, guest.name)
        .with(Variable::Host, host)
        .with(Variable::Event, &event.name)
        .with(Variable::Date, &texts::date(starts_at, zone))
        .with(Variable::Time, &texts::time(starts_at, zone))
        .with(Variable::Location, &event.location)
        .with(Variable::Link, guest.link)
        .with(Variable::Code, code);
    if let Some(deadline) = guest.deadline {
        variables = variables.with(Variable::Deadline, &texts::date_and_time(deadline, zone));
    }
    for (variable, value) in extras {
        variables = variables.with(*variable, value);
    }
    let body = Template::chosen(kind, own).render(&variables);
    let segments = segments::count(&body).segments;
    Composed { body, segments }
}

fn own_words(kind: Text, event: &Event) -> Option<&str> {
    let purpose = Purpose::ALL.into_iter().find(|purpose| Text::of(*purpose) == Some(kind))?;
    event.texts.get(&purpose).map(String::as_str)
}

/// A guest's link.
pub fn link(base_url: &str, keys: &LinkKeys, token: &LinkToken) -> String {
    format!("{}/r/{}", base_url.trim_end_matches('/'), keys.sign(token))
}

/// From when on a message is pointless (S8b): invitations and reminders with the close, all else
/// with the event's end.
pub fn not_after(purpose: Purpose, event: &Event) -> Timestamp {
    match purpose {
        Purpose::Invite | Purpose::Reminder => event.closes_at(),
        Purpose::DayBefore | Purpose::HourBefore => event.when.starts_at(),
        Purpose::Confirmation
        | Purpose::Promotion
        | Purpose::Waitlisted
        | Purpose::Declined
        | Purpose::Removal
        | Purpose::Cancellation
        | Purpose::Changed
        | Purpose::Broadcast
        | Purpose::Reply => event.when.ends_at(),
    }
}
