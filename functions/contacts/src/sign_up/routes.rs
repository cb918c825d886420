//! The routes of a list's page.
use super::{
    form::{FORM_BYTES_MAX, Written},
    join::join,
    link::{Opened, open},
    page,
};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri, header};
use jiff::SignedDuration;
use runtime::{
    Ctx, Problem, ProblemKind,
    extract::{RawBody, body_limit},
    limits::Attempt,
    page::{form_fields, path_of},
};
use store::rate::RateLimit;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

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
pub(crate) fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new()
        .routes(routes!(open_sign_up_page, join_list))
        .layer(body_limit(FORM_BYTES_MAX))
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
) -> Result<Response, Problem> {
    let token = text(token);
    let shown = open(&ctx, &token).await.map(|opened| match opened {
        Some(opened) if uri.query() == Some(DONE) => page::thanks(&opened),
        Some(opened) => page::form(&opened, &path(&ctx, &token), &Written::default(), &[]),
        None => page::unknown(),
    });
    Ok(shown.unwrap_or_else(|problem| failed(&problem)))
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
    let token = text(token);
    let taken = async {
        let Some(opened) = open(&ctx, &token).await? else { return Ok(page::unknown()) };
        let RawBody(body) = body?;
        let written = Written::read(form_fields(&headers, &body)?)?;
        take(&ctx, &opened, &path(&ctx, &token), &written, &extensions).await
    };
    Ok(taken.await.unwrap_or_else(|problem| failed(&problem)))
}

async fn take(
    ctx: &Ctx,
    opened: &Opened,
    path: &str,
    written: &Written,
    extensions: &Extensions,
) -> Result<Response, Problem> {
    let now = ctx.clock.now();
    let attempt = Attempt::at(now).by_address(ADDRESS_LIMIT, extensions);
    attempt.by(LIST_LIMIT, opened.list.to_string()).count(ctx).await?;
    let visitor = match written.visitor(opened.org.region) {
        Ok(visitor) => visitor,
        Err(faults) => return Ok(page::form(opened, path, written, &faults)),
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

/// What went wrong, as a page. Logged here, because no problem reaches the edge.
fn failed(problem: &Problem) -> Response {
    if problem.status().is_server_error() {
        tracing::error!(problem = %problem, cause = problem.causes(), "a visitor's request failed");
    }
    let (title, text) = if problem.kind() == ProblemKind::TooManyRequests {
        ("Please wait a little", "Too many forms came from here. Try again later.")
    } else if problem.status().is_client_error() {
        ("That did not work", "Please open the link again.")
    } else {
        ("That did not work", "Please try again in a minute.")
    };
    let mut response = page::message(problem.status(), title, text);
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
