//! Listing contacts: by name, by what is searched for, by phone, by address, by what they have.
use crate::{
    filter::{ContactFilter, FilterBody},
    find_contacts::{self, Place},
    parameters::Parameters,
    region,
    wire::{ContactPage, ContactSummaryView},
};
use axum::{Json, extract::State};
use domain::{
    ids::OrgId,
    phone::{Phone, PhoneError, Region},
};
use runtime::{
    Allowed, Ctx, Problem,
    authorize::See,
    extract::{QueryOf, page_limit},
};
use store::{
    contacts::{ContactSummary, Email, contacts_scope, list_view, tag_view},
    views::ViewCounts,
};

/// Lists contacts by name; those without a name come last.
///
/// With `phone` or `email`: the one that has it, and no other parameter. All others hold together:
/// `name`, what the whole name begins with, whatever the case and accents; `q`, words that each begin
/// a word of the name or the address, or are digits of the phone; `tag`, once or several times, any of
/// which the contact has (all of them with `match=all`), and `all_tags`, all of which; `list`; `opted_out`
/// and `never_invited`, `true` or `false`; and `field.NAME=value` for fields of a contact,
/// `field.organization`, and the org's own fields as `field.custom:NAME` (an empty value finds those
/// without). Lists by tags and by `list` are some seconds old.
///
/// One request looks at a bounded number of contacts. A page may be short, even empty, and still not be
/// the last: go on while there is a `next_cursor`.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts",
    operation_id = "ListContacts",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("name" = Option<String>, Query, description = "what the whole name begins with"),
        ("q" = Option<String>, Query, description = "words of the name, digits of the phone, the address's beginning"),
        ("phone" = Option<String>, Query, description = "a phone, written in any way"),
        ("email" = Option<String>, Query, description = "an e-mail address"),
        ("tag" = Option<Vec<String>>, Query, description = "at most 10 tags"),
        ("match" = Option<String>, Query, description = "`any` (default) or `all` of the tags"),
        ("all_tags" = Option<Vec<String>>, Query, description = "at most 10 tags that are all asked for"),
        ("list" = Option<String>, Query, description = "a list"),
        ("opted_out" = Option<bool>, Query, description = "whether the org does not text them"),
        ("never_invited" = Option<bool>, Query, description = "whether they were never invited"),
        ("field.NAME" = Option<String>, Query, description = "the value of the field NAME"),
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
    let (wanted, page) = read(pairs)?;
    let org = allowed.org();
    let page = match wanted {
        Wanted::Phone(text) => by_phone(&ctx, org, &text).await,
        Wanted::Email(email) => by_email(&ctx, org, &email).await,
        Wanted::Filter(filter) => by_filter(&ctx, org, &filter, page).await,
    };
    page.map(Json)
}

enum Wanted {
    Phone(String),
    Email(Email),
    Filter(Box<ContactFilter>),
}

struct PageWanted {
    limit: u16,
    cursor: Option<String>,
}

fn read(pairs: Vec<(String, String)>) -> Result<(Wanted, PageWanted), Problem> {
    let mut parameters = Parameters::of(pairs);
    let limit = parameters.page_limit();
    let cursor = parameters.text("cursor");
    let phone = parameters.text("phone");
    let email = parameters.parsed::<Email>("email");
    let body = filter(&mut parameters);
    let filter = body.read(parameters.fields(), "");
    let identities = usize::from(phone.is_some()) + usize::from(email.is_some());
    let filtered = usize::from(body != FilterBody::default());
    if identities > 0 && identities + filtered > 1 {
        parameters.refuse("name", "give phone or email alone");
    }
    parameters.finish()?;
    let wanted = match (phone, email) {
        (Some(phone), _) => Wanted::Phone(phone),
        (None, Some(email)) => Wanted::Email(email),
        (None, None) => Wanted::Filter(Box::new(filter)),
    };
    Ok((wanted, PageWanted { limit: page_limit(limit)?, cursor }))
}

fn filter(parameters: &mut Parameters) -> FilterBody {
    let each = match parameters.text("match").as_deref() {
        None | Some("any") => false,
        Some("all") => true,
        Some(_) => {
            parameters.refuse("match", "must be any or all");
            false
        }
    };
    let (mut tag, mut all_tags) = (parameters.all("tag"), parameters.all("all_tags"));
    if each {
        all_tags.append(&mut tag);
    }
    FilterBody {
        name: parameters.text("name"),
        q: parameters.text("q"),
        tag,
        all_tags,
        list: parameters.text("list"),
        field: parameters.beginning("field."),
        opted_out: parameters.flag("opted_out"),
        never_invited: parameters.flag("never_invited"),
    }
}

async fn by_filter(
    ctx: &Ctx,
    org: OrgId,
    filter: &ContactFilter,
    page: PageWanted,
) -> Result<ContactPage, Problem> {
    let fingerprint = format!("contacts of {org} with {filter}");
    let cursors = ctx.store.cursors();
    let after =
        page.cursor.map(|cursor| cursors.open::<Place>(&fingerprint, &cursor)).transpose()?;
    let counts = match after {
        None if filter.has_view() => ctx.store.view_counts(&contacts_scope(org)).await?,
        None | Some(_) => ViewCounts::default(),
    };
    let found = find_contacts::find(ctx, org, filter, after, page.limit).await?;
    Ok(ContactPage {
        items: shown(&found.contacts),
        next_cursor: found.next.map(|place| cursors.seal(&fingerprint, &place)),
        total: total(org, filter, &counts),
        as_of: counts.at,
    })
}

/// How many contacts there are, where one view has all of them.
fn total(org: OrgId, filter: &ContactFilter, counts: &ViewCounts) -> Option<u64> {
    if !filter.is_one_view() || counts.at.is_none() {
        return None;
    }
    let tag = filter.any_tags.first().or(filter.all_tags.first()).map(|tag| tag_view(org, tag));
    let view = tag.or(filter.list.map(|list| list_view(org, list)))?;
    Some(counts.views.get(&view.view).copied().unwrap_or_default())
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

fn shown(contacts: &[ContactSummary]) -> Vec<ContactSummaryView> {
    contacts.iter().map(ContactSummaryView::from).collect()
}
