//! Deleting a list: from now on nobody joins it, and a job takes it off every contact.
use crate::bulk::{
    start::{Start, start},
    wire::BulkView,
};
use axum::{Json, extract::State};
use domain::ids::ContactListId;
use http::{HeaderMap, StatusCode};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind, authorize::Tidy, extract::PathIds, revision::Seen,
};
use store::{
    Attempts, Consistency, Transaction,
    bulk::{BulkAct, BulkJob},
    contact_lists::ContactList,
};

/// Deletes a list, whoever is on it; the contacts stay. The list is gone at once; its name is free when
/// the job is done that takes it off the contacts.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/lists/{list}",
    operation_id = "DeleteContactList",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    responses(
        (status = 202, description = "the job that takes it off the contacts", body = BulkView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: three jobs of the organization are running"),
        (status = 412, description = "`stale`: it was changed since"),
    ),
    extensions(("x-permission" = json!("tidy")))
)]
pub(crate) async fn delete_contact_list(
    State(ctx): State<Ctx>,
    allowed: Allowed<Tidy>,
    PathIds((list,)): PathIds<(ContactListId,)>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<BulkView>), Problem> {
    let seen = Seen::of(&headers)?;
    let org = allowed.org();
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact_list(org, list, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        seen.check(stored.rev)?;
        let now = ctx.clock.now();
        let deleted = ContactList { deleted_at: Some(now), sign_up: None, ..stored.value.clone() };
        let mut beside = Transaction::by(allowed.actor());
        beside.replace_contact_list(&stored, &deleted);
        let act = BulkAct::DeleteList { list };
        let job = BulkJob::matching(org, act, String::new(), (allowed.actor(), now));
        match start(&ctx, job, beside).await? {
            Start::Begun(stored) => {
                return Ok((StatusCode::ACCEPTED, Json(BulkView::from(&*stored))));
            }
            Start::Lost(error) => attempts.again(error)?,
        }
    }
}
