//! A process does what its own role may, by whose key it signs.
use super::{
    samples::samples,
    world::{World, start_as},
};
use testkit::lambda::{Outcome, Source};

/// What the function of a job or operation answers to its sample, with the key of `caller`, and its log.
async fn answered(sample: &str, handler: &str, caller: &str) -> (Outcome, Vec<String>) {
    let world = World::new().await;
    let table = world.copy().await;
    let sample = samples().into_iter().find(|known| known.name == sample).unwrap();
    let payload = world.payload(&table, &sample).await;
    let mut function = start_as(handler, caller, Some(table)).await;
    let outcome = function.invoke(&payload).await.unwrap();
    assert!(sample.source == Source::Http || function.cloud.take_sent().is_empty());
    (outcome, function.stop())
}

fn status(outcome: &Outcome) -> Option<u64> {
    match outcome {
        Outcome::Answered(answer) => answer["statusCode"].as_u64(),
        Outcome::Failed(_) => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_another_zones_role_a_function_is_refused() {
    let (own, _) = answered("get_me", "GetMe", "GetMe").await;
    assert_eq!(status(&own), Some(200), "{own:?}");
    let (other, log) = answered("get_me", "GetMe", "OpenGuestPage").await;
    assert_eq!(status(&other), Some(500), "{other:?}");
    let denied = |line: &String| line.contains("AccessDeniedException");
    assert!(log.iter().any(denied), "{log:#?}");
}
