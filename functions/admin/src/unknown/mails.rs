//! Mails: parse, call, view.
use super::http::DecisionBody;
use crate::paging::{Asked, List, PageOf};
use axum::{Json, extract::State};
use domain::{ids::MailId, outbox::Verdict};
use http::StatusCode;
use runtime::{
    Ctx, PlatformAdmin, Problem, ProblemKind,
    extract::{Body, PathIds, QueryOf},
};
use serde::Serialize;
use store::{
    Stored,
    mails::{DecideError, Mail, MailDecision},
    query::Position,
};
use utoipa::ToSchema;

/// A mail of which nobody knows whether it was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnknownMailView {
    id: String,
    /// The address: to look it up at the provider.
    to: String,
    subject: String,
    /// The org that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    org: Option<String>,
    recorded_at: String,
}

impl From<&Stored<Mail>> for UnknownMailView {
    fn from(Stored { key, value, .. }: &Stored<Mail>) -> Self {
        Self {
            id: key.mail.to_string(),
            to: value.to.clone(),
            subject: value.subject.clone(),
            org: value.org.map(|org| org.to_string()),
            recorded_at: value.created_at.to_string(),
        }
    }
}

/// The mails of which nobody knows whether they were sent, the oldest first.
#[utoipa::path(
    get, path = "/v1/admin/unknown/mails", operation_id = "ListUnknownMails", tag = "admin",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<UnknownMailView>)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_mails(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<UnknownMailView>>, Problem> {
    let list = List("admin unknown mails".to_owned());
    let (limit, after) = list.plain::<Position>(&ctx, &asked)?;
    let (mails, next) = ctx.store.unknown_mails(limit, after).await?;
    let items = mails.iter().map(UnknownMailView::from).collect();
    Ok(Json(list.page(&ctx, items, next.as_ref())))
}

/// Say what became of a mail that nobody knew the outcome of. It is never sent again by that.
#[utoipa::path(
    post, path = "/v1/admin/unknown/mails/{mail}", operation_id = "DecideUnknownMail", tag = "admin",
    params(("mail" = String, Path, description = "The mail")),
    request_body = DecisionBody,
    responses(
        (status = 204, description = "It is written down"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: its outcome is known"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn decide_mail(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((mail,)): PathIds<(MailId,)>,
    Body(body): Body<DecisionBody>,
) -> Result<StatusCode, Problem> {
    let decision = match body.verdict()? {
        Verdict::Sent => MailDecision::Sent,
        Verdict::NotSent => MailDecision::NotSent,
    };
    let (actor, now) = (by.actor(), ctx.clock.now());
    let decided = ctx.store.decide_mail(mail, decision, &actor, now).await;
    decided.map(|()| StatusCode::NO_CONTENT).map_err(|error| match error {
        DecideError::Missing => ProblemKind::NotFound.into(),
        DecideError::Known => {
            Problem::new(ProblemKind::NotAllowedNow).detail("what became of it is known")
        }
        DecideError::Commit(error) => error.into(),
    })
}
