//! An event and its settings (ENGINE.md, sections 1, 3 and 14).
use crate::{
    code::EventCode,
    expiry::Expiry,
    ids::{EventId, OrgId},
    message::Purpose,
    phone::Region,
    quiet::QuietHours,
    zone::Zone,
};
use jiff::{SignedDuration, Timestamp, civil::DateTime};
use std::collections::BTreeMap;

/// Most characters of a name.
pub const NAME_CHARS_MAX: usize = 200;
/// Most characters of the details that the guest page shows: it stays under 15 kB.
pub const DETAILS_CHARS_MAX: usize = 2_000;
/// Most seats of an event that has a limit.
pub const CAPACITY_MAX: u32 = 100_000;
/// Largest party: one guest and 19 plus-ones.
pub const PARTY_MAX: u8 = 20;
/// Most invitations of one step.
pub const STEP_INVITATIONS_MAX: u16 = 500;
/// How long before the start the last invitation goes out, unless the organizer says otherwise.
pub const MIN_NOTICE_DEFAULT: SignedDuration = SignedDuration::from_hours(2);
/// How long an event lasts when nobody said.
pub const DURATION_DEFAULT_MINUTES: u32 = 120;
/// From this long before the start, a waitlist that promotes by itself makes offers instead.
pub const OFFER_WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// How long a waitlist offer stands.
pub const OFFER_EXPIRY: SignedDuration = SignedDuration::from_hours(4);

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventState {
    /// Being prepared.
    Draft,
    /// Inviting.
    Active,
    /// Not inviting; everything promised goes on.
    Paused,
    /// The deadline has passed.
    Closed,
    /// It does not take place.
    Cancelled,
}

impl EventState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Active, Self::Paused, Self::Closed, Self::Cancelled];

    /// Its stored and visible name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What becomes of a YES without a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Waitlist {
    /// It is refused as full.
    Off,
    /// It waits, and a free seat is an acceptance.
    Auto,
    /// It waits, and a free seat is a new invitation.
    Offer,
}

impl Waitlist {
    /// Its stored and visible name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Auto => "auto",
            Self::Offer => "offer",
        }
    }

    /// The policy of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Off, Self::Auto, Self::Offer].into_iter().find(|policy| policy.name() == name)
    }
}

/// Which reminders go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminders {
    /// To the silent, at half time.
    pub silent: bool,
    /// To the accepted, 24 h before the start.
    pub day_before: bool,
    /// To the accepted, 1 h before the start.
    pub hour_before: bool,
}

/// What an organizer may set about how an event fills. `fill` is always `guaranteed`: a live
/// invitation holds its seats.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each on its own")]
pub struct Settings {
    /// How long an invitation stands.
    pub expiry: Expiry,
    /// Most invitations of one wave; none means every free seat at once.
    pub batch_limit: Option<u16>,
    /// The party that an added invitee may bring unless said otherwise, 1..=20.
    pub max_party: u8,
    /// Never offer a party fewer seats than it may bring.
    pub all_or_nothing: bool,
    /// What becomes of a YES without a seat.
    pub waitlist: Waitlist,
    /// Whether a YES after the expiry may take a free seat.
    pub allow_late: bool,
    /// When nobody is texted but by confirmations, promotions and cancellations.
    pub quiet_hours: QuietHours,
    /// How long before the start invitations stop.
    pub min_notice: SignedDuration,
    /// Which reminders go out.
    pub reminders: Reminders,
    /// Whether guests see who else comes (first name and last initial).
    pub show_attendees: bool,
    /// Whether an org's viewer with a role on the event may send.
    pub viewers_can_message: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            expiry: Expiry::default(),
            batch_limit: None,
            max_party: 1,
            all_or_nothing: false,
            waitlist: Waitlist::Auto,
            allow_late: false,
            quiet_hours: QuietHours::default(),
            min_notice: MIN_NOTICE_DEFAULT,
            reminders: Reminders { silent: true, day_before: true, hour_before: true },
            show_attendees: false,
            viewers_can_message: true,
        }
    }
}

/// When an event is, on the wall clock of its zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The start on the local wall clock.
    pub starts_local: DateTime,
    /// The zone of that wall clock.
    pub zone: Zone,
    /// Minutes from start to end.
    pub duration_minutes: u32,
}

impl When {
    /// The start. A wall-clock time that a daylight-saving change skips is moved past the gap; one
    /// that occurs twice is the first.
    pub fn starts_at(&self) -> Timestamp {
        let ambiguous = self.zone.tz().to_ambiguous_timestamp(self.starts_local);
        ambiguous.compatible().unwrap_or(Timestamp::MAX)
    }

    /// The end.
    pub fn ends_at(&self) -> Timestamp {
        let minutes = SignedDuration::from_mins(i64::from(self.duration_minutes));
        self.starts_at().checked_add(minutes).unwrap_or(Timestamp::MAX)
    }
}

/// Most announcements that an event shows its guests; older ones give way.
pub const ANNOUNCEMENTS_MAX: usize = 5;

/// Whom an announcement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody who was ever asked.
    All,
    /// Those who come.
    Confirmed,
}

impl Audience {
    /// Its stored and visible name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Confirmed => "confirmed",
        }
    }

    /// The audience of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::All, Self::Confirmed].into_iter().find(|audience| audience.name() == name)
    }
}

/// An organizer's message to the guests, as their pages show it. Kept with the settings, so that a
/// page reads nothing more for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// When.
    pub at: Timestamp,
    /// Who said it.
    pub sender: String,
    /// For whom.
    pub audience: Audience,
    /// The words.
    pub text: String,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Whose it is.
    pub org: OrgId,
    /// Its name, 1..=200 characters.
    pub name: String,
    /// Who invites, as the texts say it.
    pub host: String,
    /// What guests should know.
    pub details: String,
    /// Where it is.
    pub location: String,
    /// When it is.
    pub when: When,
    /// Until when answers are taken; the start, unless set.
    pub rsvp_deadline: Option<Timestamp>,
    /// How it fills.
    pub settings: Settings,
    /// The region of phone numbers written without a country code.
    pub region: Region,
    /// Where it stands.
    pub state: EventState,
    /// Hidden from the ordinary list.
    pub archived: bool,
    /// How replies by text name it; taken when it is first started.
    pub code: Option<EventCode>,
    /// The organizer's own words per purpose, in place of the defaults.
    pub texts: BTreeMap<Purpose, String>,
    /// The latest announcements, oldest first, at most [`ANNOUNCEMENTS_MAX`].
    pub announcements: Vec<Announcement>,
    /// How many broadcasts it ever had: the next one's number follows.
    pub broadcasts: u16,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Why a command does not fit an event's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// It is cancelled.
    #[error("the event is cancelled")]
    Cancelled,
    /// Its deadline has passed.
    #[error("the event is closed")]
    Closed,
    /// It was never started.
    #[error("the event has not been started")]
    NotStarted,
    /// It is still to come.
    #[error("the event is neither closed nor cancelled")]
    StillOpen,
}

impl Event {
    /// When answers end: YES is refused from this instant on.
    pub fn closes_at(&self) -> Timestamp {
        self.rsvp_deadline.unwrap_or_else(|| self.when.starts_at())
    }

    /// Whether a YES can still be taken.
    pub fn takes_answers(&self, now: Timestamp) -> bool {
        match self.state {
            EventState::Draft | EventState::Active | EventState::Paused => now < self.closes_at(),
            EventState::Closed | EventState::Cancelled => false,
        }
    }

    /// How the waitlist moves at `now`: from 24 h before the start, a seat is offered, not given.
    pub fn waitlist_at(&self, now: Timestamp) -> Waitlist {
        match self.settings.waitlist {
            Waitlist::Auto if self.when.starts_at().duration_since(now) <= OFFER_WINDOW => {
                Waitlist::Offer
            }
            policy @ (Waitlist::Off | Waitlist::Auto | Waitlist::Offer) => policy,
        }
    }

    /// The state after `start`. Repeating it changes nothing.
    pub fn start(&self, now: Timestamp) -> Result<EventState, CommandError> {
        match self.state {
            EventState::Cancelled => Err(CommandError::Cancelled),
            EventState::Closed => Err(CommandError::Closed),
            EventState::Draft | EventState::Active | EventState::Paused => {
                if now < self.closes_at() {
                    Ok(EventState::Active)
                } else {
                    Err(CommandError::Closed)
                }
            }
        }
    }

    /// The state after `pause`. Repeating it changes nothing.
    pub fn pause(&self) -> Result<EventState, CommandError> {
        match self.state {
            EventState::Cancelled => Err(CommandError::Cancelled),
            EventState::Closed => Err(CommandError::Closed),
            EventState::Draft => Err(CommandError::NotStarted),
            EventState::Active | EventState::Paused => Ok(EventState::Paused),
        }
    }

    /// The state after its times were changed: a closed event whose deadline now lies ahead is paused.
    pub fn rescheduled(&self, now: Timestamp) -> EventState {
        match self.state {
            EventState::Closed if now < self.closes_at() => EventState::Paused,
            state @ (EventState::Draft
            | EventState::Active
            | EventState::Paused
            | EventState::Closed
            | EventState::Cancelled) => state,
        }
    }

    /// Whether it may be hidden from the ordinary list.
    pub fn archive(&self) -> Result<(), CommandError> {
        match self.state {
            EventState::Closed | EventState::Cancelled => Ok(()),
            EventState::Draft | EventState::Active | EventState::Paused => {
                Err(CommandError::StillOpen)
            }
        }
    }
}
