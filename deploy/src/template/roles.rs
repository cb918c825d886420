//! One role for each zone of trust, with what its functions touch and nothing else.
use super::{Parts, Template, parameters, part, set, statement::statements};
use crate::{grant::Resource, policy::Policy, source::Source, zone::Zone};
use serde_json::{Map, Value, json};

/// What the roles name.
const PARAMETERS: [&str; 9] = [
    "ImportsArn",
    "MailIdentityArn",
    "OutboxArn",
    "Prefix",
    "SecretsPath",
    "StreamArn",
    "StreamDeadLettersArn",
    "TableArn",
    "WakesArn",
];
/// About as long as an ARN of ours becomes.
const ARN_BYTES: usize = 110;

pub(super) fn template() -> anyhow::Result<Template> {
    let (mut resources, mut outputs) = (Map::new(), Map::new());
    for zone in Zone::ALL {
        let id = format!("{}Role", zone.name());
        let arn = json!({ "Value": { "Fn::GetAtt": [id, "Arn"] } });
        outputs.insert(parameters::role(zone), arn);
        resources.insert(id, assumed_by("lambda.amazonaws.com", &own(zone)?, None));
    }
    resources.insert("TimerRole".to_owned(), timer_role());
    let arn = json!({ "Value": { "Fn::GetAtt": ["TimerRole", "Arn"] } });
    outputs.insert("TimerRoleArn".to_owned(), arn);
    let parts = Parts {
        description: "What each zone of trust may do".to_owned(),
        parameters: parameters::declared(PARAMETERS),
        conditions: Map::new(),
        resources,
        outputs,
    };
    Ok(Template::of("roles", parts))
}

/// About how many bytes each zone's policy has when it is deployed.
///
/// Errors: those of the table of grants.
pub fn policies() -> anyhow::Result<Vec<(Zone, usize)>> {
    let sized = |zone| anyhow::Ok((zone, own(zone)?.iter().map(deployed_bytes).sum()));
    Zone::ALL.into_iter().map(sized).collect()
}

/// The bytes of a value in which what CloudFormation fills in is an ARN.
fn deployed_bytes(value: &Value) -> usize {
    match value {
        Value::Object(map) if map.keys().any(|key| key == "Ref" || key.starts_with("Fn::")) => {
            ARN_BYTES
        }
        Value::Object(map) => {
            map.iter().map(|(key, value)| key.len() + 4 + deployed_bytes(value)).sum::<usize>() + 2
        }
        Value::Array(values) => {
            values.iter().map(|value| deployed_bytes(value) + 1).sum::<usize>() + 2
        }
        Value::String(text) => text.len() + 2,
        Value::Null | Value::Bool(_) | Value::Number(_) => 5,
    }
}

/// Everything that a zone's role allows.
fn own(zone: Zone) -> anyhow::Result<Vec<Value>> {
    let mut own = vec![logs()];
    own.extend(statements(&Policy::of(zone)?));
    own.extend(secrets(zone));
    own.extend(zone.source().map(polling).unwrap_or_default());
    Ok(own)
}

fn timer_role() -> Value {
    let send = json!({
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": { "Ref": "WakesArn" },
    });
    let only_ours = json!({ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } });
    assumed_by("scheduler.amazonaws.com", &[send], Some(only_ours))
}

fn assumed_by(service: &str, statements: &[Value], condition: Option<Value>) -> Value {
    let mut assume = json!({
        "Effect": "Allow",
        "Principal": { "Service": service },
        "Action": "sts:AssumeRole",
    });
    if let Some(condition) = condition {
        set(&mut assume, "Condition", condition);
    }
    json!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [assume] },
            "Policies": [{
                "PolicyName": "own",
                "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
            }],
        },
    })
}

/// Every function writes its own log lines; the groups are made by the templates.
fn logs() -> Value {
    json!({
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": {
            "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/convoke/${Prefix}/*",
        },
    })
}

fn secrets(zone: Zone) -> Option<Value> {
    let names = zone.secrets().iter().map(|secret| {
        let name = secret.name();
        let parameter = format!(
            "arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter${{SecretsPath}}{name}"
        );
        json!({ "Fn::Sub": parameter })
    });
    let names: Vec<Value> = names.collect();
    (!names.is_empty())
        .then(|| json!({ "Effect": "Allow", "Action": "ssm:GetParameters", "Resource": names }))
}

/// What Lambda does in the function's name to find its events.
fn polling(source: Source) -> Vec<Value> {
    let allow = |actions: &[&str], parameter: &str| json!({ "Effect": "Allow", "Action": actions, "Resource": { "Ref": parameter } });
    let stream = [
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ];
    let queue = |queue: Resource| {
        let actions = [
            // What a function gives back, it may have back sooner.
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
        ];
        allow(&actions, &part::logical(queue.name(), "Arn"))
    };
    match source {
        Source::Stream { .. } => {
            vec![allow(&stream, "StreamArn"), allow(&["sqs:SendMessage"], "StreamDeadLettersArn")]
        }
        Source::Queue { queue: from, .. } => vec![queue(from)],
        Source::Every { .. } | Source::Hand => Vec::new(),
    }
}
