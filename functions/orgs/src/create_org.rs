//! Making an org.
use crate::{
    fields::{OrgFields, Written},
    limits::HOST_CHARACTERS_MAX,
    members::room,
    view::OrgView,
};
use axum::{extract::State, response::Response};
use domain::{ids::OrgId, phone::Region, rights::Role, zone::Zone};
use http::StatusCode;
use runtime::{
    Ctx, Problem, ProblemKind, SignedIn,
    extract::{Body, Fields},
    idempotency::{IdempotencyKey, once},
};
use serde::{Deserialize, Serialize};
use store::{Attempts, Transaction, accounts::User, orgs::Org};
use utoipa::ToSchema;

/// The zone of an org whose owner names none and has none: the largest of the default region.
const ZONE_DEFAULT: &str = "America/New_York";

/// A new org.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrg {
    /// 1 to 200 characters.
    name: String,
    /// Who invites, in texts and on guests' pages: 1 to 40 characters; the name's beginning unless given.
    host: Option<String>,
    /// The country (ISO 3166 alpha-2) of phone numbers without a country code; `US` unless given.
    region: Option<String>,
    /// The time zone (IANA name) of new events; the caller's own unless given.
    time_zone: Option<String>,
}

/// Makes an org, which the caller owns.
#[utoipa::path(
    post, path = "/v1/orgs", operation_id = "CreateOrg", tag = "orgs",
    params(("idempotency-key" = Option<String>, Header, description = "answers a repetition as the first")),
    request_body = NewOrg,
    responses(
        (status = 201, description = "The org", body = OrgView),
        (status = 409, description = "`not-allowed-now`: the caller has as many orgs as one may"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn create_org(
    State(ctx): State<Ctx>,
    by: SignedIn,
    key: IdempotencyKey,
    Body(body): Body<NewOrg>,
) -> Result<Response, Problem> {
    let fields = parse(&body)?;
    once(&ctx, by.user(), "CreateOrg", key, &body, async || {
        let view = create(&ctx, &by, &fields).await?;
        Ok((StatusCode::CREATED, view))
    })
    .await
}

fn parse(body: &NewOrg) -> Result<OrgFields, Problem> {
    let mut fields = Fields::new();
    let written = Written {
        name: Some(&body.name),
        host: body.host.as_deref(),
        region: body.region.as_deref(),
        time_zone: body.time_zone.as_deref(),
    };
    let org = OrgFields::parse(&mut fields, written);
    fields.finish()?;
    Ok(org)
}

async fn create(ctx: &Ctx, by: &SignedIn, fields: &OrgFields) -> Result<OrgView, Problem> {
    let now = ctx.clock.now();
    let mut attempts = Attempts::default();
    loop {
        let standing = room::fresh_standing(ctx, by.user()).await?;
        room::check(&standing, Role::Owner)?;
        let id = OrgId::from_bytes(ctx.ids.bytes());
        let name = fields.display_name.clone().unwrap_or_default();
        let host = fields.host.clone().unwrap_or_else(|| beginning(&name));
        let zone = zone(fields, &standing.user.value)?;
        let org = Org::new(name, host, fields.region.unwrap_or(Region::US), zone, now);
        let mut transaction = Transaction::by(by.user().to_string());
        transaction.touch_user(&standing.user);
        transaction.create_org(id, &org);
        transaction.create_member(id, by.user(), Role::Owner, now);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(OrgView::of(id, &org, Role::Owner)),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn beginning(name: &str) -> String {
    let host: String = name.chars().take(HOST_CHARACTERS_MAX).collect();
    host.trim().to_owned()
}

fn zone(fields: &OrgFields, owner: &User) -> Result<Zone, Problem> {
    match fields.time_zone.clone().or_else(|| owner.time_zone.clone()) {
        Some(zone) => Ok(zone),
        None => Zone::parse(ZONE_DEFAULT)
            .map_err(|error| Problem::new(ProblemKind::Internal).because(error)),
    }
}
