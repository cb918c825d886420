//! How the network and its people reach the API.
use async_trait::async_trait;
use http::HeaderMap;
use providers::signature;
use std::{fmt, time::Duration};

/// Longest time that one call may take.
const TIMEOUT: Duration = Duration::from_secs(15);

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// There was no answer.
#[derive(Debug, thiserror::Error)]
#[error("no answer: {0}")]
pub struct CallFailed(pub String);

/// Makes HTTP calls. Redirects are not followed.
#[async_trait]
pub trait Caller: Send + Sync + fmt::Debug {
    /// Gets a page.
    async fn get(&self, url: &str) -> Result<Called, CallFailed>;
    /// Sends a form, with the provider's signature where it is one of its webhooks.
    async fn post(
        &self,
        url: &str,
        form: &[(String, String)],
        signature: Option<&str>,
    ) -> Result<Called, CallFailed>;
}

/// Makes real calls.
#[derive(Debug, Clone)]
pub struct HttpCaller(reqwest::Client);

impl HttpCaller {
    /// A caller with a client of its own.
    pub fn new() -> anyhow::Result<Self> {
        Self::with_headers(HeaderMap::new())
    }

    /// A caller that sends `headers` with each call.
    pub fn with_headers(headers: HeaderMap) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .default_headers(headers)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self(client))
    }

    async fn send(request: reqwest::RequestBuilder) -> Result<Called, CallFailed> {
        let failed = |error: reqwest::Error| CallFailed(error.to_string());
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        Ok(Called { status, body: response.text().await.map_err(failed)? })
    }
}

#[async_trait]
impl Caller for HttpCaller {
    async fn get(&self, url: &str) -> Result<Called, CallFailed> {
        Self::send(self.0.get(url)).await
    }

    async fn post(
        &self,
        url: &str,
        form: &[(String, String)],
        signature: Option<&str>,
    ) -> Result<Called, CallFailed> {
        let request = self.0.post(url).form(form);
        Self::send(match signature {
            Some(signature) => request.header(signature::HEADER, signature),
            None => request,
        })
        .await
    }
}
