//! Requests as clients make them.
use super::Reply;
use crate::identity::as_function;
use axum::{Router, body::Body};
use http::{header, request::Builder};
use http_body_util::BodyExt;
use runtime::{
    Ctx,
    access_token::{self, Bearer},
};
use serde_json::Value;
use tower::ServiceExt;

/// Routes that can be asked.
#[derive(Debug, Clone)]
pub struct Api {
    ctx: Ctx,
    router: Router,
}

impl Api {
    pub(super) const fn new(ctx: Ctx, router: Router) -> Self {
        Self { ctx, router }
    }

    /// A request that nobody has signed yet.
    pub fn request(&self, method: impl AsRef<str>, path: impl AsRef<str>) -> Request<'_> {
        let builder = http::Request::builder().method(method.as_ref()).uri(path.as_ref());
        Request { api: self, builder, body: Body::empty() }
    }

    /// A `GET` request.
    pub fn get(&self, path: impl AsRef<str>) -> Request<'_> {
        self.request("GET", path)
    }

    /// A `POST` request.
    pub fn post(&self, path: impl AsRef<str>) -> Request<'_> {
        self.request("POST", path)
    }

    /// A `PATCH` request.
    pub fn patch(&self, path: impl AsRef<str>) -> Request<'_> {
        self.request("PATCH", path)
    }

    /// A `PUT` request.
    pub fn put(&self, path: impl AsRef<str>) -> Request<'_> {
        self.request("PUT", path)
    }

    /// A `DELETE` request.
    pub fn delete(&self, path: impl AsRef<str>) -> Request<'_> {
        self.request("DELETE", path)
    }
}

/// A request on its way to be sent.
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request<'a> {
    api: &'a Api,
    builder: Builder,
    body: Body,
}

impl Request<'_> {
    /// Made by `bearer`, with a token of this moment.
    pub fn by(self, bearer: Bearer) -> Self {
        let ctx = &self.api.ctx;
        let token = access_token::sign(&ctx.secrets.access, bearer, ctx.clock.now()).unwrap();
        self.bearer(&token)
    }

    /// Made with that token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// With something that a gateway hangs onto it.
    pub fn extension(mut self, extension: impl Clone + Send + Sync + 'static) -> Self {
        self.builder = self.builder.extension(extension);
        self
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// With a form, as a browser sends it.
    pub fn form(self, form: impl Into<String>) -> Self {
        self.body("application/x-www-form-urlencoded", form.into())
    }

    /// With a body of that type.
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.builder = self.builder.header(header::CONTENT_TYPE, content_type);
        self.body = body.into();
        self
    }

    /// Sends it, and reads the reply to its end.
    pub async fn send(self) -> Reply {
        let request = self.builder.body(self.body).unwrap();
        let caller = format!("{} {}", request.method(), request.uri().path());
        let asked = self.api.router.clone().oneshot(request);
        let response = as_function(caller, asked).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        let body = String::from_utf8(body).unwrap();
        Reply { status: parts.status, headers: parts.headers, body }
    }
}
