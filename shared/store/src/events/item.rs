//! An event's settings as an item.
use crate::{
    events::Shelf,
    failure::StoreError,
    instant::Instant,
    item::{Item, Places, Stored},
    keys::{ArchivedEventsKey, EventKey, OrgEventsKey},
};
use domain::{
    code::EventCode,
    event::{Announcement, Audience, Event, EventState, Reminders, Settings, Waitlist, When},
    expiry::Expiry,
    ids::OrgId,
    message::Purpose,
    phone::Region,
    quiet::QuietHours,
    zone::Zone,
};
use jiff::{SignedDuration, civil};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An event's settings, without its seats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventItem {
    org: String,
    name: String,
    host: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    details: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    location: String,
    starts_local: civil::DateTime,
    zone: String,
    duration_minutes: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rsvp_deadline: Option<Instant>,
    settings: SettingsAttributes,
    region: String,
    state: String,
    #[serde(default)]
    archived: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    texts: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    announcements: Vec<AnnouncementAttributes>,
    #[serde(default)]
    broadcasts: u16,
    created_at: Instant,
}

/// An announcement, nested in the item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct AnnouncementAttributes {
    at: Instant,
    sender: String,
    audience: String,
    text: String,
}

impl AnnouncementAttributes {
    fn read(self) -> Option<Announcement> {
        Some(Announcement {
            at: self.at.0,
            sender: self.sender,
            audience: Audience::parse(&self.audience)?,
            text: self.text,
        })
    }
}

/// An event's settings, nested in the item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each on its own")]
struct SettingsAttributes {
    /// Seconds; absent means until close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expiry_seconds: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    batch_limit: Option<u16>,
    max_party: u8,
    all_or_nothing: bool,
    waitlist: String,
    allow_late: bool,
    quiet_from: civil::Time,
    quiet_until: civil::Time,
    min_notice_seconds: i64,
    remind_silent: bool,
    remind_day_before: bool,
    remind_hour_before: bool,
    show_attendees: bool,
    viewers_can_message: bool,
}

impl Item for EventItem {
    type Key = EventKey;
    const KIND: &'static str = "event";
    const VERSION: u8 = 1;

    fn places(&self, key: &EventKey) -> Places {
        let Ok(org) = self.org.parse::<OrgId>() else { return Places::default() };
        let Some(when) = self.when() else { return Places::default() };
        let (starts_at, event) = (when.starts_at(), key.event);
        match Shelf::of(self.archived) {
            Shelf::Open => Places::at(&OrgEventsKey { org, starts_at, event }),
            Shelf::Archived => Places::at(&ArchivedEventsKey { org, starts_at, event }),
        }
    }
}

impl EventItem {
    fn when(&self) -> Option<When> {
        Some(When {
            starts_local: self.starts_local,
            zone: Zone::parse(&self.zone).ok()?,
            duration_minutes: self.duration_minutes,
        })
    }
}

impl From<&Event> for EventItem {
    fn from(event: &Event) -> Self {
        Self {
            org: event.org.to_string(),
            name: event.name.clone(),
            host: event.host.clone(),
            details: event.details.clone(),
            location: event.location.clone(),
            starts_local: event.when.starts_local,
            zone: event.when.zone.name().to_owned(),
            duration_minutes: event.when.duration_minutes,
            rsvp_deadline: event.rsvp_deadline.map(Instant),
            settings: SettingsAttributes::from(&event.settings),
            region: event.region.as_str().to_owned(),
            state: event.state.name().to_owned(),
            archived: event.archived,
            code: event.code.as_ref().map(|code| code.as_str().to_owned()),
            texts: event
                .texts
                .iter()
                .map(|(purpose, text)| (purpose.name().to_owned(), text.clone()))
                .collect(),
            announcements: event
                .announcements
                .iter()
                .map(|announcement| AnnouncementAttributes {
                    at: announcement.at.into(),
                    sender: announcement.sender.clone(),
                    audience: announcement.audience.name().to_owned(),
                    text: announcement.text.clone(),
                })
                .collect(),
            broadcasts: event.broadcasts,
            created_at: event.created_at.into(),
        }
    }
}

impl From<&Settings> for SettingsAttributes {
    fn from(settings: &Settings) -> Self {
        Self {
            expiry_seconds: match settings.expiry {
                Expiry::After(length) => Some(length.as_secs()),
                Expiry::UntilClose => None,
            },
            batch_limit: settings.batch_limit,
            max_party: settings.max_party,
            all_or_nothing: settings.all_or_nothing,
            waitlist: settings.waitlist.name().to_owned(),
            allow_late: settings.allow_late,
            quiet_from: settings.quiet_hours.from,
            quiet_until: settings.quiet_hours.until,
            min_notice_seconds: settings.min_notice.as_secs(),
            remind_silent: settings.reminders.silent,
            remind_day_before: settings.reminders.day_before,
            remind_hour_before: settings.reminders.hour_before,
            show_attendees: settings.show_attendees,
            viewers_can_message: settings.viewers_can_message,
        }
    }
}

impl SettingsAttributes {
    fn read(self) -> Option<Settings> {
        Some(Settings {
            expiry: match self.expiry_seconds {
                Some(seconds) => Expiry::After(SignedDuration::from_secs(seconds)),
                None => Expiry::UntilClose,
            },
            batch_limit: self.batch_limit,
            max_party: self.max_party,
            all_or_nothing: self.all_or_nothing,
            waitlist: Waitlist::parse(&self.waitlist)?,
            allow_late: self.allow_late,
            quiet_hours: QuietHours { from: self.quiet_from, until: self.quiet_until },
            min_notice: SignedDuration::from_secs(self.min_notice_seconds),
            reminders: Reminders {
                silent: self.remind_silent,
                day_before: self.remind_day_before,
                hour_before: self.remind_hour_before,
            },
            show_attendees: self.show_attendees,
            viewers_can_message: self.viewers_can_message,
        })
    }
}

/// An event and the revision of its item.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptEvent {
    /// The event.
    pub event: Event,
    /// The revision that it was read at.
    pub rev: u64,
}

impl TryFrom<Stored<EventItem>> for KeptEvent {
    type Error = StoreError;
    fn try_from(stored: Stored<EventItem>) -> Result<Self, StoreError> {
        let rev = stored.rev;
        read(stored).map(|event| Self { event, rev }).ok_or_else(|| StoreError::Unreadable {
            kind: EventItem::KIND,
            reason: "a field has another shape".into(),
        })
    }
}

fn read(stored: Stored<EventItem>) -> Option<Event> {
    let id = stored.key.event;
    let item = stored.value;
    let when = item.when()?;
    let code = match &item.code {
        Some(code) => Some(EventCode::parse(code).ok()?),
        None => None,
    };
    Some(Event {
        id,
        org: item.org.parse().ok()?,
        name: item.name,
        host: item.host,
        details: item.details,
        location: item.location,
        when,
        rsvp_deadline: item.rsvp_deadline.map(|at| at.0),
        settings: item.settings.read()?,
        region: Region::parse(&item.region).ok()?,
        state: EventState::parse(&item.state)?,
        archived: item.archived,
        code,
        texts: item
            .texts
            .into_iter()
            .map(|(purpose, text)| Some((Purpose::parse(&purpose)?, text)))
            .collect::<Option<_>>()?,
        announcements: item
            .announcements
            .into_iter()
            .map(AnnouncementAttributes::read)
            .collect::<Option<_>>()?,
        broadcasts: item.broadcasts,
        created_at: item.created_at.0,
    })
}
