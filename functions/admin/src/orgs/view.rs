//! Orgs as the platform's admins see them.
use serde::Serialize;
use store::query::Counted;
use utoipa::ToSchema;

/// An org, as the platform's admins see it. What it has is as of some seconds ago.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TenantView {
    pub(super) id: String,
    pub(super) name: String,
    /// Who invites, in texts and on guests' pages.
    pub(super) host: String,
    pub(super) created_at: String,
    /// Since when it is archived: it sends nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) archived_at: Option<String>,
    /// When it is deleted with all that it has; absent where it is not archived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) purge_at: Option<String>,
    /// At most 20 of them.
    pub(super) owners: Vec<OwnerView>,
    /// Members of every role.
    pub(super) members: u32,
    pub(super) contacts: CountView,
    pub(super) events: CountView,
    pub(super) archived_events: CountView,
    pub(super) messages: MessagesView,
    pub(super) limits: LimitsView,
    pub(super) used: UsedView,
}

/// An owner of an org.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct OwnerView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
}

/// A count that goes no further than a thousand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountView {
    count: u64,
    /// Whether there are more than that.
    more: bool,
}

/// Messages over all time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TenantMessagesView)]
pub(super) struct MessagesView {
    /// All that were ever recorded.
    pub(super) planned: u64,
    /// Those that the provider accepted.
    pub(super) submitted: u64,
    /// Segments of those that the provider accepted.
    pub(super) segments: u64,
    /// What the segments cost, in millionths of a dollar. Absent where the price of one is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spend_micros: Option<u64>,
    /// When one of these figures last changed. Absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) as_of: Option<String>,
}

/// What an org may do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LimitsView {
    /// Messages in any hour.
    pub(super) hour_limit: u32,
    /// Messages in any 24 hours.
    pub(super) day_limit: u32,
    /// Most invitees on one event's list; absent where the platform's limit is the only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invitees_max: Option<u32>,
}

/// What an org used of its limits by now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UsedView {
    /// Messages in the last hour.
    pub(super) hour: u32,
    /// Messages in the last 24 hours.
    pub(super) day: u32,
}

impl From<Counted> for CountView {
    fn from(Counted { count, more }: Counted) -> Self {
        Self { count, more }
    }
}
