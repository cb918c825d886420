//! What every request passes through, on Lambda and in the host alike.
use crate::{
    ctx::Ctx,
    extract::{BODY_LIMIT_BYTES, body_limit},
    problem::{Problem, ProblemKind},
};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use futures::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use lambda_http::{
    aws_lambda_events::apigw::ApiGatewayV2httpRequestContext, request::RequestContext,
};
use std::panic::AssertUnwindSafe;
use tracing::Instrument;

/// The request's id, in the answer.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that every answer carries unless its handler set another value.
const SECURITY_HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// The id of the request at hand, for handlers that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

/// `router` as the world meets it: unknown routes and methods are problems, bodies have a limit, every
/// answer has its id and security headers, every request leaves one log line without personal data, and
/// a handler that panics answers 500 while the process goes on.
///
/// Panics unwind in every profile: on Lambda an abort would cost the sandbox and every request that
/// waits for it, and no lock or shared state of ours outlives a request.
pub fn serve(router: Router<Ctx>, ctx: Ctx) -> Router {
    router
        .fallback(|| async { Problem::new(ProblemKind::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(ProblemKind::MethodNotAllowed) })
        .layer(body_limit(BODY_LIMIT_BYTES))
        .layer(from_fn_with_state(ctx.clone(), envelope))
        .with_state(ctx)
}

async fn envelope(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let id = request_id(&ctx, &request);
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("unmatched", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span =
        tracing::info_span!("request", request.id = id, http.method = %method, http.route = route);
    answer(request, next, method, id).instrument(span).await
}

async fn answer(request: Request, next: Next, method: Method, id: String) -> Response {
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| {
        tracing::error!("a handler panicked");
        Problem::new(ProblemKind::Internal).into_response()
    });
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = with_body(response, &problem, &id, &method);
    }
    tracing::info!(http.status = response.status().as_u16(), "request answered");
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        headers.entry(name).or_insert(value);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

/// `response` with the problem's body, which is logged here and nowhere else.
fn with_body(response: Response, problem: &Problem, id: &str, method: &Method) -> Response {
    let causes = problem.causes();
    if problem.status().is_server_error() {
        tracing::error!(problem = %problem, cause = causes, "request failed");
    } else if !causes.is_empty() {
        tracing::debug!(problem = %problem, cause = causes, "request refused");
    }
    let (mut parts, _) = response.into_parts();
    let problem_json = HeaderValue::from_static("application/problem+json");
    parts.headers.insert(header::CONTENT_TYPE, problem_json);
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = if method == Method::HEAD {
        Vec::new()
    } else {
        serde_json::to_vec(&problem.view(id)).unwrap_or_default()
    };
    Response::from_parts(parts, Body::from(body))
}

/// The gateway's id of the request, or a random one where no gateway stands before us.
fn request_id(ctx: &Ctx, request: &Request) -> String {
    gateway(request.extensions())
        .and_then(|gateway| gateway.request_id.clone())
        .filter(|id| !id.is_empty())
        .unwrap_or_else(|| BASE64_URL_SAFE_NO_PAD.encode(ctx.ids.bytes::<12>()))
}

/// The address that the gateway saw the request come from. `None` where no gateway stands before us.
pub fn source_address(extensions: &http::Extensions) -> Option<&str> {
    gateway(extensions)?.http.source_ip.as_deref().filter(|address| !address.is_empty())
}

fn gateway(extensions: &http::Extensions) -> Option<&ApiGatewayV2httpRequestContext> {
    match extensions.get::<RequestContext>()? {
        RequestContext::ApiGatewayV2(context) => Some(context),
        #[allow(unreachable_patterns, reason = "other features of the crate add other gateways")]
        _ => None,
    }
}

/// Refuses a request that a browser sent from another site, which would ride on our cookie.
///
/// A browser that knows says `Sec-Fetch-Site`; every browser says `Origin` with what is not a GET.
/// Whoever sends neither is no browser and has no cookie but its own.
pub fn same_origin(ctx: &Ctx, headers: &HeaderMap) -> Result<(), Problem> {
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if value("sec-fetch-site") == Some("same-origin") {
        return Ok(());
    }
    let cross_site = matches!(value("sec-fetch-site"), Some(site) if site != "none");
    let ours = |origin: &str| origin == origin_of(&ctx.config.base_url);
    match value("origin") {
        Some(origin) if !ours(origin) => Err(foreign()),
        None if cross_site => Err(foreign()),
        Some(_) | None => Ok(()),
    }
}

fn foreign() -> Problem {
    Problem::new(ProblemKind::Forbidden).detail("this is answered only to our own pages")
}

/// Scheme, host and port of an address, as browsers write an origin.
fn origin_of(address: &str) -> String {
    url::Url::parse(address).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}
