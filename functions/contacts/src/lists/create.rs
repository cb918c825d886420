//! Making a list.
use super::wire::{ContactListView, NewContactList, description, name};
use axum::{extract::State, response::Response};
use domain::ids::{ContactListId, OrgId};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{Body, Fields},
    idempotency::{IdempotencyKey, once},
};
use store::{
    Attempts, CommitError, Places, Stored, Transaction,
    contact_lists::{ContactList, LISTS_MAX},
    keys::ContactListKey,
    views::ViewCounts,
};

/// Makes a list without contacts.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/lists",
    operation_id = "CreateContactList",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
    ),
    request_body = NewContactList,
    responses(
        (status = 201, description = "the list", body = ContactListView),
        (status = 409, description = "`taken`: a list has the name, or had it and is being deleted; \
            `not-allowed-now`: there are 200 lists"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn create_contact_list(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    key: IdempotencyKey,
    Body(new): Body<NewContactList>,
) -> Result<Response, Problem> {
    let request = new.clone();
    once(&ctx, allowed.org(), "CreateContactList", key, &request, async || {
        let mut fields = Fields::new();
        let list = blank(
            name(&mut fields, &new.name),
            description(&mut fields, new.description.as_deref()),
            ctx.clock.now(),
        );
        fields.finish()?;
        let stored = create(&ctx, allowed.org(), list, &allowed.actor()).await?;
        Ok((StatusCode::CREATED, ContactListView::of(&ctx, &stored, &ViewCounts::default())))
    })
    .await
}

/// A list that nobody can join by a link yet.
pub(crate) fn blank(title: String, description: String, now: Timestamp) -> ContactList {
    ContactList {
        title,
        description,
        created_at: now,
        sign_up_sequence: 0,
        sign_up: None,
        deleted_at: None,
    }
}

async fn create(
    ctx: &Ctx,
    org: OrgId,
    list: ContactList,
    actor: &str,
) -> Result<Stored<ContactList>, Problem> {
    // Who is faster may pass the limit by one or two: it bounds what one read returns, nothing else.
    if ctx.store.all_contact_lists(org).await?.len() >= LISTS_MAX {
        return Err(Problem::new(ProblemKind::NotAllowedNow)
            .detail(format!("an organization has at most {LISTS_MAX} lists"))
            .with("max", LISTS_MAX));
    }
    let id = ContactListId::from_bytes(ctx.ids.bytes());
    let mut attempts = Attempts::default();
    loop {
        let mut transaction = Transaction::by(actor);
        let change = transaction.create_contact_list(org, id, &list);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let key = ContactListKey { org, list: id };
                let by = Some(actor.to_owned());
                return Ok(Stored { places: Places::default(), key, value: list, rev: 1, by });
            }
            Err(error) if change.is_taken(&error) => return Err(taken()),
            Err(CommitError::Conflict) => attempts.again(CommitError::Conflict)?,
            Err(error) => return Err(error.into()),
        }
    }
}

/// What the caller can do about a name that is in use.
pub(crate) fn taken() -> Problem {
    Problem::new(ProblemKind::Taken)
        .detail("a list has this name, or had it and is still being deleted")
        .with("field", "name")
}
