//! Archiving an org: it sends nothing more, and is deleted 30 days later.
use crate::{read_org::load, view::OrgView};
use axum::{Json, extract::State};
use domain::ids::EventId;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Own, extract::Body, team};
use serde::Deserialize;
use store::{Attempts, Transaction, orgs::Org};
use utoipa::ToSchema;

/// What proves that the caller means this org.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchiveOrg {
    /// The org's exact name.
    name: String,
}

/// Archives an org. It sends nothing from here on; after 30 days all of it is deleted, unless it is
/// restored before. Events that were started are cancelled first, so that their guests hear of it.
#[utoipa::path(
    delete, path = "/v1/orgs/{org}", operation_id = "ArchiveOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    request_body = ArchiveOrg,
    responses(
        (status = 200, description = "The org, with `purge_at`", body = OrgView),
        (status = 409, description = "`not-allowed-now` with `events`: they were started and are not over"),
        (status = 422, description = "`invalid-fields`: the name is not the org's"),
    ),
    extensions(("x-permission" = json!("own")))
)]
pub(crate) async fn archive_org(
    State(ctx): State<Ctx>,
    by: Allowed<Own>,
    Body(body): Body<ArchiveOrg>,
) -> Result<Json<OrgView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let seen = load(&ctx, by.org()).await?;
        if body.name != seen.value.display_name {
            return Err(Problem::field("/name", "must be the organization's exact name"));
        }
        if seen.value.is_archived() {
            return Ok(Json(OrgView::of(by.org(), &seen.value, by.role())));
        }
        refuse_while_any(&team::events_to_come(&ctx, by.org(), now).await?)?;
        let mut transaction = Transaction::by(by.actor());
        transaction.archive_org(&seen, now);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let archived = Org { archived_at: Some(now), ..seen.value };
                return Ok(Json(OrgView::of(by.org(), &archived, by.role())));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

fn refuse_while_any(events: &[EventId]) -> Result<(), Problem> {
    if events.is_empty() {
        return Ok(());
    }
    let events: Vec<String> = events.iter().map(EventId::to_string).collect();
    Err(Problem::new(ProblemKind::NotAllowedNow)
        .detail(
            "events that were started are not over; cancel them first, so that guests hear of it",
        )
        .with("events", events))
}
