//! What the API says about itself.
use axum::{Json, response::IntoResponse};
use http::header;
use runtime::{Routes, routes};
use serde::Serialize;
use utoipa::ToSchema;

/// The document as it is sent: written by the tests, which keep it current. Making it would take a large
/// part of the program, and of a start.
const DOCUMENT: &str = include_str!("../../../docs/openapi.json");

/// The routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(get_health)).routes(routes!(get_openapi))
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
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}
