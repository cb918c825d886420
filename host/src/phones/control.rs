//! What a developer or a test sets and reads, as JSON.
use super::{
    network::Network,
    number::Number,
    record::{AcceptedRecord, Answered, Duplicate, Message, PhoneSummary},
    settings::{PhoneSettings, Settings},
};
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/sim/settings", get(settings).put(set_settings))
        .route("/sim/phones", get(phones))
        .route("/sim/phones/{number}/settings", put(set_phone).delete(reset_phone))
        .route("/sim/phones/{number}/messages", post(write))
        .route("/sim/messages", get(messages))
        .route("/sim/answers", get(answers))
        .route("/sim/accepted", get(accepted))
        .route("/sim/duplicates", get(duplicates))
}

/// A refused change, with words for the developer who asked for it.
struct Refused(StatusCode, String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
    }
}

async fn settings(State(network): State<Arc<Network>>) -> Json<Settings> {
    Json(network.settings())
}

async fn set_settings(
    State(network): State<Arc<Network>>,
    Json(settings): Json<Settings>,
) -> Result<Json<Settings>, Refused> {
    network.set_settings(settings)?;
    Ok(Json(network.settings()))
}

async fn set_phone(
    State(network): State<Arc<Network>>,
    Path(number): Path<String>,
    Json(own): Json<PhoneSettings>,
) -> Result<StatusCode, Refused> {
    network.set_phone(&parse(&number)?, Some(own))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reset_phone(
    State(network): State<Arc<Network>>,
    Path(number): Path<String>,
) -> Result<StatusCode, Refused> {
    network.set_phone(&parse(&number)?, None)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn phones(State(network): State<Arc<Network>>) -> Json<Vec<PhoneSummary>> {
    Json(network.phones())
}

#[derive(Deserialize)]
struct WhichPhone {
    phone: Option<Number>,
}

async fn messages(
    State(network): State<Arc<Network>>,
    Query(query): Query<WhichPhone>,
) -> Json<Vec<Message>> {
    Json(network.messages(query.phone.as_ref()))
}

async fn answers(State(network): State<Arc<Network>>) -> Json<Vec<Answered>> {
    Json(network.answers())
}

async fn accepted(State(network): State<Arc<Network>>) -> Json<Vec<AcceptedRecord>> {
    Json(network.accepted())
}

async fn duplicates(State(network): State<Arc<Network>>) -> Json<Vec<Duplicate>> {
    Json(network.duplicates())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    body: String,
}

async fn write(
    State(network): State<Arc<Network>>,
    Path(number): Path<String>,
    Json(text): Json<Text>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let sid = network.write(&parse(&number)?, &text.body).map_err(anyhow::Error::from)?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "sid": sid }))))
}

fn parse(number: &str) -> Result<Number, Refused> {
    number.parse().map_err(|_| Refused(StatusCode::NOT_FOUND, "there is no such phone".to_owned()))
}
