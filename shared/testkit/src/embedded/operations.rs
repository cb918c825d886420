//! DynamoDB's operations by name, and the answers that faults give.
use super::{capacity::Metered, connector::OK, faults::Call};
use crate::identity::Denied;
use dynoxide::{Database, DynoxideError, types::ConsumedCapacity};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// An answer, and what it consumed.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) consumed: Vec<ConsumedCapacity>,
}

/// Runs one operation, with its capacity counted and without a request token: each token would make
/// the emulator search all of the last 10 minutes', and our idempotency does not lean on them.
pub(super) fn run(database: &Database, operation: &str, body: &[u8]) -> Reply {
    match dispatch(database, operation, body) {
        Ok(reply) => reply,
        Err(error) => {
            Reply { status: error.status_code(), body: error.to_json(), consumed: Vec::new() }
        }
    }
}

fn dispatch(db: &Database, operation: &str, body: &[u8]) -> Result<Reply, DynoxideError> {
    match operation {
        "GetItem" => metered(body, |request| db.get_item(request)),
        "PutItem" => metered(body, |request| db.put_item(request)),
        "UpdateItem" => metered(body, |request| db.update_item(request)),
        "DeleteItem" => metered(body, |request| db.delete_item(request)),
        "Query" => metered(body, |request| db.query(request)),
        "Scan" => metered(body, |request| db.scan(request)),
        "BatchGetItem" => metered(body, |request| db.batch_get_item(request)),
        "BatchWriteItem" => metered(body, |request| db.batch_write_item(request)),
        "TransactWriteItems" => metered(body, |request| db.transact_write_items(request)),
        "TransactGetItems" => metered(body, |request| db.transact_get_items(request)),
        "BatchExecuteStatement" => metered(body, |request| db.batch_execute_statement(request)),
        "CreateTable" => free(body, |request| db.create_table(request)),
        "DescribeTable" => free(body, |request| db.describe_table(request)),
        "UpdateTimeToLive" => free(body, |request| db.update_time_to_live(request)),
        "DescribeTimeToLive" => free(body, |request| db.describe_time_to_live(request)),
        other => Err(DynoxideError::ValidationException(format!("`{other}` is not embedded"))),
    }
}

fn metered<I: DeserializeOwned + Metered, O: Serialize + super::capacity::Consumed>(
    body: &[u8],
    execute: impl FnOnce(I) -> Result<O, DynoxideError>,
) -> Result<Reply, DynoxideError> {
    let mut request: I = parsed(body)?;
    request.ask();
    let mut output = execute(request)?;
    let consumed = output.take();
    Ok(Reply { status: OK, body: rendered(&output)?, consumed })
}

fn free<I: DeserializeOwned, O: Serialize>(
    body: &[u8],
    execute: impl FnOnce(I) -> Result<O, DynoxideError>,
) -> Result<Reply, DynoxideError> {
    let output = execute(parsed(body)?)?;
    Ok(Reply { status: OK, body: rendered(&output)?, consumed: Vec::new() })
}

fn parsed<I: DeserializeOwned>(body: &[u8]) -> Result<I, DynoxideError> {
    serde_json::from_slice(body).map_err(|e| DynoxideError::SerializationException(e.to_string()))
}

fn rendered(output: &impl Serialize) -> Result<String, DynoxideError> {
    serde_json::to_string(output)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

/// What a call gets that met another transaction.
pub(super) fn conflict(call: &Call<'_>) -> Reply {
    let error = if call.operation == "TransactWriteItems" {
        let count = members(call.body);
        let reasons: Vec<Value> = (0..count)
            .map(|_| json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing" }))
            .collect();
        json!({
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message": "Transaction cancelled [TransactionConflict]",
            "CancellationReasons": reasons,
        })
    } else {
        json!({
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
            "message": "Transaction is ongoing for the item",
        })
    };
    refusal(&error)
}

/// What a call gets that came too soon.
pub(super) fn throttled() -> Reply {
    refusal(&json!({
        "__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        "message": "The level of configured provisioned throughput was exceeded",
    }))
}

/// What a function gets that may not do this
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html>).
pub(super) fn denied(denied: &Denied) -> Reply {
    refusal(&json!({
        "__type": "com.amazon.coral.service#AccessDeniedException",
        "Message": denied.to_string(),
    }))
}

fn refusal(error: &Value) -> Reply {
    Reply { status: BAD_REQUEST, body: error.to_string(), consumed: Vec::new() }
}

const BAD_REQUEST: u16 = 400;

fn members(body: &[u8]) -> usize {
    serde_json::from_slice::<Value>(body)
        .ok()
        .and_then(|request| request.get("TransactItems")?.as_array().map(Vec::len))
        .unwrap_or(1)
}
