//! Lists as clients are told and tell them.
use crate::{csv::gather::GOOGLE_SEPARATOR, sign_up::link::link_of};
use domain::ids::ContactListId;
use jiff::Timestamp;
use runtime::{
    Ctx, Problem,
    extract::{Fields, nullable},
};
use serde::{Deserialize, Serialize};
use store::{
    Stored,
    contact_lists::ContactList,
    contacts::{contacts_scope, list_view},
    keys::ContactListKey,
    views::ViewCounts,
};
use utoipa::ToSchema;

/// Most characters of a list's name: it is a heading.
pub(crate) const NAME_CHARACTERS_MAX: usize = 100;
/// Most characters of a list's description: a few lines.
const DESCRIPTION_CHARACTERS_MAX: usize = 500;

/// A new list.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewContactList {
    /// 1 to 100 characters; no other list of the org has the name, whatever its case and accents.
    pub(crate) name: String,
    /// What it is for: at most 500 characters.
    #[serde(default)]
    pub(crate) description: Option<String>,
}

/// A change of a list. What is absent stays.
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangeContactList {
    /// The name.
    pub(crate) name: Option<String>,
    /// What it is for; `null` clears it.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) description: Option<Option<String>>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContactList)]
pub(crate) struct ContactListView {
    id: String,
    name: String,
    /// What it is for; empty if nobody said.
    description: String,
    /// How many contacts are on it, as of some seconds ago.
    contacts: u64,
    /// The link by which visitors join it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_up: Option<SignUpView>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Counts changes; also in the `ETag`.
    rev: u64,
}

/// A link by which visitors join a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SignUp)]
pub(crate) struct SignUpView {
    /// Where the page is. Whoever has the link can join.
    pub(crate) link: String,
    /// What a visitor agrees to.
    pub(crate) words: String,
    /// Since when the link is good.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) since: Timestamp,
}

/// An org's lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ContactListPage {
    /// In the order of their names, at most 200.
    pub(crate) items: Vec<ContactListView>,
    /// When one of the counts last changed; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) as_of: Option<Timestamp>,
}

impl ContactListView {
    /// The list, with its count among `counts`.
    pub(crate) fn of(ctx: &Ctx, stored: &Stored<ContactList>, counts: &ViewCounts) -> Self {
        let ContactListKey { org, list } = &stored.key;
        let value = &stored.value;
        let view = list_view(*org, *list).view;
        Self {
            id: list.to_string(),
            name: value.title.clone(),
            description: value.description.clone(),
            contacts: counts.views.get(&view).copied().unwrap_or_default(),
            sign_up: value.sign_up.as_ref().map(|sign_up| SignUpView {
                link: link_of(ctx, &stored.key, value.sign_up_sequence),
                words: sign_up.words.clone(),
                since: sign_up.since,
            }),
            created_at: value.created_at,
            rev: stored.rev,
        }
    }

    /// The list as it stands in the answer to a request about it alone.
    pub(crate) async fn read(ctx: &Ctx, stored: &Stored<ContactList>) -> Result<Self, Problem> {
        let counts = ctx.store.view_counts(&contacts_scope(stored.key.org)).await?;
        Ok(Self::of(ctx, stored, &counts))
    }
}

/// A list's name, within its limits.
pub(crate) fn name(fields: &mut Fields, text: &str) -> String {
    let divides = text.contains(GOOGLE_SEPARATOR.trim());
    fields.check("/name", !divides, "must not have :::, which divides lists in files");
    fields.text("/name", text, NAME_CHARACTERS_MAX).unwrap_or_default()
}

/// A list's description, within its limits.
pub(crate) fn description(fields: &mut Fields, text: Option<&str>) -> String {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let text = text.map(|text| fields.text("/description", text, DESCRIPTION_CHARACTERS_MAX));
    text.flatten().unwrap_or_default()
}

/// The list that a text of a body names.
pub(crate) fn list_id(fields: &mut Fields, pointer: &str, text: &str) -> Option<ContactListId> {
    fields.take(pointer, text.parse::<ContactListId>().map_err(|_| "must be the id of a list"))
}
