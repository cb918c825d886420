//! API Gateway in process: each HTTP request becomes the event that Lambda gets (HTTP API, payload
//! 2.0), runs through the production parser, router and encoder, and its answer becomes HTTP again.
mod answer;
mod event;
mod throttle;

pub(crate) use throttle::{SIMULATED_PHONE, Throttle};

use axum::{Router, body::Bytes};
use http::{Request, Response, StatusCode, Uri, header, request::Parts};
use http_body_util::Full;
use lambda_http::{Adapter, Context, LambdaEvent, Service, request::LambdaRequest};
use ports::{Clock, Ids};
use std::{net::IpAddr, sync::Arc, time::Duration};

/// Most bytes of an event or an answer, as Lambda has it for what is waited for.
pub(crate) const PAYLOAD_BYTES_MAX: usize = 6 * 1024 * 1024;
/// Most bytes of the request line and all headers, as the gateway has it.
const HEAD_BYTES_MAX: usize = 10_240;
/// Longest wait for an answer. The gateway's own limit is 30 s.
const TIMEOUT: Duration = Duration::from_secs(29);
/// Where guests' pages begin: the routes that anybody may ask.
const GUEST_PREFIX: &str = "/r/";

/// What a request becomes an answer through.
pub(crate) type Answer = Response<Full<Bytes>>;

/// The gateway before the functions.
#[derive(Debug)]
pub(crate) struct Gateway {
    router: Router,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    throttle: Option<Throttle>,
    viewer_key: Option<String>,
}

impl Gateway {
    /// A gateway before `router`; without a throttle guests' pages are asked any number of times.
    pub(crate) fn new(
        router: Router,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        throttle: Option<Throttle>,
    ) -> Self {
        Self { router, clock, ids, throttle, viewer_key: None }
    }

    /// Believes whoever knows `key` when it tells for whom it asks: a proxy before the host, from whose
    /// one address everybody would come.
    pub(crate) fn behind(self, key: Option<String>) -> Self {
        Self { viewer_key: key, ..self }
    }

    /// Answers a request that came from `source`.
    pub(crate) async fn call(&self, request: Request<Bytes>, source: IpAddr) -> Answer {
        let (mut head, body) = request.into_parts();
        if let Err(status) = acceptable(&head) {
            return refusal(status);
        }
        let viewer = bootstrap::viewer_address(&mut head.headers, self.viewer_key.as_deref());
        let source = viewer.unwrap_or(source);
        let now = self.clock.now();
        let throttled = |throttle: &Throttle| !throttle.admits(&head.headers, source, now);
        if head.uri.path().starts_with(GUEST_PREFIX)
            && self.throttle.as_ref().is_some_and(throttled)
        {
            return refusal(StatusCode::TOO_MANY_REQUESTS);
        }
        head.headers.remove(SIMULATED_PHONE);
        let arrival = event::Arrival { id: event::request_id(self.ids.as_ref()), at: now, source };
        let event = event::encode(&head, &body, &arrival);
        let Ok(event) = serde_json::to_string(&event) else {
            return refusal(StatusCode::BAD_REQUEST);
        };
        if event.len() > PAYLOAD_BYTES_MAX {
            return refusal(StatusCode::PAYLOAD_TOO_LARGE);
        }
        self.invoke(event).await
    }

    /// Runs the invocation in a task of its own: it goes on when its client goes away, as on Lambda, and
    /// a panic in it ends nothing else.
    async fn invoke(&self, event: String) -> Answer {
        let router = self.router.clone();
        let invocation = async move {
            let payload: LambdaRequest = serde_json::from_str(&event)?;
            let event = LambdaEvent::new(payload, Context::default());
            // A statement of its own: the adapter must not live across the wait.
            let answering = Adapter::from(router).call(event);
            match answering.await {
                Ok(answer) => serde_json::to_vec(&answer),
                Err(never) => match never {},
            }
        };
        #[expect(clippy::disallowed_methods, reason = "a host does not freeze between invocations")]
        let running = tokio::spawn(invocation);
        match tokio::time::timeout(TIMEOUT, running).await {
            Ok(Ok(Ok(answer))) if answer.len() <= PAYLOAD_BYTES_MAX => answer::decode(&answer)
                .unwrap_or_else(|| refusal(StatusCode::INTERNAL_SERVER_ERROR)),
            Ok(Ok(Err(error))) => {
                tracing::error!(cause = %error, "a request could not be made an event");
                refusal(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Ok(Ok(Ok(_)) | Err(_)) => refusal(StatusCode::INTERNAL_SERVER_ERROR),
            Err(_) => refusal(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

/// What the real gateway would not pass on either.
fn acceptable(head: &Parts) -> Result<(), StatusCode> {
    let headers = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    let bytes = head.uri.to_string().len() + headers.sum::<usize>();
    if bytes > HEAD_BYTES_MAX {
        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    let host = head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let address = host.and_then(|host| format!("http://{host}/").parse::<Uri>().ok());
    let plain = address.is_some_and(|address| address.host().is_some_and(|host| !host.is_empty()));
    if plain && head.uri.path().starts_with('/') { Ok(()) } else { Err(StatusCode::BAD_REQUEST) }
}

/// The gateway's own words.
pub(crate) fn refusal(status: StatusCode) -> Answer {
    let message = serde_json::json!({ "message": status.canonical_reason() }).to_string();
    let mut answer = Response::new(Full::new(Bytes::from(message)));
    *answer.status_mut() = status;
    let json = http::HeaderValue::from_static("application/json");
    answer.headers_mut().insert(header::CONTENT_TYPE, json);
    answer
}

#[cfg(test)]
mod tests;
