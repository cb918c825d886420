//! Listing contacts: by name, by what their name begins with, by phone, by address, by tags.
use crate::{
    limits::FILTER_TAGS_MAX,
    parameters::Parameters,
    region,
    tagged::{self, Match},
    wire::{ContactPage, ContactSummaryView},
};
use axum::{Json, extract::State};
use domain::{
    ids::{ContactId, OrgId},
    phone::{Phone, PhoneError, Region},
};
use runtime::{
    Allowed, Ctx, Problem,
    authorize::See,
    extract::{QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{
    Position, Query, Store,
    contacts::{
        ContactSummary, Email, ListedContact, contacts_scope, tag_view, tidy_tags, unnamed_view,
    },
    views::ViewCounts,
};

/// Lists contacts by name; those without a name come last.
///
/// With `name`: those whose name begins so, whatever the case and accents. With `phone` or `email`:
/// the one that has it. With `tag`, once or several times: those that have any of the tags, or all
/// of them with `match=all`, as of some seconds ago. Only one of these at a time. A page may be short
/// and still not be the last: go on while there is a `next_cursor`.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts",
    operation_id = "ListContacts",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("name" = Option<String>, Query, description = "what the whole name begins with"),
        ("phone" = Option<String>, Query, description = "a phone, written in any way"),
        ("email" = Option<String>, Query, description = "an e-mail address"),
        ("tag" = Option<Vec<String>>, Query, description = "at most 10 tags"),
        ("match" = Option<String>, Query, description = "`any` (default) or `all` of the tags"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "the `next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "one page", body = ContactPage),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_contacts(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<ContactPage>, Problem> {
    let (filter, page) = read(pairs)?;
    let org = allowed.org();
    let page = match filter {
        Filter::Name(prefix) => by_name(&ctx, org, prefix.as_deref(), page).await,
        Filter::Phone(text) => by_phone(&ctx, org, &text).await,
        Filter::Email(email) => by_email(&ctx, org, &email).await,
        Filter::Tags(tags, wanted) => by_tags(&ctx, org, &tags, wanted, page).await,
    };
    page.map(Json)
}

enum Filter {
    Name(Option<String>),
    Phone(String),
    Email(Email),
    Tags(Vec<String>, Match),
}

struct PageWanted {
    limit: u16,
    cursor: Option<String>,
}

fn read(pairs: Vec<(String, String)>) -> Result<(Filter, PageWanted), Problem> {
    let mut parameters = Parameters::of(pairs);
    let limit = parameters.page_limit();
    let cursor = parameters.text("cursor");
    let wanted = parameters.parsed::<Match>("match").unwrap_or(Match::Any);
    let (name, phone) = (parameters.text("name"), parameters.text("phone"));
    let email = parameters.parsed::<Email>("email");
    let tags = tidy_tags(parameters.all("tag"));
    if tags.len() > FILTER_TAGS_MAX {
        parameters.refuse("tag", format!("at most {FILTER_TAGS_MAX} tags at once"));
    }
    let given = [name.is_some(), phone.is_some(), email.is_some(), !tags.is_empty()];
    if given.iter().filter(|given| **given).count() > 1 {
        parameters.refuse("name", "give one of name, phone, email and tag");
    }
    parameters.finish()?;
    let filter = match (phone, email) {
        (Some(phone), _) => Filter::Phone(phone),
        (None, Some(email)) => Filter::Email(email),
        (None, None) if !tags.is_empty() => Filter::Tags(tags, wanted),
        (None, None) => Filter::Name(name),
    };
    Ok((filter, PageWanted { limit: page_limit(limit)?, cursor }))
}

/// Where a page of the list by name ended.
#[derive(Debug, Serialize, Deserialize)]
enum Place {
    /// Among those with a name.
    Named(Position),
    /// After all of them, and after this one without a name.
    Unnamed(Option<String>),
}

async fn by_name(
    ctx: &Ctx,
    org: OrgId,
    prefix: Option<&str>,
    page: PageWanted,
) -> Result<ContactPage, Problem> {
    let query = Store::names_query(org, prefix, page.limit);
    let fingerprint = query.fingerprint();
    let cursors = ctx.store.cursors();
    let place =
        page.cursor.map(|cursor| cursors.open::<Place>(&fingerprint, &cursor)).transpose()?;
    let seal = |place: &Place| Some(cursors.seal(&fingerprint, place));
    let (mut items, position, after) = match place {
        Some(Place::Unnamed(after)) => (Vec::new(), None, after),
        Some(Place::Named(position)) => named(ctx, query.after(Some(position))).await?,
        None => named(ctx, query).await?,
    };
    if let Some(position) = position {
        return Ok(ContactPage::of(items, seal(&Place::Named(position))));
    }
    if prefix.is_some() {
        return Ok(ContactPage::of(items, None));
    }
    let taken = u16::try_from(items.len()).unwrap_or(u16::MAX);
    let room = page.limit.saturating_sub(taken);
    let rest = unnamed(ctx, org, after, room).await?;
    items.extend(shown(&rest.contacts));
    Ok(ContactPage::of(items, rest.next.as_ref().and_then(seal)))
}

/// What a page of names shows, and where the next one begins.
type Names = (Vec<ContactSummaryView>, Option<Position>, Option<String>);

async fn named(ctx: &Ctx, query: Query) -> Result<Names, Problem> {
    let mut page = ctx.store.query(&query).await?;
    let next = page.next.take();
    Ok((shown(&page.into_contact_summaries()?), next, None))
}

/// Contacts without a name, and where to go on among them.
struct Unnamed {
    contacts: Vec<ContactSummary>,
    next: Option<Place>,
}

/// Up to `room` contacts without a name; where there is no room, only whether there are any.
async fn unnamed(
    ctx: &Ctx,
    org: OrgId,
    after: Option<String>,
    room: u16,
) -> Result<Unnamed, Problem> {
    let view = unnamed_view(org);
    let slice = ctx.store.view_page(&view, after.as_deref(), room.max(1)).await?;
    if room == 0 {
        let next = (!slice.entries.is_empty()).then_some(Place::Unnamed(after));
        return Ok(Unnamed { contacts: Vec::new(), next });
    }
    let listed = slice.entries.iter().map(|(sort, body)| ListedContact::of_entry(sort, body));
    let listed = listed.collect::<Result<Vec<_>, _>>()?;
    let contacts = completed(ctx, org, listed).await?;
    Ok(Unnamed { contacts, next: slice.next.map(|sort| Place::Unnamed(Some(sort))) })
}

async fn by_tags(
    ctx: &Ctx,
    org: OrgId,
    tags: &[String],
    wanted: Match,
    page: PageWanted,
) -> Result<ContactPage, Problem> {
    let views: Vec<_> = tags.iter().map(|tag| tag_view(org, tag)).collect();
    let names: Vec<&str> = views.iter().map(|view| view.view.as_str()).collect();
    let fingerprint = format!("contacts of {org} with {wanted:?} of {names:?}");
    let cursors = ctx.store.cursors();
    let after =
        page.cursor.map(|cursor| cursors.open::<String>(&fingerprint, &cursor)).transpose()?;
    let counts = match after {
        Some(_) => ViewCounts::default(),
        None => ctx.store.view_counts(&contacts_scope(org)).await?,
    };
    let total = match names.as_slice() {
        [name] if counts.at.is_some() => Some(counts.views.get(*name).copied().unwrap_or_default()),
        _ => None,
    };
    let found = tagged::find(ctx, &views, wanted, after, page.limit).await?;
    let next_cursor = found.next.map(|sort| cursors.seal(&fingerprint, &sort));
    let items = shown(&completed(ctx, org, found.contacts).await?);
    Ok(ContactPage { items, next_cursor, total, as_of: counts.at })
}

async fn by_phone(ctx: &Ctx, org: OrgId, text: &str) -> Result<ContactPage, Problem> {
    let region = region::of_org(ctx, org).await?;
    let phone = phone(text, region).map_err(|error| Problem::field("/phone", error.to_string()))?;
    let contact = ctx.store.contact_by_phone(org, &phone).await?;
    let found = contact.map(|one| ContactSummary::of(one.key.contact, &one.value));
    Ok(ContactPage::of(shown(found.as_slice()), None))
}

async fn by_email(ctx: &Ctx, org: OrgId, email: &Email) -> Result<ContactPage, Problem> {
    let contact = ctx.store.contact_by_email(org, email).await?;
    let found = contact.map(|one| ContactSummary::of(one.key.contact, &one.value));
    Ok(ContactPage::of(shown(found.as_slice()), None))
}

/// A query string turns the `+` of a number that was not escaped into a space.
fn phone(text: &str, region: Region) -> Result<Phone, PhoneError> {
    match text.strip_prefix(' ') {
        Some(rest) => {
            Phone::parse(&format!("+{rest}"), region).or_else(|_| Phone::parse(text, region))
        }
        None => Phone::parse(text, region),
    }
}

/// The contacts of a list, with the tags of those whose entry had no room for them.
async fn completed(
    ctx: &Ctx,
    org: OrgId,
    listed: Vec<ListedContact>,
) -> Result<Vec<ContactSummary>, Problem> {
    let cut: Vec<ContactId> =
        listed.iter().filter(|one| one.cut).map(|one| one.summary.id).collect();
    let whole = if cut.is_empty() { Vec::new() } else { ctx.store.contacts(org, &cut).await? };
    let mut tags: HashMap<ContactId, Vec<String>> =
        whole.into_iter().map(|stored| (stored.key.contact, stored.value.tags)).collect();
    Ok(listed
        .into_iter()
        .map(|one| match tags.remove(&one.summary.id) {
            Some(tags) => ContactSummary { tags, ..one.summary },
            None => one.summary,
        })
        .collect())
}

fn shown(contacts: &[ContactSummary]) -> Vec<ContactSummaryView> {
    contacts.iter().map(ContactSummaryView::from).collect()
}
