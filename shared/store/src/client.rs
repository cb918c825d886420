//! The table: one client, one name, and the reads by key.
use crate::{
    commit,
    cursor::Cursors,
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{Address, Key},
};
use aws_sdk_dynamodb::{
    Client,
    types::{AttributeValue, BatchStatementRequest, KeysAndAttributes},
};
use std::collections::HashMap;

/// Most keys of one batch read, as DynamoDB has it.
const BATCH_KEYS_MAX: usize = 100;
/// How often a batch asks for what was left unread before it gives up.
const BATCH_ROUNDS_MAX: u8 = 8;

/// How fresh a read must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consistency {
    /// May miss what was written in the last moments. Half the price.
    Eventual,
    /// Sees every write that was answered before.
    Strong,
}

impl Consistency {
    const fn is_strong(self) -> bool {
        match self {
            Self::Eventual => false,
            Self::Strong => true,
        }
    }
}

/// The table.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
    cursors: Cursors,
}

impl Store {
    /// The table of that name. `cursor_key` authenticates the cursors that clients hold.
    pub fn new(client: Client, table: impl Into<String>, cursor_key: &[u8]) -> Self {
        Self { client, table: table.into(), cursors: Cursors::new(cursor_key) }
    }

    /// The table's name.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Seals and opens the positions that clients carry.
    pub const fn cursors(&self) -> &Cursors {
        &self.cursors
    }

    /// The item under `key`.
    pub async fn get<T: Item>(
        &self,
        key: &T::Key,
        consistency: Consistency,
    ) -> Result<Option<Stored<T>>, StoreError> {
        self.get_row(key.address(), consistency).await?.map(Row::read).transpose()
    }

    /// The item at an address of the table, whatever it is.
    pub async fn get_row(
        &self,
        address: Address,
        consistency: Consistency,
    ) -> Result<Option<Row>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(commit::key(address)))
            .consistent_read(consistency.is_strong())
            .send()
            .await
            .map_err(|error| StoreError::of(&error))?;
        Ok(output.item.map(Row))
    }

    /// Two items in one call: the first sees every write, the second need not. One and a half units
    /// where both are small.
    pub async fn get_pair<A: Item, B: Item>(
        &self,
        strong: &A::Key,
        eventual: &B::Key,
    ) -> Result<(Option<Stored<A>>, Option<Stored<B>>), StoreError> {
        let output = self
            .client
            .batch_execute_statement()
            .statements(self.select(strong.address(), Consistency::Strong)?)
            .statements(self.select(eventual.address(), Consistency::Eventual)?)
            .send()
            .await
            .map_err(|error| StoreError::of(&error))?;
        let mut answers =
            output.responses.unwrap_or_default().into_iter().map(|answer| match answer.error {
                Some(error) => Err(StoreError::Unavailable {
                    reason: format!("a statement failed: {:?}", error.code),
                }),
                None => Ok(answer.item.map(Row)),
            });
        let mut next = || answers.next().transpose().map(Option::flatten);
        let (first, second) = (next()?, next()?);
        Ok((first.map(Row::read).transpose()?, second.map(Row::read).transpose()?))
    }

    fn select(
        &self,
        address: Address,
        consistency: Consistency,
    ) -> Result<BatchStatementRequest, StoreError> {
        BatchStatementRequest::builder()
            .statement(format!("SELECT * FROM \"{}\" WHERE pk = ? AND sk = ?", self.table))
            .parameters(AttributeValue::S(address.pk))
            .parameters(AttributeValue::S(address.sk))
            .consistent_read(consistency.is_strong())
            .build()
            .map_err(|error| StoreError::Rejected { reason: error.to_string() })
    }

    /// The items under `keys`, those that exist, in no order. A key may appear once only.
    pub async fn batch_get<T: Item>(
        &self,
        keys: impl IntoIterator<Item = &T::Key>,
        consistency: Consistency,
    ) -> Result<Vec<Stored<T>>, StoreError>
    where
        T::Key: 'static,
    {
        let addresses = keys.into_iter().map(Key::address).collect();
        self.batch_get_rows(addresses, consistency).await?.into_iter().map(Row::read).collect()
    }

    /// The items at `addresses` of the table, those that exist, in no order.
    pub async fn batch_get_rows(
        &self,
        addresses: Vec<Address>,
        consistency: Consistency,
    ) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::with_capacity(addresses.len());
        let keys: Vec<_> = addresses.into_iter().map(commit::key).collect();
        for chunk in keys.chunks(BATCH_KEYS_MAX) {
            self.batch_get_chunk(chunk.to_vec(), consistency, &mut rows).await?;
        }
        Ok(rows)
    }

    async fn batch_get_chunk(
        &self,
        keys: Vec<HashMap<String, AttributeValue>>,
        consistency: Consistency,
        rows: &mut Vec<Row>,
    ) -> Result<(), StoreError> {
        let wanted = KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(consistency.is_strong())
            .build()
            .map_err(|error| StoreError::Rejected { reason: error.to_string() })?;
        let mut pending = HashMap::from([(self.table.clone(), wanted)]);
        for _ in 0..BATCH_ROUNDS_MAX {
            let output = self
                .client
                .batch_get_item()
                .set_request_items(Some(pending))
                .send()
                .await
                .map_err(|error| StoreError::of(&error))?;
            rows.extend(output.responses.unwrap_or_default().into_values().flatten().map(Row));
            pending = output.unprocessed_keys.unwrap_or_default();
            if pending.is_empty() {
                return Ok(());
            }
        }
        Err(StoreError::Unavailable { reason: "a batch was left partly unread".into() })
    }
}
