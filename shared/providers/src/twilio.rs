//! Twilio's Messages API, and anything that speaks it.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource>. What came of a call is told
//! by [`classify`]; a failed call is `NotSent` only where no byte of the request can have left.
mod answer;
mod lookup;
mod resemblance;

pub use answer::classify;

use crate::tls::trusting;
use answer::{ANSWER_BYTES_MAX, Answer};
use async_trait::async_trait;
use ports::{Account, Found, Probe, Submission, Text, Texts, TwilioAccount};
use reqwest::{Client, RequestBuilder, Response, header, redirect, retry};
use std::{fmt, sync::OnceLock, time::Duration};
use url::Url;

/// Longest time that one call may take, from the first lookup to the last byte of the answer.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest time to a usable connection. Less than [`TIMEOUT`], so that a provider that cannot be
/// reached is told from one that does not answer.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection unused for longer is not used again: one that froze with its sandbox would turn the
/// next submission into an unknown one.
const IDLE_CONNECTION_MAX: Duration = Duration::from_secs(10);
/// Every path of the API starts with its version.
const API_VERSION: &str = "2010-04-01";

const _: () = assert!(CONNECT_TIMEOUT.as_secs() < TIMEOUT.as_secs());

/// The configuration cannot reach any provider.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TwilioConfigurationError {
    /// The provider's base URL is not an `http` or `https` URL.
    #[error("the provider's base URL is not an http or https URL")]
    BaseUrl,
    /// Our public URL is not an `http` or `https` URL.
    #[error("the public URL for status callbacks is not an http or https URL")]
    PublicUrl,
}

/// A client of one account.
pub struct Twilio {
    base_url: String,
    public_url: String,
    account: TwilioAccount,
    timeout: Duration,
    connect_timeout: Duration,
    // Made by the first call: most processes that hold a client never send a text, and reading the
    // trusted roots is the largest part of their start.
    client: OnceLock<Option<Client>>,
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio")
            .field("base_url", &self.base_url)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl Twilio {
    /// A client of `account` at `base_url` (`https://api.twilio.com`), which is told to report what
    /// becomes of a message to our API at `public_url`.
    pub fn new(
        base_url: &str,
        public_url: &str,
        account: TwilioAccount,
    ) -> Result<Self, TwilioConfigurationError> {
        Ok(Self {
            base_url: web_url(base_url).ok_or(TwilioConfigurationError::BaseUrl)?,
            public_url: web_url(public_url).ok_or(TwilioConfigurationError::PublicUrl)?,
            account,
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            client: OnceLock::new(),
        })
    }

    /// The same client with another limit for a whole call, at most half of it for the connection.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self.connect_timeout = CONNECT_TIMEOUT.min(timeout / 2);
        self.client = OnceLock::new();
        self
    }

    fn client(&self) -> Option<&Client> {
        self.client.get_or_init(|| self.build()).as_ref()
    }

    fn build(&self) -> Option<Client> {
        // Mozilla's roots from the program itself, and none at all for a provider without TLS: the
        // system's store is never read.
        let has_tls = self.base_url.starts_with("https:");
        let tls = trusting(|_| has_tls);
        let tls = tls.inspect_err(|error| tracing::error!(cause = %error, "no TLS")).ok()?;
        let built = Client::builder()
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(IDLE_CONNECTION_MAX)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .tls_backend_preconfigured(tls)
            .build();
        built
            .inspect_err(|error| {
                tracing::error!(error.message = %error, "the provider's client could not be made");
            })
            .ok()
    }

    fn messages_path(&self) -> String {
        format!("/{API_VERSION}/Accounts/{}/Messages.json", self.account.sid)
    }

    fn authorised(&self, request: RequestBuilder) -> RequestBuilder {
        request.basic_auth(&self.account.sid, Some(&self.account.auth_token))
    }

    fn form(&self, text: &Text) -> String {
        let id = text.id.to_string();
        let mut callback = format!("{}/hooks/twilio/{}/status?", self.public_url, self.account.sid);
        callback.push_str(
            &form_urlencoded::Serializer::new(String::new()).append_pair("m", &id).finish(),
        );
        let from =
            if self.account.sender.starts_with("MG") { "MessagingServiceSid" } else { "From" };
        form_urlencoded::Serializer::new(String::new())
            .append_pair("To", text.to.as_str())
            .append_pair(from, &self.account.sender)
            .append_pair("Body", &text.body)
            // The words go out as they are, so that a look-up finds them again.
            .append_pair("SmartEncoded", "false")
            .append_pair("StatusCallback", &callback)
            .finish()
    }

    /// Gets `path` (from the root of the base URL). `None` where the provider could not be asked.
    async fn get(&self, path: &str) -> Option<Answer> {
        let request = self.client()?.get(format!("{}{path}", self.base_url));
        let response = self.authorised(request).send().await.ok()?;
        Some(read(response).await)
    }
}

#[async_trait]
impl Texts for Twilio {
    fn account(&self) -> Account {
        Account { sid: self.account.sid.clone(), sender: self.account.sender.clone() }
    }

    async fn submit(&self, text: &Text) -> Submission {
        let Some(client) = self.client() else { return Submission::NotSent };
        let request = client
            .post(format!("{}{}", self.base_url, self.messages_path()))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(self.form(text));
        match self.authorised(request).send().await {
            Ok(response) => {
                let answer = read(response).await;
                classify(answer.status, answer.retry_after.as_deref(), &answer.body)
            }
            // A request that was never built or never had a connection has left nothing behind;
            // any other failure may have happened after the provider heard us.
            Err(error) if error.is_connect() || error.is_builder() => Submission::NotSent,
            Err(_) => Submission::Unknown,
        }
    }

    async fn find(&self, probe: &Probe) -> Found {
        lookup::find(self, probe).await
    }
}

/// Reads an answer to its end. A body that breaks off or is too long is given as empty: the status
/// alone then tells what can be known.
async fn read(mut response: Response) -> Answer {
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= ANSWER_BYTES_MAX => {
                body.extend_from_slice(&chunk);
            }
            Ok(None) => break,
            Ok(Some(_)) | Err(_) => {
                body.clear();
                break;
            }
        }
    }
    Answer { status, retry_after, body }
}

fn web_url(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https") && url.query().is_none();
    plain.then(|| text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> TwilioAccount {
        TwilioAccount {
            sid: "AC0123".to_owned(),
            auth_token: "secret-token".to_owned(),
            sender: "+12125550100".to_owned(),
        }
    }

    #[test]
    fn a_base_url_that_no_request_can_reach_is_refused_at_once() {
        for base in ["", "api.twilio.com", "ftp://example.com", "https://example.com/?a=1"] {
            let made = Twilio::new(base, "https://example.com", account());
            assert_eq!(made.err(), Some(TwilioConfigurationError::BaseUrl), "{base}");
        }
        let made = Twilio::new("https://api.twilio.com", "example.com", account());
        assert_eq!(made.err(), Some(TwilioConfigurationError::PublicUrl));
    }

    #[test]
    fn the_client_is_built_with_its_own_roots() {
        let twilio = Twilio::new("https://api.twilio.com/", "https://example.com", account());
        assert!(twilio.unwrap().client().is_some());
    }

    #[test]
    fn the_auth_token_is_not_printed() {
        let twilio = Twilio::new("https://api.twilio.com", "https://example.com", account());
        assert!(!format!("{twilio:?}").contains("secret-token"));
    }
}
