//! All contacts as files for a spreadsheet.
use crate::{
    csv::{
        export::{ExportedContact, export},
        limits::LIST_NAME_CHARACTERS_MAX,
    },
    limits::{EXPORT_BYTES_MAX, EXPORT_ROWS_MAX},
    parameters::Parameters,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    ids::{ContactListId, OrgId},
    zone::Zone,
};
use http::{HeaderName, HeaderValue, header};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::See, extract::QueryOf};
use std::collections::HashMap;
use store::{Query, Store, Stored, contacts::Contact};

/// Leads to the next file.
pub(crate) const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");

/// Bytes of a row beside what is written of the contact: marks, and the phone.
const ROW_BYTES: usize = 80;

/// Contacts of one read: with notes of full length about as many as one call answers.
const READ_ROWS: u16 = 500;

/// The org's contacts as a CSV file that is safe to open in a spreadsheet.
///
/// One answer has at most 5,000 contacts (fewer where their notes are long), in no particular order.
/// Where there are more, the header `x-next-cursor` has the `cursor` of the next file; each file is
/// whole, with its headings, and can be imported again: it has every field of a contact, the names of
/// its lists in `group`, and the org's own fields as JSON in `custom_fields`.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts/export",
    operation_id = "ExportContacts",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("cursor" = Option<String>, Query, description = "the `x-next-cursor` of the file before"),
    ),
    responses(
        (status = 200, description = "the file", body = String, content_type = "text/csv"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn export_contacts(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::of(pairs);
    let cursor = parameters.text("cursor");
    parameters.finish()?;
    let query = Store::contacts_query(allowed.org(), READ_ROWS);
    let query = ctx.store.cursors().resume(query, cursor.as_deref())?;
    let (contacts, next) = gather(&ctx, query).await?;
    let groups = groups(&ctx, allowed.org(), &contacts).await?;
    let rows: Vec<_> = contacts
        .iter()
        .zip(&groups)
        .map(|(contact, groups)| exported(&contact.value, groups))
        .collect();
    let file = export(&rows).map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    Ok(as_file("contacts.csv", file, next.as_deref()))
}

/// A CSV file as an answer that a browser saves.
pub(crate) fn as_file(name: &str, file: Vec<u8>, next: Option<&str>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    if let Some(next) = next.and_then(|next| HeaderValue::from_str(next).ok()) {
        headers.insert(NEXT_CURSOR, next);
    }
    response
}

/// The contacts of one file, and the cursor of the next.
async fn gather(
    ctx: &Ctx,
    mut query: Query,
) -> Result<(Vec<Stored<Contact>>, Option<String>), Problem> {
    let mut contacts = Vec::new();
    let mut bytes = 0_usize;
    loop {
        let page = ctx.store.query(&query).await?;
        let next = page.next.clone();
        let read = page.into_contacts()?;
        bytes = read.iter().fold(bytes, |sum, one| sum.saturating_add(weight(&one.value)));
        contacts.extend(read);
        let room = EXPORT_ROWS_MAX.saturating_sub(contacts.len());
        let full = room < usize::from(READ_ROWS) || bytes >= EXPORT_BYTES_MAX;
        match next {
            Some(position) if full => {
                let cursor = ctx.store.cursors().seal_query(&query, &position);
                return Ok((contacts, Some(cursor)));
            }
            Some(position) => query = query.after(Some(position)),
            None => return Ok((contacts, None)),
        }
    }
}

/// About the bytes of the contact's row.
fn weight(contact: &Contact) -> usize {
    let tags = contact.tags.iter().map(|tag| tag.len().saturating_add(2));
    let fields = contact.fields.values().map(String::len);
    let custom = contact.custom.iter().map(|(name, value)| {
        let quoted = name.len().saturating_add(value.len());
        quoted.saturating_add(12)
    });
    let lists = contact.lists.iter().map(|_| LIST_NAME_CHARACTERS_MAX);
    let name = contact.name.first().len().saturating_add(contact.name.last().len());
    let email = contact.email.as_ref().map_or(0, |email| email.as_str().len());
    let texts = [name, email, contact.note.len(), contact.organization.len(), ROW_BYTES];
    let all = tags.chain(fields).chain(custom).chain(lists).chain(texts);
    all.fold(0, usize::saturating_add)
}

/// The names of each contact's lists. A list that is gone or going has none.
async fn groups(
    ctx: &Ctx,
    org: OrgId,
    contacts: &[Stored<Contact>],
) -> Result<Vec<Vec<String>>, Problem> {
    let any = contacts.iter().any(|contact| !contact.value.lists.is_empty());
    let lists = if any { ctx.store.contact_lists(org).await? } else { Vec::new() };
    let titles: HashMap<ContactListId, &String> =
        lists.iter().map(|list| (list.key.list, &list.value.title)).collect();
    let of = |contact: &Stored<Contact>| {
        let found = contact.value.lists.iter().filter_map(|list| titles.get(list));
        let mut found: Vec<String> = found.map(|title| (*title).clone()).collect();
        found.sort_unstable();
        found
    };
    Ok(contacts.iter().map(of).collect())
}

fn exported<'c>(contact: &'c Contact, groups: &'c [String]) -> ExportedContact<'c> {
    ExportedContact {
        first_name: contact.name.first(),
        last_name: contact.name.last(),
        phone: contact.phone.as_ref(),
        email: contact.email.as_ref().map(store::contacts::Email::as_str),
        tags: &contact.tags,
        groups,
        note: &contact.note,
        organization: &contact.organization,
        zone: contact.zone.as_ref().map(Zone::name),
        fields: &contact.fields,
        custom: &contact.custom,
    }
}
