//! What the API says about itself.
use crate::api::openapi;
use axum::{Json, response::IntoResponse};
use http::header;
use runtime::Ctx;
use serde::Serialize;
use std::sync::LazyLock;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The document as it is sent: made on the first request for it, so that no other start pays for it.
static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| openapi().to_json().unwrap_or_else(|_| "{}".to_owned()));

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new().routes(routes!(get_health)).routes(routes!(get_openapi))
}

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
struct HealthView {
    /// Always `ok`.
    status: &'static str,
}

/// Whether the API answers. Looks at nothing behind it.
#[utoipa::path(
    get, path = "/v1/health", operation_id = "GetHealth", tag = "meta",
    responses((status = 200, description = "It answers", body = HealthView)),
    security(()), extensions(("x-permission" = json!("public")))
)]
async fn get_health() -> Json<HealthView> {
    Json(HealthView { status: "ok" })
}

/// This document.
#[utoipa::path(
    get, path = "/v1/openapi.json", operation_id = "GetOpenApi", tag = "meta",
    responses((status = 200, description = "The API's OpenAPI document", content_type = "application/json")),
    security(()), extensions(("x-permission" = json!("public")))
)]
async fn get_openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}
