//! The rows behind a figure.
use axum::{Json, extract::State};
use domain::{
    ids::{EventId, InviteeId, OrgId},
    message::{MessageKey, Tally},
};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::See,
    extract::{PathIds, QueryOf, page_limit},
    period::Period,
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, str::FromStr};
use store::{
    StoreError,
    read_models::{AnswerKind, Answered, LogScope, LoggedMessage, MessageFilter, Slice},
};
use utoipa::ToSchema;

/// A figure of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    /// Guests who answered so.
    Answers(AnswerKind),
    /// All messages.
    Planned,
    /// Messages in a part of the sum.
    Messages(Tally),
}

/// The text names no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a figure")]
struct ParseFigureError;

impl FromStr for Figure {
    type Err = ParseFigureError;
    fn from_str(name: &str) -> Result<Self, ParseFigureError> {
        match name {
            "confirmed" => Ok(Self::Answers(AnswerKind::Confirmed)),
            "declined" => Ok(Self::Answers(AnswerKind::Declined)),
            "planned" => Ok(Self::Planned),
            "sent" => Ok(Self::Messages(Tally::Submitted)),
            part => Tally::parse(part).map(Self::Messages).ok_or(ParseFigureError),
        }
    }
}

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    period: Option<String>,
    limit: Option<u16>,
    cursor: Option<String>,
}

/// A row behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardRowView {
    /// When the guest answered, or the message was recorded.
    at: String,
    /// The recipient.
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// The event; absent for a message that is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitee: Option<String>,
    /// The message, where the figure counts messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The message's purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    /// The message's state.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
}

/// One page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardRowPage {
    items: Vec<DashboardRowView>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// The rows behind a figure, the newest first, as of some seconds ago. A page may be short and still
/// not be the last: go on while there is a `next_cursor`.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/dashboard/{figure}",
    operation_id = "ListDashboardRows", tag = "dashboard",
    params(
        ("org" = String, Path, description = "The org"),
        ("figure" = String, Path, description = "`sent`, `confirmed`, `declined`, `planned`, \
            `submitted`, `held_back`, `rejected`, `failed` or `unknown`"),
        ("period" = Option<String>, Query, description = "`7d` (default), `30d` or `all`"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = DashboardRowPage)),
    extensions(("x-permission" = json!("see")))
)]
pub(super) async fn list_dashboard_rows(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
    PathIds((figure,)): PathIds<(FigurePath,)>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<DashboardRowPage>, Problem> {
    let (FigurePath(figure), org) = (figure, by.org());
    let period = Period::read(asked.period.as_deref())?;
    let limit = page_limit(asked.limit)?;
    let fingerprint = format!("{figure:?} of {org} over {}", period.name());
    let cursors = ctx.store.cursors();
    let after = asked.cursor.map(|cursor| cursors.open::<String>(&fingerprint, &cursor));
    let place =
        Place { org, since: period.since(ctx.clock.now()), after: after.transpose()?, limit };
    let Slice { items, next } = rows(&ctx, figure, &place).await?;
    Ok(Json(DashboardRowPage {
        items: named(&ctx, items).await?,
        next_cursor: next.map(|place| cursors.seal(&fingerprint, &place)),
    }))
}

/// A figure's name in a path.
#[derive(Debug, Clone, Copy)]
pub(super) struct FigurePath(Figure);

impl FromStr for FigurePath {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        name.parse().map(Self).map_err(|ParseFigureError| ())
    }
}

/// Which rows of a figure.
struct Place {
    org: OrgId,
    since: Option<Timestamp>,
    after: Option<String>,
    limit: u16,
}

async fn rows(ctx: &Ctx, figure: Figure, place: &Place) -> Result<Slice<Row>, StoreError> {
    let Place { org, since, after, limit } = place;
    let tallies = match figure {
        Figure::Answers(kind) => {
            let answers = ctx.store.org_answers(*org, kind, *since, after.as_deref(), *limit);
            let Slice { items, next } = answers.await?;
            return Ok(Slice { items: items.into_iter().map(Row::from).collect(), next });
        }
        Figure::Planned => Vec::new(),
        Figure::Messages(part) => vec![part],
    };
    let filter = MessageFilter { tallies, since: *since, ..MessageFilter::default() };
    let log = ctx.store.message_log(LogScope::Org(*org), &filter, after.as_deref(), *limit);
    let Slice { items, next } = log.await?;
    Ok(Slice { items: items.into_iter().map(Row::from).collect(), next })
}

/// A row before its event has a name.
struct Row {
    at: Timestamp,
    name: String,
    phone: Option<String>,
    place: Option<(EventId, InviteeId)>,
    message: Option<LoggedMessage>,
}

impl From<Answered> for Row {
    fn from(answered: Answered) -> Self {
        Self {
            at: answered.at,
            name: answered.name,
            phone: answered.phone.map(|phone| phone.to_string()),
            place: Some((answered.event, answered.invitee)),
            message: None,
        }
    }
}

impl From<LoggedMessage> for Row {
    fn from(message: LoggedMessage) -> Self {
        let place = match message.id.key() {
            MessageKey::Invitation { event, invitee, .. } => Some((*event, *invitee)),
            MessageKey::Recipient { .. } => None,
        };
        Self {
            at: message.recorded_at,
            name: message.name.clone(),
            phone: Some(message.phone.to_string()),
            place,
            message: Some(message),
        }
    }
}

/// The rows with their events' names: half a unit for each event among them.
async fn named(ctx: &Ctx, rows: Vec<Row>) -> Result<Vec<DashboardRowView>, StoreError> {
    let mut events: Vec<EventId> =
        rows.iter().filter_map(|row| row.place).map(|(event, _)| event).collect();
    events.sort_unstable();
    events.dedup();
    let kept = if events.is_empty() { Vec::new() } else { ctx.store.events(&events).await? };
    let names: HashMap<EventId, String> =
        kept.into_iter().map(|kept| (kept.event.id, kept.event.name)).collect();
    let view = |row: Row| DashboardRowView {
        at: row.at.to_string(),
        name: row.name,
        phone: row.phone,
        event: row.place.map(|(event, _)| event.to_string()),
        event_name: row.place.and_then(|(event, _)| names.get(&event).cloned()),
        invitee: row.place.map(|(_, invitee)| invitee.to_string()),
        purpose: row.message.as_ref().map(|message| message.id.key().purpose().name()),
        state: row.message.as_ref().map(|message| message.delivery.name()),
        message: row.message.map(|message| message.id.to_string()),
    };
    Ok(rows.into_iter().map(view).collect())
}
