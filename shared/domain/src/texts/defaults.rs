//! What messages say unless an organizer says it otherwise, and what they may mention.
use super::{Text, Variable};

/// What every message about an event may mention.
const EVENT: &[Variable] = &[
    Variable::Name,
    Variable::Host,
    Variable::Event,
    Variable::Date,
    Variable::Time,
    Variable::Location,
];
/// And one that goes with a link and a code, to somebody who may answer.
const ANSWERABLE: &[Variable] = &[
    Variable::Name,
    Variable::Host,
    Variable::Event,
    Variable::Date,
    Variable::Time,
    Variable::Location,
    Variable::Link,
    Variable::Code,
];
/// The deadline is known from the moment when the invitation was accepted by the provider.
const AFTER_SENDING: &[Variable] = &[
    Variable::Name,
    Variable::Host,
    Variable::Event,
    Variable::Date,
    Variable::Time,
    Variable::Location,
    Variable::Link,
    Variable::Code,
    Variable::Deadline,
];

impl Text {
    /// Its default words. Each fits one GSM-7 segment with values of ordinary length.
    pub const fn default_text(self) -> &'static str {
        match self {
            Self::Invite => {
                "{{name}}, {{host}} invites you to {{event}} on {{date}}. Will you come? {{link}}"
            }
            Self::Offer => {
                "A place opened up, {{name}}: {{event}}, {{date}}. It's held for you for a short while. Yes or no? {{link}}"
            }
            Self::Confirmation => {
                "You're in, {{name}}: {{event}}, {{date}}. Plans changed? {{link}}"
            }
            Self::Reminder => {
                "{{name}}, your place at {{event}} is held until {{deadline}}. Yes or no? {{link}}"
            }
            Self::DayBefore => {
                "{{name}}, {{event}} is coming up: {{date}} at {{time}}. Can't make it? {{link}}"
            }
            Self::HourBefore => "{{name}}, {{event}} starts at {{time}}. See you there! {{link}}",
            Self::Promotion => {
                "A place opened up, {{name}}: you're in for {{event}}, {{date}}. Can't make it? {{link}}"
            }
            Self::Waitlisted => {
                "{{name}}, {{event}} is full right now. You're on the waitlist and hear from us if a place opens up. {{link}}"
            }
            Self::Declined => {
                "Thanks for telling us, {{name}}: you're not coming to {{event}}. Changed your mind? {{link}}"
            }
            Self::Removal => {
                "{{name}}, you're no longer on the list for {{event}}, {{date}}. Questions? Please ask {{host}}."
            }
            Self::Cancellation | Self::Cancelled => {
                "{{name}}, {{event}} on {{date}} is cancelled. Sorry."
            }
            Self::Changed => {
                "{{name}}, the plans for {{event}} have changed: {{date}} at {{time}}. All details: {{link}}"
            }
            Self::Broadcast => "{{message}}",
            Self::Full => "Sorry, {{name}}: {{event}}, {{date}}, is full by now.",
            Self::Closed => {
                "Sorry, {{name}}: {{event}} takes no more answers. Please ask {{host}}."
            }
            Self::Expired => {
                "Sorry, {{name}}: your invitation to {{event}} has expired. Please ask {{host}}."
            }
            Self::PartyTooLarge => {
                "Sorry, {{name}}: {{event}} has room for a party of {{max}} at most. Reply YES {{max}} or NO. {{link}}"
            }
            Self::SeveralMatches => {
                "Which one do you mean? Reply with its code, as in PA493 YES: {{choices}}"
            }
            Self::NotUnderstood => {
                "Sorry, we didn't get that. Reply YES or NO to an invitation, HELP for help or STOP to opt out."
            }
            Self::Help => {
                "Convoke sends invitations for people who host events. Reply YES or NO to an invitation, STOP to opt out."
            }
        }
    }

    /// The variables that its words may use.
    pub const fn allowed(self) -> &'static [Variable] {
        match self {
            Self::Invite
            | Self::Offer
            | Self::Confirmation
            | Self::DayBefore
            | Self::HourBefore
            | Self::Promotion
            | Self::Waitlisted
            | Self::Declined
            | Self::Changed => ANSWERABLE,
            Self::Reminder => AFTER_SENDING,
            Self::Removal
            | Self::Cancellation
            | Self::Full
            | Self::Closed
            | Self::Expired
            | Self::Cancelled => EVENT,
            Self::Broadcast => &[
                Variable::Message,
                Variable::Name,
                Variable::Host,
                Variable::Event,
                Variable::Link,
            ],
            Self::PartyTooLarge => {
                &[Variable::Name, Variable::Event, Variable::Max, Variable::Link]
            }
            Self::SeveralMatches => &[Variable::Choices],
            Self::NotUnderstood | Self::Help => &[],
        }
    }

    /// The variables without which it would be useless.
    pub const fn required(self) -> &'static [Variable] {
        match self {
            Self::Invite | Self::Offer | Self::Reminder | Self::Waitlisted | Self::Promotion => {
                &[Variable::Link]
            }
            Self::Broadcast => &[Variable::Message],
            Self::SeveralMatches => &[Variable::Choices],
            Self::PartyTooLarge => &[Variable::Max],
            Self::Cancellation | Self::Removal | Self::Changed => &[Variable::Event],
            Self::Confirmation
            | Self::DayBefore
            | Self::HourBefore
            | Self::Declined
            | Self::Full
            | Self::Closed
            | Self::Expired
            | Self::Cancelled
            | Self::NotUnderstood
            | Self::Help => &[],
        }
    }
}
