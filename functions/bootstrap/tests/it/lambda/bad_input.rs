//! What nobody should send: it is refused by name, and the process lives on.
use super::world::{World, start};
use serde_json::{Value, json};
use testkit::lambda::{Outcome, Sample, Source};

/// The message of the error that a function answers to `payload`. It serves the next one.
async fn refused(handler: &str, payload: &Value) -> String {
    let mut function = start(handler, None).await;
    for _ in 0..2 {
        let outcome = function.invoke(payload).await.unwrap();
        let Outcome::Failed(error) = outcome else { panic!("{handler}: {outcome:?}") };
        assert!(error["errorType"].is_string(), "{error}");
        assert!(function.is_alive());
        if handler == "GetHealth" {
            assert!(matches!(function.invoke(&health()).await.unwrap(), Outcome::Answered(_)));
        }
        let message = error["errorMessage"].as_str().unwrap().to_owned();
        if function.is_alive() {
            return message;
        }
    }
    unreachable!("it lives")
}

fn health() -> Value {
    let text = include_str!("../../../../../events/http/get_health.json");
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn a_request_that_is_none_is_refused_by_the_field() {
    let without = |path: &[&str]| {
        let mut payload = health();
        let (last, parents) = path.split_last().unwrap();
        let parent = parents.iter().fold(&mut payload, |value, name| &mut value[*name]);
        parent.as_object_mut().unwrap().remove(*last);
        payload
    };
    let with = |pointer: &str, value: Value| {
        let mut payload = health();
        *payload.pointer_mut(pointer).unwrap() = value;
        payload
    };
    for (payload, field) in [
        (json!({}), "requestContext"),
        (without(&["requestContext"]), "requestContext"),
        (without(&["requestContext", "http"]), "http"),
        (with("/headers", json!(7)), "headers"),
        (with("/requestContext/timeEpoch", json!("soon")), "requestContext.timeEpoch"),
        (with("/isBase64Encoded", json!("no")), "isBase64Encoded"),
        (json!({ "Records": [] }), "requestContext"),
    ] {
        let message = refused("GetHealth", &payload).await;
        assert!(message.contains(field), "{field}: {message}");
    }
}

#[tokio::test]
async fn a_batch_that_is_none_is_refused_by_the_field() {
    for job in ["relay", "fill", "send", "import"] {
        for (payload, field) in [
            (json!({}), "Records"),
            (json!({ "Records": 7 }), "Records"),
            (json!({ "Records": ["one"] }), "Records[0]"),
            (health(), "Records"),
        ] {
            let message = refused(job, &payload).await;
            assert!(message.contains(field), "{job}, {field}: {message}");
        }
    }
    let message = refused("bootstrap_admin", &json!({ "email": "ada@example.com" })).await;
    assert!(message.contains("password"), "{message}");
    let message = refused("bootstrap_admin", &json!({ "mail": "ada@example.com" })).await;
    assert!(message.contains("mail"), "{message}");
}

#[tokio::test]
async fn a_function_that_does_not_exist_does_not_start() {
    let mut function = start("ListEverything", None).await;
    let error = function.first_poll().await.unwrap_err().to_string();
    assert!(error.contains("ListEverything"), "{error}");
}

/// What comes back of a batch, by the numbers of its records.
async fn comes_back(
    world: &World,
    name: &str,
    source: Source,
    change: fn(&mut Value),
) -> Vec<String> {
    let file = format!("{}/{}/{name}.json", super::samples::EVENTS, source.folder());
    let text = std::fs::read_to_string(file).unwrap();
    let sample = Sample { source, name: name.to_owned(), text };
    let table = world.copy().await;
    let mut payload = world.payload(&table, &sample).await;
    change(&mut payload);
    let mut function = start(sample.function(), Some(table)).await;
    let Outcome::Answered(answer) = function.invoke(&payload).await.unwrap() else {
        panic!("{name} failed");
    };
    let failures = answer["batchItemFailures"].as_array().unwrap().iter();
    failures.map(|one| one["itemIdentifier"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_poison_record_never_blocks_its_batch() {
    let world = World::new().await;
    for (name, source) in [
        ("wakes-malformed", Source::Queues),
        ("outbox-malformed", Source::Queues),
        ("imports-malformed", Source::Queues),
    ] {
        assert_eq!(comes_back(&world, name, source, |_| ()).await, [""; 0], "{name}");
    }
    // An item that no reader knows stands between two others.
    let poisoned = |payload: &mut Value| {
        let good = payload["Records"][0].clone();
        let mut bad = good.clone();
        bad["dynamodb"]["NewImage"]["v"]["N"] = "999".into();
        let mut worse = good.clone();
        worse["dynamodb"]["NewImage"] = json!({ "kind": { "S": "invitee" } });
        payload["Records"] = json!([bad, worse, good]);
    };
    let failed = comes_back(&world, "invitee-queued", Source::Stream, poisoned).await;
    assert_eq!(failed, [""; 0]);
}
