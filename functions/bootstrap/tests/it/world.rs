//! The whole API over an embedded table, asked over HTTP.
use accounts::{Bootstrapped, bootstrap_admin};
use bootstrap::api_router;
use http::header;
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use std::ops::Deref;
use testkit::{
    Stage,
    stage::{Api, Reply, Request},
};

pub(crate) const EMAIL: &str = "Ada@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    stage: Stage,
    pub(crate) api: Api,
}

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        crate::iam::keep();
        let stage = Stage::new().await;
        let api = stage.api(api_router(stage.ctx.clone()));
        Self { stage, api }
    }

    /// A world whose first admin is there.
    pub(crate) async fn with_admin() -> (Self, Bootstrapped) {
        let world = Self::new().await;
        let made = bootstrap_admin(&world.ctx, EMAIL, PASSWORD).await.unwrap();
        (world, made)
    }

    /// Asks with a token.
    pub(crate) async fn get(&self, path: &str, token: &str) -> Reply {
        self.api.get(path).bearer(token).send().await
    }

    pub(crate) async fn log_in(&self, email: &str, password: &str) -> Reply {
        self.log_in_request(email, password).send().await
    }

    /// As [`Self::log_in`], through a gateway that saw the request come from `address`.
    pub(crate) async fn log_in_from(&self, address: &str, email: &str, password: &str) -> Reply {
        let context = json!({
            "requestId": "the gateway's id",
            "timeEpoch": 0,
            "http": { "method": "POST", "path": "/v1/session", "sourceIp": address },
        });
        let context = RequestContext::ApiGatewayV2(serde_json::from_value(context).unwrap());
        self.log_in_request(email, password).extension(context).send().await
    }

    fn log_in_request(&self, email: &str, password: &str) -> Request<'_> {
        let body: Value = json!({ "email": email, "password": password });
        self.api.post("/v1/session").json(&body)
    }

    pub(crate) async fn refresh(&self, cookie: &str) -> Reply {
        self.api.post("/v1/session/refresh").header("cookie", cookie).send().await
    }
}

/// What a browser would send back of the cookie that was set.
pub(crate) fn cookie(reply: &Reply) -> String {
    reply.header(header::SET_COOKIE.as_str()).split(';').next().unwrap().to_owned()
}

pub(crate) fn access_token(reply: &Reply) -> String {
    reply.json()["access_token"].as_str().unwrap().to_owned()
}
