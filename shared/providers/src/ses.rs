//! Mails by Amazon SES (API version 2).
use async_trait::async_trait;
use aws_sdk_sesv2::{
    Client,
    config::{http::HttpResponse, retry::RetryConfig, timeout::TimeoutConfig},
    error::{BuildError, ProvideErrorMetadata, SdkError},
    operation::send_email::{SendEmailError, builders::SendEmailFluentBuilder},
    types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag},
};
use ports::{MailSender, MailSubmission, Mails, OutgoingMail};
use std::{error::Error, time::Duration};

/// Longest time of one submission.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The first HTTP status that says that the service itself failed.
const SERVER_ERRORS: u16 = 500;
/// Errors that are the mail's own, and stay.
const LASTING: [&str; 2] = ["MessageRejected", "BadRequestException"];
/// Errors that pass by themselves.
const PASSING: [&str; 2] = ["TooManyRequestsException", "LimitExceededException"];

/// Sends by SES.
#[derive(Debug, Clone)]
pub struct Ses {
    client: Client,
    sender: MailSender,
}

impl Ses {
    /// Sends with `client` as `sender`, whose address or domain SES has verified.
    pub const fn new(client: Client, sender: MailSender) -> Self {
        Self { client, sender }
    }

    fn request(&self, mail: &OutgoingMail) -> Result<SendEmailFluentBuilder, BuildError> {
        let id = mail.id.to_string();
        let body = Body::builder().text(text(&mail.text)?).build();
        let message = Message::builder()
            .subject(text(mail.subject.as_str())?)
            .body(body)
            // Keeps holiday replies away (RFC 3834, section 5).
            .headers(header("Auto-Submitted", "auto-generated")?)
            // SES makes the date and the message's id itself: this is how a mail is known again.
            .headers(header("X-Convoke-Mail", &id)?)
            .build();
        let request = self
            .client
            .send_email()
            .from_email_address(self.from())
            .destination(Destination::builder().to_addresses(mail.to.as_str()).build())
            .content(EmailContent::builder().simple(message).build())
            .email_tags(MessageTag::builder().name("mail").value(id).build()?);
        Ok(request)
    }

    /// The sender as RFC 5322 writes it; a name outside ASCII as RFC 2047 does, as SES wants it.
    fn from(&self) -> String {
        let address = self.sender.address.as_str();
        match &self.sender.name {
            Some(name) if name.as_str().is_ascii() => {
                let name = name.as_str().replace(['"', '\\'], "");
                format!("\"{name}\" <{address}>")
            }
            Some(name) => {
                use base64::{Engine, prelude::BASE64_STANDARD};
                format!("=?UTF-8?B?{}?= <{address}>", BASE64_STANDARD.encode(name.as_str()))
            }
            None => address.to_owned(),
        }
    }
}

#[async_trait]
impl Mails for Ses {
    async fn send(&self, mail: &OutgoingMail) -> MailSubmission {
        let request = match self.request(mail) {
            Ok(request) => request.customize(),
            Err(error) => {
                return MailSubmission::Refused { words: error.to_string(), lasting: true };
            }
        };
        let once = aws_sdk_sesv2::Config::builder()
            // A second call could be a second mail.
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().operation_timeout(TIMEOUT).build());
        match request.config_override(once).send().await {
            Ok(answer) => MailSubmission::Accepted {
                provider_id: answer.message_id().unwrap_or_default().to_owned(),
            },
            Err(error) => failed(&error),
        }
    }
}

/// What a failed call says about the mail.
fn failed(error: &SdkError<SendEmailError, HttpResponse>) -> MailSubmission {
    match error {
        SdkError::ConstructionFailure(_) => MailSubmission::NotSent,
        SdkError::DispatchFailure(_) if never_connected(error) => MailSubmission::NotSent,
        SdkError::ServiceError(refused) if refused.raw().status().as_u16() < SERVER_ERRORS => {
            refusal(refused.err())
        }
        // A timeout, a reset, an answer that broke off, a 5xx: it may have been taken.
        SdkError::TimeoutError(_)
        | SdkError::DispatchFailure(_)
        | SdkError::ResponseError(_)
        | SdkError::ServiceError(_)
        | _ => MailSubmission::Unknown,
    }
}

fn refusal(error: &SendEmailError) -> MailSubmission {
    let code = error.code().unwrap_or_default();
    let lasting = LASTING.contains(&code);
    if !lasting && !PASSING.contains(&code) {
        // The account or the domain: somebody has to mend it, and the mail goes out after that.
        tracing::error!(provider.code = code, alarm = true, "the mail provider refuses us");
    }
    // Its message may repeat the address.
    MailSubmission::Refused { words: code.to_owned(), lasting }
}

/// Whether not a byte of the request can have left.
fn never_connected(error: &SdkError<SendEmailError, HttpResponse>) -> bool {
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = source {
        if let Some(http) = cause.downcast_ref::<reqwest::Error>() {
            return http.is_connect() || http.is_builder();
        }
        source = cause.source();
    }
    false
}

fn text(words: &str) -> Result<Content, BuildError> {
    Content::builder().data(words).charset("UTF-8").build()
}

fn header(name: &str, value: &str) -> Result<MessageHeader, BuildError> {
    MessageHeader::builder().name(name).value(value).build()
}
