//! The routes: parse, call, view.
use crate::{
    answer::answer,
    calendar::{self, Web},
    details::change_details,
    form::{AnswerForm, DetailsForm, FORM_BYTES_MAX},
    html,
    link::{self, Invitation, Opened},
    notice::Notice,
    page::Arrival,
    respond::{AnswerView, Request, Token, show, text},
    standing::Standing,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, Uri, header};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem, Routes,
    extract::RawBody,
    page::{Language, form_fields},
    routes,
};
use utoipa::ToSchema;

/// The query of the page after an answer was taken.
const ANSWERED: &str = "answered";
/// The query of the page after name and note were kept.
const SAVED: &str = "saved";

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(open_guest_page, answer_invitation))
        .routes(routes!(change_guest_details))
        .routes(routes!(get_calendar_file))
        .body_limit(FORM_BYTES_MAX)
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
        (status = 429, description = "Too many at once; the gateway says so", body = serde_json::Value,
            content_type = "application/json"),
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
    let language = Language::of(&headers);
    let shown = show(&ctx, &token, language, arrival(&uri)).await;
    shown.or_else(|problem| Ok(html::failed(&problem, language, &link::path(&ctx, &token))))
}

fn arrival(uri: &Uri) -> Arrival {
    if query(uri, SAVED).is_some() {
        return Arrival::Told(Notice::Saved);
    }
    if query(uri, ANSWERED).is_some() {
        return Arrival::Answered;
    }
    match query(uri, "a").as_deref() {
        Some("yes") => Arrival::Suggested(true),
        Some("no") => Arrival::Suggested(false),
        Some(_) | None => Arrival::Plain,
    }
}

/// The first value of that name in the query.
fn query(uri: &Uri, wanted: &str) -> Option<String> {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.into_owned().find(|(name, _)| name == wanted).map(|(_, value)| value)
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
        (status = 422, description = "A field is missing, wrong or there twice", content_type = "text/html"),
        (status = 429, description = "More than ten changes in a minute; or too many at once, said by the gateway",
            content((String = "text/html"), (serde_json::Value = "application/json"))),
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
    request.answered(changed, ANSWERED).await
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
        (status = 429, description = "Too many at once; the gateway says so", body = serde_json::Value,
            content_type = "application/json"),
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
    request.answered(changed, SAVED).await
}

/// The calendar file, for guests who are asked or come. `?in=google` and `?in=outlook` lead to the page of
/// that calendar on the web, with the event filled in.
#[utoipa::path(
    get, path = "/r/{token}/calendar.ics", operation_id = "GetCalendarFile", tag = "rsvp",
    params(
        ("token" = String, Path, description = "The link's token"),
        ("in" = Option<String>, Query, description = "`google` or `outlook`"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "text/calendar"),
        (status = 303, description = "To a calendar on the web"),
        (status = 404, description = "No such link, file or calendar", content_type = "text/html"),
        (status = 429, description = "Too many at once; the gateway says so", body = serde_json::Value,
            content_type = "application/json"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn get_calendar_file(
    State(ctx): State<Ctx>,
    token: Token,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (token, language, now) = (text(token), Language::of(&headers), ctx.clock.now());
    let invitation = match link::open(&ctx, &token).await {
        Ok(Opened::Unknown) => return Ok(html::unknown(language)),
        Ok(Opened::Gone) => return Ok(html::gone(language)),
        Ok(Opened::Replaced) => return Ok(html::replaced(language)),
        Ok(Opened::Invitation(invitation)) => invitation,
        Err(error) => {
            return Ok(html::failed(&error.into(), language, &link::path(&ctx, &token)));
        }
    };
    let standing = Standing::of(&invitation.invitee, &invitation.event, now);
    if !standing.has_calendar() {
        return Ok(html::no_calendar(language));
    }
    Ok(match query(&uri, "in").as_deref().map(Web::parse) {
        None => calendar_file(&ctx, &invitation, &token, now),
        Some(None) => html::no_calendar(language),
        Some(Some(web)) => {
            let place = [(header::LOCATION, web.address(&invitation.event))];
            (StatusCode::SEE_OTHER, place).into_response()
        }
    })
}

fn calendar_file(ctx: &Ctx, invitation: &Invitation, token: &str, now: Timestamp) -> Response {
    let base = url::Url::parse(&ctx.config.base_url).ok();
    let host = base.as_ref().and_then(url::Url::host_str).unwrap_or("convoke");
    let link = format!("{}/r/{token}", ctx.config.base_url);
    let file = calendar::file(invitation, &link, host, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8; method=PUBLISH"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"event.ics\""),
    ];
    (headers, file).into_response()
}
