//! What the platform has and sends, over some days.
//!
//! Users and orgs are counted by the lists that the stream folds. What orgs have is added up when it is
//! asked for, some orgs a page: a count for the whole platform would have to change with every message.
use crate::{orgs::spend_micros, paging::List};
use axum::{Json, extract::State};
use domain::{ids::OrgId, message::Tally};
use futures::future::try_join_all;
use jiff::Timestamp;
use runtime::{Ctx, PlatformAdmin, Problem, Routes, extract::QueryOf, period::Period, routes};
use serde::{Deserialize, Serialize};
use store::{
    directory::{Listed, OrgHoldings, Wanted},
    query::Position,
    read_models::{MessageCounts, PlatformCounts},
};
use utoipa::ToSchema;

/// Orgs that one answer adds up.
const ORGS_COUNTED_MAX: u16 = 50;
/// Orgs that are read at once: each takes four reads.
const ORGS_TOGETHER: usize = 10;

/// The figures' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(get_figures))
}

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    period: Option<String>,
    cursor: Option<String>,
}

/// The platform's figures, as of some seconds ago.
#[derive(Debug, Serialize, ToSchema)]
struct FiguresView {
    /// `7d`, `30d` or `all`.
    period: &'static str,
    /// The first instant of the period: a midnight in UTC. Absent for `all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// Users who came in the period and can sign in.
    users: u64,
    /// Users who came in the period and are kept out.
    users_deactivated: u64,
    /// Orgs that were made in the period and are not archived.
    orgs: u64,
    /// Orgs that were made in the period and are archived.
    orgs_archived: u64,
    /// Messages of the period of which nobody knows whether they were sent.
    unknown_messages: u64,
    counted: CountedView,
    /// Where the other orgs are counted: add up `counted` until this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// What at most 50 orgs have, the newest first: a part of the platform while there is a `next_cursor`.
#[derive(Debug, Default, Serialize, ToSchema)]
struct CountedView {
    /// How many orgs these figures are of.
    orgs: u64,
    /// Contacts, by now.
    contacts: u64,
    /// Events with the archived ones, by now.
    events: u64,
    /// Whether an org has more than a thousand contacts or events, which were not counted further.
    at_least: bool,
    /// Messages of the period: the sum of the five that follow.
    planned: u64,
    /// The provider accepted them.
    submitted: u64,
    /// Held back by us: queued, deferred or dropped.
    held_back: u64,
    /// Refused by the provider.
    rejected: u64,
    /// Given up.
    failed: u64,
    /// Nobody knows yet.
    unknown: u64,
    /// Segments of those that the provider accepted.
    segments: u64,
    /// What the segments cost, in millionths of a dollar. Absent where the price of one is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    spend_micros: Option<u64>,
}

impl CountedView {
    fn add(&mut self, holdings: &OrgHoldings, messages: &MessageCounts) {
        let OrgHoldings { contacts, events, events_archived } = holdings;
        let add = |sum: &mut u64, more: u64| *sum = sum.saturating_add(more);
        add(&mut self.orgs, 1);
        add(&mut self.contacts, contacts.count);
        add(&mut self.events, events.count.saturating_add(events_archived.count));
        self.at_least |= contacts.more || events.more || events_archived.more;
        add(&mut self.planned, messages.planned());
        add(&mut self.submitted, messages.of(Tally::Submitted));
        add(&mut self.held_back, messages.of(Tally::HeldBack));
        add(&mut self.rejected, messages.of(Tally::Rejected));
        add(&mut self.failed, messages.of(Tally::Failed));
        add(&mut self.unknown, messages.of(Tally::Unknown));
        add(&mut self.segments, messages.segments);
    }
}

/// The figures of the platform over 7 days, 30 days or all time.
#[utoipa::path(
    get, path = "/v1/admin/figures", operation_id = "GetPlatformFigures", tag = "admin",
    params(
        ("period" = Option<String>, Query, description = "`7d` (default), `30d` or `all`"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the answer before"),
    ),
    responses((status = 200, description = "The figures", body = FiguresView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
async fn get_figures(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<FiguresView>, Problem> {
    let (period, now) = (Period::read(asked.period.as_deref())?, ctx.clock.now());
    let list = List(format!("admin figures {}", period.name()));
    let page = list.part::<Position>(&ctx, Some(ORGS_COUNTED_MAX), asked.cursor.as_deref())?;
    let Listed { items, next } = ctx.store.orgs_listed(page, Wanted::Every).await?;
    let orgs: Vec<OrgId> = items.iter().map(|org| org.key.org).collect();
    let counted = counted(&ctx, &orgs, (period, now)).await?;
    let PlatformCounts { users, users_deactivated, orgs, orgs_archived, unknown_messages, .. } =
        ctx.store.platform_counts(period.first_day(now)).await?;
    Ok(Json(FiguresView {
        period: period.name(),
        since: period.since(now).map(|since| since.to_string()),
        users,
        users_deactivated,
        orgs,
        orgs_archived,
        unknown_messages,
        counted,
        next_cursor: list.cursor(&ctx, next.as_ref()),
    }))
}

async fn counted(
    ctx: &Ctx,
    orgs: &[OrgId],
    (period, now): (Period, Timestamp),
) -> Result<CountedView, Problem> {
    let (settings, _) = ctx.store.platform().await?;
    let since = period.first_day(now);
    let mut sum = CountedView::default();
    for orgs in orgs.chunks(ORGS_TOGETHER) {
        let read = orgs.iter().map(|org| async {
            futures::try_join!(ctx.store.org_holdings(*org), ctx.store.org_figures(*org, since))
        });
        for (holdings, figures) in try_join_all(read).await? {
            sum.add(&holdings, &figures.messages);
        }
    }
    sum.spend_micros = spend_micros(sum.segments, settings.segment_price_micros);
    Ok(sum)
}
