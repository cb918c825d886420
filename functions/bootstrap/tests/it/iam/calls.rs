//! Requests as IAM sees them: each an action, what it is done to, and whose items.
use deploy::{Call, Resource};
use serde_json::Value;
use testkit::{Call as Request, identity::Asked};

/// All that IAM would look at before it lets this happen.
pub(super) fn calls(asked: &Asked<'_>) -> Vec<Call> {
    match asked {
        Asked::Table(request) => of_table(request),
        Asked::Queue(name) => vec![queue(name)],
        Asked::Timer(operation) => timer(operation),
        Asked::Mail => vec![plain("SendEmail", Resource::Mail)],
    }
}

fn plain(action: &str, resource: Resource) -> Call {
    Call { action: action.to_owned(), resource, partition: None }
}

fn queue(name: &str) -> Call {
    let queues = [Resource::Wakes, Resource::Outbox, Resource::Imports];
    let queue = queues.into_iter().find(|queue| queue.name() == name);
    plain("SendMessage", queue.unwrap_or_else(|| panic!("no queue is called `{name}`")))
}

/// Whoever gives a timer its role must be allowed to pass that on.
fn timer(operation: &str) -> Vec<Call> {
    let mut calls = vec![plain(operation, Resource::Timers)];
    if operation != "DeleteSchedule" {
        calls.push(plain("PassRole", Resource::TimerRole));
    }
    calls
}

/// A request to the table. One that is not known here has no partition, so that nothing grants it.
fn of_table(request: &Request<'_>) -> Vec<Call> {
    let body: Value = serde_json::from_slice(request.body).unwrap();
    let operation = request.operation;
    match operation {
        "GetItem" | "UpdateItem" | "DeleteItem" => vec![item(operation, &body["Key"])],
        "PutItem" => vec![item(operation, &body["Item"])],
        "Query" => vec![query(&body)],
        "BatchGetItem" => keys(&body).map(|key| item(operation, key)).collect(),
        "TransactWriteItems" => each(&body["TransactItems"]).map(member).collect(),
        "BatchExecuteStatement" => each(&body["Statements"]).map(statement).collect(),
        _ => vec![plain(operation, Resource::Table)],
    }
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter()
}

fn item(action: &str, key: &Value) -> Call {
    of_partition(action, Resource::Table, &key["pk"])
}

fn of_partition(action: &str, resource: Resource, value: &Value) -> Call {
    let partition = value["S"].as_str().unwrap_or_else(|| panic!("no partition: {value}"));
    Call { action: action.to_owned(), resource, partition: Some(partition.to_owned()) }
}

fn query(body: &Value) -> Call {
    let resource = match body["IndexName"].as_str() {
        None => Resource::Table,
        Some("gsi1") => Resource::Gsi1,
        Some("gsi2") => Resource::Gsi2,
        Some(other) => panic!("no index is called `{other}`"),
    };
    let condition = body["KeyConditionExpression"].as_str().unwrap();
    let value = condition.split_once("pk = ").unwrap().1.split(' ').next().unwrap();
    of_partition("Query", resource, &body["ExpressionAttributeValues"][value])
}

fn keys(body: &Value) -> impl Iterator<Item = &Value> {
    body["RequestItems"].as_object().unwrap().values().flat_map(|table| each(&table["Keys"]))
}

/// An operation of a transaction is the action that it would be alone
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html>).
fn member(operation: &Value) -> Call {
    let (name, operation) = operation.as_object().unwrap().iter().next().unwrap();
    match name.as_str() {
        "Put" => item("PutItem", &operation["Item"]),
        "Update" => item("UpdateItem", &operation["Key"]),
        "Delete" => item("DeleteItem", &operation["Key"]),
        "ConditionCheck" => item("ConditionCheckItem", &operation["Key"]),
        other => panic!("`{other}` in a transaction"),
    }
}

/// Its first parameter is the partition
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html>).
fn statement(statement: &Value) -> Call {
    let text = statement["Statement"].as_str().unwrap();
    assert!(text.starts_with("SELECT ") && text.contains("WHERE pk = ?"), "{text}");
    of_partition("PartiQLSelect", Resource::Table, &statement["Parameters"][0])
}

#[test]
fn a_request_is_an_action_for_each_item_that_it_touches() {
    let lines = |operation: &str, body: &str| -> Vec<String> {
        let request = Request { operation, body: body.as_bytes() };
        let line = |call: Call| {
            let partition = call.partition.unwrap_or_default();
            format!("{} {} {partition}", call.action, call.resource)
        };
        calls(&Asked::Table(request)).into_iter().map(line).collect()
    };
    let transaction = r#"{"TransactItems":[
        {"Put":{"Item":{"pk":{"S":"USER#1"}}}},
        {"ConditionCheck":{"Key":{"pk":{"S":"ORG#1"}}}}]}"#;
    assert_eq!(
        lines("TransactWriteItems", transaction),
        ["PutItem table USER#1", "ConditionCheckItem table ORG#1"]
    );
    let query = r#"{"IndexName":"gsi2","KeyConditionExpression":"gsi2pk = :pk AND gsi2sk > :low",
        "ExpressionAttributeValues":{":pk":{"S":"WAKES"},":low":{"S":"0"}}}"#;
    assert_eq!(lines("Query", query), ["Query gsi2 WAKES"]);
    let batch = r#"{"RequestItems":{"convoke":{"Keys":[{"pk":{"S":"A#1"}},{"pk":{"S":"B#1"}}]}}}"#;
    assert_eq!(lines("BatchGetItem", batch), ["BatchGetItem table A#1", "BatchGetItem table B#1"]);
    let select = r#"{"Statements":[{"Statement":"SELECT * FROM \"convoke\" WHERE pk = ? AND sk = ?",
        "Parameters":[{"S":"EVENT#1"},{"S":"INV#1"}]}]}"#;
    assert_eq!(lines("BatchExecuteStatement", select), ["PartiQLSelect table EVENT#1"]);
    assert_eq!(lines("Scan", "{}"), ["Scan table "]);
}
