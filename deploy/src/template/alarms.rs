//! What operators are told of, and the dashboard. One metric each: no arithmetic between metrics.
use super::{Parts, Template, dashboard, parameters, part, set};
use crate::{function::Function, source::Source};
use serde_json::{Map, Value, json};

const PARAMETERS: [&str; 12] = [
    "AlarmTopicArn",
    "ApiId",
    "ImportsDeadLettersName",
    "ImportsName",
    "OutboxDeadLettersName",
    "OutboxName",
    "Prefix",
    "SegmentsPerDayMax",
    "StreamDeadLettersName",
    "TableName",
    "WakesDeadLettersName",
    "WakesName",
];
/// The queues whose messages wait for a function.
pub(super) const QUEUES: [&str; 3] = ["WakesName", "OutboxName", "ImportsName"];
/// The queues whose messages wait for somebody.
pub(super) const DEAD_LETTERS: [&str; 4] = [
    "WakesDeadLettersName",
    "OutboxDeadLettersName",
    "ImportsDeadLettersName",
    "StreamDeadLettersName",
];
/// A message that waits longer is noticed: guests wait for it. Permits and the night are waited for in
/// the table, not in a queue.
const WAITED_SECONDS_MAX: u32 = 600;
/// A record of the stream that waits longer, in milliseconds: lists and messages lag behind.
const RECORD_WAITED_MS_MAX: u32 = 300_000;
/// Answers of 500 and above within five minutes that are taken for bad luck.
const FAILED_REQUESTS_MAX: u32 = 5;
/// Failed runs of a job within five minutes that are taken for bad luck: it is repeated anyway.
const FAILED_RUNS_MAX: u32 = 2;
const FIVE_MINUTES: u32 = 300;
const A_DAY: u32 = 86_400;

/// An alarm: somebody is told when the metric is above a number.
struct Alarm<'a> {
    id: String,
    says: &'a str,
    namespace: Value,
    metric: &'a str,
    dimensions: Vec<(&'a str, Value)>,
    statistic: &'a str,
    above: Value,
    seconds: u32,
    periods: u32,
}

pub(super) fn template(jobs: &[&Function]) -> Template {
    let alarms = queues()
        .chain(jobs.iter().flat_map(|job| of_job(job)))
        .chain([requests()])
        .chain(table())
        .chain(figures());
    let mut resources: Map<String, Value> =
        alarms.map(|alarm| (alarm.id.clone(), alarm.resource())).collect();
    resources.insert("Dashboard".to_owned(), dashboard::resource(jobs));
    let parts = Parts {
        description: "What operators are told of, and the dashboard".to_owned(),
        parameters: parameters::declared(PARAMETERS),
        conditions: Map::new(),
        resources,
        outputs: Map::from_iter([(
            "DashboardName".to_owned(),
            json!({ "Value": { "Ref": "Dashboard" } }),
        )]),
    };
    Template::of("alarms", parts)
}

/// What is counted from our own log lines.
pub(super) fn ours() -> Value {
    json!({ "Fn::Sub": "Convoke/${Prefix}" })
}

/// A function's name as its metrics carry it.
pub(super) fn named(id: &str) -> Value {
    json!({ "Fn::Sub": format!("${{Prefix}}-{id}") })
}

impl<'a> Alarm<'a> {
    /// An alarm at the first look of five minutes that sums up to more than `above`.
    fn sum(id: String, says: &'a str, (namespace, metric): (Value, &'a str), above: u32) -> Self {
        Self {
            id,
            says,
            namespace,
            metric,
            dimensions: Vec::new(),
            statistic: "Sum",
            above: above.into(),
            seconds: FIVE_MINUTES,
            periods: 1,
        }
    }

    /// The largest value counts, not the sum.
    fn largest(self) -> Self {
        Self { statistic: "Maximum", ..self }
    }

    fn of(self, dimension: &'a str, value: Value) -> Self {
        Self { dimensions: vec![(dimension, value)], ..self }
    }

    fn resource(self) -> Value {
        let dimensions: Vec<Value> = self
            .dimensions
            .into_iter()
            .map(|(name, value)| json!({ "Name": name, "Value": value }))
            .collect();
        let topic = json!([{ "Ref": "AlarmTopicArn" }]);
        let mut properties = json!({
            "AlarmName": named(&self.id),
            "AlarmDescription": self.says,
            "Namespace": self.namespace,
            "MetricName": self.metric,
            "Statistic": self.statistic,
            "Period": self.seconds,
            "EvaluationPeriods": self.periods,
            "Threshold": self.above,
            "ComparisonOperator": "GreaterThanThreshold",
            // Where nothing is measured, nothing happened.
            "TreatMissingData": "notBreaching",
            "AlarmActions": topic,
            "OKActions": topic,
        });
        if !dimensions.is_empty() {
            set(&mut properties, "Dimensions", dimensions.into());
        }
        json!({ "Type": "AWS::CloudWatch::Alarm", "Properties": properties })
    }
}

fn queues() -> impl Iterator<Item = Alarm<'static>> {
    let dead = DEAD_LETTERS.into_iter().map(|queue| {
        let says = "A message failed too often and waits for you: docs/runbooks/dead-letters.md";
        let metric = ("AWS/SQS".into(), "ApproximateNumberOfMessagesVisible");
        Alarm::sum(id(queue), says, metric, 0).largest().of("QueueName", json!({ "Ref": queue }))
    });
    let waiting = QUEUES.into_iter().map(|queue| {
        let says = "Messages wait in a queue for more than ten minutes";
        let metric = ("AWS/SQS".into(), "ApproximateAgeOfOldestMessage");
        let id = format!("{}Age", id(queue));
        Alarm::sum(id, says, metric, WAITED_SECONDS_MAX)
            .largest()
            .of("QueueName", json!({ "Ref": queue }))
    });
    dead.chain(waiting)
}

/// What a queue's alarm is called: the queue, without `Name`.
fn id(queue: &str) -> String {
    queue.trim_end_matches("Name").to_owned()
}

fn of_job(job: &Function) -> Vec<Alarm<'static>> {
    let of = |what: &str, says, metric: &'static str, above| {
        let metric = ("AWS/Lambda".into(), metric);
        Alarm::sum(part::logical(&job.id, what), says, metric, above)
            .of("FunctionName", named(&job.id))
    };
    let errors = of("Errors", "A job fails", "Errors", FAILED_RUNS_MAX);
    let throttles = of("Throttles", "A job is kept from running", "Throttles", 0);
    match job.zone.source() {
        Some(Source::Stream { .. }) => {
            let says = "Records of the table's stream wait for more than five minutes";
            let age = of("Age", says, "IteratorAge", RECORD_WAITED_MS_MAX).largest();
            vec![errors, throttles, age]
        }
        Some(Source::Queue { .. } | Source::Every { .. }) => vec![errors, throttles],
        Some(Source::Hand) | None => Vec::new(),
    }
}

fn requests() -> Alarm<'static> {
    let metric = ("AWS/ApiGateway".into(), "5xx");
    Alarm::sum("Requests".to_owned(), "Requests fail", metric, FAILED_REQUESTS_MAX)
        .of("ApiId", json!({ "Ref": "ApiId" }))
}

fn table() -> impl Iterator<Item = Alarm<'static>> {
    [("TableReads", "ReadThrottleEvents"), ("TableWrites", "WriteThrottleEvents")].into_iter().map(
        |(id, metric)| {
            let metric = ("AWS/DynamoDB".into(), metric);
            Alarm::sum(id.to_owned(), "The table refuses work for a while", metric, 0)
                .of("TableName", json!({ "Ref": "TableName" }))
        },
    )
}

/// What our own log lines say.
fn figures() -> impl Iterator<Item = Alarm<'static>> {
    let of =
        |id: &str, says, metric, above| Alarm::sum(id.to_owned(), says, (ours(), metric), above);
    let lines = of("LogAlarms", "A line of the log needs your eyes: `alarm` in it", "Alarms", 0);
    let says = "Events are overdue at three looks of the sweep in a row";
    let overdue = Alarm { periods: 3, ..of("OverdueWakes", says, "Overdue", 0).largest() };
    let says = "Nobody knows of some messages whether they were sent: docs/runbooks/unknown.md";
    let unknown =
        Alarm { periods: 3, ..of("UnknownMessages", says, "UnknownMessages", 0).largest() };
    let says = "More segments of texts than planned were accepted within a day";
    let segments = Alarm {
        above: json!({ "Ref": "SegmentsPerDayMax" }),
        seconds: A_DAY,
        ..of("Segments", says, "Segments", 0)
    };
    [lines, overdue, unknown, segments].into_iter()
}
