//! Ranges read in pages.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::Row,
    keys::{Place, Range, Span},
};
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Most items that one page may ask for.
pub const PAGE_ITEMS_MAX: u16 = 1_000;

/// What to read: a range, in an order, a page at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub(crate) span: Span,
    limit: u16,
    descending: bool,
    consistency: Consistency,
    after: Option<Position>,
}

impl Query {
    /// The first `limit` items of the range, lowest first, as fresh as the index or replica happens to be.
    pub fn of(span: Span, limit: u16) -> Self {
        Self {
            span,
            limit: limit.clamp(1, PAGE_ITEMS_MAX),
            descending: false,
            consistency: Consistency::Eventual,
            after: None,
        }
    }

    /// Highest first.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Sees every write that was answered before. The table only: an index has no such read.
    #[must_use]
    pub const fn consistent(mut self) -> Self {
        self.consistency = Consistency::Strong;
        self
    }

    /// Goes on after an earlier page.
    #[must_use]
    pub fn after(mut self, position: Option<Position>) -> Self {
        self.after = position;
        self
    }

    /// What makes two queries the same for a cursor: everything but the page.
    pub fn fingerprint(&self) -> String {
        format!("{:?} {}", self.span, self.descending)
    }
}

/// Where a page ended: the keys of its last item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(BTreeMap<String, String>);

/// Some items of a range, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The items, or an index's projections of them.
    pub rows: Vec<Row>,
    /// Where to go on. `None` at the end of the range.
    pub next: Option<Position>,
}

/// How many items were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// So many.
    pub count: u64,
    /// Whether there may be more.
    pub more: bool,
}

impl Store {
    /// One page of a range. It may be short of the limit and still not be the last.
    pub async fn query(&self, query: &Query) -> Result<Page, StoreError> {
        let place = query.span.place;
        let strong = query.consistency == Consistency::Strong && place == Place::Table;
        let (expression, values) = condition(&query.span);
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(place.index().map(ToOwned::to_owned))
            .key_condition_expression(expression)
            .set_expression_attribute_values(Some(values))
            .scan_index_forward(!query.descending)
            .consistent_read(strong)
            .limit(i32::from(query.limit))
            .set_exclusive_start_key(query.after.as_ref().map(Position::to_key))
            .send()
            .await
            .map_err(|error| StoreError::of(&error))?;
        Ok(Page {
            rows: output.items.unwrap_or_default().into_iter().map(Row).collect(),
            next: output.last_evaluated_key.and_then(Position::of_key),
        })
    }

    /// How many items a range has, as fresh as the index happens to be, counting no further than `most`
    /// (at most [`PAGE_ITEMS_MAX`]) and one call: a unit for each 8 KB that it looks through.
    pub async fn count(&self, span: &Span, most: u16) -> Result<Counted, StoreError> {
        let (expression, values) = condition(span);
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(span.place.index().map(ToOwned::to_owned))
            .key_condition_expression(expression)
            .set_expression_attribute_values(Some(values))
            .select(Select::Count)
            .limit(i32::from(most.clamp(1, PAGE_ITEMS_MAX)))
            .send()
            .await
            .map_err(|error| StoreError::of(&error))?;
        Ok(Counted {
            count: u64::try_from(output.count).unwrap_or_default(),
            more: output.last_evaluated_key.is_some(),
        })
    }

    /// All items of a range, page by page, at most `most` of them. For ranges that are short by
    /// construction; a list that a caller can make long is read by page.
    pub async fn query_all(&self, query: Query, most: usize) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        let mut query = query;
        loop {
            let page = self.query(&query).await?;
            rows.extend(page.rows);
            if page.next.is_none() || rows.len() >= most {
                rows.truncate(most);
                return Ok(rows);
            }
            query = query.after(page.next);
        }
    }
}

fn condition(span: &Span) -> (String, HashMap<String, AttributeValue>) {
    let (pk, sk) = (span.place.pk(), span.place.sk());
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let mut values = HashMap::from([(":pk".to_owned(), text(&span.pk))]);
    let expression = match &span.range {
        Range::All => format!("{pk} = :pk"),
        Range::Head(head) => {
            values.insert(":low".to_owned(), text(head));
            format!("{pk} = :pk AND begins_with({sk}, :low)")
        }
        Range::Between(low, high) => {
            values.insert(":low".to_owned(), text(low));
            values.insert(":high".to_owned(), text(high));
            format!("{pk} = :pk AND {sk} BETWEEN :low AND :high")
        }
    };
    (expression, values)
}

impl Position {
    /// The place of a row that an index or the table gave: a list that is cut there goes on after it.
    pub(crate) fn of_row(row: &Row, place: Place) -> Option<Self> {
        let mut keys = BTreeMap::new();
        for place in [Place::Table, place] {
            let address = row.address(place)?;
            keys.insert(place.pk().to_owned(), address.pk);
            keys.insert(place.sk().to_owned(), address.sk);
        }
        Some(Self(keys))
    }

    fn of_key(key: HashMap<String, AttributeValue>) -> Option<Self> {
        key.into_iter()
            // All keys of the table are texts.
            .map(|(name, value)| Some((name, value.as_s().ok()?.clone())))
            .collect::<Option<_>>()
            .map(Self)
    }

    fn to_key(&self) -> HashMap<String, AttributeValue> {
        let text = |text: &String| AttributeValue::S(text.clone());
        self.0.iter().map(|(name, value)| (name.clone(), text(value))).collect()
    }
}
