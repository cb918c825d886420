//! Changes of many contacts at once: a job that walks them in bounded steps.
//!
//! A job says how far it came. Whoever does a step replaces the job under the revision that was seen, so
//! that of two who do the same step one counts; and each contact is changed under its own revision, so
//! that doing a step again changes nothing more.
use crate::{
    as_text,
    client::{Consistency, Store},
    contacts::Contact,
    failure::StoreError,
    item::{Item, Places, Row, Stored},
    keys::{BulkKey, ContactKey, RunningBulksKey},
    query::Query,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::ids::{BulkId, ContactId, ContactListId, OrgId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a job is kept.
pub const BULK_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Most jobs of an org that run at once: each may walk all of its contacts.
pub const BULKS_RUNNING_MAX: u8 = 3;
/// Most contacts that a job names one by one: with ten bytes each, its item stays small.
pub const BULK_CONTACTS_MAX: usize = 1_000;

/// What is done to each contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum BulkAct {
    /// Gets these tags.
    AddTags {
        /// The tags.
        tags: Vec<String>,
    },
    /// Loses these tags.
    RemoveTags {
        /// The tags.
        tags: Vec<String>,
    },
    /// Has one tag in place of another.
    RenameTag {
        /// The tag that goes.
        from: String,
        /// The tag that comes.
        to: String,
    },
    /// Is put on a list.
    AddToList {
        /// The list.
        #[serde(with = "as_text")]
        list: ContactListId,
    },
    /// Is taken off a list.
    RemoveFromList {
        /// The list.
        #[serde(with = "as_text")]
        list: ContactListId,
    },
    /// Is taken off a list that goes itself when nobody is on it any more.
    DeleteList {
        /// The list.
        #[serde(with = "as_text")]
        list: ContactListId,
    },
    /// Is deleted.
    Delete,
}

/// Which contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum BulkSelection {
    /// Those that the job names.
    Named,
    /// Those that a filter matches, in the contacts' own text form, as the walk reaches them.
    Matching {
        /// The filter.
        filter: String,
    },
}

/// What came of the contacts so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BulkCounts {
    /// Changed by the job.
    pub changed: u32,
    /// As the job wants them already.
    pub unchanged: u32,
    /// Named, and not there any more.
    pub gone: u32,
    /// There is no room for what the job wants.
    pub refused: u32,
}

impl BulkCounts {
    /// Both together.
    #[must_use]
    pub const fn plus(self, more: Self) -> Self {
        Self {
            changed: self.changed.saturating_add(more.changed),
            unchanged: self.unchanged.saturating_add(more.unchanged),
            gone: self.gone.saturating_add(more.gone),
            refused: self.refused.saturating_add(more.refused),
        }
    }
}

/// A change of many contacts, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkJob {
    /// Whose contacts.
    #[serde(with = "as_text")]
    pub org: OrgId,
    /// Who asked for it: its changes are recorded as theirs.
    pub actor: String,
    /// When.
    pub started_at: Timestamp,
    /// When it last came further.
    pub moved_at: Timestamp,
    /// When it came to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// What is done.
    pub act: BulkAct,
    /// To whom.
    pub selection: BulkSelection,
    /// The contacts that it names, in the order of their ids: their bytes, one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_bytes")]
    named: Vec<u8>,
    /// The contact that the walk reached.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub reached: Option<ContactId>,
    /// What came of those up to there.
    #[serde(flatten)]
    pub counts: BulkCounts,
}

impl BulkJob {
    /// A job that has done nothing yet, over whatever `filter` matches.
    pub fn matching(
        org: OrgId,
        act: BulkAct,
        filter: String,
        (actor, now): (String, Timestamp),
    ) -> Self {
        Self {
            org,
            actor,
            started_at: now,
            moved_at: now,
            done_at: None,
            act,
            selection: BulkSelection::Matching { filter },
            named: Vec::new(),
            reached: None,
            counts: BulkCounts::default(),
        }
    }

    /// A job that has done nothing yet, over these contacts.
    pub fn named(
        org: OrgId,
        act: BulkAct,
        contacts: impl IntoIterator<Item = ContactId>,
        by: (String, Timestamp),
    ) -> Self {
        let mut contacts: Vec<ContactId> = contacts.into_iter().collect();
        contacts.sort_unstable();
        contacts.dedup();
        let named = contacts.iter().flat_map(|contact| *contact.bytes()).collect();
        let job = Self::matching(org, act, String::new(), by);
        Self { selection: BulkSelection::Named, named, ..job }
    }

    /// The contacts that it names.
    pub fn contacts(&self) -> Vec<ContactId> {
        let (ids, _) = self.named.as_chunks::<{ ContactId::SIZE }>();
        ids.iter().copied().map(ContactId::from_bytes).collect()
    }
}

impl Item for BulkJob {
    type Key = BulkKey;
    const KIND: &'static str = "bulk";
    const VERSION: u8 = 1;

    fn places(&self, _: &BulkKey) -> Places {
        let end = self.started_at.checked_add(BULK_KEPT).unwrap_or(Timestamp::MAX);
        Places::default().until(end)
    }
}

/// The jobs of an org that are not done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct RunningBulks {
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_dynamo::string_set")]
    jobs: Vec<String>,
}

impl Item for RunningBulks {
    type Key = RunningBulksKey;
    const KIND: &'static str = "running_bulks";
    const VERSION: u8 = 1;
}

impl Store {
    /// A job, as it is now.
    pub async fn bulk(&self, bulk: BulkId) -> Result<Option<Stored<BulkJob>>, StoreError> {
        self.get(&BulkKey { bulk }, Consistency::Strong).await
    }

    /// The jobs of an org that hold a place among those that run.
    pub async fn running_bulks(&self, org: OrgId) -> Result<Vec<BulkId>, StoreError> {
        let key = RunningBulksKey { org };
        let stored = self.get::<RunningBulks>(&key, Consistency::Strong).await?;
        let jobs = stored.map(|stored| stored.value.jobs).unwrap_or_default();
        Ok(jobs.iter().filter_map(|text| text.parse().ok()).collect())
    }

    /// All contacts from the one after `after` on, by id, as they are now; and whether there are more.
    pub async fn contacts_after(
        &self,
        org: OrgId,
        after: Option<ContactId>,
        limit: u16,
    ) -> Result<(Vec<Stored<Contact>>, bool), StoreError> {
        let span = ContactKey::span(&org);
        let query = match &after {
            // The range begins with that one itself.
            Some(after) => Query::of(span.from(after), limit.saturating_add(1)),
            None => Query::of(span, limit),
        };
        let page = self.query(&query.consistent()).await?;
        let more = page.next.is_some();
        let contacts = page.rows.into_iter().map(Row::read::<Contact>);
        let mut contacts = contacts.collect::<Result<Vec<_>, _>>()?;
        contacts.retain(|contact| Some(contact.key.contact) != after);
        Ok((contacts, more))
    }
}

impl Transaction {
    /// Records a job that is to run. Answers the operation that is refused where the org has
    /// [`BULKS_RUNNING_MAX`] of them.
    pub fn start_bulk(&mut self, id: BulkId, job: &BulkJob) -> usize {
        self.create(&BulkKey { bulk: id }, job);
        let place = Update::upsert::<RunningBulks>(&RunningBulksKey { org: job.org })
            .add_to("jobs :job")
            .value(":job", Value::texts([id.to_string()]))
            .when(
                Condition::new("attribute_not_exists(jobs) OR size(jobs) < :most")
                    .value(":most", BULKS_RUNNING_MAX),
            );
        self.update(place)
    }

    /// Records how far a job came; one that is done gives its place up. Answers the operation that is
    /// refused where another run came further.
    pub fn advance_bulk(&mut self, seen: &Stored<BulkJob>, job: &BulkJob) -> usize {
        let written = self.replace(&seen.key, job, seen.rev);
        if job.done_at.is_some() {
            self.release_bulk(job.org, seen.key.bulk);
        }
        written
    }

    /// Gives up the place of a job among those that run.
    pub fn release_bulk(&mut self, org: OrgId, bulk: BulkId) -> usize {
        let place = Update::upsert::<RunningBulks>(&RunningBulksKey { org })
            .delete("jobs :job")
            .value(":job", Value::texts([bulk.to_string()]));
        self.update(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_names_each_contact_once_in_the_order_of_ids() {
        let id = |n| ContactId::from_bytes([n; 10]);
        let by = ("usr_1".to_owned(), Timestamp::UNIX_EPOCH);
        let org = OrgId::from_bytes([1; 10]);
        let job = BulkJob::named(org, BulkAct::Delete, [id(2), id(1), id(2)], by);
        assert_eq!(job.contacts(), [id(1), id(2)]);
    }
}
