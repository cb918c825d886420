//! What the service's errors mean.
use super::{CommitError, Refusal};
use crate::{
    failure::{StoreError, is_passing},
    item::Row,
};
use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::transact_write_items::TransactWriteItemsError,
    types::{CancellationReason, error::ConditionalCheckFailedException},
};
use std::error::Error;

/// The errors of the three plain writes that carry a failed condition.
pub(super) trait Conditional {
    fn as_conditional(&self) -> Option<&ConditionalCheckFailedException>;
}

macro_rules! conditional {
    ($($operation:ident $Error:ident),+) => { $(
        impl Conditional for aws_sdk_dynamodb::operation::$operation::$Error {
            fn as_conditional(&self) -> Option<&ConditionalCheckFailedException> {
                if let Self::ConditionalCheckFailedException(failed) = self { Some(failed) } else { None }
            }
        }
    )+ };
}
conditional!(put_item PutItemError, update_item UpdateItemError, delete_item DeleteItemError);

/// What the failure of a plain write means.
pub(super) fn alone<E>(error: &SdkError<E>) -> CommitError
where
    E: Conditional + ProvideErrorMetadata + Error + 'static,
{
    if let SdkError::ServiceError(service) = error {
        if let Some(failed) = service.err().as_conditional() {
            return CommitError::Refused(vec![Refusal {
                operation: 0,
                old: failed.item.clone().map(Row),
            }]);
        }
        if service.err().code() == Some("TransactionConflictException") {
            return CommitError::Conflict;
        }
    }
    StoreError::of(error).into()
}

/// What the failure of a transaction means.
pub(super) fn together(error: &SdkError<TransactWriteItemsError>) -> CommitError {
    if let SdkError::ServiceError(service) = error
        && let TransactWriteItemsError::TransactionCanceledException(cancelled) = service.err()
    {
        return cancelled_for(cancelled.cancellation_reasons(), || StoreError::of(error));
    }
    StoreError::of(error).into()
}

fn cancelled_for(
    reasons: &[CancellationReason],
    otherwise: impl FnOnce() -> StoreError,
) -> CommitError {
    let refusals: Vec<Refusal> = reasons
        .iter()
        .enumerate()
        .filter(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"))
        .map(|(operation, reason)| Refusal { operation, old: reason.item.clone().map(Row) })
        .collect();
    if !refusals.is_empty() {
        return CommitError::Refused(refusals);
    }
    if reasons.iter().any(|reason| reason.code() == Some("TransactionConflict")) {
        return CommitError::Conflict;
    }
    if let Some(passing) = reasons.iter().find(|reason| is_passing(reason.code())) {
        let reason = format!("a transaction was cancelled: {}", passing.code().unwrap_or_default());
        return StoreError::Unavailable { reason }.into();
    }
    otherwise().into()
}
