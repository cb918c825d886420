//! How an event fills: what clients say, and what they are told.
use crate::{
    expiry_hours::ExpiryHours,
    limits::{BATCH_LIMIT_MAX, MIN_NOTICE_MINUTES_MAX},
    times::time_of_day,
    wire::{QuietHoursBody, RemindersBody, SettingsBody},
};
use domain::{
    event::{PARTY_MAX, Reminders, Settings, Waitlist},
    quiet::QuietHours,
};
use jiff::SignedDuration;
use runtime::extract::Fields;
use serde::Serialize;
use utoipa::ToSchema;

const GUARANTEED: &str = "guaranteed";
const FAST: &str = "fast";

/// How an event fills.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = EventSettings)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own to the organizer")]
pub(crate) struct SettingsView {
    /// Always `guaranteed`.
    fill: &'static str,
    /// How long an invitation stands.
    expiry_hours: ExpiryHours,
    /// Most invitations at a time; `null`: every free seat at once.
    batch_limit: Option<u16>,
    /// The party that an added invitee may bring.
    max_party: u8,
    /// Never offer a party fewer seats than it may bring.
    all_or_nothing: bool,
    /// `off`, `auto` or `offer`.
    waitlist: &'static str,
    /// Whether a yes after the expiry may take a free seat.
    allow_late: bool,
    /// When nobody is invited or reminded; `null`: no such hours.
    quiet_hours: Option<QuietHoursBody>,
    /// How long before the start invitations stop.
    min_notice_minutes: i64,
    /// Which reminders go out.
    reminders: RemindersView,
    /// Whether guests see who else comes.
    show_attendees: bool,
    /// Whether a viewer with a role on the event may send.
    viewers_can_message: bool,
}

/// Which reminders go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EventReminders)]
pub(crate) struct RemindersView {
    silent: bool,
    day_before: bool,
    hour_before: bool,
}

impl From<&Settings> for SettingsView {
    fn from(settings: &Settings) -> Self {
        let hours = settings.quiet_hours;
        let quiet_hours = (hours.from != hours.until).then(|| QuietHoursBody {
            from: hours.from.strftime("%H:%M").to_string(),
            until: hours.until.strftime("%H:%M").to_string(),
        });
        Self {
            fill: GUARANTEED,
            expiry_hours: ExpiryHours::from(&settings.expiry),
            batch_limit: settings.batch_limit,
            max_party: settings.max_party,
            all_or_nothing: settings.all_or_nothing,
            waitlist: settings.waitlist.name(),
            allow_late: settings.allow_late,
            quiet_hours,
            min_notice_minutes: settings.min_notice.as_mins(),
            reminders: RemindersView {
                silent: settings.reminders.silent,
                day_before: settings.reminders.day_before,
                hour_before: settings.reminders.hour_before,
            },
            show_attendees: settings.show_attendees,
            viewers_can_message: settings.viewers_can_message,
        }
    }
}

/// `settings` with what the client says; what does not fit is recorded.
pub(crate) fn changed(fields: &mut Fields, settings: &Settings, body: &SettingsBody) -> Settings {
    fill(fields, body.fill.as_deref());
    let mut changed = settings.clone();
    if let Some(hours) = &body.expiry_hours {
        let expiry = fields.take("/settings/expiry_hours", hours.parse());
        changed.expiry = expiry.unwrap_or(changed.expiry);
    }
    if let Some(policy) = &body.waitlist {
        let policy = Waitlist::parse(policy).ok_or("must be off, auto or offer");
        changed.waitlist = fields.take("/settings/waitlist", policy).unwrap_or(changed.waitlist);
    }
    if let Some(hours) = &body.quiet_hours {
        changed.quiet_hours = quiet_hours(fields, hours.as_ref()).unwrap_or(changed.quiet_hours);
    }
    if let Some(wanted) = &body.reminders {
        changed.reminders = reminders(changed.reminders, wanted);
    }
    numbers(fields, &mut changed, body);
    changed.all_or_nothing = body.all_or_nothing.unwrap_or(changed.all_or_nothing);
    changed.allow_late = body.allow_late.unwrap_or(changed.allow_late);
    changed.show_attendees = body.show_attendees.unwrap_or(changed.show_attendees);
    changed.viewers_can_message = body.viewers_can_message.unwrap_or(changed.viewers_can_message);
    changed
}

fn numbers(fields: &mut Fields, changed: &mut Settings, body: &SettingsBody) {
    if let Some(limit) = body.batch_limit {
        let fits = limit.is_none_or(|limit| (1..=BATCH_LIMIT_MAX).contains(&limit));
        let words = format!("must be 1 to {BATCH_LIMIT_MAX}, or null");
        fields.check("/settings/batch_limit", fits, words);
        changed.batch_limit = limit;
    }
    if let Some(party) = body.max_party {
        let fits = (1..=PARTY_MAX).contains(&party);
        fields.check("/settings/max_party", fits, format!("must be 1 to {PARTY_MAX}"));
        changed.max_party = party;
    }
    if let Some(minutes) = body.min_notice_minutes {
        let words = format!("must be 0 to {MIN_NOTICE_MINUTES_MAX}");
        fields.check("/settings/min_notice_minutes", minutes <= MIN_NOTICE_MINUTES_MAX, words);
        changed.min_notice = SignedDuration::from_mins(i64::from(minutes));
    }
}

fn fill(fields: &mut Fields, fill: Option<&str>) {
    let words = match fill {
        None | Some(GUARANTEED) => return,
        Some(FAST) => {
            "is off: without a tested model of how people answer it would promise more seats than \
             there are; use guaranteed"
        }
        Some(_) => "must be guaranteed",
    };
    fields.refuse("/settings/fill", words);
}

fn quiet_hours(fields: &mut Fields, hours: Option<&QuietHoursBody>) -> Option<QuietHours> {
    let Some(hours) = hours else { return Some(QuietHours::NONE) };
    let from = fields.take("/settings/quiet_hours/from", time_of_day(&hours.from));
    let until = fields.take("/settings/quiet_hours/until", time_of_day(&hours.until));
    Some(QuietHours { from: from?, until: until? })
}

fn reminders(known: Reminders, wanted: &RemindersBody) -> Reminders {
    Reminders {
        silent: wanted.silent.unwrap_or(known.silent),
        day_before: wanted.day_before.unwrap_or(known.day_before),
        hour_before: wanted.hour_before.unwrap_or(known.hour_before),
    }
}
