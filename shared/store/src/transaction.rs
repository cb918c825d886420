//! A change of the table as a value: built purely, committed at once or not at all.
mod condition;
mod update;

pub use condition::Condition;
pub use update::Update;

use crate::{
    failure::StoreError,
    item::{Item, encode},
    keys::{Address, Key},
};
use aws_sdk_dynamodb::types::AttributeValue;
use std::collections::HashMap;

/// Most operations of one transaction, as DynamoDB has it.
pub const OPERATIONS_MAX: usize = 100;

pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// Writes that happen together. Every method answers the operation's number, by which a refusal names
/// it. A single operation is committed as a plain write, at half the price.
#[derive(Debug, Clone, Default)]
pub struct Transaction {
    by: Option<String>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) failure: Option<StoreError>,
}

#[derive(Debug, Clone)]
pub(crate) enum Operation {
    Put { item: Attributes, condition: Option<Condition> },
    Delete { address: Address, condition: Option<Condition> },
    Check { address: Address, condition: Condition },
    Update(Update),
}

impl Transaction {
    /// No operations, by nobody in particular: a job of the system.
    pub fn new() -> Self {
        Self::default()
    }

    /// No operations yet; every item that it writes will say that `actor` did it.
    pub fn by(actor: impl Into<String>) -> Self {
        Self { by: Some(actor.into()), ..Self::default() }
    }

    /// Stores `value` under `key`. Refused where the key is taken.
    pub fn create<T: Item>(&mut self, key: &T::Key, value: &T) -> usize {
        self.push_item(key, value, 1, Some(Condition::absent()))
    }

    /// Stores `value` in place of revision `rev`. Refused where the item has another.
    pub fn replace<T: Item>(&mut self, key: &T::Key, value: &T, rev: u64) -> usize {
        self.push_item(key, value, rev.saturating_add(1), Some(Condition::rev(rev)))
    }

    /// Stores `value` whatever was there. For items that nobody replaces by revision.
    pub fn put<T: Item>(&mut self, key: &T::Key, value: &T) -> usize {
        self.push_item(key, value, 1, None)
    }

    /// Stores `value` as revision `rev` if `condition` holds for what was there.
    pub fn put_if<T: Item>(
        &mut self,
        key: &T::Key,
        value: &T,
        rev: u64,
        condition: Condition,
    ) -> usize {
        self.push_item(key, value, rev, Some(condition))
    }

    /// Deletes revision `rev`. Refused where the item has another, or is gone.
    pub fn delete<K: Key>(&mut self, key: &K, rev: u64) -> usize {
        let condition = Some(Condition::rev(rev));
        self.push(Operation::Delete { address: key.address(), condition })
    }

    /// Deletes the item, if there is one, where `condition` holds.
    pub fn delete_if<K: Key>(&mut self, key: &K, condition: Option<Condition>) -> usize {
        self.push(Operation::Delete { address: key.address(), condition })
    }

    /// As [`Self::delete_if`], of whatever is at an address of the table.
    pub(crate) fn delete_at(&mut self, address: Address, condition: Option<Condition>) -> usize {
        self.push(Operation::Delete { address, condition })
    }

    /// Changes nothing; refused unless `condition` holds for the item.
    pub fn check<K: Key>(&mut self, key: &K, condition: Condition) -> usize {
        self.push(Operation::Check { address: key.address(), condition })
    }

    /// Changes some attributes of an item.
    pub fn update(&mut self, update: Update) -> usize {
        let update = update.attributed(self.by.as_deref());
        self.push(Operation::Update(update))
    }

    /// Adds all operations of `other`, with their own actor; their numbers follow those here.
    pub fn append(&mut self, other: Self) {
        self.operations.extend(other.operations);
        if let Some(failure) = other.failure {
            self.failure.get_or_insert(failure);
        }
    }

    /// How many operations it has.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// How many more operations it can take.
    pub fn room(&self) -> usize {
        OPERATIONS_MAX.saturating_sub(self.len())
    }

    fn push_item<T: Item>(
        &mut self,
        key: &T::Key,
        value: &T,
        rev: u64,
        condition: Option<Condition>,
    ) -> usize {
        let item = encode(key, value, rev, self.by.as_deref()).unwrap_or_else(|failure| {
            self.failure.get_or_insert(failure);
            HashMap::new()
        });
        self.push(Operation::Put { item, condition })
    }

    fn push(&mut self, operation: Operation) -> usize {
        self.operations.push(operation);
        self.operations.len().saturating_sub(1)
    }
}
