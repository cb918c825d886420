//! A request with a key is done once.
use axum::response::Response;
use domain::ids::{OrgId, UserId};
use http::StatusCode;
use http_body_util::BodyExt;
use jiff::SignedDuration;
use runtime::{
    Problem, ProblemKind,
    idempotency::{IdempotencyKey, Scope, once},
};
use std::cell::Cell;
use testkit::Stage;

const ORG: OrgId = OrgId::from_bytes([7; 10]);

async fn send(
    stage: &Stage,
    key: Option<&str>,
    request: &str,
    done: &Cell<u32>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey(key.map(str::to_owned));
    once(&stage.ctx, ORG, "Send", key, &request, async || {
        done.set(done.get() + 1);
        Ok((StatusCode::CREATED, done.get()))
    })
    .await
}

async fn words(response: Response) -> (StatusCode, String) {
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer() {
    let (stage, done) = (Stage::new().await, Cell::new(0));
    for _ in 0..3 {
        let answer = words(send(&stage, Some("k"), "hello", &done).await.unwrap()).await;
        assert_eq!(answer, (StatusCode::CREATED, "1".to_owned()));
    }
    let other = words(send(&stage, Some("another"), "hello", &done).await.unwrap()).await;
    assert_eq!(other.1, "2");
}

#[tokio::test]
async fn without_a_key_every_request_counts() {
    let (stage, done) = (Stage::new().await, Cell::new(0));
    send(&stage, None, "hello", &done).await.unwrap();
    send(&stage, None, "hello", &done).await.unwrap();
    assert_eq!(done.get(), 2);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_for_a_day() {
    let (stage, done) = (Stage::new().await, Cell::new(0));
    send(&stage, Some("k"), "hello", &done).await.unwrap();
    let other = send(&stage, Some("k"), "goodbye", &done).await.unwrap_err();
    assert_eq!(other.kind(), ProblemKind::IdempotencyMismatch);
    stage.clock.advance(SignedDuration::from_hours(24));
    send(&stage, Some("k"), "goodbye", &done).await.unwrap();
    assert_eq!(done.get(), 2);
}

#[tokio::test]
async fn a_failure_leaves_the_key_free() {
    let (stage, done) = (Stage::new().await, Cell::new(0));
    let key = || IdempotencyKey(Some("k".to_owned()));
    let failed = once(&stage.ctx, ORG, "Send", key(), &"hello", async || {
        Err::<(StatusCode, ()), _>(ProblemKind::QuotaSpent.into())
    })
    .await;
    assert_eq!(failed.unwrap_err().kind(), ProblemKind::QuotaSpent);
    assert!(send(&stage, Some("k"), "hello", &done).await.is_ok());
}

#[tokio::test]
async fn a_repetition_while_the_first_runs_waits_and_then_takes_over_a_dead_one() {
    let (stage, done) = (Stage::new().await, Cell::new(0));
    let key = || IdempotencyKey(Some("k".to_owned()));
    let outer = once(&stage.ctx, ORG, "Send", key(), &"hello", async || {
        let refused = send(&stage, Some("k"), "hello", &done).await.unwrap_err();
        assert_eq!(refused.kind(), ProblemKind::InProgress);
        // The first one is given up, as if its process had died.
        stage.clock.advance(SignedDuration::from_mins(1));
        send(&stage, Some("k"), "hello", &done).await.unwrap();
        Ok((StatusCode::OK, "late"))
    })
    .await;
    assert!(outer.is_ok());
    let answer = words(send(&stage, Some("k"), "hello", &done).await.unwrap()).await;
    assert_eq!(answer.1, "1", "the late answer must not replace the one that was given");
}

#[tokio::test]
async fn a_users_key_is_nobody_elses_and_no_orgs() {
    let (stage, done) = (Stage::new().await, Cell::new(0));
    let scopes = [
        Scope::from(ORG),
        Scope::from(UserId::from_bytes([7; 10])),
        Scope::from(UserId::from_bytes([8; 10])),
    ];
    for _ in 0..2 {
        for scope in scopes {
            let key = IdempotencyKey(Some("k".to_owned()));
            let work = async || {
                done.set(done.get() + 1);
                Ok((StatusCode::CREATED, ()))
            };
            once(&stage.ctx, scope, "Make", key, &"hello", work).await.unwrap();
        }
    }
    assert_eq!(done.get(), 3);
}
