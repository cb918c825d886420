//! The accounts that a host on a laptop begins with, so that somebody who sees it for the first time can
//! log in. They are made through the same routes as everybody's, and never where anybody else could reach
//! them or a text could leave the machine.
use crate::{
    configure::{self, Provider},
    first_admin::{FirstAdmin, make_first_admin},
    options::Data,
    secrets::{self, Secrets},
};
use anyhow::{Context, ensure};
use axum::{Router, body::Body};
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use runtime::{
    Ctx,
    password::{Password, verified},
};
use serde_json::{Value, json};
use std::fmt;
use store::Consistency;
use tower::ServiceExt;

/// Who runs the platform.
const ADMIN: (&str, &str) = ("admin@example.com", ADMIN_PASSWORD);
/// Who organizes events.
const ORGANIZER: (&str, &str) = ("demo@example.com", ORGANIZER_PASSWORD);
/// What the organizer and the organizer's org are called.
const NAME: &str = "Demo";
/// The secrets with their passwords.
const ADMIN_PASSWORD: &str = "CONVOKE_DEMO_ADMIN_PASSWORD";
const ORGANIZER_PASSWORD: &str = "CONVOKE_DEMO_PASSWORD";
/// Most bytes of an answer that is read here.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// An account that somebody may log in with.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// The address.
    pub email: &'static str,
    /// The password.
    pub password: String,
}

impl fmt::Debug for DemoAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DemoAccount").field("email", &self.email).finish_non_exhaustive()
    }
}

/// The accounts of a demonstration, as far as their passwords are still the ones that they got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demo {
    /// Who organizes events, in an org without contacts and events.
    pub organizer: Option<DemoAccount>,
    /// Who runs the platform.
    pub admin: Option<DemoAccount>,
}

/// Whether a host may have such accounts: no text can leave this machine, and nobody comes from another.
pub(crate) fn is_allowed(phones: Provider, base_url: &str) -> bool {
    phones == Provider::Simulated && configure::is_loopback(base_url)
}

/// Makes the accounts where nobody can log in yet, and tells those that are there. `own` are the
/// secrets of `data`, where the passwords are kept.
pub(crate) async fn accounts(ctx: &Ctx, data: &Data, mut own: Secrets) -> anyhow::Result<Demo> {
    if FirstAdmin::of(ctx).await? == FirstAdmin::Missing {
        // Written down before they are used: an account whose password is lost would be nobody's.
        let names = [ADMIN_PASSWORD, ORGANIZER_PASSWORD];
        own = secrets::with_passwords(data, ctx.ids.as_ref(), own, &names)?;
        let password = |name| own.get(name).with_context(|| format!("there is no {name}"));
        make_first_admin(ctx, ADMIN.0, password(ADMIN.1)?).await?;
        make_organizer(ctx, password(ADMIN.1)?, password(ORGANIZER.1)?).await?;
    }
    Ok(Demo {
        organizer: known(ctx, &own, ORGANIZER).await?,
        admin: known(ctx, &own, ADMIN).await?,
    })
}

/// The account, where its password is still this one.
async fn known(
    ctx: &Ctx,
    secrets: &Secrets,
    (email, secret): (&'static str, &str),
) -> anyhow::Result<Option<DemoAccount>> {
    let Some(password) = secrets.get(secret) else { return Ok(None) };
    let Some(user) = ctx.store.user_by_email(email).await? else { return Ok(None) };
    let standing = ctx.store.standing(user, Consistency::Strong).await?;
    let hash = standing.map(|standing| standing.user.value.password);
    let claim = Password::claim(password);
    let holds = verified(claim, hash).await;
    let holds = holds.map_err(|problem| anyhow::anyhow!("a password: {problem}"))?;
    Ok(holds.then(|| DemoAccount { email, password: password.clone() }))
}

/// Registers the organizer with a code of the admin's.
async fn make_organizer(ctx: &Ctx, admins: &str, own: &str) -> anyhow::Result<()> {
    let api = Api(bootstrap::api_router(ctx.clone()));
    let credentials = json!({ "email": ADMIN.0, "password": admins });
    let admin = api.ask(Method::POST, "/v1/session", None, credentials).await?;
    let admin = text(&admin, "/access_token")?;
    let code = json!({ "note": "demonstration" });
    let code = api.ask(Method::POST, "/v1/admin/registration-codes", Some(admin), code).await?;
    let account = json!({
        "email": ORGANIZER.0, "password": own, "name": NAME, "code": text(&code, "/code")?,
    });
    let organizer = api.ask(Method::POST, "/v1/accounts", None, account).await?;
    let organizer = text(&organizer, "/access_token")?;
    let me = api.ask(Method::GET, "/v1/me", Some(organizer), Value::Null).await?;
    let org = format!("/v1/orgs/{}", text(&me, "/orgs/0/org")?);
    api.ask(Method::PATCH, &org, Some(organizer), json!({ "name": NAME })).await?;
    Ok(())
}

/// The API in this process.
struct Api(Router);

impl Api {
    async fn ask(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Value,
    ) -> anyhow::Result<Value> {
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "the host itself");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let answer = self.0.clone().oneshot(request.body(Body::from(body.to_string()))?).await?;
        let status = answer.status();
        let answer = Limited::new(answer.into_body(), ANSWER_BYTES_MAX);
        let bytes = answer.collect().await.map_err(|error| anyhow::anyhow!(error))?.to_bytes();
        let words = || String::from_utf8_lossy(&bytes).into_owned();
        let is_good = status == StatusCode::OK || status == StatusCode::CREATED;
        ensure!(is_good, "{method} {path} answered {status}: {}", words());
        serde_json::from_slice(&bytes).with_context(|| format!("{method} {path} answered no JSON"))
    }
}

fn text<'v>(value: &'v Value, pointer: &str) -> anyhow::Result<&'v str> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.with_context(|| format!("an answer lacks the text {pointer}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_with_known_names_are_never_where_somebody_else_could_use_them() {
        for url in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"] {
            assert!(is_allowed(Provider::Simulated, url), "{url}");
            assert!(!is_allowed(Provider::Given, url), "{url}");
        }
        for url in [
            "https://rsvp.example.com",
            "http://192.168.1.5:3000",
            "http://0.0.0.0:3000",
            "https://127.0.0.1.example.com",
            "nonsense",
        ] {
            assert!(!is_allowed(Provider::Simulated, url), "{url}");
        }
    }

    #[test]
    fn a_password_is_not_shown_by_accident() {
        let account = DemoAccount { email: "demo@example.com", password: "secret".to_owned() };
        assert!(!format!("{account:?}").contains("secret"));
    }
}
