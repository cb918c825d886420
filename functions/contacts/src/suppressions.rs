//! Phones and addresses that an org does not write to.
use crate::{parameters::Parameters, region};
use axum::{Json, extract::State};
use domain::{ids::OrgId, phone::Phone};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::{See, Work},
    extract::{BodyOrDefault, Fields, PathIds, QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use store::{
    Attempts, Store, Stored, Transaction,
    consent::{Consent, ConsentKind, ConsentSource},
    contacts::Email,
    suppressions::{OrganizersWord, Recipient, Suppression},
};
use utoipa::ToSchema;

/// Most characters of a reason.
const REASON_CHARACTERS_MAX: usize = 200;

/// Why somebody is not to be written to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SuppressBody {
    /// At most 200 characters.
    reason: Option<String>,
}

/// A phone or an address that the org does not write to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Suppression)]
pub(crate) struct SuppressionView {
    /// In E.164 form, or in small letters.
    recipient: String,
    /// Whether the person asked for it: only the person can take that back.
    stopped: bool,
    /// Since when the person wants nothing more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    stopped_at: Option<Timestamp>,
    /// Why, in an organizer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The organizer who said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// Since when an organizer says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
}

/// One page of suppressions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SuppressionPage {
    items: Vec<SuppressionView>,
    /// Leads to the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl SuppressionView {
    fn of(recipient: String, suppression: &Suppression) -> Self {
        let word = suppression.organizer.as_ref();
        Self {
            recipient,
            stopped: suppression.stopped_at.is_some(),
            stopped_at: suppression.stopped_at,
            reason: word.map(|word| word.reason.clone()),
            by: word.map(|word| word.actor.clone()),
            since: word.map(|word| word.since),
        }
    }
}

/// Lists whom the org does not write to, and why; by phone and address.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/suppressions",
    operation_id = "ListSuppressions",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "the `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "one page", body = SuppressionPage)),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_suppressions(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<SuppressionPage>, Problem> {
    let mut parameters = Parameters::of(pairs);
    let (limit, cursor) = (parameters.page_limit(), parameters.text("cursor"));
    parameters.finish()?;
    let query = Store::suppressions_query(allowed.org(), page_limit(limit)?);
    let first = query.clone();
    let query = ctx.store.cursors().resume(query, cursor.as_deref())?;
    let mut page = ctx.store.query(&query).await?;
    let next = page.next.take();
    let items = page.into_suppressions()?;
    let view =
        |one: &Stored<Suppression>| SuppressionView::of(one.key.address.0.clone(), &one.value);
    Ok(Json(SuppressionPage {
        items: items.iter().map(view).collect(),
        next_cursor: next.map(|next| ctx.store.cursors().seal_query(&first, &next)),
    }))
}

/// From now on the org does not write to a phone or an address, whatever list it is on. Doing so again
/// replaces the reason.
#[utoipa::path(
    put,
    path = "/v1/orgs/{org}/suppressions/{recipient}",
    operation_id = "PutSuppression",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("recipient" = String, Path, description = "a phone, written in any way, or an address"),
    ),
    request_body = SuppressBody,
    responses(
        (status = 200, description = "as it is kept", body = SuppressionView),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn put_suppression(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((recipient,)): PathIds<(String,)>,
    BodyOrDefault(body): BodyOrDefault<SuppressBody>,
) -> Result<Json<SuppressionView>, Problem> {
    let org = allowed.org();
    let recipient = recipient_of(&ctx, org, &recipient).await?;
    let mut fields = Fields::new();
    let reason = body.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.and_then(|text| fields.text("/reason", text, REASON_CHARACTERS_MAX));
    fields.finish()?;
    let word = OrganizersWord {
        reason: reason.unwrap_or_default(),
        actor: allowed.actor(),
        since: ctx.clock.now(),
    };
    let change = |known: &Suppression| {
        let since = known.organizer.as_ref().map_or(word.since, |known| known.since);
        let organizer = Some(OrganizersWord { since, ..word.clone() });
        Ok(Suppression { organizer, ..known.clone() })
    };
    let now = commit(&ctx, (org, &recipient), &allowed.actor(), change).await?;
    Ok(Json(SuppressionView::of(recipient.folded(), &now)))
}

/// Takes an organizer's word back: the org writes to a phone or an address again, unless the person asked
/// for no more. That, only the person can take back.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/suppressions/{recipient}",
    operation_id = "DeleteSuppression",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("recipient" = String, Path, description = "a phone, written in any way, or an address"),
    ),
    responses(
        (status = 204, description = "it is lifted"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`suppressed`: the person asked for it"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn delete_suppression(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((recipient,)): PathIds<(String,)>,
) -> Result<StatusCode, Problem> {
    let org = allowed.org();
    let recipient = recipient_of(&ctx, org, &recipient).await?;
    let change = |known: &Suppression| {
        if known.stopped_at.is_some() && known.organizer.is_none() {
            return Err(Problem::new(ProblemKind::Suppressed).detail(
                "the person asked for no more texts, and takes part again by texting START",
            ));
        }
        known.organizer.as_ref().ok_or(ProblemKind::NotFound)?;
        Ok(Suppression { organizer: None, ..known.clone() })
    };
    commit(&ctx, (org, &recipient), &allowed.actor(), change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The phone or the address that a path names.
async fn recipient_of(ctx: &Ctx, org: OrgId, text: &str) -> Result<Recipient, Problem> {
    if text.contains('@') {
        let email = text.parse::<Email>();
        return email
            .map(Recipient::Email)
            .map_err(|error| Problem::field("/recipient", error.to_string()));
    }
    let region = region::of_org(ctx, org).await?;
    let phone = Phone::parse(text, region);
    phone.map(Recipient::Phone).map_err(|error| Problem::field("/recipient", error.to_string()))
}

/// Changes what the org keeps of a recipient, with its entry in the ledger and the mark on its contact.
async fn commit(
    ctx: &Ctx,
    (org, recipient): (OrgId, &Recipient),
    actor: &str,
    change: impl Fn(&Suppression) -> Result<Suppression, Problem>,
) -> Result<Suppression, Problem> {
    let mut at = ctx.clock.now();
    let mut attempts = Attempts::default();
    loop {
        let seen = ctx.store.suppression(org, recipient).await?;
        let known = seen.as_ref().map(|seen| seen.value.clone()).unwrap_or_default();
        let now = change(&known)?;
        let mut transaction = Transaction::by(actor);
        transaction.change_suppression(org, recipient, seen.as_ref(), &now, at);
        let mut entry = None;
        if known.is_empty() && !now.is_empty() {
            entry = Some(transaction.record_consent(org, recipient, at, &withdrawn(&now)));
        }
        if let Recipient::Phone(phone) = recipient
            && known.is_empty() != now.is_empty()
            && let Some(contact) = ctx.store.contact_by_phone(org, phone).await?
        {
            transaction.mark_opted_out(org, contact.key.contact, !now.is_empty());
        }
        let Err(error) = ctx.store.commit(transaction).await else { return Ok(now) };
        if entry.is_some_and(|entry| error.refuses(entry)) {
            // There is an entry of this very millisecond.
            at = at.checked_add(SignedDuration::from_millis(1)).unwrap_or(at);
        }
        attempts.again(error)?;
    }
}

/// What the ledger says of an organizer's word. That it is taken back is nobody's consent.
fn withdrawn(now: &Suppression) -> Consent {
    let reason = now.organizer.as_ref().map(|word| word.reason.clone());
    Consent {
        kind: ConsentKind::Withdrawn,
        source: ConsentSource::Organizer,
        words: reason.unwrap_or_default(),
        list: None,
    }
}
