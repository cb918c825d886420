//! The files of `events/`: there is one for every function, and each is what Lambda would send.
use crate::route::{Route, routes};
use bootstrap::jobs;
use lambda_http::request::LambdaRequest;
use ports::Queue;
use runtime::{QueueBatch, StreamBatch};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use testkit::lambda::{Sample, Source, operation_file, read_all};

/// The samples' folder.
pub(super) const EVENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");

/// Every sample.
pub(super) fn samples() -> Vec<Sample> {
    read_all(Path::new(EVENTS)).unwrap()
}

/// The function that a sample is for, by the name that it has in `_HANDLER`.
pub(super) fn function_of(sample: &Sample) -> String {
    let name = sample.function();
    let id = routes().into_iter().map(|route| route.id).find(|id| operation_file(id) == name);
    match sample.source {
        Source::Http => id.unwrap_or_else(|| panic!("{}: there is no such operation", sample.name)),
        Source::Queues | Source::Stream | Source::Schedules | Source::Commands => name.to_owned(),
    }
}

/// A payload whose places are filled with words of their own names.
fn example(sample: &Sample) -> Value {
    let mut values = BTreeMap::new();
    for part in sample.text.split("{{").skip(1) {
        let name: String =
            part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        values.insert(name.clone(), name);
    }
    sample.fill(&values, |_, _| "signature".to_owned()).unwrap()
}

#[test]
fn every_function_has_a_sample_and_every_sample_a_function() {
    let operations = routes().into_iter().map(|route| operation_file(&route.id));
    let functions: BTreeSet<String> =
        operations.chain(jobs().map(|job| job.name().to_owned())).collect();
    let samples = samples();
    let sampled: BTreeSet<String> =
        samples.iter().map(|sample| sample.function().to_owned()).collect();
    let missing: Vec<&String> = functions.difference(&sampled).collect();
    assert!(missing.is_empty(), "events/ has no sample for {missing:?}");
    let surplus: Vec<&String> = sampled.difference(&functions).collect();
    assert!(surplus.is_empty(), "events/ has samples for {surplus:?}, which are no functions");
    for queue in Queue::ALL {
        let of_queue = |sample: &&Sample| {
            sample.source == Source::Queues && sample.name.starts_with(queue.name())
        };
        assert!(samples.iter().any(|sample| of_queue(&sample)), "{}", queue.name());
    }
}

#[test]
fn every_request_is_the_gateways_event_of_its_own_route() {
    for sample in samples().iter().filter(|sample| sample.source == Source::Http) {
        let (name, payload) = (&sample.name, example(sample));
        let route = function_of(sample);
        let route = routes().into_iter().find(|known| known.id == route).unwrap();
        let request: LambdaRequest = serde_json::from_value(payload.clone()).unwrap();
        assert!(matches!(request, LambdaRequest::ApiGatewayV2(_)), "{name}");
        fits(name, &route, &payload);
    }
}

fn fits(name: &str, route: &Route, payload: &Value) {
    let method = if name.ends_with("-head") { "HEAD" } else { route.method.as_str() };
    let http = &payload["requestContext"]["http"];
    assert_eq!(payload["version"], "2.0", "{name}");
    assert_eq!(payload["routeKey"], format!("{method} {}", route.path), "{name}");
    assert_eq!(payload["requestContext"]["routeKey"], payload["routeKey"], "{name}");
    assert_eq!((&http["method"], &http["path"]), (&method.into(), &payload["rawPath"]), "{name}");
    let parameters = |hole: &str| {
        let value = payload["pathParameters"][hole].as_str();
        let value = value.unwrap_or_else(|| panic!("{name}: no path parameter `{hole}`"));
        value.replace('+', "%2B")
    };
    let filled = route.path.split('/').map(|segment| match segment.strip_prefix('{') {
        Some(hole) => parameters(hole.trim_end_matches('}')),
        None => segment.to_owned(),
    });
    assert_eq!(payload["rawPath"], filled.collect::<Vec<_>>().join("/"), "{name}");
    let content = payload["headers"]["content-type"].as_str().unwrap_or_default();
    if let Some(expected) = &route.content {
        assert!(content.starts_with(expected), "{name}: its body is `{content}`");
    }
    for header in &route.headers {
        assert!(payload["headers"].get(header).is_some(), "{name}: no header `{header}`");
    }
    let asks = payload["headers"]["authorization"].is_string();
    let allowed = route.is_open() || name.ends_with("-no_token");
    assert!(asks != allowed, "{name}: whether it has a token");
}

#[test]
fn every_batch_is_read_whole() {
    for sample in samples() {
        let payload = example(&sample);
        let records = payload["Records"].as_array().map(Vec::len);
        let read = match sample.source {
            Source::Queues => QueueBatch::read(Queue::Wakes, payload).unwrap().records.len(),
            Source::Stream => StreamBatch::read(payload).unwrap().records.len(),
            Source::Http | Source::Schedules | Source::Commands => continue,
        };
        assert_eq!(Some(read), records, "{}", sample.name);
        assert!(read > 0, "{}", sample.name);
    }
}

#[test]
fn a_message_of_a_fifo_queue_has_its_group_and_a_name_of_its_own() {
    for sample in samples().iter().filter(|sample| sample.name.starts_with("wakes")) {
        for record in example(sample)["Records"].as_array().unwrap() {
            for name in ["MessageGroupId", "MessageDeduplicationId", "SequenceNumber"] {
                assert!(record["attributes"][name].is_string(), "{}: {name}", sample.name);
            }
        }
    }
}

#[test]
fn samples_carry_no_secret_and_nobodys_number_or_address() {
    for sample in samples() {
        let (name, text) = (&sample.name, &sample.text);
        assert!(!text.contains("eyJ") && !text.contains("AKIA"), "{name}: a token");
        for part in text.split('@').skip(1) {
            let domain = ["example.com", "example.org"].iter().any(|known| part.starts_with(known));
            assert!(domain, "{name}: an address that may be somebody's");
        }
        let digits = text.replace("%2B", "+");
        for part in digits.split("+1").skip(1) {
            let number: String = part.chars().take_while(char::is_ascii_digit).collect();
            let reserved = number.len() != 10 || number.get(3..6) == Some("555");
            assert!(reserved, "{name}: +1{number} may be somebody's");
        }
    }
}
