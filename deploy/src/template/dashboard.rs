//! The dashboard: what happens, at one glance.
use super::alarms::{DEAD_LETTERS, QUEUES};
use crate::function::Function;
use serde_json::{Value, json};

/// The dashboard has 24 columns; a graph takes eight.
const WIDTH: u32 = 8;
const HEIGHT: u32 = 6;
const GRAPHS_IN_A_ROW: u32 = 3;

/// A graph of some metrics, each with its dimension.
struct Graph {
    title: &'static str,
    statistic: &'static str,
    metrics: Vec<Value>,
}

pub(super) fn resource(jobs: &[&Function]) -> Value {
    let graphs = graphs(jobs);
    let widgets: Vec<Value> = graphs.into_iter().zip(0..).map(widget).collect();
    let body = json!({ "widgets": widgets }).to_string();
    json!({
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {
            "DashboardName": { "Ref": "Prefix" },
            "DashboardBody": { "Fn::Sub": body },
        },
    })
}

fn widget((graph, number): (Graph, u32)) -> Value {
    json!({
        "type": "metric",
        "x": number % GRAPHS_IN_A_ROW * WIDTH,
        "y": number / GRAPHS_IN_A_ROW * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": graph.title,
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "stat": graph.statistic,
            "period": 300,
            "metrics": graph.metrics,
        },
    })
}

fn graphs(jobs: &[&Function]) -> Vec<Graph> {
    let graph = |title, statistic, metrics| Graph { title, statistic, metrics };
    let api = |metric: &str| json!(["AWS/ApiGateway", metric, "ApiId", "${ApiId}"]);
    let own = |metric: &str| json!(["Convoke/${Prefix}", metric]);
    let table = |metric: &str| json!(["AWS/DynamoDB", metric, "TableName", "${TableName}"]);
    let queues = |metric: &str, names: &[&str]| -> Vec<Value> {
        let of = |name: &&str| json!(["AWS/SQS", metric, "QueueName", format!("${{{name}}}")]);
        names.iter().map(of).collect()
    };
    let functions = |metric: &str| -> Vec<Value> {
        let of = |job: &&Function| {
            json!(["AWS/Lambda", metric, "FunctionName", format!("${{Prefix}}-{}", job.id)])
        };
        jobs.iter().map(of).collect()
    };
    vec![
        graph("Requests", "Sum", vec![api("Count"), api("4xx"), api("5xx")]),
        graph("Time of requests, ms", "p95", vec![api("Latency"), api("IntegrationLatency")]),
        graph("Segments accepted", "Sum", vec![own("Segments")]),
        graph("Waiting", "Maximum", queues("ApproximateNumberOfMessagesVisible", &QUEUES)),
        graph("Age of the oldest, s", "Maximum", queues("ApproximateAgeOfOldestMessage", &QUEUES)),
        graph(
            "Dead letters",
            "Maximum",
            queues("ApproximateNumberOfMessagesVisible", &DEAD_LETTERS),
        ),
        graph("Runs of jobs", "Sum", functions("Invocations")),
        graph("Failed runs of jobs", "Sum", functions("Errors")),
        graph("Time of jobs, ms", "p95", functions("Duration")),
        graph(
            "Units of the table",
            "Sum",
            vec![table("ConsumedReadCapacityUnits"), table("ConsumedWriteCapacityUnits")],
        ),
        graph(
            "For a person",
            "Maximum",
            vec![own("Alarms"), own("Overdue"), own("UnknownMessages")],
        ),
    ]
}
