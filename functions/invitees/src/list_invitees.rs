//! Listing an event's invitees by status.
use crate::load::sees;
use axum::{Json, extract::State};
use domain::{
    ids::EventId,
    invitee::{SkipReason, Status, StatusName},
    step::QueueEntry,
};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::See,
    extract::{PAGE_LIMIT_MAX, PathIds, QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::read_models::{InviteeCounts, InviteeFlag, ListedInvitee};
use utoipa::ToSchema;

/// Reads of the queue's list for one page of those who were passed over: they may be far apart.
const READS_MAX: usize = 8;
const PASSED_OVER: &str = "passed_over";

/// Which invitees.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    status: Option<String>,
    limit: Option<u16>,
    cursor: Option<String>,
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// The queue as the engine sees it, as it is now.
    Queue,
    /// Those in the queue who were passed over when it was last looked at.
    PassedOver,
    /// Everybody with a status, as of some seconds ago.
    Of(StatusName),
}

/// One page of invitees.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InviteePage)]
pub(crate) struct InviteesView {
    invitees: Vec<RowView>,
    /// How many invitees there are by status, as of `counted_at`.
    counts: BTreeMap<String, u64>,
    #[schema(value_type = Option<String>, format = DateTime)]
    counted_at: Option<Timestamp>,
    /// Where the next page begins; absent on the last one. A page may be short and not the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// An invitee as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InviteeRow)]
struct RowView {
    id: String,
    name: String,
    phone: Option<String>,
    status: &'static str,
    /// The guest and the plus-ones.
    max_party: u8,
    /// Seats that are held or taken, or the party that waits.
    party: u8,
    /// Which invitation of this guest it is, from 1.
    generation: u8,
    /// Its place in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    /// What is known of the invitation's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<&'static str>,
    /// Since when it has this status.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    changed_at: Option<Timestamp>,
    /// Until when the guest can answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// Why it was last passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'static str>,
    /// What the organizer should look at: `not_delivered`, `unconfirmed`, `does_not_fit`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flags: Vec<&'static str>,
}

/// Lists an event's invitees with one status.
///
/// `queued` is the queue in its order, as it is now: those who can be invited. `passed_over` are those
/// in the queue who could not be when it was last looked at, with the reason. Every other list, and
/// the counts, are some seconds old, the newest change first.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events/{event}/invitees",
    operation_id = "ListInvitees",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("status" = Option<String>, Query, description = "a status, or `passed_over`; `queued` unless given"),
        ("limit" = Option<u16>, Query, description = "1 to 200; 50 unless given"),
        ("cursor" = Option<String>, Query, description = "where the last page ended"),
    ),
    responses(
        (status = 200, description = "a page of invitees", body = InviteesView),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_invitees(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((event,)): PathIds<(EventId,)>,
    QueryOf(listing): QueryOf<Listing>,
) -> Result<Json<InviteesView>, Problem> {
    let list = parse(listing.status.as_deref())?;
    let limit = page_limit(listing.limit)?;
    sees(&ctx, allowed.org(), event).await?;
    let page = Page { ctx: &ctx, event, limit, cursor: listing.cursor.as_deref() };
    let (invitees, cursor) = match list {
        List::Queue => page.queue().await?,
        List::PassedOver => page.passed_over().await?,
        List::Of(status) => page.of(status).await?,
    };
    let InviteeCounts { by_status, at } = ctx.store.invitee_counts(event).await?;
    let counts = by_status.into_iter().map(|(status, count)| (status.name().to_owned(), count));
    Ok(Json(InviteesView { invitees, counts: counts.collect(), counted_at: at, cursor }))
}

fn parse(status: Option<&str>) -> Result<List, Problem> {
    match status {
        None => Ok(List::Queue),
        Some(PASSED_OVER) => Ok(List::PassedOver),
        Some(name) => match StatusName::parse(name) {
            Some(StatusName::Queued) => Ok(List::Queue),
            Some(status) => Ok(List::Of(status)),
            None => Err(Problem::field("/status", "must be a status, or passed_over")),
        },
    }
}

/// What one page is of.
struct Page<'a> {
    ctx: &'a Ctx,
    event: EventId,
    limit: u16,
    cursor: Option<&'a str>,
}

type Rows = (Vec<RowView>, Option<String>);

impl Page<'_> {
    async fn queue(&self) -> Result<Rows, Problem> {
        let list = format!("queue of {}", self.event);
        let after = self.cursor.map(|cursor| self.ctx.store.cursors().open(&list, cursor));
        let page = self.ctx.store.queue(self.event, self.limit, after.transpose()?).await?;
        let cursor = page.next.map(|next| self.ctx.store.cursors().seal(&list, &next));
        Ok((page.entries.iter().map(RowView::from).collect(), cursor))
    }

    async fn of(&self, status: StatusName) -> Result<Rows, Problem> {
        let list = self.name(status.name());
        let after = self.after(&list)?;
        let store = &self.ctx.store;
        let slice = store.invitee_list(self.event, status, after.as_deref(), self.limit).await?;
        let now = self.ctx.clock.now();
        let rows = slice.items.iter().map(|one| RowView::of(one, status, now)).collect();
        Ok((rows, slice.next.map(|next| store.cursors().seal(&list, &next))))
    }

    async fn passed_over(&self) -> Result<Rows, Problem> {
        let list = self.name(PASSED_OVER);
        let mut after = self.after(&list)?;
        let (store, now) = (&self.ctx.store, self.ctx.clock.now());
        let mut rows = Vec::new();
        for _ in 0..READS_MAX {
            let room = usize::from(self.limit).saturating_sub(rows.len());
            let most = u16::try_from(room).unwrap_or(PAGE_LIMIT_MAX);
            let status = StatusName::Queued;
            let slice = store.invitee_list(self.event, status, after.as_deref(), most).await?;
            let passed = slice.items.iter().filter(|one| one.skip.is_some());
            rows.extend(passed.map(|one| RowView::of(one, status, now)));
            after = slice.next;
            if after.is_none() || rows.len() >= usize::from(self.limit) {
                break;
            }
        }
        Ok((rows, after.map(|next| store.cursors().seal(&list, &next))))
    }

    fn name(&self, list: &str) -> String {
        format!("invitees of {}, {list}", self.event)
    }

    fn after(&self, list: &str) -> Result<Option<String>, Problem> {
        let cursors = self.ctx.store.cursors();
        Ok(self.cursor.map(|cursor| cursors.open(list, cursor)).transpose()?)
    }
}

impl From<&QueueEntry> for RowView {
    fn from(entry: &QueueEntry) -> Self {
        Self {
            id: entry.invitee.to_string(),
            name: entry.name.clone(),
            phone: entry.phone.as_ref().map(ToString::to_string),
            status: Status::Queued.name().name(),
            max_party: entry.party_max,
            party: 0,
            generation: entry.generation,
            position: Some(entry.position.to_string()),
            delivery: None,
            changed_at: None,
            expires_at: None,
            skipped: entry.blocked.map(SkipReason::name),
            flags: Vec::new(),
        }
    }
}

impl RowView {
    fn of(listed: &ListedInvitee, status: StatusName, now: Timestamp) -> Self {
        let late = listed.expires_at.is_some_and(|at| now >= at);
        let status = if late { StatusName::Expired } else { status };
        Self {
            id: listed.id.to_string(),
            name: listed.name.clone(),
            phone: listed.phone.as_ref().map(ToString::to_string),
            status: status.name(),
            max_party: listed.party_max,
            party: if late { 0 } else { listed.seats },
            generation: listed.generation,
            position: listed.position.as_ref().map(ToString::to_string),
            delivery: Some(listed.delivery.name()),
            changed_at: Some(listed.changed_at),
            expires_at: listed.expires_at,
            skipped: listed.skip.map(SkipReason::name),
            flags: listed.flags.iter().map(|flag: &InviteeFlag| flag.name()).collect(),
        }
    }
}
