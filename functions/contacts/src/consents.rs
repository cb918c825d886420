//! What a contact agreed to.
use axum::{Json, extract::State};
use domain::ids::ContactId;
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::See, extract::PathIds};
use serde::Serialize;
use std::cmp::Reverse;
use store::{Consistency, Stored, consent::Consent, contacts::Contact, suppressions::Recipient};
use utoipa::ToSchema;

/// Most entries about one phone or address that are shown.
const ENTRIES_MAX: u16 = 100;

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Consent)]
pub(crate) struct ConsentView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The phone or address that it is about.
    recipient: String,
    /// `given` or `withdrawn`.
    kind: &'static str,
    /// `sign_up` (on the page of a list), `text` or `organizer`.
    source: &'static str,
    /// What was agreed to, or said.
    words: String,
    /// The list whose page it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
    /// Who wrote it down, as the audit has it.
    by: String,
}

/// The ledger about a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConsentList {
    /// The newest first; the latest 100 of each phone and address.
    items: Vec<ConsentView>,
}

impl From<&Stored<Consent>> for ConsentView {
    fn from(stored: &Stored<Consent>) -> Self {
        let consent = &stored.value;
        Self {
            at: stored.key.at,
            recipient: stored.key.address.0.clone(),
            kind: consent.kind.name(),
            source: consent.source.name(),
            words: consent.words.clone(),
            list: consent.list.map(|list| list.to_string()),
            by: stored.by.clone().unwrap_or_default(),
        }
    }
}

/// Lists what was agreed to and taken back for a contact's phone and address, and for the phones that it
/// had.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts/{contact}/consents",
    operation_id = "ListConsents",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("contact" = String, Path, description = "the contact"),
    ),
    responses(
        (status = 200, description = "the entries", body = ConsentList),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_consents(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((contact,)): PathIds<(ContactId,)>,
) -> Result<Json<ConsentList>, Problem> {
    let org = allowed.org();
    let stored = ctx.store.contact(org, contact, Consistency::Eventual).await?;
    let stored = stored.ok_or(ProblemKind::NotFound)?;
    let recipients = recipients(&stored.value);
    let ledgers = recipients.iter().map(|one| ctx.store.consents(org, one, ENTRIES_MAX));
    let ledgers = futures::future::try_join_all(ledgers).await?;
    let mut items: Vec<ConsentView> = ledgers.iter().flatten().map(ConsentView::from).collect();
    items.sort_by_key(|entry| Reverse(entry.at));
    Ok(Json(ConsentList { items }))
}

fn recipients(contact: &Contact) -> Vec<Recipient> {
    let former = contact.former.iter().filter_map(|former| former.phone.clone());
    let mut phones: Vec<_> = former.chain(contact.phone.clone()).collect();
    phones.sort();
    phones.dedup();
    let email = contact.email.clone().map(Recipient::Email);
    phones.into_iter().map(Recipient::Phone).chain(email).collect()
}
