//! Events as clients tell them.
use crate::expiry_hours::ExpiryHours;
use runtime::extract::nullable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A new event, a draft until it is started.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
pub(crate) struct NewEvent {
    /// 1 to 200 characters.
    pub(crate) name: String,
    /// Who invites, as the texts say it, 1 to 100 characters; the org's own unless given.
    #[serde(default)]
    pub(crate) host: Option<String>,
    /// What guests should know, at most 2,000 characters.
    #[serde(default)]
    pub(crate) details: Option<String>,
    /// Where it is, at most 200 characters.
    #[serde(default)]
    pub(crate) location: Option<String>,
    /// When it starts, on the wall clock of `zone`, as in `2026-06-12T19:00`.
    pub(crate) starts_local: String,
    /// The time zone by its IANA name; the org's own unless given.
    #[serde(default)]
    pub(crate) zone: Option<String>,
    /// How long it lasts, 1 to 20,160 minutes; 120 unless given.
    #[serde(default)]
    pub(crate) duration_minutes: Option<u32>,
    /// Until when answers are taken: on the wall clock of `zone` as the start, or an instant as in
    /// `2026-06-10T16:00:00Z`; the start unless given.
    #[serde(default)]
    pub(crate) rsvp_deadline: Option<String>,
    /// Seats, 1 to 100,000; `null` for no limit.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<u32>, required = true)]
    pub(crate) capacity: Option<Option<u32>>,
    /// Whether the organizer takes a seat; no unless given.
    #[serde(default)]
    pub(crate) organizer_attends: Option<bool>,
    /// The country of phone numbers without a country code; the org's own unless given.
    #[serde(default)]
    pub(crate) region: Option<String>,
    /// How it fills; what is absent has its default.
    #[serde(default)]
    pub(crate) settings: Option<SettingsBody>,
    /// The organizer's own words, by purpose; what is absent has its default.
    #[serde(default)]
    pub(crate) texts: BTreeMap<String, Option<String>>,
}

/// A change of an event. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
pub(crate) struct ChangeEvent {
    /// 1 to 200 characters.
    pub(crate) name: Option<String>,
    /// 1 to 100 characters.
    pub(crate) host: Option<String>,
    /// At most 2,000 characters.
    pub(crate) details: Option<String>,
    /// At most 200 characters.
    pub(crate) location: Option<String>,
    /// When it starts, on the wall clock of its zone.
    pub(crate) starts_local: Option<String>,
    /// Its time zone.
    pub(crate) zone: Option<String>,
    /// How long it lasts, 1 to 20,160 minutes.
    pub(crate) duration_minutes: Option<u32>,
    /// Until when answers are taken; `null` for the start.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) rsvp_deadline: Option<Option<String>>,
    /// Seats, 1 to 100,000; `null` for no limit.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<u32>)]
    pub(crate) capacity: Option<Option<u32>>,
    /// Whether the organizer takes a seat.
    pub(crate) organizer_attends: Option<bool>,
    /// The country of phone numbers without a country code.
    pub(crate) region: Option<String>,
    /// How it fills.
    pub(crate) settings: Option<SettingsBody>,
    /// The organizer's own words, by purpose; `null` for the default.
    pub(crate) texts: BTreeMap<String, Option<String>>,
    /// Owners only: cut the capacity below what is accepted.
    pub(crate) force: bool,
    /// With a smaller capacity: call unanswered invitations back, those of lowest priority first.
    pub(crate) revoke_unanswered: bool,
    /// With a longer expiry: invitations that are out get it too. It only ever lengthens.
    pub(crate) extend_outstanding: bool,
}

/// How an event fills. What is absent stays, or has its default in a new event.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
pub(crate) struct SettingsBody {
    /// `guaranteed`: a live invitation holds its seats. The only one there is.
    pub(crate) fill: Option<String>,
    /// How long an invitation stands.
    pub(crate) expiry_hours: Option<ExpiryHours>,
    /// Most invitations at a time, 1 to 500; `null` for every free seat at once.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<u16>)]
    pub(crate) batch_limit: Option<Option<u16>>,
    /// The party that an added invitee may bring unless said otherwise, 1 to 20.
    pub(crate) max_party: Option<u8>,
    /// Never offer a party fewer seats than it may bring.
    pub(crate) all_or_nothing: Option<bool>,
    /// What becomes of a yes without a seat: `off`, `auto` or `offer`.
    pub(crate) waitlist: Option<String>,
    /// Whether a yes after the expiry may take a free seat.
    pub(crate) allow_late: Option<bool>,
    /// When nobody is invited or reminded; `null` for no such hours.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<QuietHoursBody>)]
    pub(crate) quiet_hours: Option<Option<QuietHoursBody>>,
    /// How long before the start invitations stop, 0 to 43,200 minutes.
    pub(crate) min_notice_minutes: Option<u32>,
    /// Which reminders go out.
    pub(crate) reminders: Option<RemindersBody>,
    /// Whether guests see who else comes.
    pub(crate) show_attendees: Option<bool>,
    /// Whether a viewer with a role on the event may send.
    pub(crate) viewers_can_message: Option<bool>,
}

/// From when until when, on the recipient's wall clock, as in `21:00` and `08:00`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuietHoursBody {
    /// The first quiet time of day.
    pub(crate) from: String,
    /// The first time of day that is not quiet any more.
    pub(crate) until: String,
}

/// Which reminders go out. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RemindersBody {
    /// To the silent, at half time.
    pub(crate) silent: Option<bool>,
    /// To the accepted, 24 h before the start.
    pub(crate) day_before: Option<bool>,
    /// To the accepted, 1 h before the start.
    pub(crate) hour_before: Option<bool>,
}

impl NewEvent {
    /// The same as a change of a blank event.
    pub(crate) fn into_change(self) -> ChangeEvent {
        ChangeEvent {
            name: Some(self.name),
            host: self.host,
            details: self.details,
            location: self.location,
            starts_local: Some(self.starts_local),
            zone: self.zone,
            duration_minutes: self.duration_minutes,
            rsvp_deadline: Some(self.rsvp_deadline),
            capacity: self.capacity,
            organizer_attends: self.organizer_attends,
            region: self.region,
            settings: self.settings,
            texts: self.texts,
            force: false,
            revoke_unanswered: false,
            extend_outstanding: false,
        }
    }
}
