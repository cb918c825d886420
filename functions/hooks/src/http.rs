//! The routes: verify, call, answer at once.
use crate::{
    inbound::{InboundText, receive},
    status::{StatusReport, report},
    webhook::{Kind, WEBHOOK_BYTES_MAX, Webhook},
};
use ::http::{HeaderMap, StatusCode, Uri, header};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use runtime::{Ctx, Problem, ProblemKind, Routes, extract::RawBody, routes};

/// Says that we have nothing to say: replies are messages of their own, with intent, quota and log.
const EMPTY_TWIML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(report_message_status))
        .routes(routes!(receive_text))
        .body_limit(WEBHOOK_BYTES_MAX)
}

/// The account of a path.
type Account = Result<Path<String>, PathRejection>;

/// What became of a message; `m` in the query is our id of it. A repeated or late report changes
/// nothing.
#[utoipa::path(
    post, path = "/hooks/twilio/{account}/status", operation_id = "ReportMessageStatus", tag = "hooks",
    params(
        ("account" = String, Path, description = "The provider's account"),
        ("m" = String, Query, description = "The message, as the callback's address was given"),
    ),
    responses(
        (status = 204, description = "Heard"),
        (status = 403, description = "Not signed by that account, or not its message"),
    ),
    security(()), extensions(("x-permission" = json!("signature")))
)]
async fn report_message_status(
    State(ctx): State<Ctx>,
    account: Account,
    uri: Uri,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let Path(account) = account.map_err(|_| ProblemKind::Forbidden)?;
    let place = (Kind::Status, account.as_str());
    let webhook = Webhook::verified(&ctx, place, uri.query(), &headers, &body)?;
    if let Some(told) = StatusReport::read(&webhook, uri.query().unwrap_or_default())? {
        report(&ctx, &told).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A text from a phone: an answer, STOP, START, HELP. A repeated one changes nothing.
#[utoipa::path(
    post, path = "/hooks/twilio/{account}/inbound", operation_id = "ReceiveText", tag = "hooks",
    params(("account" = String, Path, description = "The provider's account")),
    responses(
        (status = 200, description = "Heard; no words in return", content_type = "text/xml"),
        (status = 403, description = "Not signed by that account, or not to its sender"),
    ),
    security(()), extensions(("x-permission" = json!("signature")))
)]
async fn receive_text(
    State(ctx): State<Ctx>,
    account: Account,
    uri: Uri,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let Path(account) = account.map_err(|_| ProblemKind::Forbidden)?;
    let place = (Kind::Inbound, account.as_str());
    let webhook = Webhook::verified(&ctx, place, uri.query(), &headers, &body)?;
    if let Some(text) = InboundText::read(&ctx, &webhook)? {
        receive(&ctx, &text).await?;
    }
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], EMPTY_TWIML).into_response())
}
