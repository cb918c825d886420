//! What the platform has: its users and its orgs, by the day they came.
//!
//! Their rows change rarely, so a list of each costs little, and its counts are exact. What an org has
//! is not counted here a second time: every message would pay for it.
use super::stream::Images;
use crate::{
    accounts::User,
    client::Store,
    failure::StoreError,
    item::{Item, Row, Stored},
    orgs::Org,
    views::{Change, Versioned, ViewEntry, ViewName, newest_first},
};
use jiff::{Timestamp, civil::Date};

/// The scope of the platform's lists and of their counts.
pub(super) const PLATFORM_SCOPE: &str = "platform";

const USERS: &str = "users";
const USERS_DEACTIVATED: &str = "users_deactivated";
const ORGS: &str = "orgs";
const ORGS_ARCHIVED: &str = "orgs_archived";

/// How many users and orgs there are, of those that came in some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlatformCounts {
    /// Users who can sign in.
    pub users: u64,
    /// Users whom an admin keeps out.
    pub users_deactivated: u64,
    /// Orgs that are not archived.
    pub orgs: u64,
    /// Archived orgs.
    pub orgs_archived: u64,
    /// Messages whose outcome nobody knows yet.
    pub unknown_messages: u64,
    /// When one of them last changed.
    pub at: Option<Timestamp>,
}

/// The lists after a record of a user or an org, `current` being the row as it is now.
pub(super) fn of_row(record: &Images, current: Option<&Row>) -> Result<Change, StoreError> {
    let mut seen = Vec::new();
    for image in [&record.old, &record.new].into_iter().flatten() {
        seen.extend(entry(image)?.map(|entry| (entry.view, entry.sort)));
    }
    let current = current.map(entry).transpose()?.flatten();
    Ok(Change::settle(seen, current.into_iter().collect()))
}

fn entry(row: &Row) -> Result<Option<ViewEntry>, StoreError> {
    let (list, label, at, id) = match row.kind() {
        Some(User::KIND) => {
            let Stored { key, value, .. } = row.clone().read::<User>()?;
            let label = if value.deactivated_at.is_some() { USERS_DEACTIVATED } else { USERS };
            (USERS, label, value.created_at, key.user.to_string())
        }
        Some(Org::KIND) => {
            let Stored { key, value, .. } = row.clone().read::<Org>()?;
            let label = if value.archived_at.is_some() { ORGS_ARCHIVED } else { ORGS };
            (ORGS, label, value.created_at, key.org.to_string())
        }
        Some(_) | None => return Ok(None),
    };
    // The entry says nothing but that it is there: the same bytes as long as the label stays.
    let body = Versioned {
        rev: 0,
        label: label.to_owned(),
        weight: 0,
        head: Vec::new(),
        tail: Vec::new(),
    };
    let view = ViewName::tallied(&PLATFORM_SCOPE, list);
    Ok(Some(ViewEntry { view, sort: newest_first(at, &id), body: body.encode() }))
}

impl Store {
    /// How many users and orgs there are, of those that came on `since` (a day in UTC) and later, as
    /// of some seconds ago: half a unit for about two months.
    pub async fn platform_counts(&self, since: Option<Date>) -> Result<PlatformCounts, StoreError> {
        let tally = self.view_tally(&PLATFORM_SCOPE, since).await?;
        Ok(PlatformCounts {
            users: tally.of(USERS),
            users_deactivated: tally.of(USERS_DEACTIVATED),
            orgs: tally.of(ORGS),
            orgs_archived: tally.of(ORGS_ARCHIVED),
            unknown_messages: tally.of(super::unknown::UNKNOWN),
            at: tally.at,
        })
    }
}
