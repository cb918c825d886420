//! The provider's webhooks: status callbacks and inbound texts, form-encoded and signed.
//!
//! Source: <https://www.twilio.com/docs/usage/webhooks/messaging-webhooks>.
use super::{
    network::Network,
    number::Number,
    pump::{Outcome, is_passing},
    record::{Message, Status},
    refusal::delivery_error,
};
use providers::signature;

impl Network {
    /// Reports a status to the message's callback.
    pub(super) async fn report(
        &self,
        sid: &str,
        status: Status,
        error_code: Option<u32>,
    ) -> Outcome {
        let message = self.core().state().message(sid).cloned();
        let Some((message, url)) =
            message.and_then(|message| message.status_callback.clone().map(|url| (message, url)))
        else {
            return Outcome::Done(None);
        };
        let mut params = self.params(&message, (&message.sender, &message.phone));
        params.push(pair("MessageStatus", status.name()));
        params.push(pair("SmsStatus", status.name()));
        if let Some(code) = error_code {
            params.push(pair("ErrorCode", &code.to_string()));
            params.push(pair("ErrorMessage", delivery_error(code)));
        }
        self.post_signed(&url, &params).await
    }

    /// Hands a phone's text to the inbound webhook.
    pub(super) async fn hand_on(&self, sid: &str, opt_out: Option<&str>) -> Outcome {
        let Some(message) = self.core().state().message(sid).cloned() else {
            return Outcome::Done(None);
        };
        let configuration = &self.configuration;
        let url = format!(
            "{}/hooks/twilio/{}/inbound",
            configuration.public_url.trim_end_matches('/'),
            configuration.account_sid
        );
        let mut params = self.params(&message, (&message.phone, &message.sender));
        params.push(pair("SmsMessageSid", sid));
        params.push(pair("SmsStatus", "received"));
        params.push(pair("NumMedia", "0"));
        params.push(pair("NumSegments", &message.segments.to_string()));
        params.push(pair("Body", &message.body));
        params.extend(opt_out.map(|kind| pair("OptOutType", kind)));
        self.post_signed(&url, &params).await
    }

    fn params(&self, message: &Message, (from, to): (&Number, &Number)) -> Vec<(String, String)> {
        let mut params = vec![
            pair("AccountSid", &self.configuration.account_sid),
            pair("ApiVersion", "2010-04-01"),
            pair("MessageSid", &message.sid),
            pair("SmsSid", &message.sid),
            pair("From", from.as_str()),
            pair("To", to.as_str()),
        ];
        params.extend(message.service.as_deref().map(|sid| pair("MessagingServiceSid", sid)));
        params
    }

    async fn post_signed(&self, url: &str, params: &[(String, String)]) -> Outcome {
        let signature = signature::sign(&self.configuration.auth_token, url, params);
        match self.caller.post(url, params, Some(&signature)).await {
            Ok(called) if is_passing(&called) => {
                Outcome::Failed(format!("a webhook answered {}", called.status))
            }
            Ok(called) => {
                if called.status >= 400 {
                    tracing::warn!(http.status = called.status, "a webhook was refused");
                }
                Outcome::Done(None)
            }
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
