//! What became of a message, as the provider tells it (ENGINE.md, S8).
use crate::{invitation_report, message_report, webhook::Webhook};
use domain::{
    message::{MessageId, MessageKey, Purpose, Report},
    provider_errors::{ErrorClass, classify},
};
use runtime::{Ctx, Problem};

/// One report.
#[derive(Debug)]
pub(crate) struct StatusReport {
    /// Our key of the message.
    pub(crate) key: MessageKey,
    /// What is said of it.
    pub(crate) report: Report,
    /// The provider's id of it.
    pub(crate) provider_id: String,
    /// The provider's error code, if it gave one.
    pub(crate) error: Option<u32>,
}

impl StatusReport {
    /// Reads a verified webhook; `None` for a status that says nothing to us.
    pub(crate) fn read(webhook: &Webhook, query: &str) -> Result<Option<Self>, Problem> {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let id = pairs.find(|(name, _)| name == "m").map(|(_, value)| value);
        let id: MessageId = id
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| Problem::field("/m", "must be the id of a message"))?;
        let provider_id = webhook.provider_id()?.to_owned();
        let status = webhook.get("MessageStatus").or_else(|| webhook.get("SmsStatus"));
        let status = status.ok_or_else(|| Problem::field("/MessageStatus", "is missing"))?;
        let error = webhook.get("ErrorCode").and_then(|code| code.parse().ok());
        let key = id.key().clone();
        let Some(report) = read_status(status) else {
            tracing::warn!("a status that we do not know was reported");
            return Ok(None);
        };
        Ok(Some(Self { key, report, provider_id, error }))
    }

    /// Why it did not arrive, as far as the provider's code says it.
    pub(crate) fn class(&self) -> ErrorClass {
        self.error.map_or(ErrorClass::Ambiguous, classify)
    }

    /// Whether it is about our account or our settings, or for a reason that nobody knows.
    fn needs_a_person(&self) -> bool {
        let class = self.class();
        let ours = matches!(
            class,
            ErrorClass::Configuration | ErrorClass::StopEverything | ErrorClass::Ambiguous
        );
        self.report == Report::Undelivered && ours
    }

    /// Whether it says that the recipient refuses our texts for good.
    pub(crate) fn refuses_texts(&self) -> bool {
        self.report == Report::Undelivered && self.class() == ErrorClass::Consent
    }
}

/// Merges a report into what is known of its message.
pub(crate) async fn report(ctx: &Ctx, told: &StatusReport) -> Result<(), Problem> {
    if told.needs_a_person() {
        tracing::error!(
            provider.code = told.error,
            alarm = true,
            "a message was given up; somebody has to look"
        );
    }
    match told.key {
        MessageKey::Invitation {
            event,
            invitee,
            generation,
            purpose: Purpose::Invite,
            sequence,
        } => invitation_report::merge(ctx, (event, invitee), (generation, sequence), told).await,
        MessageKey::Invitation { .. } | MessageKey::Recipient { .. } => {
            message_report::merge(ctx, told).await
        }
    }
}

/// The provider's word for it: <https://www.twilio.com/docs/messaging/api/message-resource#message-status-values>.
fn read_status(status: &str) -> Option<Report> {
    match status {
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => Some(Report::Submitted),
        "delivered" => Some(Report::Delivered),
        "read" => Some(Report::Read),
        "undelivered" | "failed" => Some(Report::Undelivered),
        _ => None,
    }
}
