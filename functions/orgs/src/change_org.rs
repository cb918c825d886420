//! Changing an org's settings.
use crate::{
    fields::{OrgFields, Written},
    read_org::load,
    view::OrgView,
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Administer,
    extract::{Body, Fields},
    revision::{Seen, etag},
};
use serde::Deserialize;
use store::{Attempts, Transaction, orgs::Org};
use utoipa::ToSchema;

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrgChangeBody {
    /// 1 to 200 characters.
    name: Option<String>,
    /// 1 to 40 characters.
    host: Option<String>,
    region: Option<String>,
    time_zone: Option<String>,
}

/// Change an org's settings. With `If-Match` the change is made only to that revision.
#[utoipa::path(
    patch, path = "/v1/orgs/{org}", operation_id = "ChangeOrg", tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = OrgChangeBody,
    responses(
        (status = 200, description = "The org as it is now", body = OrgView),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn change_org(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    headers: HeaderMap,
    Body(body): Body<OrgChangeBody>,
) -> Result<Response, Problem> {
    let known = Seen::of(&headers)?;
    let change = parse(&body)?;
    let mut attempts = Attempts::default();
    loop {
        let seen = load(&ctx, by.org()).await?;
        known.check(seen.rev)?;
        let changed = apply(&change, &seen.value);
        if changed == seen.value {
            return Ok(answer(&by, &changed, seen.rev));
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_org(&seen, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(answer(&by, &changed, seen.rev.saturating_add(1))),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn parse(body: &OrgChangeBody) -> Result<OrgFields, Problem> {
    let mut fields = Fields::new();
    let written = Written {
        name: body.name.as_deref(),
        host: body.host.as_deref(),
        region: body.region.as_deref(),
        time_zone: body.time_zone.as_deref(),
    };
    let change = OrgFields::parse(&mut fields, written);
    fields.finish()?;
    Ok(change)
}

fn apply(change: &OrgFields, org: &Org) -> Org {
    let change = change.clone();
    Org {
        display_name: change.display_name.unwrap_or_else(|| org.display_name.clone()),
        host: change.host.unwrap_or_else(|| org.host.clone()),
        region: change.region.unwrap_or(org.region),
        time_zone: change.time_zone.unwrap_or_else(|| org.time_zone.clone()),
        ..org.clone()
    }
}

fn answer(by: &Allowed<Administer>, org: &Org, rev: u64) -> Response {
    ([etag(rev)], Json(OrgView::of(by.org(), org, by.role()))).into_response()
}
