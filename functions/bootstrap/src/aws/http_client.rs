//! The SDK's HTTP over the client that the provider uses anyway, trusting Amazon's own roots only:
//! reading the system's trust store is most of what a cold start would cost.
use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
    },
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use aws_smithy_types::body::SdkBody;
use providers::tls::{TlsError, trusting};
use reqwest::{Client, redirect, retry};
use std::time::Duration;

/// How long a connection may take: a cold TLS handshake on a small function takes hundreds of ms.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long an answer may take. The SDK asks again, within the gateway's 29 s.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// How the names end of the authorities that AWS's endpoints have certificates of
/// (<https://www.amazontrust.com/repository/>).
const AUTHORITIES: [&[u8]; 5] = [
    b"Amazon Root CA 1",
    b"Amazon Root CA 2",
    b"Amazon Root CA 3",
    b"Amazon Root CA 4",
    b"Starfield Services Root Certificate Authority - G2",
];

/// There is no client.
#[derive(Debug, thiserror::Error)]
pub enum HttpClientError {
    /// TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Everything else.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
}

/// HTTP for the SDK's clients.
#[derive(Debug, Clone)]
pub(super) struct AwsHttpClient(Client);

impl AwsHttpClient {
    pub(super) fn new() -> Result<Self, HttpClientError> {
        let client = Client::builder()
            .timeout(ANSWER_TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .tls_backend_preconfigured(trusting(is_amazons)?)
            .build()?;
        Ok(Self(client))
    }

    pub(super) fn shared(self) -> SharedHttpClient {
        SharedHttpClient::new(self)
    }

    /// Sends a request that is signed already; its answer's status and body.
    pub(super) async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<(http::StatusCode, Vec<u8>), reqwest::Error> {
        let answer = self.0.execute(request.try_into()?).await?;
        let status = answer.status();
        Ok((status, answer.bytes().await?.into()))
    }

    async fn exchange(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let request =
            request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
        let request = request.map(|body| body.bytes().unwrap_or_default().to_vec());
        let request = request
            .try_into()
            .map_err(|error: reqwest::Error| ConnectorError::user(error.into()))?;
        let answer = self.0.execute(request).await.map_err(failed)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.bytes().await.map_err(failed)?;
        let status =
            status.try_into().map_err(|error| ConnectorError::other(Box::new(error), None))?;
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        for (name, value) in &headers {
            if let Ok(value) = value.to_str() {
                response.headers_mut().append(name.as_str().to_owned(), value.to_owned());
            }
        }
        Ok(response)
    }
}

impl HttpClient for AwsHttpClient {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for AwsHttpClient {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().exchange(request))
    }
}

fn failed(error: reqwest::Error) -> ConnectorError {
    if error.is_timeout() {
        ConnectorError::timeout(error.into())
    } else {
        ConnectorError::io(error.into())
    }
}

/// Whether the authority of that name, in DER, is one of [`AUTHORITIES`].
fn is_amazons(name: &[u8]) -> bool {
    AUTHORITIES.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amazons_five_authorities_are_trusted_and_no_other() {
        let trusted = webpki_roots::TLS_SERVER_ROOTS.iter();
        let trusted = trusted.filter(|authority| is_amazons(authority.subject.as_ref()));
        assert_eq!(trusted.count(), AUTHORITIES.len());
        assert!(AwsHttpClient::new().is_ok());
    }
}
