//! One signed request of the provider.
use ::http::{HeaderMap, header};
use providers::signature;
use runtime::{Ctx, Problem, ProblemKind};

/// Largest body of a webhook, in bytes. A text has 1,600 characters; all else is ids.
pub(crate) const WEBHOOK_BYTES_MAX: usize = 64 * 1024;
/// Longest id of the provider's that is read.
const PROVIDER_ID_CHARS_MAX: usize = 64;

/// What kind of webhook it is: the last part of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What became of a message.
    Status,
    /// A text from a phone.
    Inbound,
}

/// A request that was signed with the secret of the account in its path, and is about that account.
#[derive(Debug)]
pub(crate) struct Webhook {
    params: Vec<(String, String)>,
}

impl Webhook {
    /// Checks the signature over the configured public address, the path and the raw `query`; the
    /// `Host` header has no say. 403 for an unknown account, a wrong signature, or a right one about
    /// another account.
    pub(crate) fn verified(
        ctx: &Ctx,
        (kind, account): (Kind, &str),
        query: Option<&str>,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, Problem> {
        says_form(headers)?;
        let forbidden = || Problem::new(ProblemKind::Forbidden);
        let twilio = &ctx.secrets.twilio;
        if account != twilio.sid {
            return Err(forbidden());
        }
        let params: Vec<_> = url::form_urlencoded::parse(body).into_owned().collect();
        let given = headers.get(signature::HEADER).and_then(|value| value.to_str().ok());
        let url = address(ctx, (kind, account), query);
        if !signature::verify(&twilio.auth_token, &url, &params, given.unwrap_or_default()) {
            return Err(forbidden());
        }
        let webhook = Self { params };
        if webhook.get("AccountSid") != Some(account) {
            return Err(forbidden());
        }
        Ok(webhook)
    }

    /// A parameter's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The provider's id of the message that this is about.
    pub(crate) fn provider_id(&self) -> Result<&str, Problem> {
        let id = self.get("MessageSid").unwrap_or_default();
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if id.is_empty() || id.len() > PROVIDER_ID_CHARS_MAX || !plain {
            return Err(Problem::field("/MessageSid", "must be the provider's id of the message"));
        }
        Ok(id)
    }
}

/// The address that the provider was told.
fn address(ctx: &Ctx, (kind, account): (Kind, &str), query: Option<&str>) -> String {
    let kind = match kind {
        Kind::Status => "status",
        Kind::Inbound => "inbound",
    };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/hooks/twilio/{account}/{kind}{query}", ctx.config.base_url)
}

fn says_form(headers: &HeaderMap) -> Result<(), Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(())
    } else {
        Err(Problem::new(ProblemKind::UnsupportedMediaType)
            .detail("webhooks come as application/x-www-form-urlencoded"))
    }
}
