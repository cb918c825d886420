//! The inbox page: every phone's texts, and a way to answer as its owner. It works without a script;
//! with one it keeps itself up to date.
mod view;

use super::{
    network::Network,
    number::Number,
    settings::PhoneSettings,
    settings_form::{read_behaviour, read_faults},
};
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::sync::Arc;
use view::{Page, page};

const STYLE: &str = include_str!("inbox/inbox.css");
const SCRIPT: &str = include_str!("inbox/inbox.js");
/// Everything that the page needs comes from its own port.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Longest text that can be written, in characters: what a phone would still send as one message.
const WRITTEN_CHARACTERS_MAX: usize = 1_600;

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/", get(show))
        .route("/reply", post(reply))
        .route("/settings", post(change))
        .route("/inbox.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/inbox.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

#[derive(Debug, Default, Deserialize)]
struct Where {
    phone: Option<String>,
    q: Option<String>,
    problem: Option<String>,
}

async fn show(State(network): State<Arc<Network>>, Query(place): Query<Where>) -> Response {
    let phone: Option<Number> = place.phone.and_then(|text| text.trim().parse().ok());
    if let Some(phone) = &phone {
        // Only the counts of unread texts are lost where this cannot be written.
        drop(network.see(phone));
    }
    let (settings, phones) = (network.settings(), network.phones());
    let core = network.core();
    let shown = page(&Page {
        phones: &phones,
        phone: phone.as_ref(),
        messages: phone
            .as_ref()
            .map_or_else(Vec::new, |phone| core.state().messages(Some(phone)).collect()),
        answers: phone.as_ref().map_or(&[], |phone| core.state().answers(phone)),
        settings: &settings,
        search: place.q.as_deref().unwrap_or_default(),
        problem: place.problem.as_deref(),
        now: network.clock.now(),
    });
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(shown.into_string())).into_response()
}

#[derive(Debug, Deserialize)]
struct Reply {
    phone: Number,
    body: String,
}

async fn reply(
    State(network): State<Arc<Network>>,
    headers: HeaderMap,
    Form(reply): Form<Reply>,
) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let body = reply.body.trim();
    if body.is_empty() {
        return back(Some(&reply.phone), None);
    }
    if body.chars().count() > WRITTEN_CHARACTERS_MAX {
        return back(Some(&reply.phone), Some("A text has at most 1,600 characters."));
    }
    match network.write(&reply.phone, body) {
        Ok(_) => back(Some(&reply.phone), None),
        Err(_) => back(Some(&reply.phone), Some("The text could not be written down.")),
    }
}

/// The form names a `phone` where it is about one; its `scope` is `run`, `phone` or `reset`.
async fn change(
    State(network): State<Arc<Network>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let get =
        |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let phone: Option<Number> = get("phone").and_then(|text| text.parse().ok());
    let changed = match (get("scope"), &phone) {
        (Some("reset"), Some(phone)) => network.set_phone(phone, None).map_err(|e| e.to_string()),
        (Some("phone"), Some(phone)) => set_phone(&network, phone, &form),
        _ => set_run(&network, &form),
    };
    back(phone.as_ref(), changed.err().as_deref())
}

fn set_run(network: &Network, form: &[(String, String)]) -> Result<(), String> {
    let (behaviour, faults) = (read_behaviour(form)?, read_faults(form)?);
    let mut settings = network.settings();
    settings.behaviour = behaviour;
    settings.faults = faults;
    network.set_settings(settings).map_err(|error| error.to_string())
}

fn set_phone(network: &Network, phone: &Number, form: &[(String, String)]) -> Result<(), String> {
    let own =
        PhoneSettings { behaviour: Some(read_behaviour(form)?), faults: Some(read_faults(form)?) };
    network.set_phone(phone, Some(own)).map_err(|error| error.to_string())
}

/// Whether the form was sent from another site's page.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| site != "same-origin" && site != "none")
}

fn back(phone: Option<&Number>, problem: Option<&str>) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(phone.map(|phone| ("phone", phone.as_str())));
    query.extend_pairs(problem.map(|problem| ("problem", problem)));
    Redirect::to(&format!("/?{}", query.finish())).into_response()
}
