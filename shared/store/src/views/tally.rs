//! How many entries of a scope's lists have which label, by day, and what they weigh together.
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

/// Counts by label, and sums of weights under names of their own, over some days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewTally {
    /// By label. A label that never was is missing.
    pub labels: BTreeMap<String, u64>,
    /// When one of them last changed.
    pub at: Option<Timestamp>,
}

/// Follows a label in the name of the sum of its weights.
const WEIGHT_SUFFIX: &str = " weight";

/// A number that an entry adds to.
pub(super) struct Counter {
    /// Its month.
    pub(super) month: String,
    /// Its name within the month.
    pub(super) name: String,
    /// How much the entry adds.
    pub(super) amount: i64,
}

/// The numbers that an entry adds to: the count of its label, and where it weighs, the weight.
pub(super) fn counters(sort: &str, body: &[u8]) -> Vec<Counter> {
    let (Some(body), Some(at)) = (Versioned::decode(body), instant_of(sort)) else {
        return Vec::new();
    };
    let day = at.to_zoned(TimeZone::UTC).date();
    let counter = |suffix: &str, amount| Counter {
        month: month(day),
        name: format!("{}{suffix} {:02}", body.label, day.day()),
        amount,
    };
    let weight = (body.weight > 0).then(|| counter(WEIGHT_SUFFIX, i64::from(body.weight)));
    std::iter::once(counter("", 1)).chain(weight).collect()
}

impl ViewTally {
    /// Entries with that label.
    pub fn of(&self, label: &str) -> u64 {
        self.labels.get(label).copied().unwrap_or_default()
    }

    /// What the entries with that label weigh together.
    pub fn weight_of(&self, label: &str) -> u64 {
        self.of(&format!("{label}{WEIGHT_SUFFIX}"))
    }
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
