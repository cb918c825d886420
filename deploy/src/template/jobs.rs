//! The jobs, and what invokes each.
use super::{
    Parts, Template, parameters,
    part::{self, Defined},
    set,
};
use crate::{function::Function, grant::Resource, source::Source, zone::Zone};
use serde_json::{Map, Value, json};

/// Where the jobs' events come from.
const SOURCES: [&str; 4] = ["ImportsArn", "OutboxArn", "StreamArn", "StreamDeadLettersArn"];
/// A record that fails this often goes to the dead letters. What fails because the table is slow is
/// tried for minutes; what can never succeed is left out by the relay itself.
const RECORD_ATTEMPTS_MAX: u16 = 100;
/// Shards are read twice at once; records of one partition key stay in order.
const SHARD_READERS: u16 = 2;

/// What jobs say in their logs that becomes a metric: the job, the metric, the line's field.
const FIGURES: [(Zone, &str, &str); 3] = [
    (Zone::Sweep, "Overdue", "overdue"),
    (Zone::Sweep, "UnknownMessages", "unknown"),
    (Zone::Send, "Segments", "segments"),
];

pub(super) fn template(jobs: &[&Function]) -> Template {
    let mut resources = Map::new();
    for job in jobs {
        let Function { id, zone, .. } = job;
        part::function(&mut resources, &Defined { id, handler: id, zone: *zone, routes: 1 });
        for (_, metric, field) in FIGURES.iter().filter(|(of, _, _)| of == zone) {
            figure(&mut resources, id, metric, field);
        }
        match zone.source() {
            Some(Source::Stream { batch }) => mapping(&mut resources, job, stream(batch)),
            Some(Source::Queue { queue: from, batch, concurrency }) => {
                mapping(&mut resources, job, queue(from, batch, concurrency));
            }
            Some(Source::Every { rate }) => every(&mut resources, job, rate),
            Some(Source::Hand) | None => (),
        }
    }
    let roles = jobs.iter().map(|job| parameters::role(job.zone));
    let shared = part::shared(&resources).chain(SOURCES).map(str::to_owned);
    let parts = Parts {
        description: "The jobs".to_owned(),
        parameters: parameters::declared(shared.chain(roles)),
        conditions: part::conditions(&resources),
        resources,
        outputs: Map::new(),
    };
    Template::of("jobs", parts)
}

fn figure(resources: &mut Map<String, Value>, id: &str, metric: &str, field: &str) {
    resources.insert(
        part::logical(id, metric),
        json!({
            "Type": "AWS::Logs::MetricFilter",
            "Properties": {
                "LogGroupName": { "Ref": part::logical(id, "Logs") },
                "FilterPattern": format!("{{ $.{field} >= 0 }}"),
                "MetricTransformations": [part::counted(metric, &format!("$.{field}"))],
            },
        }),
    );
}

fn stream(batch: u16) -> Value {
    json!({
        "EventSourceArn": { "Ref": "StreamArn" },
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": batch,
        "ParallelizationFactor": SHARD_READERS,
        "BisectBatchOnFunctionError": true,
        "MaximumRetryAttempts": RECORD_ATTEMPTS_MAX,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "DestinationConfig": { "OnFailure": { "Destination": { "Ref": "StreamDeadLettersArn" } } },
    })
}

fn queue(queue: Resource, batch: u16, concurrency: Option<u16>) -> Value {
    let parameter = part::logical(queue.name(), "Arn");
    let mut mapping = json!({
        "EventSourceArn": { "Ref": parameter },
        "BatchSize": batch,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    });
    if let Some(most) = concurrency {
        set(&mut mapping, "ScalingConfig", json!({ "MaximumConcurrency": most }));
    }
    mapping
}

fn mapping(resources: &mut Map<String, Value>, job: &Function, mut properties: Value) {
    let function = json!({ "Ref": part::logical(&job.id, "Function") });
    set(&mut properties, "FunctionName", function);
    resources.insert(
        part::logical(&job.id, "Source"),
        json!({ "Type": "AWS::Lambda::EventSourceMapping", "Properties": properties }),
    );
}

fn every(resources: &mut Map<String, Value>, job: &Function, rate: &str) {
    let function = part::logical(&job.id, "Function");
    let rule = part::logical(&job.id, "Rule");
    resources.insert(
        part::logical(&job.id, "Permission"),
        json!({
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": { "Ref": function },
                "Principal": "events.amazonaws.com",
                "SourceArn": { "Fn::GetAtt": [rule, "Arn"] },
            },
        }),
    );
    resources.insert(
        rule,
        json!({
            "Type": "AWS::Events::Rule",
            "Properties": {
                "ScheduleExpression": rate,
                "Targets": [{ "Id": job.id, "Arn": { "Fn::GetAtt": [function, "Arn"] } }],
            },
        }),
    );
}
