//! Reading one contact.
use crate::wire::ContactView;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::ContactId;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind, authorize::See, extract::PathIds, revision::etag,
};
use store::Consistency;

/// Reads a contact.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts/{contact}",
    operation_id = "ReadContact",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("contact" = String, Path, description = "the contact"),
    ),
    responses(
        (status = 200, description = "the contact; its revision is the `ETag`", body = ContactView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_contact(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((contact,)): PathIds<(ContactId,)>,
) -> Result<Response, Problem> {
    let stored = ctx.store.contact(allowed.org(), contact, Consistency::Strong).await?;
    let stored = stored.ok_or(ProblemKind::NotFound)?;
    Ok(([etag(stored.rev)], Json(ContactView::from(&stored))).into_response())
}
