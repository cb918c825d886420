//! Making one contact.
use crate::{
    fields::new_contact,
    region, tag_room,
    wire::{ContactView, NewContact},
};
use axum::{extract::State, response::Response};
use domain::ids::{ContactId, OrgId};
use http::StatusCode;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::Body,
    idempotency::{IdempotencyKey, once},
};
use store::{
    Attempts, CommitError, Places, Stored, Transaction,
    contacts::{Contact, ContactConflict},
    keys::ContactKey,
};

/// Makes a contact.
///
/// A phone or an address that another contact of the org has is 409 `taken`; `contact` is that one.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/contacts",
    operation_id = "CreateContact",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
    ),
    request_body = NewContact,
    responses(
        (status = 201, description = "the contact", body = ContactView),
        (status = 409, description = "`taken`: another contact has the phone or the address"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn create_contact(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    key: IdempotencyKey,
    Body(new): Body<NewContact>,
) -> Result<Response, Problem> {
    let request = new.clone();
    once(&ctx, allowed.org(), "CreateContact", key, &request, async || {
        let stored = create(&ctx, &allowed, new).await?;
        Ok((StatusCode::CREATED, ContactView::from(&stored)))
    })
    .await
}

async fn create(
    ctx: &Ctx,
    allowed: &Allowed<Work>,
    new: NewContact,
) -> Result<Stored<Contact>, Problem> {
    let org = allowed.org();
    let region = region::of_org(ctx, org).await?;
    let mut contact = new_contact(new, region, ctx.clock.now())?;
    tag_room::check(ctx, org, "/tags", &contact.tags).await?;
    let id = ContactId::from_bytes(ctx.ids.bytes());
    let mut attempts = Attempts::default();
    loop {
        contact.opted_out = ctx.store.is_opted_out(org, &contact).await?;
        let mut transaction = Transaction::by(allowed.actor());
        let creation = transaction.create_contact(org, id, &contact);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(stored(org, id, contact, allowed.actor())),
            // Somebody is at the same phone: the next attempt tells who has it.
            Err(CommitError::Conflict) => attempts.again(CommitError::Conflict)?,
            Err(error) => return Err(conflict(creation.conflict(error)?)),
        }
    }
}

/// What the caller can do about a contact that stands in the way.
pub(crate) fn conflict(conflict: ContactConflict) -> Problem {
    let taken = |field: &str, contact: ContactId, detail: &'static str| {
        Problem::new(ProblemKind::Taken)
            .detail(detail)
            .with("field", field)
            .with("contact", contact.to_string())
    };
    match conflict {
        ContactConflict::Contact => ProblemKind::Conflict.into(),
        ContactConflict::Phone(other) => taken("phone", other, "another contact has this phone"),
        ContactConflict::Email(other) => {
            taken("email", other, "another contact has this e-mail address")
        }
    }
}

/// A contact as the table has it right after it was made.
fn stored(org: OrgId, id: ContactId, contact: Contact, by: String) -> Stored<Contact> {
    let key = ContactKey { org, contact: id };
    Stored { places: Places::default(), key, value: contact, rev: 1, by: Some(by) }
}
