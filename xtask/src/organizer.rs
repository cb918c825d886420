//! An organizer who works through the API, as a browser or a program would.
use anyhow::{Context, bail};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

/// How an organizer logs in.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    /// The address.
    pub(crate) email: String,
    /// The password.
    pub(crate) password: String,
}

/// A logged-in organizer.
#[derive(Debug)]
pub(crate) struct Organizer {
    client: Client,
    address: String,
    credentials: Credentials,
    token: Mutex<String>,
}

impl Organizer {
    /// Logs in at `address`.
    pub(crate) async fn log_in(address: &str, credentials: Credentials) -> anyhow::Result<Self> {
        let client = Client::builder().no_proxy().build()?;
        let address = address.to_owned();
        let organizer = Self { client, address, credentials, token: Mutex::default() };
        organizer.renew().await?;
        Ok(organizer)
    }

    /// The access token of this moment.
    pub(crate) fn token(&self) -> String {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn renew(&self) -> anyhow::Result<()> {
        let url = format!("{}/v1/session", self.address);
        let Credentials { email, password } = &self.credentials;
        let credentials = json!({ "email": email, "password": password });
        let answer = self.client.post(url).json(&credentials).send().await?;
        let session = read("POST /v1/session", answer).await?;
        let token = text(&session, "/access_token")?.to_owned();
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = token;
        Ok(())
    }

    /// Asks for `path`.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, path, |request| request).await
    }

    /// Sends JSON to `path`.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.call(Method::POST, path, |request| request.json(body)).await
    }

    /// Changes what is at `path`.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.call(Method::PATCH, path, |request| request.json(body)).await
    }

    /// Sends the bytes of a file to `path`.
    pub(crate) async fn send_file(
        &self,
        method: Method,
        path: &str,
        bytes: &[u8],
    ) -> anyhow::Result<Value> {
        let csv = |request: RequestBuilder| {
            request.header("content-type", "text/csv").body(bytes.to_vec())
        };
        self.call(method, path, csv).await
    }

    /// An access token lives 15 minutes, and virtual time flies: a refused call logs in again, once.
    async fn call(
        &self,
        method: Method,
        path: &str,
        complete: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> anyhow::Result<Value> {
        let attempt = || async {
            let token = self.token();
            let request = self.client.request(method.clone(), format!("{}{path}", self.address));
            complete(request.bearer_auth(token)).send().await
        };
        let mut answer = attempt().await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            self.renew().await?;
            answer = attempt().await?;
        }
        read(&format!("{method} {path}"), answer).await
    }
}

async fn read(what: &str, answer: reqwest::Response) -> anyhow::Result<Value> {
    let status = answer.status();
    let body = answer.text().await?;
    if !status.is_success() {
        bail!("{what} answered {status}: {body}");
    }
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(&body).with_context(|| format!("{what} answered no JSON"))
}

/// The text at `pointer`.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> anyhow::Result<&'v str> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.with_context(|| format!("an answer lacks the text {pointer}: {value}"))
}

/// The number at `pointer`.
pub(crate) fn count(value: &Value, pointer: &str) -> anyhow::Result<u64> {
    let found = value.pointer(pointer).and_then(Value::as_u64);
    found.with_context(|| format!("an answer lacks the number {pointer}: {value}"))
}
