//! Capacity is asked for in every request and taken out of every answer: the store needs no code for
//! it, and production pays nothing.
use dynoxide::{
    actions::{
        batch_execute_statement::{BatchExecuteStatementRequest, BatchExecuteStatementResponse},
        batch_get_item::{BatchGetItemRequest, BatchGetItemResponse},
        batch_write_item::{BatchWriteItemRequest, BatchWriteItemResponse},
        delete_item::{DeleteItemRequest, DeleteItemResponse},
        get_item::{GetItemRequest, GetItemResponse},
        put_item::{PutItemRequest, PutItemResponse},
        query::{QueryRequest, QueryResponse},
        scan::{ScanRequest, ScanResponse},
        transact_get_items::{TransactGetItemsRequest, TransactGetItemsResponse},
        transact_write_items::{TransactWriteItemsRequest, TransactWriteItemsResponse},
        update_item::{UpdateItemRequest, UpdateItemResponse},
    },
    types::ConsumedCapacity,
};

/// A request that can ask what it consumes.
pub(super) trait Metered {
    /// Asks for it, per index.
    fn ask(&mut self);
}

/// An answer that says what was consumed.
pub(super) trait Consumed {
    /// Takes it out.
    fn take(&mut self) -> Vec<ConsumedCapacity>;
}

macro_rules! metered {
    ($($Request:ident $Response:ident),+ $(,)?) => { $(
        impl Metered for $Request {
            fn ask(&mut self) {
                self.return_consumed_capacity = Some("INDEXES".to_owned());
            }
        }

        impl Consumed for $Response {
            fn take(&mut self) -> Vec<ConsumedCapacity> {
                self.consumed_capacity.take().into_iter().collect::<Flat>().0
            }
        }
    )+ };
}
metered! {
    GetItemRequest GetItemResponse,
    PutItemRequest PutItemResponse,
    UpdateItemRequest UpdateItemResponse,
    DeleteItemRequest DeleteItemResponse,
    QueryRequest QueryResponse,
    ScanRequest ScanResponse,
    BatchGetItemRequest BatchGetItemResponse,
    BatchWriteItemRequest BatchWriteItemResponse,
    TransactGetItemsRequest TransactGetItemsResponse,
    BatchExecuteStatementRequest BatchExecuteStatementResponse,
}

impl Metered for TransactWriteItemsRequest {
    fn ask(&mut self) {
        self.return_consumed_capacity = Some("INDEXES".to_owned());
        self.client_request_token = None;
    }
}

impl Consumed for TransactWriteItemsResponse {
    fn take(&mut self) -> Vec<ConsumedCapacity> {
        self.consumed_capacity.take().unwrap_or_default()
    }
}

/// One figure or a list of them: the operations differ.
struct Flat(Vec<ConsumedCapacity>);

impl FromIterator<ConsumedCapacity> for Flat {
    fn from_iter<I: IntoIterator<Item = ConsumedCapacity>>(figures: I) -> Self {
        Self(figures.into_iter().collect())
    }
}

impl FromIterator<Vec<ConsumedCapacity>> for Flat {
    fn from_iter<I: IntoIterator<Item = Vec<ConsumedCapacity>>>(figures: I) -> Self {
        Self(figures.into_iter().flatten().collect())
    }
}
