//! Who is added, as clients say it.
use crate::limits::ADDED_AT_ONCE_MAX;
use domain::ids::{ContactId, ContactListId, EventId, OrgId};
use runtime::{Ctx, Problem};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Consistency, Store, Stored,
    contacts::{Contact, ListedContact, folded, list_view, tag_view},
    views::ViewName,
};

/// Which contacts, as a request says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selection {
    /// These, whatever the texts are.
    Contacts(Vec<String>),
    /// Those with a tag, from where a cursor points.
    Tag(String, Option<String>),
    /// Those on a list, from where a cursor points.
    List(ContactListId, Option<String>),
    /// All of the org, from where a cursor points.
    All(Option<String>),
}

/// The contacts of one request, in order.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    /// Those that exist.
    pub(crate) contacts: Vec<Stored<Contact>>,
    /// The texts of those that do not.
    pub(crate) missing: Vec<String>,
    /// Where the next request goes on.
    pub(crate) cursor: Option<String>,
}

/// The contacts that are meant, at most [`ADDED_AT_ONCE_MAX`].
pub(crate) async fn choose(
    ctx: &Ctx,
    org: OrgId,
    event: EventId,
    selection: &Selection,
) -> Result<Chosen, Problem> {
    let limit = u16::try_from(ADDED_AT_ONCE_MAX).unwrap_or(u16::MAX);
    match selection {
        Selection::Contacts(texts) => by_id(ctx, org, texts).await,
        Selection::Tag(tag, cursor) => {
            let view = tag_view(org, tag);
            let list = format!("contacts of {org} for {event}, tag {}", view.view);
            listed(ctx, org, &view, &list, cursor.as_deref()).await
        }
        Selection::List(id, cursor) => {
            let known = ctx.store.contact_list(org, *id, Consistency::Eventual).await?;
            known.ok_or_else(|| Problem::field("/list", "is no list of this organization"))?;
            let list = format!("contacts of {org} for {event}, list {id}");
            listed(ctx, org, &list_view(org, *id), &list, cursor.as_deref()).await
        }
        Selection::All(cursor) => {
            let list = format!("contacts of {org} for {event}");
            let after = open::<store::Position>(ctx, &list, cursor.as_deref())?;
            let page = ctx.store.query(&Store::contacts_query(org, limit).after(after)).await?;
            let cursor = page.next.as_ref().map(|next| ctx.store.cursors().seal(&list, next));
            let mut contacts = page.into_contacts()?;
            contacts.sort_by_cached_key(|contact| folded(&contact.value.name.whole()));
            Ok(Chosen { contacts, missing: Vec::new(), cursor })
        }
    }
}

/// Those that a list shows; `list` is the cursor's word for it.
async fn listed(
    ctx: &Ctx,
    org: OrgId,
    view: &ViewName,
    list: &str,
    cursor: Option<&str>,
) -> Result<Chosen, Problem> {
    let limit = u16::try_from(ADDED_AT_ONCE_MAX).unwrap_or(u16::MAX);
    let after = open::<String>(ctx, list, cursor)?;
    let slice = ctx.store.view_page(view, after.as_deref(), limit).await?;
    let entries = slice.entries.iter();
    let shown = entries.map(|(sort, body)| ListedContact::of_entry(sort, body));
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<String> = shown.iter().map(|one| one.summary.id.to_string()).collect();
    let cursor = slice.next.map(|next| ctx.store.cursors().seal(list, &next));
    Ok(Chosen { cursor, ..by_id(ctx, org, &ids).await? })
}

/// In the order given, each once.
async fn by_id(ctx: &Ctx, org: OrgId, texts: &[String]) -> Result<Chosen, Problem> {
    let parsed: BTreeSet<ContactId> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    let ids: Vec<ContactId> = parsed.into_iter().collect();
    let found = ctx.store.contacts(org, &ids).await?;
    let mut found: BTreeMap<ContactId, Stored<Contact>> =
        found.into_iter().map(|contact| (contact.key.contact, contact)).collect();
    let mut named = BTreeSet::new();
    let mut chosen = Chosen::default();
    for text in texts.iter().filter(|text| named.insert(text.as_str())) {
        let contact = text.parse().ok().and_then(|id: ContactId| found.remove(&id));
        match contact {
            Some(contact) => chosen.contacts.push(contact),
            None => chosen.missing.push(text.clone()),
        }
    }
    Ok(chosen)
}

fn open<P: DeserializeOwned>(
    ctx: &Ctx,
    list: &str,
    cursor: Option<&str>,
) -> Result<Option<P>, Problem> {
    Ok(cursor.map(|cursor| ctx.store.cursors().open(list, cursor)).transpose()?)
}
