//! One contact on one list.
use super::membership::{Joined, joined, left};
use axum::extract::State;
use domain::ids::{ContactId, ContactListId};
use http::StatusCode;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Work, extract::PathIds};
use store::{Attempts, Consistency, Transaction, contact_lists::CONTACT_LISTS_MAX};

/// Puts a contact on a list. Doing so again changes nothing.
#[utoipa::path(
    put,
    path = "/v1/orgs/{org}/lists/{list}/contacts/{contact}",
    operation_id = "PutContactOnList",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
        ("contact" = String, Path, description = "the contact"),
    ),
    responses(
        (status = 204, description = "the contact is on the list"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: the contact is on 20 lists"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn put_contact_on_list(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((list, contact)): PathIds<(ContactListId, ContactId)>,
) -> Result<StatusCode, Problem> {
    let org = allowed.org();
    let mut attempts = Attempts::default();
    loop {
        let found = ctx.store.contact_list(org, list, Consistency::Strong).await?;
        found.ok_or(ProblemKind::NotFound)?;
        let stored = ctx.store.contact(org, contact, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        let changed = match joined(&stored.value, list) {
            Joined::Now(changed) => changed,
            Joined::Already => return Ok(StatusCode::NO_CONTENT),
            Joined::NoRoom => return Err(no_room()),
        };
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_contact(&stored, &changed);
        transaction.check_contact_list(org, list);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(StatusCode::NO_CONTENT),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn no_room() -> Problem {
    Problem::new(ProblemKind::NotAllowedNow)
        .detail(format!("a contact is on at most {CONTACT_LISTS_MAX} lists"))
        .with("max", CONTACT_LISTS_MAX)
}

/// Takes a contact off a list. Doing so again changes nothing.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/lists/{list}/contacts/{contact}",
    operation_id = "TakeContactOffList",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
        ("contact" = String, Path, description = "the contact"),
    ),
    responses(
        (status = 204, description = "the contact is not on the list"),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn take_contact_off_list(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((list, contact)): PathIds<(ContactListId, ContactId)>,
) -> Result<StatusCode, Problem> {
    let org = allowed.org();
    let found = ctx.store.contact_list(org, list, Consistency::Strong).await?;
    found.ok_or(ProblemKind::NotFound)?;
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact(org, contact, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        let Some(changed) = left(&stored.value, list) else { return Ok(StatusCode::NO_CONTENT) };
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_contact(&stored, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(StatusCode::NO_CONTENT),
            Err(error) => attempts.again(error)?,
        }
    }
}
