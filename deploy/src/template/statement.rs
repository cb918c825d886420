//! Grants as statements of a policy.
use crate::{
    grant::{Grant, Resource},
    policy::Policy,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The statements of a policy: grants that allow the same become one.
///
/// `ForAllValues` holds where a call has no key at all. Every action on items that is granted has one,
/// but for a `SELECT` of PartiQL, which may read the whole table: that is denied apart.
pub(super) fn statements(policy: &Policy) -> Vec<Value> {
    let mut alike: BTreeMap<(Resource, &[&str]), Vec<String>> = BTreeMap::new();
    for Grant { resource, partition, actions, .. } in policy.grants() {
        let keys = alike.entry((*resource, actions)).or_default();
        keys.extend(resource.has_partitions().then(|| format!("{partition}*")));
    }
    let mut statements: Vec<Value> =
        alike.iter().map(|((resource, actions), keys)| allow(*resource, actions, keys)).collect();
    let selects = policy.grants().iter().any(|grant| grant.actions.contains(&"PartiQLSelect"));
    statements.extend(selects.then(|| {
        json!({
            "Effect": "Deny",
            "Action": "dynamodb:PartiQLSelect",
            "Resource": arn(Resource::Table),
            "Condition": { "Bool": { "dynamodb:FullTableScan": "true" } },
        })
    }));
    statements
}

fn allow(resource: Resource, actions: &[&str], keys: &[String]) -> Value {
    let service = resource.service();
    let actions: Vec<String> = actions.iter().map(|action| format!("{service}:{action}")).collect();
    let mut statement = json!({ "Effect": "Allow", "Action": actions, "Resource": arn(resource) });
    let condition = match resource {
        Resource::Table | Resource::Gsi1 | Resource::Gsi2 => {
            Some(json!({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } }))
        }
        Resource::TimerRole => Some(json!({
            "StringEquals": { "iam:PassedToService": "scheduler.amazonaws.com" },
        })),
        Resource::Wakes
        | Resource::Outbox
        | Resource::Imports
        | Resource::Timers
        | Resource::Mail => None,
    };
    if let Some(condition) = condition {
        super::set(&mut statement, "Condition", condition);
    }
    statement
}

fn arn(resource: Resource) -> Value {
    match resource {
        Resource::Table => json!({ "Ref": "TableArn" }),
        Resource::Gsi1 | Resource::Gsi2 => {
            json!({ "Fn::Sub": format!("${{TableArn}}/index/{resource}") })
        }
        Resource::Wakes => json!({ "Ref": "WakesArn" }),
        Resource::Outbox => json!({ "Ref": "OutboxArn" }),
        Resource::Imports => json!({ "Ref": "ImportsArn" }),
        Resource::Timers => json!({
            "Fn::Sub": "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${Prefix}/*",
        }),
        Resource::TimerRole => json!({ "Fn::GetAtt": ["TimerRole", "Arn"] }),
        Resource::Mail => json!({ "Ref": "MailIdentityArn" }),
    }
}
