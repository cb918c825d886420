//! Changing a list's name and description.
use super::{
    create::taken,
    wire::{ChangeContactList, ContactListView, description, name},
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::ContactListId;
use http::HeaderMap;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{Body, Fields, PathIds},
    revision::{Seen, etag},
};
use store::{Attempts, Consistency, Stored, Transaction, contact_lists::ContactList};

/// Changes a list.
///
/// With `If-Match` the change is made only to that revision, else 412 `stale`.
#[utoipa::path(
    patch,
    path = "/v1/orgs/{org}/lists/{list}",
    operation_id = "ChangeContactList",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = ChangeContactList,
    responses(
        (status = 200, description = "the list as it is now", body = ContactListView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`taken`: another list has the name"),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn change_contact_list(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((list,)): PathIds<(ContactListId,)>,
    headers: HeaderMap,
    Body(change): Body<ChangeContactList>,
) -> Result<Response, Problem> {
    let seen = Seen::of(&headers)?;
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact_list(allowed.org(), list, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        seen.check(stored.rev)?;
        let changed = changed(&stored.value, &change)?;
        if changed == stored.value {
            return shown(&ctx, &stored).await;
        }
        let mut transaction = Transaction::by(allowed.actor());
        let replacement = transaction.replace_contact_list(&stored, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = stored.rev.saturating_add(1);
                return shown(&ctx, &Stored { value: changed, rev, ..stored }).await;
            }
            Err(error) if replacement.is_taken(&error) => return Err(taken()),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn changed(list: &ContactList, change: &ChangeContactList) -> Result<ContactList, Problem> {
    let mut fields = Fields::new();
    let mut changed = list.clone();
    if let Some(text) = &change.name {
        changed.title = name(&mut fields, text);
    }
    if let Some(text) = &change.description {
        changed.description = description(&mut fields, text.as_deref());
    }
    fields.finish()?;
    Ok(changed)
}

/// A list with its revision.
pub(crate) async fn shown(ctx: &Ctx, stored: &Stored<ContactList>) -> Result<Response, Problem> {
    let view = ContactListView::read(ctx, stored).await?;
    Ok(([etag(stored.rev)], Json(view)).into_response())
}
