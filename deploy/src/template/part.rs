//! How a function is written: with its log group, the filter of its log, and its route.
use super::{parameters, set};
use crate::{
    function::{Function, Trigger},
    size::Size,
    zone::Zone,
};
use serde_json::{Map, Value, json};

/// The artifact that every function runs, as a path from `infra/`: `sam deploy` uploads it once.
const ARTIFACT: &str = "../dist/bootstrap.zip";
/// Whether functions have runs of their own.
const RESERVED: &str = "Reserved";

/// The parameters of every stack that holds functions, apart from the roles.
pub(super) const SHARED: [&str; 18] = [
    "Architecture",
    "BaseUrl",
    "ImportsUrl",
    "LogFilter",
    "LogRetentionDays",
    "MailFrom",
    "OutboxUrl",
    "Prefix",
    "ReserveConcurrency",
    "SecretsPath",
    "TableName",
    "TimerRoleArn",
    "TwilioAccountSid",
    "TwilioBaseUrl",
    "TwilioSender",
    "ViewerKey",
    "WakesArn",
    "WakesUrl",
];

/// A function as the template has it.
pub(super) struct Defined<'a> {
    /// Its name, after the prefix.
    pub(super) id: &'a str,
    /// What the program serves in it.
    pub(super) handler: &'a str,
    /// Whom it trusts.
    pub(super) zone: Zone,
    /// How many routes it stands for: as many times what a route's function has reserved.
    pub(super) routes: u16,
}

/// The logical id of what belongs to a function: `read_import` and `ReadImport` are the same.
pub(super) fn logical(id: &str, what: &str) -> String {
    let words = id.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.chain([what.to_owned()]).collect()
}

/// Conditions of stacks with functions that have something reserved.
pub(super) fn conditions(resources: &Map<String, Value>) -> Map<String, Value> {
    let reserved = resources
        .values()
        .any(|resource| resource.pointer("/Properties/ReservedConcurrentExecutions").is_some());
    let condition = json!({ "Fn::Equals": [{ "Ref": "ReserveConcurrency" }, "true"] });
    reserved.then(|| (RESERVED.to_owned(), condition)).into_iter().collect()
}

/// The parameters that stacks with these resources use: those of functions that have nothing reserved
/// do not ask whether to reserve.
pub(super) fn shared(resources: &Map<String, Value>) -> impl Iterator<Item = &'static str> {
    let reserves = !conditions(resources).is_empty();
    SHARED.into_iter().filter(move |name| reserves || *name != "ReserveConcurrency")
}

/// Adds a function with its log group, and counts the lines of its log that somebody has to see.
pub(super) fn function(resources: &mut Map<String, Value>, defined: &Defined<'_>) {
    let id = defined.id;
    let logs = logical(id, "Logs");
    resources.insert(
        logical(id, "Alarms"),
        json!({
            "Type": "AWS::Logs::MetricFilter",
            "Properties": {
                "LogGroupName": { "Ref": logs },
                "FilterPattern": "{ $.alarm IS TRUE }",
                "MetricTransformations": [counted("Alarms", "1")],
            },
        }),
    );
    resources.insert(logical(id, "Function"), body(defined, &logs));
    resources.insert(
        logs,
        json!({
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": { "Fn::Sub": format!("/convoke/${{Prefix}}/{id}") },
                "RetentionInDays": { "Ref": "LogRetentionDays" },
            },
        }),
    );
}

/// A metric of this installation, from a line of a log.
pub(super) fn counted(name: &str, value: &str) -> Value {
    json!({
        "MetricNamespace": { "Fn::Sub": "Convoke/${Prefix}" },
        "MetricName": name,
        "MetricValue": value,
    })
}

fn body(defined: &Defined<'_>, logs: &str) -> Value {
    let Size { memory_mb, timeout_seconds, reserved_concurrency } = defined.zone.size();
    let mut properties = json!({
        "FunctionName": { "Fn::Sub": format!("${{Prefix}}-{}", defined.id) },
        "Handler": defined.handler,
        "Runtime": "provided.al2023",
        "Architectures": [{ "Ref": "Architecture" }],
        "Code": ARTIFACT,
        "Role": { "Ref": parameters::role(defined.zone) },
        "MemorySize": memory_mb,
        "Timeout": timeout_seconds,
        // Our own lines are JSON, and which of them are written our own filter decides.
        "LoggingConfig": {
            "LogGroup": { "Ref": logs },
            "LogFormat": "JSON",
            "ApplicationLogLevel": "TRACE",
            "SystemLogLevel": "WARN",
        },
        "Environment": { "Variables": environment(defined.zone) },
    });
    if let Some(reserved) = reserved_concurrency {
        let runs = reserved.saturating_mul(defined.routes);
        let reserved = json!({ "Fn::If": [RESERVED, runs, { "Ref": "AWS::NoValue" }] });
        set(&mut properties, "ReservedConcurrentExecutions", reserved);
    }
    json!({ "Type": "AWS::Lambda::Function", "Properties": properties })
}

/// What every function is told; `runtime::config` reads it.
fn environment(zone: Zone) -> Value {
    let secrets: Vec<&str> = zone.secrets().iter().map(|secret| secret.name()).collect();
    json!({
        "CONVOKE_TABLE": { "Ref": "TableName" },
        "CONVOKE_BASE_URL": { "Ref": "BaseUrl" },
        "CONVOKE_TWILIO_BASE_URL": { "Ref": "TwilioBaseUrl" },
        "CONVOKE_LOG": { "Ref": "LogFilter" },
        "CONVOKE_MAIL_FROM": { "Ref": "MailFrom" },
        "CONVOKE_QUEUE_URL_WAKES": { "Ref": "WakesUrl" },
        "CONVOKE_QUEUE_URL_OUTBOX": { "Ref": "OutboxUrl" },
        "CONVOKE_QUEUE_URL_IMPORTS": { "Ref": "ImportsUrl" },
        "CONVOKE_WAKE_QUEUE_ARN": { "Ref": "WakesArn" },
        "CONVOKE_SCHEDULE_GROUP": { "Ref": "Prefix" },
        "CONVOKE_SCHEDULE_ROLE_ARN": { "Ref": "TimerRoleArn" },
        "CONVOKE_SECRETS_PATH": { "Ref": "SecretsPath" },
        "CONVOKE_SECRETS": secrets.join(","),
        "CONVOKE_VIEWER_KEY": { "Ref": "ViewerKey" },
        "TWILIO_ACCOUNT_SID": { "Ref": "TwilioAccountSid" },
        "TWILIO_FROM": { "Ref": "TwilioSender" },
    })
}

/// Adds the integration of the function `id`, and the gateway's permission to invoke it for what
/// `caller` matches: a method and a path.
pub(super) fn integration(resources: &mut Map<String, Value>, id: &str, caller: &str) {
    let function = logical(id, "Function");
    resources.insert(
        logical(id, "Integration"),
        json!({
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": { "Ref": "ApiId" },
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": { "Fn::GetAtt": [function, "Arn"] },
                "PayloadFormatVersion": "2.0",
            },
        }),
    );
    let source = format!(
        "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{ApiId}}/*/{caller}"
    );
    resources.insert(
        logical(id, "Permission"),
        json!({
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": { "Ref": function },
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": { "Fn::Sub": source },
            },
        }),
    );
}

/// Adds the route, to be served by the function `id`. Where links are followed by strangers' programs,
/// whoever may GET may ask with HEAD, too: the gateway makes no such route by itself.
pub(super) fn route(resources: &mut Map<String, Value>, id: &str, route: &Function) {
    let Trigger::Route { method, path } = &route.trigger else { return };
    let mut add = |what: &str, method: &str| {
        let target = format!("integrations/${{{}}}", logical(id, "Integration"));
        resources.insert(
            logical(&route.id, what),
            json!({
                "Type": "AWS::ApiGatewayV2::Route",
                "Properties": {
                    "ApiId": { "Ref": "ApiId" },
                    "RouteKey": format!("{method} {path}"),
                    "Target": { "Fn::Sub": target },
                },
            }),
        );
    };
    add("Route", method);
    if is_linked(route) {
        add("HeadRoute", "HEAD");
    }
}

/// What the gateway's permission matches for a route of its own function. The gateway puts the path as
/// it is declared or as it was asked; a star covers both.
pub(super) fn caller(route: &Function) -> String {
    let Trigger::Route { method, path } = &route.trigger else { return "*".to_owned() };
    let parts = path.split('/').map(|part| if part.starts_with('{') { "*" } else { part });
    let method = if is_linked(route) { "*" } else { method };
    format!("{method}{}", parts.collect::<Vec<_>>().join("/"))
}

fn is_linked(route: &Function) -> bool {
    let reads = matches!(&route.trigger, Trigger::Route { method, .. } if method == "GET");
    reads && matches!(route.zone, Zone::Guests | Zone::Visitors)
}
