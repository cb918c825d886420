//! All contacts as files for a spreadsheet.
use crate::{
    csv::export::{ExportedContact, export},
    limits::{EXPORT_BYTES_MAX, EXPORT_ROWS_MAX},
    parameters::Parameters,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::See, extract::QueryOf};
use store::{Query, Store, Stored, contacts::Contact};

/// Leads to the next file.
pub(crate) const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");

/// Contacts of one read: with notes of full length about as many as one call answers.
const READ_ROWS: u16 = 500;

/// The org's contacts as a CSV file that is safe to open in a spreadsheet.
///
/// One answer has at most 5,000 contacts (fewer where their notes are long), in no particular order.
/// Where there are more, the header `x-next-cursor` has the `cursor` of the next file; each file is
/// whole, with its headings, and can be imported again.
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
    let rows: Vec<_> = contacts.iter().map(|contact| exported(&contact.value)).collect();
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
    let tags: usize = contact.tags.iter().map(|tag| tag.len().saturating_add(2)).sum();
    let name = contact.name.first().len().saturating_add(contact.name.last().len());
    let email = contact.email.as_ref().map_or(0, |email| email.as_str().len());
    name.saturating_add(email)
        .saturating_add(tags)
        .saturating_add(contact.note.len())
        .saturating_add(40)
}

fn exported(contact: &Contact) -> ExportedContact<'_> {
    ExportedContact {
        first_name: contact.name.first(),
        last_name: contact.name.last(),
        phone: contact.phone.as_ref(),
        email: contact.email.as_ref().map(store::contacts::Email::as_str),
        tags: &contact.tags,
        note: &contact.note,
    }
}
