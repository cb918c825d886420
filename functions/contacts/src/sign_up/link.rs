//! Links to the page of a list: made, revoked, opened.
use crate::lists::wire::ContactListView;
use axum::{extract::State, response::Response};
use domain::ids::{ContactListId, OrgId};
use http::StatusCode;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{BodyOrDefault, Fields, PathIds},
    idempotency::{IdempotencyKey, once},
    mailed::{MailedToken, Purpose, hash},
};
use serde::{Deserialize, Serialize};
use store::{
    Attempts, Consistency, Stored, Transaction,
    contact_lists::{ContactList, SignUp},
    keys::ContactListKey,
    orgs::Org,
};
use utoipa::ToSchema;

/// Most characters of what visitors agree to.
const WORDS_CHARACTERS_MAX: usize = 500;

/// What visitors agree to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewSignUp {
    /// At most 500 characters; our own words where none are given.
    words: Option<String>,
}

/// Makes a link by which visitors join a list. An earlier link is void from then on.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/lists/{list}/sign-up",
    operation_id = "CreateSignUpLink",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
    ),
    request_body = NewSignUp,
    responses(
        (status = 200, description = "the list with its link", body = ContactListView),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn create_sign_up_link(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((list,)): PathIds<(ContactListId,)>,
    key: IdempotencyKey,
    BodyOrDefault(new): BodyOrDefault<NewSignUp>,
) -> Result<Response, Problem> {
    let mut fields = Fields::new();
    let given = new.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let words = given.and_then(|words| fields.text("/words", words, WORDS_CHARACTERS_MAX));
    fields.finish()?;
    let request = (list.to_string(), new);
    once(&ctx, allowed.org(), "CreateSignUpLink", key, &request, async || {
        let stored = create(&ctx, &allowed, list, words).await?;
        Ok((StatusCode::OK, ContactListView::read(&ctx, &stored).await?))
    })
    .await
}

async fn create(
    ctx: &Ctx,
    allowed: &Allowed<Work>,
    list: ContactListId,
    words: Option<String>,
) -> Result<Stored<ContactList>, Problem> {
    let org = ctx.store.org(allowed.org(), Consistency::Eventual).await?;
    let org = org.ok_or(ProblemKind::NotFound)?;
    let words = words.unwrap_or_else(|| usual_words(&org.value));
    let now = ctx.clock.now();
    change(ctx, allowed, list, |key, list| {
        let sequence = list.sign_up_sequence.saturating_add(1);
        let token_hash = hash(&token_of(ctx, key, sequence));
        let sign_up = Some(SignUp { words: words.clone(), token_hash, since: now });
        ContactList { sign_up_sequence: sequence, sign_up, ..list.clone() }
    })
    .await
}

/// Makes the link of a list void.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/lists/{list}/sign-up",
    operation_id = "RevokeSignUpLink",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
    ),
    responses(
        (status = 204, description = "there is no link"),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn revoke_sign_up_link(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((list,)): PathIds<(ContactListId,)>,
) -> Result<StatusCode, Problem> {
    let revoked =
        |_: &ContactListKey, list: &ContactList| ContactList { sign_up: None, ..list.clone() };
    change(&ctx, &allowed, list, revoked).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change(
    ctx: &Ctx,
    allowed: &Allowed<Work>,
    list: ContactListId,
    change: impl Fn(&ContactListKey, &ContactList) -> ContactList,
) -> Result<Stored<ContactList>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact_list(allowed.org(), list, Consistency::Strong).await?;
        let stored = stored.ok_or(ProblemKind::NotFound)?;
        let changed = change(&stored.key, &stored.value);
        if changed == stored.value {
            return Ok(stored);
        }
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_contact_list(&stored, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = stored.rev.saturating_add(1);
                return Ok(Stored { value: changed, rev, ..stored });
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// What visitors agree to where the org has no words of its own.
fn usual_words(org: &Org) -> String {
    let host = if org.host.is_empty() { &org.display_name } else { &org.host };
    format!(
        "I agree that {host} may text me invitations and news at this number. Message and data rates \
         may apply. I can end this at any time by texting STOP."
    )
}

fn token_of(ctx: &Ctx, key: &ContactListKey, sequence: u32) -> String {
    let ContactListKey { org, list } = key;
    let (subject, item) = (*org.bytes(), *list.bytes());
    MailedToken { purpose: Purpose::SignUp, subject, item, sequence }.sign(&ctx.secrets.cursors)
}

/// Where the page of a list is.
pub(crate) fn link_of(ctx: &Ctx, key: &ContactListKey, sequence: u32) -> String {
    format!("{}/join/{}", ctx.config.base_url, token_of(ctx, key, sequence))
}

/// What a link opens.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The list.
    pub(crate) list: ContactListId,
    /// What visitors agree to.
    pub(crate) sign_up: SignUp,
    /// What the list is called.
    pub(crate) title: String,
    /// Whose it is.
    pub(crate) org_id: OrgId,
    /// The same, with its host and region.
    pub(crate) org: Org,
}

/// What a link with that token opens: verified before anything is read. `None` where it is none of ours,
/// where it was revoked or replaced, and where its list or org is gone.
pub(crate) async fn open(ctx: &Ctx, token: &str) -> Result<Option<Opened>, Problem> {
    let verified = MailedToken::verify(&ctx.secrets.cursors, Purpose::SignUp, token);
    let Some(MailedToken { subject, item, sequence, .. }) = verified else { return Ok(None) };
    let (org_id, list) = (OrgId::from_bytes(subject), ContactListId::from_bytes(item));
    let Some(stored) = ctx.store.contact_list(org_id, list, Consistency::Strong).await? else {
        return Ok(None);
    };
    let ContactList { title, sign_up, sign_up_sequence, .. } = stored.value;
    let Some(sign_up) =
        sign_up.filter(|sign_up| sign_up_sequence == sequence && sign_up.token_hash == hash(token))
    else {
        return Ok(None);
    };
    let org = ctx.store.org(org_id, Consistency::Eventual).await?;
    let org = org.map(|org| org.value).filter(|org| org.archived_at.is_none());
    Ok(org.map(|org| Opened { list, sign_up, title, org_id, org }))
}
