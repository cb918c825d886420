//! Committing transactions.
mod answer;
mod request;

pub(crate) use request::key;

use crate::{
    client::Store,
    failure::StoreError,
    item::Row,
    keys::Address,
    transaction::{Attributes, Condition, OPERATIONS_MAX, Operation, Transaction, Update},
};
use answer::{alone, together};
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use request::{Parts, filled, member};

/// A transaction happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Committed {
    /// The item after a transaction that is one update alone; `None` after any other.
    pub new: Option<Row>,
}

/// Why a transaction did not happen, or may not have.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CommitError {
    /// Some conditions did not hold. Nothing was written.
    #[error("{} conditions of a transaction did not hold", .0.len())]
    Refused(Vec<Refusal>),
    /// Another transaction was at the same items. Nothing was written; load and decide again.
    #[error("another transaction was at the same items")]
    Conflict,
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CommitError {
    /// Whether the condition of that operation is one of those that did not hold.
    pub fn refuses(&self, operation: usize) -> bool {
        self.refusal(operation).is_some()
    }

    /// The refusal of that operation.
    pub fn refusal(&self, operation: usize) -> Option<&Refusal> {
        match self {
            Self::Refused(refusals) => refusals.iter().find(|one| one.operation == operation),
            Self::Conflict | Self::Store(_) => None,
        }
    }
}

/// A condition that did not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The number that adding the operation answered.
    pub operation: usize,
    /// The item that it did not hold for; `None` where there is none.
    pub old: Option<Row>,
}

impl Store {
    /// Commits all operations or none. An empty transaction succeeds without a call.
    pub async fn commit(&self, transaction: Transaction) -> Result<Committed, CommitError> {
        if let Some(failure) = transaction.failure {
            return Err(failure.into());
        }
        if transaction.operations.len() > OPERATIONS_MAX {
            let reason = format!("a transaction of {} operations", transaction.operations.len());
            return Err(StoreError::Rejected { reason }.into());
        }
        let mut operations = transaction.operations;
        let last = operations.pop();
        match last {
            None => Ok(Committed::default()),
            Some(Operation::Put { item, condition }) if operations.is_empty() => {
                self.put_alone(item, condition).await
            }
            Some(Operation::Delete { address, condition }) if operations.is_empty() => {
                self.delete_alone(address, condition).await
            }
            Some(Operation::Update(update)) if operations.is_empty() => {
                self.update_alone(update).await
            }
            Some(last) => {
                operations.push(last);
                self.commit_together(operations).await
            }
        }
    }

    async fn put_alone(
        &self,
        item: Attributes,
        condition: Option<Condition>,
    ) -> Result<Committed, CommitError> {
        let parts = Parts::of(condition);
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .set_condition_expression(parts.expression)
            .set_expression_attribute_names(parts.names)
            .set_expression_attribute_values(parts.values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await
            .map(|_| Committed::default())
            .map_err(|error| alone(&error))
    }

    async fn delete_alone(
        &self,
        address: Address,
        condition: Option<Condition>,
    ) -> Result<Committed, CommitError> {
        let parts = Parts::of(condition);
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(key(address)))
            .set_condition_expression(parts.expression)
            .set_expression_attribute_names(parts.names)
            .set_expression_attribute_values(parts.values)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await
            .map(|_| Committed::default())
            .map_err(|error| alone(&error))
    }

    async fn update_alone(&self, update: Update) -> Result<Committed, CommitError> {
        let (names, values) = update.placeholders();
        let output = self
            .client
            .update_item()
            .table_name(&self.table)
            .update_expression(update.expression())
            .set_condition_expression(update.condition.map(|condition| condition.expression))
            .set_expression_attribute_names(filled(names))
            .set_expression_attribute_values(filled(values))
            .set_key(Some(key(update.address)))
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await
            .map_err(|error| alone(&error))?;
        Ok(Committed { new: output.attributes.map(Row) })
    }

    async fn commit_together(&self, operations: Vec<Operation>) -> Result<Committed, CommitError> {
        let items = operations
            .into_iter()
            .map(|operation| member(&self.table, operation))
            .collect::<Result<_, _>>()
            .map_err(|error| StoreError::Rejected { reason: error.to_string() })?;
        self.client
            .transact_write_items()
            .set_transact_items(Some(items))
            .send()
            .await
            .map(|_| Committed::default())
            .map_err(|error| together(&error))
    }
}
