//! What only a host with simulated phones offers, under `/host`: the page learns there that it can show
//! an event with people who are made up.
use crate::phones::Network;
use axum::{
    Extension, Json, Router,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::IntoResponse,
    routing::get,
};
use runtime::{Ctx, Problem, ProblemKind, authorize::SignedIn, extract::Body, http::same_origin};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// People to invite: forty, in the order of their names, each with a number that belongs to nobody
/// (`+1 .. 555-01xx`).
const SAMPLE: &str = include_str!("../data/sample-guests.csv");

/// The simulation, as the page knows it.
#[derive(Debug)]
pub(crate) struct Own {
    pub(crate) network: Arc<Network>,
    /// Where the phones' inbox is.
    pub(crate) phones_url: String,
    /// Where the mailbox is, unless mails go to a server.
    pub(crate) mails_url: Option<String>,
}

/// `api` with the host's own routes before it.
pub(crate) fn before(api: Router, ctx: Ctx, own: Own) -> Router {
    let routes = Router::new()
        .route("/", get(tell))
        .route("/guests", get(guests).post(set_guests))
        .route("/guests/sample", get(sample))
        .layer(Extension(Arc::new(own)));
    Router::new().nest("/host", runtime::http::serve(routes, ctx)).fallback_service(api)
}

#[derive(Serialize)]
struct About<'a> {
    simulated: bool,
    phones_url: &'a str,
    mails_url: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Guests {
    /// Whether the people at the phones answer by themselves.
    answering: bool,
}

async fn tell(Extension(own): Extension<Arc<Own>>) -> impl IntoResponse {
    let (phones_url, mails_url) = (own.phones_url.as_str(), own.mails_url.as_deref());
    Json(About { simulated: true, phones_url, mails_url }).into_response()
}

async fn guests(_: SignedIn, Extension(own): Extension<Arc<Own>>) -> Json<Guests> {
    Json(Guests { answering: own.network.is_answering() })
}

/// Any user may: all of them share the simulated phones.
async fn set_guests(
    State(ctx): State<Ctx>,
    _: SignedIn,
    Extension(own): Extension<Arc<Own>>,
    headers: HeaderMap,
    Body(wanted): Body<Guests>,
) -> Result<Json<Guests>, Problem> {
    same_origin(&ctx, &headers)?;
    own.network.let_answer(wanted.answering).map_err(|error| {
        tracing::error!(cause = format!("{error:#}"), "the phones' settings cannot be written");
        Problem::new(ProblemKind::Internal)
    })?;
    Ok(Json(wanted))
}

async fn sample() -> impl IntoResponse {
    let csv = HeaderValue::from_static("text/csv; charset=utf-8");
    let named = HeaderValue::from_static("attachment; filename=\"sample-guests.csv\"");
    ([(header::CONTENT_TYPE, csv), (header::CONTENT_DISPOSITION, named)], SAMPLE)
}
