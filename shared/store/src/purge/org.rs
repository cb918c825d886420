//! The end of an org that was archived and not brought back.
use super::{Budget, Purge, Purged};
use crate::{
    client::{Consistency, Store},
    commit::CommitError,
    contacts::contacts_scope,
    events::{Shelf, Starting},
    failure::StoreError,
    item::{Item, Stored},
    keys::{ConsentKey, MemberKey, OrgEntryKey, OrgKey, PurgesKey, SuppressionKey},
    orgs::Org,
    query::{Position, Query},
    read_models,
    transaction::Transaction,
};
use domain::ids::{EventId, OrgId};
use jiff::Timestamp;

/// Events of an org that are looked at together.
const EVENTS_PAGE: u16 = 50;

impl Store {
    /// Orgs that a purge has something to do for at `now`, the longest due first.
    pub async fn orgs_to_purge(
        &self,
        now: Timestamp,
        limit: u16,
    ) -> Result<Vec<OrgId>, StoreError> {
        let page = self.query(&Query::of(PurgesKey::span().up_to(&now), limit)).await?;
        let keys = page.rows.iter().filter_map(|row| row.key::<PurgesKey>().ok());
        Ok(keys.map(|key| key.org).collect())
    }

    /// A step of the purge of an archived org. `sender` is whom its events' codes are known to.
    pub async fn purge_org(
        &self,
        org: OrgId,
        sender: &str,
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<Purged, CommitError> {
        let seen = self.org(org, Consistency::Strong).await?;
        let Some(seen) = seen else { return Ok(Purged::NotDue) };
        let next_at = seen.value.purge_at().map(|at| Purge::next_at(seen.value.purge, at));
        if next_at.is_none_or(|at| now < at) {
            return Ok(Purged::NotDue);
        }
        match seen.value.purge {
            None => {
                self.commit(further(&seen, Purge::Began)).await?;
                Ok(Purged::Partly)
            }
            Some(Purge::Began) => {
                if !self.empty_org(org, now, budget).await? {
                    return Ok(Purged::Partly);
                }
                self.commit(further(&seen, Purge::Emptied { at: now })).await?;
                Ok(Purged::Emptied)
            }
            Some(Purge::Emptied { .. }) => self.end_org(&seen, sender, now, budget).await,
        }
    }

    /// Deletes the rows of an org but for those that it and its events are found by. Whether there
    /// were none.
    ///
    /// Its people go first, so that nobody adds anything; its contacts after its events, so that the
    /// end of a contact finds no list that it is on.
    async fn empty_org(
        &self,
        org: OrgId,
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<bool, CommitError> {
        let mut clean = true;
        for people in [MemberKey::span(&org), OrgEntryKey::span(&org)] {
            clean &= self.delete_range(&people, &[], budget).await?;
        }
        for shelf in Shelf::ALL {
            let mut after = None;
            loop {
                let (events, next) = self.some_events(org, shelf, after).await?;
                for event in events {
                    if budget.is_spent() {
                        return Ok(false);
                    }
                    clean &= self.empty_event((org, event), now, budget).await?;
                }
                after = next;
                if after.is_none() || budget.is_spent() {
                    clean &= after.is_none();
                    break;
                }
            }
        }
        for rows in [SuppressionKey::span(&org), ConsentKey::span(&org), OrgKey::everything(org)] {
            clean &= self.delete_range(&rows, &[Org::KIND], budget).await?;
        }
        Ok(clean)
    }

    /// Deletes an org's events and lists, and then the org.
    async fn end_org(
        &self,
        seen: &Stored<Org>,
        sender: &str,
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<Purged, CommitError> {
        let org = seen.key.org;
        for shelf in Shelf::ALL {
            let (events, next) = self.some_events(org, shelf, None).await?;
            for event in events {
                if self.end_event((org, event), sender, now, budget).await? != Purged::Wholly {
                    return Ok(Purged::Partly);
                }
            }
            if next.is_some() {
                return Ok(Purged::Partly);
            }
        }
        let counted = self.view_counts(&contacts_scope(org)).await?;
        let lists = read_models::lists_of_org(org, &counted);
        // What was written after the rows went goes with the lists.
        if !self.empty_org(org, now, budget).await? || !self.delete_lists(&lists, budget).await? {
            return Ok(Purged::Partly);
        }
        let mut transaction = Transaction::new();
        transaction.delete(&seen.key, seen.rev);
        self.commit(transaction).await?;
        Ok(Purged::Wholly)
    }

    async fn some_events(
        &self,
        org: OrgId,
        shelf: Shelf,
        after: Option<Position>,
    ) -> Result<(Vec<EventId>, Option<Position>), StoreError> {
        let query = Self::events_query(org, (shelf, Starting::LatestFirst), EVENTS_PAGE);
        self.events_of(&query.after(after)).await
    }
}

fn further(seen: &Stored<Org>, purge: Purge) -> Transaction {
    let mut transaction = Transaction::new();
    transaction.replace_org(seen, &Org { purge: Some(purge), ..seen.value.clone() });
    transaction
}
