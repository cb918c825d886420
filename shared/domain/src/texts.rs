//! The words of messages: templates with variables, and the defaults (ENGINE.md, section 14).
use crate::message::Purpose;

mod dates;
mod defaults;
mod template;

pub use dates::{date, date_and_time, time};
pub use template::{Template, TemplateError};

/// What the first message that a phone ever gets from a sender ends with.
pub const FIRST_MESSAGE_SUFFIX: &str = " Reply STOP to opt out.";
/// Most characters of an organizer's template: four segments before its variables are filled in.
pub const TEMPLATE_CHARS_MAX: usize = 612;
/// Most characters of one value that is filled in; the rest is cut off and replaced by `..`.
pub const VALUE_CHARS_MAX: usize = 200;
const CUT_OFF: &str = "..";

/// A kind of message, as far as its words go. Each [`Purpose`] has one; invitations and replies have
/// several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// Purpose `Invite`.
    Invite,
    /// Purpose `Invite`, to somebody on the waitlist.
    Offer,
    /// Purpose `Confirmation`.
    Confirmation,
    /// Purpose `Reminder`.
    Reminder,
    /// Purpose `DayBefore`.
    DayBefore,
    /// Purpose `HourBefore`.
    HourBefore,
    /// Purpose `Promotion`.
    Promotion,
    /// Purpose `Waitlisted`.
    Waitlisted,
    /// Purpose `Declined`.
    Declined,
    /// Purpose `Removal`.
    Removal,
    /// Purpose `Cancellation`.
    Cancellation,
    /// Purpose `Changed`.
    Changed,
    /// Purpose `Broadcast`.
    Broadcast,
    /// Reply: there is no seat and no waitlist.
    Full,
    /// Reply: answers have ended.
    Closed,
    /// Reply: the invitation has expired.
    Expired,
    /// Reply: the event does not take place.
    Cancelled,
    /// Reply: more people than there is room for.
    PartyTooLarge,
    /// Reply: the answer may mean several events.
    SeveralMatches,
    /// Reply: the text was not understood, or answers nothing.
    NotUnderstood,
    /// Reply: who we are.
    Help,
}

/// What can be filled into a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// The guest's name.
    Name,
    /// Who invites.
    Host,
    /// The event's name.
    Event,
    /// The day of the event: [`date`].
    Date,
    /// The time at which it starts: [`time`].
    Time,
    /// Where it is.
    Location,
    /// Until when the guest can answer: [`date_and_time`].
    Deadline,
    /// The guest's own link.
    Link,
    /// The code that a reply can name the event by.
    Code,
    /// The organizer's own words.
    Message,
    /// Most people that the guest can come with, themselves included.
    Max,
    /// The events that an answer may mean, each with its code.
    Choices,
}

impl Variable {
    /// Every variable.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Host,
        Self::Event,
        Self::Date,
        Self::Time,
        Self::Location,
        Self::Deadline,
        Self::Link,
        Self::Code,
        Self::Message,
        Self::Max,
        Self::Choices,
    ];

    /// Its name between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Host => "host",
            Self::Event => "event",
            Self::Date => "date",
            Self::Time => "time",
            Self::Location => "location",
            Self::Deadline => "deadline",
            Self::Link => "link",
            Self::Code => "code",
            Self::Message => "message",
            Self::Max => "max",
            Self::Choices => "choices",
        }
    }

    /// The variable of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.name() == name)
    }
}

/// Values for variables. One that is not set is filled in as nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variables(Vec<(Variable, String)>);

impl Variables {
    /// No values.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// These values and `value` for `variable`.
    ///
    /// Line breaks and other control characters become spaces, and what is too long is cut: a name
    /// cannot make a message look like two, nor cost ten segments. Only a `message` stays as it is.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: &str) -> Self {
        let value = match variable {
            Variable::Message => value.trim().to_owned(),
            Variable::Name
            | Variable::Host
            | Variable::Event
            | Variable::Date
            | Variable::Time
            | Variable::Location
            | Variable::Deadline
            | Variable::Link
            | Variable::Code
            | Variable::Max
            | Variable::Choices => clean(value),
        };
        self.0.retain(|(known, _)| *known != variable);
        self.0.push((variable, value));
        self
    }

    fn get(&self, variable: Variable) -> &str {
        self.0.iter().find(|(known, _)| *known == variable).map_or("", |(_, value)| value)
    }
}

fn clean(value: &str) -> String {
    let value = value.trim();
    let spaced = value.chars().map(|c| if c.is_control() { ' ' } else { c });
    if value.chars().nth(VALUE_CHARS_MAX).is_none() {
        return spaced.collect();
    }
    let mut cut: String = spaced.take(VALUE_CHARS_MAX - CUT_OFF.len()).collect();
    cut.push_str(CUT_OFF);
    cut
}

impl Text {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::Invite,
        Self::Offer,
        Self::Confirmation,
        Self::Reminder,
        Self::DayBefore,
        Self::HourBefore,
        Self::Promotion,
        Self::Waitlisted,
        Self::Declined,
        Self::Removal,
        Self::Cancellation,
        Self::Changed,
        Self::Broadcast,
        Self::Full,
        Self::Closed,
        Self::Expired,
        Self::Cancelled,
        Self::PartyTooLarge,
        Self::SeveralMatches,
        Self::NotUnderstood,
        Self::Help,
    ];

    /// The kind that an organizer edits for `purpose`; replies have none.
    pub const fn of(purpose: Purpose) -> Option<Self> {
        match purpose {
            Purpose::Invite => Some(Self::Invite),
            Purpose::Confirmation => Some(Self::Confirmation),
            Purpose::Reminder => Some(Self::Reminder),
            Purpose::DayBefore => Some(Self::DayBefore),
            Purpose::HourBefore => Some(Self::HourBefore),
            Purpose::Promotion => Some(Self::Promotion),
            Purpose::Waitlisted => Some(Self::Waitlisted),
            Purpose::Declined => Some(Self::Declined),
            Purpose::Removal => Some(Self::Removal),
            Purpose::Cancellation => Some(Self::Cancellation),
            Purpose::Changed => Some(Self::Changed),
            Purpose::Broadcast => Some(Self::Broadcast),
            Purpose::Reply => None,
        }
    }
}

#[cfg(test)]
mod tests;
