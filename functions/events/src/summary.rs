//! Events as a list shows them.
use crate::view::{SeatsView, counts_view};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::read_models::ListedEvent;
use utoipa::ToSchema;

/// An event of a list: what it is, when, and how full.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ListedEvent)]
pub(crate) struct EventSummary {
    id: String,
    name: String,
    host: String,
    /// The start on the wall clock of `zone`.
    starts_local: String,
    zone: String,
    duration_minutes: u32,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// `draft`, `active`, `paused`, `closed` or `cancelled`.
    state: &'static str,
    archived: bool,
    /// When all of it goes, where it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    purge_at: Option<Timestamp>,
    seats: SeatsView,
    /// How many invitees there are by status, as of `counted_at`.
    counts: BTreeMap<String, u64>,
    /// When the counts last changed; absent where nobody was ever on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    counted_at: Option<Timestamp>,
}

impl EventSummary {
    /// With the instant at which it goes, where it is one of `deletions`.
    pub(crate) fn deleted(self, deletions: &HashMap<String, Timestamp>) -> Self {
        let purge_at = deletions.get(&self.id).copied();
        Self { purge_at, ..self }
    }
}

impl From<ListedEvent> for EventSummary {
    fn from(event: ListedEvent) -> Self {
        Self {
            id: event.id.to_string(),
            name: event.name,
            host: event.host,
            starts_local: event.when.starts_local.strftime("%Y-%m-%dT%H:%M").to_string(),
            zone: event.when.zone.name().to_owned(),
            duration_minutes: event.when.duration_minutes,
            starts_at: event.when.starts_at(),
            ends_at: event.when.ends_at(),
            state: event.state.name(),
            archived: event.archived,
            purge_at: None,
            seats: SeatsView::from(&event.seats),
            counts: counts_view(&event.invitees),
            counted_at: event.invitees.at,
        }
    }
}
