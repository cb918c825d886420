//! The same SDK client over a DynamoDB elsewhere: a second implementation, to check the first against.
use aws_smithy_runtime_api::client::{
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
};
use aws_smithy_types::body::SdkBody;
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that names a DynamoDB, as `http://127.0.0.1:8000`, in whose tables tests work instead
/// of the embedded one.
pub const REMOTE_VARIABLE: &str = "CONVOKE_TEST_DYNAMODB";

/// One table of a DynamoDB elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Remote {
    pub(super) address: String,
    pub(super) table: String,
    client: reqwest::Client,
}

impl Remote {
    /// A table of a fresh name, not made yet, where the environment names a DynamoDB.
    pub(super) fn named() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let address = runtime::config::environment(REMOTE_VARIABLE)?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let table = format!("convoke-{}-{number}", std::process::id());
        let client = reqwest::Client::builder().no_proxy().build().ok()?;
        Some(Self { address, table, client })
    }

    pub(super) async fn exchange(
        self,
        request: HttpRequest,
    ) -> Result<HttpResponse, ConnectorError> {
        let request =
            request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
        let request = request.map(|body| body.bytes().unwrap_or_default().to_vec());
        let request = request.try_into().map_err(failed)?;
        let answer = self.client.execute(request).await.map_err(failed)?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(failed)?;
        let status =
            status.try_into().map_err(|error| ConnectorError::other(Box::new(error), None))?;
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        Ok(response)
    }
}

fn failed(error: reqwest::Error) -> ConnectorError {
    ConnectorError::io(error.into())
}
