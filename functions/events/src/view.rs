//! Events as clients are told of them.
use crate::settings::SettingsView;
use domain::{event::Event, ids::EventId, message::Purpose, seats::Seats};
use jiff::Timestamp;
use runtime::{Ctx, Problem};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{purge::EventDeletion, read_models::InviteeCounts};
use utoipa::ToSchema;

/// An event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct EventView {
    id: String,
    name: String,
    host: String,
    details: String,
    location: String,
    /// The start on the wall clock of `zone`.
    starts_local: String,
    zone: String,
    duration_minutes: u32,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// Until when answers are taken, where it is not the start.
    #[schema(value_type = Option<String>, format = DateTime)]
    rsvp_deadline: Option<Timestamp>,
    /// Until when answers are taken.
    #[schema(value_type = String, format = DateTime)]
    closes_at: Timestamp,
    /// `draft`, `active`, `paused`, `closed` or `cancelled`.
    state: &'static str,
    archived: bool,
    /// How replies by text name it, once it was started.
    code: Option<String>,
    region: String,
    settings: SettingsView,
    /// The organizer's own words, by purpose.
    texts: BTreeMap<&'static str, String>,
    seats: SeatsView,
    /// How many invitees there are by status, as of `counted_at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<BTreeMap<String, u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    counted_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was deleted, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    deleted_at: Option<Timestamp>,
    /// When all of a deleted event goes, unless it is unarchived before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    purge_at: Option<Timestamp>,
    /// Counts changes of the settings; also in the `ETag`.
    rev: u64,
}

/// The room of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EventSeats)]
pub(crate) struct SeatsView {
    /// `null`: no limit.
    capacity: Option<u32>,
    /// Whether the organizer takes one.
    organizer_attends: bool,
    /// Seats that may still be promised; `null`: no limit.
    free: Option<u32>,
    /// Seats held by live invitations and taken by acceptances and the organizer.
    committed: i64,
    /// How many guests are on the waitlist.
    waiting: u32,
}

/// How many invitees an event has by status, and when they were counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    by_status: BTreeMap<String, u64>,
    at: Option<Timestamp>,
}

impl Counts {
    /// The counts of an event, some seconds old.
    pub(crate) async fn of(ctx: &Ctx, event: EventId) -> Result<Self, Problem> {
        let counts = ctx.store.invitee_counts(event).await?;
        Ok(Self { by_status: counts_view(&counts), at: counts.at })
    }
}

/// Numbers by the name of the status.
pub(crate) fn counts_view(counts: &InviteeCounts) -> BTreeMap<String, u64> {
    let by_status = counts.by_status.iter();
    by_status.map(|(status, count)| (status.name().to_owned(), *count)).collect()
}

impl From<&Seats> for SeatsView {
    fn from(seats: &Seats) -> Self {
        Self {
            capacity: seats.capacity,
            organizer_attends: seats.organizer,
            free: seats.capacity.map(|_| seats.free()),
            committed: seats.committed(),
            waiting: seats.waiting,
        }
    }
}

impl EventView {
    /// Without counts.
    pub(crate) fn of(event: &Event, rev: u64, seats: &Seats) -> Self {
        let text = |(purpose, text): (&Purpose, &String)| (purpose.name(), text.clone());
        Self {
            id: event.id.to_string(),
            name: event.name.clone(),
            host: event.host.clone(),
            details: event.details.clone(),
            location: event.location.clone(),
            starts_local: event.when.starts_local.strftime("%Y-%m-%dT%H:%M").to_string(),
            zone: event.when.zone.name().to_owned(),
            duration_minutes: event.when.duration_minutes,
            starts_at: event.when.starts_at(),
            ends_at: event.when.ends_at(),
            rsvp_deadline: event.rsvp_deadline,
            closes_at: event.closes_at(),
            state: event.state.name(),
            archived: event.archived,
            code: event.code.as_ref().map(ToString::to_string),
            region: event.region.to_string(),
            settings: SettingsView::from(&event.settings),
            texts: event.texts.iter().map(text).collect(),
            seats: SeatsView::from(seats),
            counts: None,
            counted_at: None,
            created_at: event.created_at,
            deleted_at: None,
            purge_at: None,
            rev,
        }
    }

    /// Deleted.
    pub(crate) fn deleted(self, deletion: &EventDeletion) -> Self {
        let (deleted_at, purge_at) = (Some(deletion.at), Some(deletion.purge_at()));
        Self { deleted_at, purge_at, ..self }
    }

    /// With counts.
    pub(crate) fn with(mut self, counts: Counts) -> Self {
        self.counts = Some(counts.by_status);
        self.counted_at = counts.at;
        self
    }
}
