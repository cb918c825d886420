//! What can go wrong between a use case and the table.
use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use std::error::Error;

/// The table could not do what was asked. A failed condition is none of these: it is an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Try again later. A write may or may not have landed.
    #[error("the table is not available: {reason}")]
    Unavailable {
        /// The service's or the network's words, for the log.
        reason: String,
    },
    /// The request itself is wrong: a defect of ours, or a table that is not set up.
    #[error("the table rejected a request: {reason}")]
    Rejected {
        /// The service's words, for the log.
        reason: String,
    },
    /// An item is not what its key says: another kind, an unknown version, a missing field.
    #[error("a stored {kind} cannot be read: {reason}")]
    Unreadable {
        /// The kind that was expected.
        kind: &'static str,
        /// Why. Never holds the item's values.
        reason: String,
    },
    /// A value cannot be stored as an item.
    #[error("a {kind} cannot be stored: {reason}")]
    Unwritable {
        /// The kind that was to be written.
        kind: &'static str,
        /// Why.
        reason: String,
    },
}

impl StoreError {
    /// Whether the same call can succeed later.
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Unavailable { .. } => true,
            Self::Rejected { .. } | Self::Unreadable { .. } | Self::Unwritable { .. } => false,
        }
    }

    /// What an SDK error means for the caller.
    pub(crate) fn of<E>(error: &SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let reason = DisplayErrorContext(error).to_string();
        match error {
            SdkError::ServiceError(service) if !is_passing(service.err().code()) => {
                Self::Rejected { reason }
            }
            SdkError::ConstructionFailure(_) => Self::Rejected { reason },
            SdkError::ServiceError(_)
            | SdkError::TimeoutError(_)
            | SdkError::DispatchFailure(_)
            | SdkError::ResponseError(_)
            // The SDK's enum grows: whatever else happens, happens on the way.
            | _ => Self::Unavailable { reason },
        }
    }
}

/// Whether the service's error passes by itself.
pub(crate) fn is_passing(code: Option<&str>) -> bool {
    matches!(
        code,
        Some(
            "ProvisionedThroughputExceededException"
                | "ProvisionedThroughputExceeded"
                | "ThrottlingException"
                | "ThrottlingError"
                | "RequestLimitExceeded"
                | "InternalServerError"
                | "InternalServerErrorException"
                | "ServiceUnavailable"
                | "TransactionInProgressException"
                | "LimitExceededException"
        )
    )
}
