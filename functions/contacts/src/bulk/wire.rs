//! Jobs as clients are told and ask for them.
use crate::filter::FilterBody;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Stored,
    bulk::{BulkAct, BulkJob, BulkSelection},
};
use utoipa::ToSchema;

/// A change of many contacts.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBulk {
    /// Which contacts.
    pub(crate) select: BulkSelect,
    /// What is done to each.
    pub(crate) act: BulkActName,
    /// With `add_tags` and `remove_tags`: the tags, at most 50.
    #[serde(default)]
    pub(crate) tags: Option<Vec<String>>,
    /// With `add_to_list` and `remove_from_list`: the list.
    #[serde(default)]
    pub(crate) list: Option<String>,
}

/// Which contacts: exactly one of these.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BulkSelect {
    /// These, by their ids: at most 1,000.
    pub(crate) contacts: Option<Vec<String>>,
    /// All that this filter matches when the job reaches them. It must ask for something.
    pub(crate) filter: Option<FilterBody>,
    /// All.
    pub(crate) all: bool,
}

/// What is done to each contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BulkActName {
    /// Gets tags. One that has no room for them is refused.
    AddTags,
    /// Loses tags.
    RemoveTags,
    /// Is put on a list. One that is on 20 lists is refused.
    AddToList,
    /// Is taken off a list.
    RemoveFromList,
    /// Is deleted. Needs the right to delete contacts.
    Delete,
}

/// A job, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Bulk)]
pub(crate) struct BulkView {
    id: String,
    /// `add_tags`, `remove_tags`, `rename_tag`, `add_to_list`, `remove_from_list`, `delete_list` or
    /// `delete`.
    act: &'static str,
    /// `running` or `done`.
    state: &'static str,
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// When it came to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Timestamp>,
    /// How many contacts were named; absent where a filter chose them.
    #[serde(skip_serializing_if = "Option::is_none")]
    named: Option<usize>,
    /// Contacts that the job changed.
    changed: u32,
    /// Contacts that were as the job wants them.
    unchanged: u32,
    /// Contacts that were named and are not there.
    gone: u32,
    /// Contacts that have no room for what the job wants.
    refused: u32,
}

impl From<&Stored<BulkJob>> for BulkView {
    fn from(stored: &Stored<BulkJob>) -> Self {
        let job = &stored.value;
        let named = match job.selection {
            BulkSelection::Named => Some(job.contacts().len()),
            BulkSelection::Matching { .. } => None,
        };
        Self {
            id: stored.key.bulk.to_string(),
            act: name(&job.act),
            state: if job.done_at.is_some() { "done" } else { "running" },
            started_at: job.started_at,
            done_at: job.done_at,
            named,
            changed: job.counts.changed,
            unchanged: job.counts.unchanged,
            gone: job.counts.gone,
            refused: job.counts.refused,
        }
    }
}

const fn name(act: &BulkAct) -> &'static str {
    match act {
        BulkAct::AddTags { .. } => "add_tags",
        BulkAct::RemoveTags { .. } => "remove_tags",
        BulkAct::RenameTag { .. } => "rename_tag",
        BulkAct::AddToList { .. } => "add_to_list",
        BulkAct::RemoveFromList { .. } => "remove_from_list",
        BulkAct::DeleteList { .. } => "delete_list",
        BulkAct::Delete => "delete",
    }
}
