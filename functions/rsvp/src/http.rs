//! The routes: parse, call, view.
use crate::{
    answer::answer,
    calendar,
    details::change_details,
    form::{AnswerForm, DetailsForm, FORM_BYTES_MAX},
    html,
    link::{self, Opened},
    notice::Notice,
    respond::{AnswerView, Request, Token, show, text},
    standing::Standing,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Uri, header};
use runtime::{
    Ctx, Problem,
    extract::{RawBody, body_limit},
    page::form_fields,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The context's routes.
pub fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new()
        .routes(routes!(open_guest_page, answer_invitation))
        .routes(routes!(change_guest_details))
        .routes(routes!(get_calendar_file))
        .layer(body_limit(FORM_BYTES_MAX))
}

/// A form's fields, as documentation.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only the document reads it")]
struct AnswerFields {
    /// `yes` or `no`.
    answer: String,
    /// How many come, from 1.
    party: Option<u8>,
    /// The seats that the page said are held.
    held: Option<u8>,
}

/// A form's fields, as documentation.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only the document reads it")]
struct DetailsFields {
    /// 1 to 200 characters.
    name: String,
    /// At most 1,000 characters; empty leaves an earlier note as it is.
    note: Option<String>,
}

/// The guest's page. Reading it never changes anything; `?a=yes` and `?a=no` only emphasise an answer.
#[utoipa::path(
    get, path = "/r/{token}", operation_id = "OpenGuestPage", tag = "rsvp",
    params(("token" = String, Path, description = "The link's token")),
    responses(
        (status = 200, description = "The page", content_type = "text/html"),
        (status = 404, description = "No such link; nothing was read", content_type = "text/html"),
        (status = 410, description = "The invitation was replaced or deleted", content_type = "text/html"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn open_guest_page(
    State(ctx): State<Ctx>,
    token: Token,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = text(token);
    let query = |wanted: &str| {
        let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        pairs.into_owned().find(|(name, _)| name == wanted).map(|(_, value)| value)
    };
    let preselected = match query("a").as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        Some(_) | None => None,
    };
    let notice = query("saved").is_some().then_some(Notice::Saved);
    let language = html::language(&headers);
    let shown = show(&ctx, &token, language, preselected, notice).await;
    shown.or_else(|problem| Ok(html::failed(&problem, language)))
}

/// Answer. A form, as the page has it; `Accept: application/json` is answered with JSON.
#[utoipa::path(
    post, path = "/r/{token}", operation_id = "AnswerInvitation", tag = "rsvp",
    params(("token" = String, Path, description = "The link's token")),
    request_body(content = AnswerFields, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "Taken, for clients that read JSON", body = AnswerView),
        (status = 303, description = "Taken: the page shows it"),
        (status = 404, description = "No such link; nothing was read", content_type = "text/html"),
        (status = 409, description = "Not possible: full, or a party too large", content_type = "text/html"),
        (status = 410, description = "Too late, closed, cancelled or replaced", content_type = "text/html"),
        (status = 429, description = "More than ten changes in a minute", content_type = "text/html"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn answer_invitation(
    State(ctx): State<Ctx>,
    token: Token,
    headers: HeaderMap,
    body: Result<RawBody, Problem>,
) -> Result<Response, Problem> {
    let request = Request::new(&ctx, token, &headers);
    let Some(link) = request.link() else { return request.unknown() };
    let form = body.and_then(|RawBody(body)| AnswerForm::read(form_fields(&headers, &body)?));
    let form = match form {
        Ok(form) => form,
        Err(problem) => return request.unreadable(problem),
    };
    let changed = answer(&ctx, link, form).await;
    request.answered(changed, "").await
}

/// Change the guest's own name, and leave the host a note.
#[utoipa::path(
    post, path = "/r/{token}/details", operation_id = "ChangeGuestDetails", tag = "rsvp",
    params(("token" = String, Path, description = "The link's token")),
    request_body(content = DetailsFields, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "Kept, for clients that read JSON", body = AnswerView),
        (status = 303, description = "Kept: the page says so"),
        (status = 404, description = "No such link; nothing was read", content_type = "text/html"),
        (status = 422, description = "No name, or too much of it", content_type = "text/html"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn change_guest_details(
    State(ctx): State<Ctx>,
    token: Token,
    headers: HeaderMap,
    body: Result<RawBody, Problem>,
) -> Result<Response, Problem> {
    let request = Request::new(&ctx, token, &headers);
    let Some(link) = request.link() else { return request.unknown() };
    let form = body.and_then(|RawBody(body)| DetailsForm::read(form_fields(&headers, &body)?));
    let form = match form {
        Ok(form) => form,
        Err(problem) => return request.unreadable(problem),
    };
    let changed = change_details(&ctx, link, &form).await;
    request.answered(changed, "?saved").await
}

/// The calendar file, for guests who are asked or come.
#[utoipa::path(
    get, path = "/r/{token}/calendar.ics", operation_id = "GetCalendarFile", tag = "rsvp",
    params(("token" = String, Path, description = "The link's token")),
    responses(
        (status = 200, description = "The file", content_type = "text/calendar"),
        (status = 404, description = "No such link, or no such file", content_type = "text/html"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn get_calendar_file(
    State(ctx): State<Ctx>,
    token: Token,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (token, language, now) = (text(token), html::language(&headers), ctx.clock.now());
    let invitation = match link::open(&ctx, &token).await {
        Ok(Opened::Unknown) => return Ok(html::unknown(language)),
        Ok(Opened::Gone) => return Ok(html::gone(language)),
        Ok(Opened::Replaced) => return Ok(html::replaced(language)),
        Ok(Opened::Invitation(invitation)) => invitation,
        Err(error) => return Ok(html::failed(&error.into(), language)),
    };
    let standing = Standing::of(&invitation.invitee, &invitation.event, now);
    if !standing.has_calendar() {
        return Ok(html::no_calendar(language));
    }
    let base = url::Url::parse(&ctx.config.base_url).ok();
    let host = base.as_ref().and_then(url::Url::host_str).unwrap_or("convoke");
    let link = format!("{}/r/{token}", ctx.config.base_url);
    let file = calendar::file(&invitation, &link, host, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8; method=PUBLISH"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"event.ics\""),
    ];
    Ok((headers, file).into_response())
}
