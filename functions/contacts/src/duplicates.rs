//! Contacts that may be one person: those of one name, and those whose second phone or address is
//! another's.
use crate::{merge::same_mailbox, parameters::Parameters, wire::ContactSummaryView};
use axum::{Json, extract::State};
use domain::{
    ids::{ContactId, OrgId},
    phone::Phone,
};
use runtime::{Allowed, Ctx, Problem, authorize::See, extract::QueryOf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{
    Position, Store, Stored,
    contacts::{Contact, ContactField, ContactSummary, Email, folded},
};
use utoipa::ToSchema;

/// Names of one read.
const NAMES_PAGE_MAX: u16 = 200;
/// Reads of names that one request makes.
const NAME_READS_MAX: u8 = 5;
/// Whole contacts that one request looks through.
const CONTACTS_MAX: u16 = 250;
/// Most contacts of one group that are shown: more are no duplicates but a common name.
const GROUP_MAX: usize = 20;

/// Contacts that may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DuplicateGroup {
    /// Why: `name` (the same, whatever case and accents), `email` (and the same mailbox at two servers,
    /// or an address that is another's second one), `phone` (another's mobile, or a phone that it had).
    reasons: Vec<&'static str>,
    /// The contacts, at most 20.
    contacts: Vec<ContactSummaryView>,
    /// Whether there are more of them.
    more: bool,
}

/// One page of groups.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub(crate) struct DuplicatePage {
    items: Vec<DuplicateGroup>,
    /// Leads to the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Lists contacts that may be one person.
///
/// `by=name` (the default) looks at names, `by=phone` at mobiles, second addresses and phones that
/// contacts had. A page looks through a bounded number of contacts and may be empty without being the
/// last: go on while there is a `next_cursor`.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts/duplicates",
    operation_id = "ListDuplicates",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("by" = Option<String>, Query, description = "`name` (default) or `phone`"),
        ("cursor" = Option<String>, Query, description = "the `next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "one page", body = DuplicatePage),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_duplicates(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<DuplicatePage>, Problem> {
    let mut parameters = Parameters::of(pairs);
    let (by, cursor) = (parameters.text("by"), parameters.text("cursor"));
    let by = by.as_deref().unwrap_or("name");
    if !matches!(by, "name" | "phone") {
        parameters.refuse("by", "must be name or phone");
    }
    parameters.finish()?;
    let org = allowed.org();
    if by == "phone" { by_phone(&ctx, org, cursor).await } else { by_name(&ctx, org, cursor).await }
        .map(Json)
}

/// Where a page of names ended.
#[derive(Debug, Serialize, Deserialize)]
struct NamePlace {
    position: Position,
    /// The name of the last contact: all who have it were looked at.
    name: String,
}

async fn by_name(ctx: &Ctx, org: OrgId, cursor: Option<String>) -> Result<DuplicatePage, Problem> {
    let fingerprint = format!("contacts of {org} with the same name");
    let cursors = ctx.store.cursors();
    let place =
        cursor.map(|cursor| cursors.open::<NamePlace>(&fingerprint, &cursor)).transpose()?;
    let (mut after, mut done) = match place {
        Some(place) => (Some(place.position), Some(place.name)),
        None => (None, None),
    };
    let mut items = Vec::new();
    for _ in 0..NAME_READS_MAX {
        let query = Store::names_query(org, None, NAMES_PAGE_MAX).after(after.take());
        let mut page = ctx.store.query(&query).await?;
        let next = page.next.take();
        let runs = runs(page.into_contact_summaries()?, done.as_deref());
        let last = runs.len().saturating_sub(1);
        for (number, (name, run)) in runs.into_iter().enumerate() {
            // The last name of a page may go on behind it.
            let run = if number == last && next.is_some() {
                let query = Store::namesakes_query(org, &name, NAMES_PAGE_MAX);
                ctx.store.query(&query).await?.into_contact_summaries()?
            } else {
                run
            };
            items.extend(namesakes(&run));
            done = Some(name);
        }
        let Some(position) = next else { return Ok(DuplicatePage { items, next_cursor: None }) };
        after = Some(position);
    }
    let name = done.unwrap_or_default();
    let place = after.map(|position| NamePlace { position, name });
    let next_cursor = place.map(|place| cursors.seal(&fingerprint, &place));
    Ok(DuplicatePage { items, next_cursor })
}

/// Neighbours in the list that have one name, but those whose name is `done`.
fn runs(contacts: Vec<ContactSummary>, done: Option<&str>) -> Vec<(String, Vec<ContactSummary>)> {
    let mut runs: Vec<(String, Vec<ContactSummary>)> = Vec::new();
    for contact in contacts {
        let name = folded(&contact.name);
        if done == Some(name.as_str()) {
            continue;
        }
        match runs.last_mut() {
            Some((known, run)) if *known == name => run.push(contact),
            Some(_) | None => runs.push((name, vec![contact])),
        }
    }
    runs
}

fn namesakes(run: &[ContactSummary]) -> Option<DuplicateGroup> {
    if run.len() < 2 {
        return None;
    }
    let emails: Vec<&Email> = run.iter().filter_map(|contact| contact.email.as_ref()).collect();
    let mailbox = emails.iter().enumerate().any(|(number, left)| {
        emails.iter().skip(number.saturating_add(1)).any(|right| same_mailbox(left, right))
    });
    let reasons = if mailbox { vec!["name", "email"] } else { vec!["name"] };
    let contacts = run.iter().take(GROUP_MAX).map(ContactSummaryView::from).collect();
    Some(DuplicateGroup { reasons, contacts, more: run.len() > GROUP_MAX })
}

async fn by_phone(ctx: &Ctx, org: OrgId, cursor: Option<String>) -> Result<DuplicatePage, Problem> {
    let fingerprint = format!("contacts of {org} with another's phone");
    let cursors = ctx.store.cursors();
    let after = cursor.map(|cursor| cursors.open::<String>(&fingerprint, &cursor)).transpose()?;
    let after = after.and_then(|after| after.parse::<ContactId>().ok());
    let (contacts, more) = ctx.store.contacts_after(org, after, CONTACTS_MAX).await?;
    let reached = contacts.last().map(|contact| contact.key.contact).filter(|_| more);
    let next_cursor = reached.map(|contact| cursors.seal(&fingerprint, &contact.to_string()));
    let phones: Vec<Phone> =
        contacts.iter().flat_map(|one| second_phones(one.key.contact, &one.value)).collect();
    let emails: Vec<Email> = contacts.iter().filter_map(|one| second_email(&one.value)).collect();
    let known = ctx.store.known_identities(org, &phones, &emails).await?;
    let mut pairs: Vec<(&Stored<Contact>, ContactId, &'static str)> = Vec::new();
    for contact in &contacts {
        let id = contact.key.contact;
        let phones = second_phones(contact.key.contact, &contact.value);
        let holders = phones.iter().filter_map(|phone| known.phones.get(phone));
        pairs.extend(holders.filter(|holder| **holder != id).map(|one| (contact, *one, "phone")));
        let email = second_email(&contact.value).map(|email| email.folded());
        let holder = email.and_then(|email| known.emails.get(&email));
        pairs.extend(holder.filter(|holder| **holder != id).map(|one| (contact, *one, "email")));
    }
    Ok(DuplicatePage { items: groups(ctx, org, pairs).await?, next_cursor })
}

/// Phones that lead to a contact beside its own.
fn second_phones(id: ContactId, contact: &Contact) -> Vec<Phone> {
    let fields = [ContactField::Mobile, ContactField::Whatsapp];
    let written = fields.iter().filter_map(|field| contact.fields.get(field));
    let written = written.filter_map(|text| Phone::from_e164(text).ok());
    // A phone that it gave up itself is rightly another's.
    let merged = contact.former.iter().filter(|former| former.contact != id);
    let former = merged.filter_map(|former| former.phone.clone());
    let mut phones: Vec<Phone> = written.chain(former).collect();
    phones.retain(|phone| contact.phone.as_ref() != Some(phone));
    phones.sort();
    phones.dedup();
    phones
}

fn second_email(contact: &Contact) -> Option<Email> {
    contact.fields.get(&ContactField::EmailSecondary)?.parse().ok()
}

/// Each pair once, with all that speaks for it.
async fn groups(
    ctx: &Ctx,
    org: OrgId,
    pairs: Vec<(&Stored<Contact>, ContactId, &'static str)>,
) -> Result<Vec<DuplicateGroup>, Problem> {
    let mut reasons: BTreeMap<(ContactId, ContactId), Vec<&'static str>> = BTreeMap::new();
    let mut summaries: BTreeMap<ContactId, ContactSummary> = BTreeMap::new();
    for (contact, holder, reason) in pairs {
        let id = contact.key.contact;
        let known = reasons.entry((id.min(holder), id.max(holder))).or_default();
        if !known.contains(&reason) {
            known.push(reason);
        }
        summaries.insert(id, ContactSummary::of(id, &contact.value));
    }
    let unknown = reasons.keys().flat_map(|(left, right)| [*left, *right]);
    let mut unknown: Vec<ContactId> = unknown.filter(|id| !summaries.contains_key(id)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    for stored in ctx.store.contacts(org, &unknown).await? {
        let id = stored.key.contact;
        summaries.insert(id, ContactSummary::of(id, &stored.value));
    }
    let shown = |id: &ContactId| summaries.get(id).map(ContactSummaryView::from);
    let group = |((left, right), reasons): ((ContactId, ContactId), Vec<&'static str>)| {
        let contacts = vec![shown(&left)?, shown(&right)?];
        Some(DuplicateGroup { reasons, contacts, more: false })
    };
    Ok(reasons.into_iter().filter_map(group).collect())
}
