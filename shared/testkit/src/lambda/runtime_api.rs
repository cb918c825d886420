//! Lambda's side of a function: what to do next, and what became of it.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.
use super::cloud::{Reply, empty, reply};
use http::{HeaderValue, StatusCode};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{
    sync::{Mutex as AsyncMutex, mpsc, oneshot, watch},
    time::Instant,
};

/// What a function answered to an invocation.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its answer.
    Answered(Value),
    /// Its error: `errorType` and `errorMessage`.
    Failed(Value),
}

/// A payload on its way to the function.
#[derive(Debug)]
struct Invocation {
    id: String,
    payload: Vec<u8>,
}

#[derive(Debug)]
pub(super) struct RuntimeApi {
    number: AtomicU64,
    put: mpsc::UnboundedSender<Invocation>,
    next: AsyncMutex<mpsc::UnboundedReceiver<Invocation>>,
    open: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
    first_poll: watch::Sender<Option<Instant>>,
}

impl Default for RuntimeApi {
    fn default() -> Self {
        let (put, next) = mpsc::unbounded_channel();
        Self {
            number: AtomicU64::new(0),
            put,
            next: AsyncMutex::new(next),
            open: Mutex::default(),
            first_poll: watch::Sender::new(None),
        }
    }
}

impl RuntimeApi {
    /// Hands a payload to whoever asks next. Its outcome comes through what is answered.
    pub(super) fn invoke(&self, payload: &Value) -> oneshot::Receiver<Outcome> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        let (tell, told) = oneshot::channel();
        self.open().insert(id.clone(), tell);
        // The receiver lives as long as this.
        drop(self.put.send(Invocation { id, payload: payload.to_string().into_bytes() }));
        told
    }

    /// When the function first asked what to do; waits for it.
    pub(super) fn first_poll(&self) -> impl Future<Output = Option<Instant>> + use<> {
        let mut polled = self.first_poll.subscribe();
        async move { *polled.wait_for(Option::is_some).await.ok()? }
    }

    pub(super) async fn answer(&self, path: &str, body: &[u8]) -> Reply {
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["invocation", "next"] => self.next().await,
            ["invocation", id, "response"] => self.close(id, body, Outcome::Answered),
            ["invocation", id, "error"] => self.close(id, body, Outcome::Failed),
            _ => empty(StatusCode::NOT_FOUND),
        }
    }

    async fn next(&self) -> Reply {
        self.first_poll.send_if_modified(|first| {
            let is_first = first.is_none();
            first.get_or_insert_with(Instant::now);
            is_first
        });
        let Some(invocation) = self.next.lock().await.recv().await else {
            return empty(StatusCode::GONE);
        };
        let mut answer = reply(StatusCode::OK, "application/json", invocation.payload);
        let headers = answer.headers_mut();
        if let Ok(id) = HeaderValue::from_str(&invocation.id) {
            headers.insert("lambda-runtime-aws-request-id", id);
        }
        // No handler looks at its deadline: a test takes as long as it takes.
        headers.insert("lambda-runtime-deadline-ms", HeaderValue::from_static("4102444800000"));
        headers.insert(
            "lambda-runtime-invoked-function-arn",
            HeaderValue::from_static("arn:aws:lambda:us-east-1:000000000000:function:sample"),
        );
        headers.insert(
            "lambda-runtime-trace-id",
            HeaderValue::from_static("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0"),
        );
        answer
    }

    fn close(&self, id: &str, body: &[u8], outcome: fn(Value) -> Outcome) -> Reply {
        let Some(tell) = self.open().remove(id) else { return empty(StatusCode::NOT_FOUND) };
        let body = serde_json::from_slice(body).unwrap_or_default();
        // Whoever asked may have given up.
        drop(tell.send(outcome(body)));
        empty(StatusCode::ACCEPTED)
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Outcome>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
