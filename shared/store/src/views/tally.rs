//! How many entries of a scope's lists have which label, by day.
use super::{COUNT_PREFIX, COUNTED_AT, Versioned, counted_at, instant_of, number};
use crate::{
    client::Store,
    failure::StoreError,
    item::{Item, Row},
    keys::{Text, ViewTallyKey},
    query::Query,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most months of one reading: 100 years.
const MONTHS_MAX: usize = 1_200;
/// Months of one call.
const MONTHS_CHUNK: u16 = 120;

/// A month's counts as they are stored: a number per label and day, in an attribute of that name
/// after [`COUNT_PREFIX`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TallyItem {}

impl Item for TallyItem {
    type Key = ViewTallyKey;
    const KIND: &'static str = "tally";
    const VERSION: u8 = 1;
}

/// Counts by label, over some days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewTally {
    /// By label. A label that never was is missing.
    pub labels: BTreeMap<String, u64>,
    /// When one of them last changed.
    pub at: Option<Timestamp>,
}

/// The number that an entry is counted in: its month, and the number's name within.
pub(super) fn counter(sort: &str, body: &[u8]) -> Option<(String, String)> {
    let label = Versioned::decode(body)?.label;
    let day = instant_of(sort)?.to_zoned(TimeZone::UTC).date();
    Some((month(day), format!("{label} {:02}", day.day())))
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Store {
    /// How many entries of the scope's lists have which label, those of `since` (a day in UTC) and
    /// later, as of some seconds ago. Half a unit for each 4 kB: about two months.
    pub async fn view_tally(
        &self,
        scope: &impl ToString,
        since: Option<Date>,
    ) -> Result<ViewTally, StoreError> {
        let span = ViewTallyKey::span(&Text(scope.to_string()));
        let span = match since {
            Some(day) => span.from(&Text(month(day))),
            None => span,
        };
        let rows = self.query_all(Query::of(span, MONTHS_CHUNK), MONTHS_MAX).await?;
        let mut tally = ViewTally::default();
        for row in &rows {
            add(&mut tally, row, since);
        }
        Ok(tally)
    }
}

fn add(tally: &mut ViewTally, row: &Row, since: Option<Date>) {
    let Ok(key) = row.key::<ViewTallyKey>() else { return };
    tally.at = tally.at.max(counted_at(row));
    // Days before are in the first of the months only.
    let first = since.filter(|day| month(*day) == key.month.0).map_or(0, Date::day);
    let counters = row.0.keys().filter(|name| name.as_str() != COUNTED_AT);
    for name in counters {
        let Some((label, day)) = name.strip_prefix(COUNT_PREFIX).and_then(|n| n.rsplit_once(' '))
        else {
            continue;
        };
        let (Ok(day), Some(count)) = (day.parse::<i8>(), number(row, name)) else { continue };
        if day >= first {
            let sum = tally.labels.entry(label.to_owned()).or_default();
            *sum = sum.saturating_add(u64::try_from(count).unwrap_or_default());
        }
    }
}
