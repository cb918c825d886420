//! Every function: one for each route, one for each job.
use crate::zone::Zone;
use anyhow::{Context, bail};
use serde_json::Value;

/// What invokes a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// Requests to one route of the API.
    Route {
        /// The HTTP method, in capitals.
        method: String,
        /// The path, with its parameters in braces.
        path: String,
    },
    /// What the job's own source of events sends.
    Job,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The operation's or job's name, which is also its `_HANDLER`.
    pub id: String,
    /// The context that it belongs to: the crate under `functions/`.
    pub context: &'static str,
    /// Whom it trusts, and what it may therefore touch.
    pub zone: Zone,
    /// What invokes it.
    pub trigger: Trigger,
}

/// Which context the operations with a tag belong to.
const CONTEXT_OF_TAG: [(&str, &str); 14] = [
    ("accounts", "accounts"),
    ("admin", "admin"),
    ("automation", "automation"),
    ("contacts", "contacts"),
    ("dashboard", "messaging"),
    ("events", "events"),
    ("hooks", "hooks"),
    ("imports", "contacts"),
    ("invitees", "invitees"),
    ("lists", "contacts"),
    ("messages", "messaging"),
    ("meta", "bootstrap"),
    ("orgs", "orgs"),
    ("rsvp", "rsvp"),
];

/// Which context a job belongs to.
const CONTEXT_OF_JOB: [(&str, &str); 7] = [
    ("bootstrap_admin", "accounts"),
    ("fill", "automation"),
    ("import", "contacts"),
    ("purge", "orgs"),
    ("relay", "automation"),
    ("send", "messaging"),
    ("sweep", "automation"),
];

/// Every function, routes first, by context and name.
///
/// Errors: an operation without a name, a known tag or a known permission; a job without a context.
pub fn functions() -> anyhow::Result<Vec<Function>> {
    let document = serde_json::to_value(bootstrap::openapi())?;
    let paths = document.get("paths").and_then(Value::as_object).context("no paths")?;
    let mut functions = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if method != "parameters" {
                functions.push(of_route(method, path, operation)?);
            }
        }
    }
    functions.sort_by(|left, right| (left.context, &left.id).cmp(&(right.context, &right.id)));
    let mut jobs =
        bootstrap::jobs().map(|job| of_job(job.name())).collect::<Result<Vec<_>, _>>()?;
    jobs.sort_by(|left, right| left.id.cmp(&right.id));
    functions.extend(jobs);
    Ok(functions)
}

fn of_route(method: &str, path: &str, operation: &Value) -> anyhow::Result<Function> {
    let text = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default();
    let id = text("operationId").to_owned();
    let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
    let context = CONTEXT_OF_TAG.iter().find(|(known, _)| *known == tag);
    let Some((_, context)) = context else { bail!("{id} has the unknown tag `{tag}`") };
    let zone = Zone::of_permission(text("x-permission"), context)
        .with_context(|| format!("{id} has an unknown permission"))?;
    let trigger = Trigger::Route { method: method.to_uppercase(), path: path.to_owned() };
    Ok(Function { id, context, zone, trigger })
}

fn of_job(name: &str) -> anyhow::Result<Function> {
    let context = CONTEXT_OF_JOB.iter().find(|(known, _)| *known == name);
    let (_, context) = context.with_context(|| format!("the job {name} has no context"))?;
    let zone = Zone::of_job(name).with_context(|| format!("the job {name} has no zone"))?;
    Ok(Function { id: name.to_owned(), context, zone, trigger: Trigger::Job })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// What an account of AWS runs at the same time, less what must stay unreserved
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html>).
    const RESERVABLE: u16 = 900;
    /// Longest run behind the gateway, which waits 30 s.
    const REQUEST_SECONDS_MAX: u16 = 29;

    #[test]
    fn every_operation_and_job_is_a_function_of_its_own_name() {
        let functions = functions().unwrap();
        let names: BTreeSet<String> =
            functions.iter().map(|function| function.id.to_lowercase()).collect();
        assert_eq!(names.len(), functions.len());
        for function in &functions {
            // `convoke-production-` before it stays within Lambda's 64 characters.
            assert!(function.id.len() <= 40, "{}", function.id);
        }
    }

    #[test]
    fn what_is_reserved_fits_an_account() {
        let reserved = |function: &Function| function.zone.size().reserved_concurrency;
        let sum: u16 = functions().unwrap().iter().filter_map(reserved).sum();
        assert!(sum <= RESERVABLE, "{sum} of {RESERVABLE}");
    }

    #[test]
    fn no_route_runs_longer_than_the_gateway_waits() {
        for function in functions().unwrap() {
            let is_route = matches!(function.trigger, Trigger::Route { .. });
            let seconds = function.zone.size().timeout_seconds;
            assert!(!is_route || seconds <= REQUEST_SECONDS_MAX, "{}", function.id);
            assert_eq!(is_route, function.zone.source().is_none(), "{}", function.id);
        }
    }
}
