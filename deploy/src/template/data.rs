//! The table and the queues: what remains when the functions are gone.
use super::{Parts, Template, parameters, set};
use crate::zone::Zone;
use serde_json::{Map, Value, json};
use store::{
    keys::Place,
    schema::{INDEXES, TTL_ATTRIBUTE},
};

/// A queue as the template has it.
struct Queue {
    /// Its logical id and part of its name.
    id: &'static str,
    /// One message of a group at a time, in order.
    fifo: bool,
    /// Whose functions it feeds.
    feeds: Zone,
}

const QUEUES: [Queue; 3] = [
    Queue { id: "Wakes", fifo: true, feeds: Zone::Fill },
    Queue { id: "Outbox", fifo: false, feeds: Zone::Send },
    Queue { id: "Imports", fifo: false, feeds: Zone::Import },
];
/// Where records go that the relay cannot handle.
const STREAM_DEAD_LETTERS: &str = "StreamDeadLetters";
/// Deliveries before a message goes to the dead letters.
const RECEIPTS_MAX: u32 = 8;
/// Fourteen days: the longest that a queue keeps a message.
const KEPT_SECONDS: u32 = 1_209_600;
/// How long a message is invisible, in runs of the function that it feeds. AWS advises six, so that
/// Lambda can wait while it is throttled; but a wake that is given back holds up its event this long.
const VISIBILITY_RUNS: u16 = 2;

pub(super) fn template() -> Template {
    let mut resources = Map::new();
    resources.insert("Table".to_owned(), table());
    for queue in &QUEUES {
        add_queue(&mut resources, queue);
    }
    resources.insert(STREAM_DEAD_LETTERS.to_owned(), dead_letters(STREAM_DEAD_LETTERS, false));
    resources.insert(
        "Timers".to_owned(),
        json!({
            "Type": "AWS::Scheduler::ScheduleGroup",
            "Properties": { "Name": { "Ref": "Prefix" } },
        }),
    );
    let mut parameters = parameters::declared(["DeletionProtection", "Prefix"]);
    if let Some(protection) = parameters.get_mut("DeletionProtection") {
        set(protection, "AllowedValues", json!(["true", "false"]));
    }
    let parts = Parts {
        description: "The table, the queues and the timers".to_owned(),
        parameters,
        conditions: Map::new(),
        resources,
        outputs: outputs(),
    };
    Template::of("data", parts)
}

fn table() -> Value {
    let attributes = Place::ALL.into_iter().flat_map(|place| [place.pk(), place.sk()]);
    let attributes: Vec<Value> =
        attributes.map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect();
    let indexes: Vec<Value> = INDEXES
        .iter()
        .map(|index| {
            json!({
                "IndexName": index.place.index(),
                "KeySchema": keys(index.place),
                "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": index.projected },
            })
        })
        .collect();
    json!({
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "TableName": { "Ref": "Prefix" },
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": attributes,
            "KeySchema": keys(Place::Table),
            "GlobalSecondaryIndexes": indexes,
            "StreamSpecification": { "StreamViewType": "NEW_AND_OLD_IMAGES" },
            "TimeToLiveSpecification": { "AttributeName": TTL_ATTRIBUTE, "Enabled": true },
            "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true },
            "DeletionProtectionEnabled": { "Ref": "DeletionProtection" },
        },
    })
}

fn keys(place: Place) -> Value {
    json!([
        { "AttributeName": place.pk(), "KeyType": "HASH" },
        { "AttributeName": place.sk(), "KeyType": "RANGE" },
    ])
}

fn add_queue(resources: &mut Map<String, Value>, queue: &Queue) {
    let dead = format!("{}DeadLetters", queue.id);
    let mut properties = named(queue.id, queue.fifo);
    let visibility = queue.feeds.size().timeout_seconds.saturating_mul(VISIBILITY_RUNS);
    let redrive = json!({
        "deadLetterTargetArn": { "Fn::GetAtt": [dead, "Arn"] },
        "maxReceiveCount": RECEIPTS_MAX,
    });
    set(&mut properties, "VisibilityTimeout", visibility.into());
    set(&mut properties, "RedrivePolicy", redrive);
    if queue.fifo {
        // The scheduler gives its wakes no id of their own; each says its instant, so that no two of
        // an event are alike. All others carry an id, which goes before the content.
        set(&mut properties, "ContentBasedDeduplication", true.into());
        set(&mut properties, "DeduplicationScope", "messageGroup".into());
        set(&mut properties, "FifoThroughputLimit", "perMessageGroupId".into());
    }
    let body = json!({ "Type": "AWS::SQS::Queue", "Properties": properties });
    resources.insert(queue.id.to_owned(), body);
    resources.insert(dead.clone(), dead_letters(&dead, queue.fifo));
}

fn dead_letters(id: &str, fifo: bool) -> Value {
    json!({ "Type": "AWS::SQS::Queue", "Properties": named(id, fifo) })
}

fn named(id: &str, fifo: bool) -> Value {
    let end = if fifo { ".fifo" } else { "" };
    let mut properties = json!({
        "QueueName": { "Fn::Sub": format!("${{Prefix}}-{id}{end}") },
        "SqsManagedSseEnabled": true,
        "MessageRetentionPeriod": KEPT_SECONDS,
    });
    if fifo {
        set(&mut properties, "FifoQueue", true.into());
    }
    properties
}

fn outputs() -> Map<String, Value> {
    let mut outputs = Map::new();
    let mut add = |name: String, value: Value| {
        outputs.insert(name, json!({ "Value": value }));
    };
    add("TableName".to_owned(), json!({ "Ref": "Table" }));
    add("TableArn".to_owned(), json!({ "Fn::GetAtt": ["Table", "Arn"] }));
    add("StreamArn".to_owned(), json!({ "Fn::GetAtt": ["Table", "StreamArn"] }));
    let dead = QUEUES.iter().map(|queue| format!("{}DeadLetters", queue.id));
    let ours = QUEUES.iter().map(|queue| queue.id.to_owned());
    for id in ours.chain(dead).chain([STREAM_DEAD_LETTERS.to_owned()]) {
        add(format!("{id}Url"), json!({ "Ref": id }));
        add(format!("{id}Arn"), json!({ "Fn::GetAtt": [id, "Arn"] }));
        add(format!("{id}Name"), json!({ "Fn::GetAtt": [id, "QueueName"] }));
    }
    outputs
}
