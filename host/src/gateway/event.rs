//! A request as the gateway's event, format 2.0.
//!
//! Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>.
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use http::{HeaderMap, HeaderName, header, request::Parts};
use jiff::{Timestamp, tz::TimeZone};
use ports::Ids;
use serde_json::{Map, Value, json};
use std::net::IpAddr;

/// What the gateway knows of a request beside the request.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) id: String,
    pub(super) at: Timestamp,
    pub(super) source: IpAddr,
}

/// A fresh name for a request.
pub(super) fn request_id(ids: &(dyn Ids + 'static)) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(ids.bytes::<12>())
}

/// The event that the function gets.
pub(super) fn encode(head: &Parts, body: &[u8], arrival: &Arrival) -> Value {
    let path = head.uri.path();
    let query = head.uri.query().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers(&head.headers, arrival),
        "requestContext": context(head, arrival),
        "isBase64Encoded": false,
    });
    let Some(fields) = event.as_object_mut() else { return event };
    let cookies = cookies(&head.headers);
    if !cookies.is_empty() {
        fields.insert("cookies".to_owned(), cookies.into());
    }
    if !query.is_empty() {
        fields.insert("queryStringParameters".to_owned(), parameters(query).into());
    }
    if !body.is_empty() {
        let text = std::str::from_utf8(body).ok().filter(|_| is_text(&head.headers));
        fields.insert("isBase64Encoded".to_owned(), text.is_none().into());
        let body = text.map_or_else(|| BASE64_STANDARD.encode(body), str::to_owned);
        fields.insert("body".to_owned(), body.into());
    }
    event
}

fn context(head: &Parts, arrival: &Arrival) -> Value {
    let text = |name: HeaderName| {
        head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    json!({
        "accountId": "000000000000",
        "apiId": "host",
        "domainName": text(header::HOST),
        "domainPrefix": "host",
        "http": {
            "method": head.method.as_str(),
            "path": head.uri.path(),
            "protocol": format!("{:?}", head.version),
            "sourceIp": arrival.source.to_string(),
            "userAgent": text(header::USER_AGENT),
        },
        "requestId": arrival.id,
        "routeKey": "$default",
        "stage": "$default",
        "time": arrival.at.to_zoned(TimeZone::UTC).strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": arrival.at.as_millisecond(),
    })
}

/// Lower-case names, several values joined by commas, cookies left out: they stand apart.
fn headers(headers: &HeaderMap, arrival: &Arrival) -> Map<String, Value> {
    let mut joined = Map::new();
    for name in headers.keys().filter(|name| **name != header::COOKIE) {
        joined.insert(name.as_str().to_owned(), values(headers, name).join(",").into());
    }
    let mut forwarded = values(headers, &HeaderName::from_static("x-forwarded-for"));
    forwarded.push(arrival.source.to_string());
    joined.insert("x-forwarded-for".to_owned(), forwarded.join(", ").into());
    joined.insert("x-forwarded-proto".to_owned(), "http".into());
    joined
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let lines = values(headers, &header::COOKIE);
    let pairs = lines.iter().flat_map(|line| line.split(';'));
    pairs.map(|pair| pair.trim().to_owned()).filter(|pair| !pair.is_empty()).collect()
}

fn values(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
}

/// A name given several times has its values joined by commas.
fn parameters(query: &str) -> Map<String, Value> {
    let mut joined: Map<String, Value> = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let earlier = joined.get(name.as_ref()).and_then(Value::as_str);
        let value =
            earlier.map_or_else(|| value.to_string(), |earlier| format!("{earlier},{value}"));
        joined.insert(name.into_owned(), value.into());
    }
    joined
}

/// What the gateway hands on as it is; everything else, forms too, comes in base64.
fn is_text(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind =
        value.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase();
    let texts = ["application/json", "application/javascript", "application/xml"];
    kind.starts_with("text/") || texts.contains(&kind.as_str())
}
