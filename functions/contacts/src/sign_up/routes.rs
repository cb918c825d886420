//! The routes of a list's page.
use super::{
    form::{FORM_BYTES_MAX, Written},
    join::join,
    link::{Opened, open},
    page,
    words::Word,
};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri, header};
use jiff::SignedDuration;
use runtime::{
    Ctx, Problem, ProblemKind, Routes,
    extract::RawBody,
    limits::Attempt,
    page::{Language, fill, form_fields, path_of},
    routes,
};
use store::rate::RateLimit;
use utoipa::ToSchema;

/// Forms from one address: a room behind one router, and no more.
const ADDRESS_LIMIT: RateLimit =
    RateLimit { name: "joinaddress", attempts_max: 100, window: SignedDuration::from_hours(1) };
/// Forms for one list: a full room that signs up at once, and no more.
const LIST_LIMIT: RateLimit =
    RateLimit { name: "joinlist", attempts_max: 200, window: SignedDuration::from_hours(1) };
/// Forms about one phone for one list: whoever is not sure writes twice.
const PHONE_LIMIT: RateLimit =
    RateLimit { name: "joinphone", attempts_max: 5, window: SignedDuration::from_hours(1) };
/// The query of the page after a form was taken.
const DONE: &str = "done";

/// The routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(open_sign_up_page, join_list)).body_limit(FORM_BYTES_MAX)
}

/// The form's fields, as documentation.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only the document reads it")]
struct JoinFields {
    /// 1 to 200 characters.
    name: String,
    /// Written in any way; without a country code it belongs to the organization's region.
    phone: String,
    /// `yes`: the visitor agrees to the words beside the box.
    consent: String,
}

type Token = Result<Path<String>, PathRejection>;

/// The page of a list, where visitors put themselves on it. Reading it changes nothing.
#[utoipa::path(
    get, path = "/join/{token}", operation_id = "OpenSignUpPage", tag = "lists",
    params(("token" = String, Path, description = "The link's token")),
    responses(
        (status = 200, description = "The page", content_type = "text/html"),
        (status = 404, description = "No such link, or it was replaced", content_type = "text/html"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn open_sign_up_page(
    State(ctx): State<Ctx>,
    token: Token,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (token, language) = (text(token), Language::of(&headers));
    let path = path(&ctx, &token);
    let shown = open(&ctx, &token).await.map(|opened| match opened {
        Some(opened) if uri.query() == Some(DONE) => page::thanks(language, &opened),
        Some(opened) => page::form(language, &opened, &path, &Written::default(), &[]),
        None => page::unknown(language),
    });
    Ok(shown.unwrap_or_else(|problem| failed(&problem, language, &path)))
}

/// Joins a list. Whoever sends the form is answered alike, known or not.
#[utoipa::path(
    post, path = "/join/{token}", operation_id = "JoinList", tag = "lists",
    params(("token" = String, Path, description = "The link's token")),
    request_body(content = JoinFields, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Taken: the page says so"),
        (status = 404, description = "No such link, or it was replaced", content_type = "text/html"),
        (status = 422, description = "No name, no phone number, or no consent", content_type = "text/html"),
        (status = 429, description = "Too many forms from this address or for this list", content_type = "text/html"),
    ),
    security(()), extensions(("x-permission" = json!("link")))
)]
async fn join_list(
    State(ctx): State<Ctx>,
    token: Token,
    headers: HeaderMap,
    extensions: Extensions,
    body: Result<RawBody, Problem>,
) -> Result<Response, Problem> {
    let (token, language) = (text(token), Language::of(&headers));
    let path = path(&ctx, &token);
    let taken = async {
        let Some(opened) = open(&ctx, &token).await? else { return Ok(page::unknown(language)) };
        let RawBody(body) = body?;
        let written = Written::read(form_fields(&headers, &body)?)?;
        take(&ctx, &opened, (language, &path), &written, &extensions).await
    };
    Ok(taken.await.unwrap_or_else(|problem| failed(&problem, language, &path)))
}

async fn take(
    ctx: &Ctx,
    opened: &Opened,
    (language, path): (Language, &str),
    written: &Written,
    extensions: &Extensions,
) -> Result<Response, Problem> {
    let now = ctx.clock.now();
    let attempt = Attempt::at(now).by_address(ADDRESS_LIMIT, extensions);
    attempt.by(LIST_LIMIT, opened.list.to_string()).count(ctx).await?;
    let visitor = match written.visitor(opened.org.region) {
        Ok(visitor) => visitor,
        Err(faults) => return Ok(page::form(language, opened, path, written, &faults)),
    };
    let phone = format!("{} {}", opened.list, visitor.phone);
    Attempt::at(now).by(PHONE_LIMIT, phone).count(ctx).await?;
    if !written.trapped {
        join(ctx, opened, &visitor, now).await?;
    }
    let place = HeaderValue::from_str(&format!("{path}?{DONE}"))
        .map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
}

/// What went wrong, as a page with the way back to the form. Logged here, because no problem reaches the
/// edge.
fn failed(problem: &Problem, language: Language, path: &str) -> Response {
    if problem.status().is_server_error() {
        tracing::error!(problem = %problem, cause = problem.causes(), "a visitor's request failed");
    }
    let (title, text) = if problem.kind() == ProblemKind::TooManyRequests {
        (Word::WaitTitle, Word::WaitText.text(language).to_owned())
    } else if let Some(error) = problem.errors().first() {
        let field = error.pointer.trim_start_matches('/');
        let text = fill(Word::UnreadableField.text(language), language, &[("field", field)]);
        (Word::FailureTitle, text)
    } else if problem.status().is_client_error() {
        (Word::FailureTitle, Word::UnreadableText.text(language).to_owned())
    } else {
        (Word::FailureTitle, Word::FailureText.text(language).to_owned())
    };
    let mut response = page::message(problem.status(), language, title, &text, Some(path));
    if let Some(seconds) = problem.retry_after_seconds() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The token's text; nothing where it is none.
fn text(token: Token) -> String {
    token.map(|Path(token)| token).unwrap_or_default()
}

/// Where the page is, without scheme and host: where its form is sent and its redirect leads.
fn path(ctx: &Ctx, token: &str) -> String {
    path_of(ctx, &format!("/join/{token}"))
}
