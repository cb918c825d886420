//! The figures.
use axum::{Json, extract::State};
use domain::{message::Tally, quota::Span};
use runtime::{Allowed, Ctx, Problem, authorize::See, extract::QueryOf, period::Period};
use serde::{Deserialize, Serialize};
use store::{quota::QuotaScope, read_models::OrgFigures};
use utoipa::ToSchema;

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    period: Option<String>,
}

/// An org's figures over some days, as of some seconds ago.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardView {
    /// `7d`, `30d` or `all`.
    period: &'static str,
    /// The first instant of the period: a midnight in UTC. Absent for `all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// When a figure last changed. Absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    /// Messages that the provider accepted, by the day they were recorded.
    sent: u64,
    /// Guests who come, by the day they said so.
    confirmed: u64,
    /// Guests who do not, by the day they said so.
    declined: u64,
    /// confirmed / (confirmed + declined), in thousandths. Absent where nobody answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_per_mille: Option<u64>,
    messages: MessagesView,
    /// Messages that count against the org's limit of an hour, by now, whatever the period.
    used_hour: u32,
    /// Messages that count against the org's limit of 24 hours, by now, whatever the period.
    used_day: u32,
}

/// Messages by what is known of them: `planned` is the sum of the others.
#[derive(Debug, Serialize, ToSchema)]
struct MessagesView {
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
}

/// The figures of an org over 7 days, 30 days or all time.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/dashboard",
    operation_id = "GetDashboard", tag = "dashboard",
    params(
        ("org" = String, Path, description = "The org"),
        ("period" = Option<String>, Query, description = "`7d` (default), `30d` or `all`"),
    ),
    responses((status = 200, description = "The figures", body = DashboardView)),
    extensions(("x-permission" = json!("see")))
)]
pub(super) async fn get_dashboard(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<DashboardView>, Problem> {
    let period = Period::read(asked.period.as_deref())?;
    let now = ctx.clock.now();
    let (figures, [quota]) = futures::try_join!(
        ctx.store.org_figures(by.org(), period.first_day(now)),
        ctx.store.quotas([QuotaScope::Org(by.org())]),
    )?;
    Ok(Json(DashboardView {
        period: period.name(),
        since: period.since(now).map(|since| since.to_string()),
        used_hour: quota.window.taken(now, Span::Hour),
        used_day: quota.window.taken(now, Span::Day),
        ..DashboardView::from(&figures)
    }))
}

impl From<&OrgFigures> for DashboardView {
    fn from(figures: &OrgFigures) -> Self {
        let OrgFigures { confirmed, declined, messages } = figures;
        Self {
            period: Period::All.name(),
            since: None,
            used_hour: 0,
            used_day: 0,
            as_of: messages.at.map(|at| at.to_string()),
            sent: messages.of(Tally::Submitted),
            confirmed: *confirmed,
            declined: *declined,
            rate_per_mille: rate_per_mille(*confirmed, *declined),
            messages: MessagesView {
                planned: messages.planned(),
                submitted: messages.of(Tally::Submitted),
                held_back: messages.of(Tally::HeldBack),
                rejected: messages.of(Tally::Rejected),
                failed: messages.of(Tally::Failed),
                unknown: messages.of(Tally::Unknown),
            },
        }
    }
}

/// To the nearest thousandth.
fn rate_per_mille(confirmed: u64, declined: u64) -> Option<u64> {
    let answers = confirmed.saturating_add(declined);
    let half = answers / 2;
    confirmed.saturating_mul(1_000).saturating_add(half).checked_div(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_those_who_answered() {
        assert_eq!(rate_per_mille(0, 0), None);
        assert_eq!(rate_per_mille(2, 1), Some(667));
        assert_eq!(rate_per_mille(3, 0), Some(1_000));
    }
}
