//! Deleting one contact.
use axum::extract::State;
use domain::ids::ContactId;
use http::{HeaderMap, StatusCode};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind, authorize::Tidy, extract::PathIds, revision::Seen,
};
use store::{Attempts, Consistency, Transaction};

/// Deletes a contact for good. Those who are on an event's list stay there with the name and phone
/// that they were added with.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/contacts/{contact}",
    operation_id = "DeleteContact",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("contact" = String, Path, description = "the contact"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    responses(
        (status = 204, description = "it is gone"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`stale`: it was changed since"),
    ),
    extensions(("x-permission" = json!("tidy")))
)]
pub(crate) async fn delete_contact(
    State(ctx): State<Ctx>,
    allowed: Allowed<Tidy>,
    PathIds((contact,)): PathIds<(ContactId,)>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let seen = Seen::of(&headers)?;
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact(allowed.org(), contact, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        seen.check(stored.rev)?;
        let mut transaction = Transaction::by(allowed.actor());
        transaction.delete_contact(&stored, ctx.clock.now());
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(StatusCode::NO_CONTENT),
            Err(error) => attempts.again(error)?,
        }
    }
}
