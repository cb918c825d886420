//! Changing one contact.
use crate::{
    create_contact::conflict,
    fields::changed_contact,
    region, tag_room,
    wire::{ChangeContact, ContactView},
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::ContactId;
use http::HeaderMap;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{Body, PathIds},
    revision::{Seen, etag},
};
use store::{
    Attempts, CommitError, Consistency, Stored, Transaction,
    contacts::{Contact, ContactConflict, Reading},
};

/// Changes a contact.
///
/// With `If-Match` the change is made only to that revision, else 412 `stale`. Without it the named
/// fields are set whatever else was changed meanwhile. Invitees keep the name and phone that they were
/// added with.
#[utoipa::path(
    patch,
    path = "/v1/orgs/{org}/contacts/{contact}",
    operation_id = "ChangeContact",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("contact" = String, Path, description = "the contact"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = ChangeContact,
    responses(
        (status = 200, description = "the contact as it is now", body = ContactView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`taken`: another contact has the phone or the address"),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn change_contact(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((contact,)): PathIds<(ContactId,)>,
    headers: HeaderMap,
    Body(change): Body<ChangeContact>,
) -> Result<Response, Problem> {
    let seen = Seen::of(&headers)?;
    let region = region::of_org(&ctx, allowed.org()).await?;
    let reading = region::reading(region, ctx.clock.now());
    let stored = apply(&ctx, &allowed, contact, seen, &change, reading).await?;
    Ok(([etag(stored.rev)], Json(ContactView::from(&stored))).into_response())
}

async fn apply(
    ctx: &Ctx,
    allowed: &Allowed<Work>,
    contact: ContactId,
    seen: Seen,
    change: &ChangeContact,
    reading: Reading,
) -> Result<Stored<Contact>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact(allowed.org(), contact, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        seen.check(stored.rev)?;
        let mut changed = changed_contact(&stored.value, change.clone(), reading)?;
        changed.remember_phone(contact, &stored.value);
        if changed == stored.value {
            return Ok(stored);
        }
        if changed.tags != stored.value.tags {
            tag_room::check(ctx, allowed.org(), "/tags", &changed.tags).await?;
        }
        if changed.phone != stored.value.phone {
            changed.opted_out = ctx.store.is_opted_out(allowed.org(), &changed).await?;
        }
        let mut transaction = Transaction::by(allowed.actor());
        let replacement = transaction.replace_contact(&stored, &changed);
        let Err(error) = ctx.store.commit(transaction).await else {
            return Ok(Stored { value: changed, rev: stored.rev.saturating_add(1), ..stored });
        };
        if !matches!(error, CommitError::Conflict) {
            match replacement.conflict(error.clone())? {
                ContactConflict::Contact => (),
                taken @ (ContactConflict::Phone(_) | ContactConflict::Email(_)) => {
                    return Err(conflict(taken));
                }
            }
        }
        attempts.again(error)?;
    }
}
