//! The provider's HTTP API: create, list and fetch messages.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource>.
use super::{
    network::Network,
    record::{Direction, Message},
    refusal::{Refusal, delivery_error},
    serve::Dropped,
    submission::{Form, Reply},
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use serde_json::{Value, json};
use std::sync::Arc;

/// Messages on a page where the caller does not say.
const PAGE_SIZE_DEFAULT: usize = 50;
/// Most messages on a page.
const PAGE_SIZE_MAX: usize = 1_000;

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/2010-04-01/Accounts/{sid}/Messages.json", get(list).post(create))
        .route("/2010-04-01/Accounts/{sid}/Messages/{message}", get(fetch))
}

async fn create(
    State(network): State<Arc<Network>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    authorise(&network, &account, &headers)?;
    let (reply, slow) = network.submit(Form::read(&body)).map_err(|_| Refusal::BROKEN)?;
    if !slow.is_zero() {
        tokio::time::sleep(slow).await;
    }
    match reply {
        Reply::Created(message) => {
            Ok((StatusCode::CREATED, Json(view(&account, &message))).into_response())
        }
        Reply::Refused(refusal) => Err(refusal),
        Reply::Lost => {
            let mut response = Response::default();
            response.extensions_mut().insert(Dropped);
            Ok(response)
        }
    }
}

async fn fetch(
    State(network): State<Arc<Network>>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    authorise(&network, &account, &headers)?;
    let sid = file.strip_suffix(".json").ok_or(Refusal::NOT_FOUND)?;
    let core = network.core();
    let message = core.state().message(sid).ok_or(Refusal::NOT_FOUND)?;
    Ok(Json(view(&account, message)))
}

async fn list(
    State(network): State<Arc<Network>>,
    Path(account): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    authorise(&network, &account, &headers)?;
    let listing = Listing::read(&query.unwrap_or_default())?;
    let core = network.core();
    let mut matching = core.state().messages(None).rev().filter(|message| listing.has(message));
    if let Some(token) = &listing.token {
        // The token names the last message of the page before.
        matching.find(|message| message.sid == *token).ok_or(Refusal::UNREADABLE)?;
    }
    let page: Vec<&Message> = matching.by_ref().take(listing.size).collect();
    let next = page.last().filter(|_| matching.next().is_some());
    let path = format!("/2010-04-01/Accounts/{account}/Messages.json");
    let start = listing.number * listing.size;
    Ok(Json(json!({
        "messages": page.iter().map(|message| view(&account, message)).collect::<Vec<_>>(),
        "page": listing.number,
        "page_size": listing.size,
        "start": start,
        "end": start + page.len().saturating_sub(1),
        "uri": format!("{path}?{}", listing.query(listing.number, None)),
        "first_page_uri": format!("{path}?{}", listing.query(0, None)),
        "previous_page_uri": null,
        "next_page_uri":
            next.map(|last| format!("{path}?{}", listing.query(listing.number + 1, Some(&last.sid)))),
    })))
}

/// What is asked for.
#[derive(Debug, Default)]
struct Listing {
    filters: Vec<(Filter, String)>,
    size: usize,
    number: usize,
    token: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum Filter {
    To,
    From,
    SentOn,
    SentSince,
    SentUntil,
}

impl Filter {
    const ALL: [Self; 5] = [Self::To, Self::From, Self::SentOn, Self::SentSince, Self::SentUntil];

    const fn name(self) -> &'static str {
        match self {
            Self::To => "To",
            Self::From => "From",
            Self::SentOn => "DateSent",
            Self::SentSince => "DateSent>",
            Self::SentUntil => "DateSent<",
        }
    }
}

impl Listing {
    fn read(query: &str) -> Result<Self, Refusal> {
        let mut listing = Self { size: PAGE_SIZE_DEFAULT, ..Self::default() };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let number = || value.parse::<usize>().map_err(|_| Refusal::UNREADABLE);
            match name.as_ref() {
                "PageSize" => listing.size = number()?.clamp(1, PAGE_SIZE_MAX),
                "Page" => listing.number = number()?.min(1_000_000),
                "PageToken" => listing.token = value.strip_prefix("PA").map(str::to_owned),
                name => {
                    let filter = Filter::ALL.into_iter().find(|filter| filter.name() == name);
                    listing.filters.extend(filter.map(|filter| (filter, value.into_owned())));
                }
            }
        }
        Ok(listing)
    }

    fn has(&self, message: &Message) -> bool {
        let (from, to) = ends(message);
        // Without a time of sending a message matches no filter by it, as at the provider.
        let day = message.sent_at.map(|at| at.to_zoned(TimeZone::UTC).date().to_string());
        let instant = message.sent_at.map(|at| at.to_string());
        self.filters.iter().all(|(filter, value)| {
            // A date or an instant: text of equal length compares as time does.
            let sent = if value.len() > 10 { &instant } else { &day };
            let sent = sent.as_deref();
            match filter {
                Filter::To => to == value,
                Filter::From => from == value,
                Filter::SentOn => day.as_deref() == Some(value),
                Filter::SentSince => sent.is_some_and(|sent| sent >= value.as_str()),
                Filter::SentUntil => sent.is_some_and(|sent| sent <= value.as_str()),
            }
        })
    }

    fn query(&self, number: usize, after: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (filter, value) in &self.filters {
            query.append_pair(filter.name(), value);
        }
        query.append_pair("PageSize", &self.size.to_string());
        query.append_pair("Page", &number.to_string());
        if let Some(sid) = after {
            query.append_pair("PageToken", &format!("PA{sid}"));
        }
        query.finish()
    }
}

fn ends(message: &Message) -> (&str, &str) {
    let (phone, sender) = (message.phone.as_str(), message.sender.as_str());
    match message.direction {
        Direction::Outbound => (sender, phone),
        Direction::Inbound => (phone, sender),
    }
}

fn view(account: &str, message: &Message) -> Value {
    let (from, to) = ends(message);
    let uri = format!("/2010-04-01/Accounts/{account}/Messages/{}", message.sid);
    json!({
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": date(message.created_at),
        "date_sent": message.sent_at.and_then(date),
        "date_updated": date(message.updated_at),
        "direction": match message.direction {
            Direction::Outbound => "outbound-api",
            Direction::Inbound => "inbound",
        },
        "error_code": message.error_code,
        "error_message": message.error_code.map(delivery_error),
        "from": from,
        "messaging_service_sid": message.service,
        "num_media": "0",
        "num_segments": message.segments.to_string(),
        "price": null,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status.name(),
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": to,
        "uri": format!("{uri}.json"),
    })
}

fn date(at: Timestamp) -> Option<String> {
    rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).ok()
}

fn authorise(network: &Network, account: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let configuration = &network.configuration;
    let expected = format!("{}:{}", configuration.account_sid, configuration.auth_token);
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|text| BASE64_STANDARD.decode(text).ok());
    if given.as_deref() != Some(expected.as_bytes()) {
        return Err(Refusal::UNAUTHENTICATED);
    }
    if account == configuration.account_sid { Ok(()) } else { Err(Refusal::NOT_FOUND) }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        });
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self == Self::UNAUTHENTICATED {
            let realm = HeaderValue::from_static("Basic realm=\"Twilio API\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, realm);
        }
        response
    }
}
