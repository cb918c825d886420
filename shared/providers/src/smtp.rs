//! Mails by SMTP (RFC 5321), to one server that takes them for everybody.
//!
//! What came of a submission is told by how far it came: nothing is the server's before its answer to
//! the end of the words, and everything may be from the first of them on.
use async_trait::async_trait;
use lettre::{
    Address, Message,
    address::AddressError,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use ports::{MailAddress, MailSender, MailSubmission, Mails, OutgoingMail, SmtpServer, SmtpTls};
use std::{error::Error as StdError, time::Duration};
use tokio::time::{Instant, timeout_at};

/// Longest time of one submission. A server that takes the mail has the rest of what it took to get
/// there.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest time to a server that is ready to take a mail. Less than [`TIMEOUT`], so that one that
/// cannot be reached is told from one that does not answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Most characters that are kept of a server's words.
const WORDS_CHARACTERS_MAX: usize = 200;

const _: () = assert!(CONNECT_TIMEOUT.as_secs() < TIMEOUT.as_secs());

/// Sends through one server.
#[derive(Debug, Clone)]
pub struct Smtp {
    server: SmtpServer,
    sender: MailSender,
    timeout: Duration,
}

impl Smtp {
    /// Sends as `sender` through `server`.
    pub const fn new(server: SmtpServer, sender: MailSender) -> Self {
        Self { server, sender, timeout: TIMEOUT }
    }

    /// The same with another limit for a whole submission.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A server that is ready to take a mail.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let hello = ClientId::Domain(self.sender.address.domain().to_owned());
        let tls = match self.server.tls {
            SmtpTls::Implicit | SmtpTls::StartTls => Some(self.trusted()?),
            SmtpTls::Loopback => None,
        };
        let (at_once, later) = match self.server.tls {
            SmtpTls::Implicit => (tls, None),
            SmtpTls::StartTls => (None, tls),
            SmtpTls::Loopback => (None, None),
        };
        let address = (self.server.host.as_str(), self.server.port);
        let limit = Some(CONNECT_TIMEOUT.min(self.timeout));
        let connected = AsyncSmtpConnection::connect_tokio1(address, limit, &hello, at_once, None);
        let mut connection = connected.await?;
        if let Some(tls) = later {
            connection.starttls(tls, &hello).await?;
        }
        if let Some((user, password)) = &self.server.login {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        Ok(connection)
    }

    /// Mozilla's roots from the program itself: the system's store is never read.
    fn trusted(&self) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(self.server.host.clone());
        builder.certificate_store(CertificateStore::WebpkiRoots).build_rustls()
    }

    /// The mail as it is written, with both of its addresses.
    fn written(&self, mail: &OutgoingMail) -> Result<Written, Box<dyn StdError + Send + Sync>> {
        let from = address(&self.sender.address)?;
        let to = address(&mail.to)?;
        let name = self.sender.name.as_ref().map(|name| name.as_str().to_owned());
        let id = format!("<{}@{}>", mail.id, self.sender.address.domain());
        let message = Message::builder()
            .from(Mailbox::new(name, from.clone()))
            .to(Mailbox::new(None, to.clone()))
            .date(mail.at.into())
            .message_id(Some(id))
            .subject(mail.subject.as_str())
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())?;
        Ok(Written { from, to, bytes: message.formatted() })
    }

    /// Everything before the first of the words. A refusal here is the server's own; whatever else goes
    /// wrong has left nothing with it.
    async fn open(&self, mail: &Written) -> Result<AsyncSmtpConnection, MailSubmission> {
        let mut connection = self.connect().await.map_err(|error| {
            // A log-in or a greeting that is refused is for us to mend, and no fault of the mail.
            tracing::error!(cause = %words(&error), alarm = true, "the mail server cannot be used");
            MailSubmission::NotSent
        })?;
        let mut options = Vec::new();
        if !mail.is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let words = "the server takes no such address".to_owned();
                return Err(MailSubmission::Refused { words, lasting: true });
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let refused = |error: Error| refusal(&error).unwrap_or(MailSubmission::NotSent);
        let from = Mail::new(Some(mail.from.clone()), options);
        connection.command(from).await.map_err(|error| {
            // Our own address: for us to mend, too, and the mail goes out after that.
            tracing::error!(cause = %words(&error), alarm = true, "the mail server refuses our address");
            MailSubmission::NotSent
        })?;
        connection.command(Rcpt::new(mail.to.clone(), vec![])).await.map_err(refused)?;
        connection.command(Data).await.map_err(refused)?;
        Ok(connection)
    }
}

/// A mail and its envelope.
struct Written {
    from: Address,
    to: Address,
    bytes: Vec<u8>,
}

impl Written {
    fn is_ascii(&self) -> bool {
        [&self.from, &self.to].iter().all(|address| AsRef::<str>::as_ref(*address).is_ascii())
    }
}

#[async_trait]
impl Mails for Smtp {
    async fn send(&self, mail: &OutgoingMail) -> MailSubmission {
        let end = Instant::now() + self.timeout;
        let written = match self.written(mail) {
            Ok(written) => written,
            Err(error) => {
                return MailSubmission::Refused { words: error.to_string(), lasting: true };
            }
        };
        let mut connection = match timeout_at(end, self.open(&written)).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(submission)) => return submission,
            Err(_) => return MailSubmission::NotSent,
        };
        let answer = timeout_at(end, connection.message(&written.bytes)).await;
        match answer {
            Ok(Ok(response)) => {
                // The answer is there; whether the server hears the farewell is its own affair.
                drop(timeout_at(end, connection.quit()).await);
                let provider_id = cut(response.first_line().unwrap_or_default());
                MailSubmission::Accepted { provider_id }
            }
            Ok(Err(error)) => refusal(&error).unwrap_or(MailSubmission::Unknown),
            Err(_) => MailSubmission::Unknown,
        }
    }
}

/// What the server answered, where it answered that it does not take the mail.
fn refusal(error: &Error) -> Option<MailSubmission> {
    error.status()?;
    Some(MailSubmission::Refused { words: words(error), lasting: error.is_permanent() })
}

fn words(error: &Error) -> String {
    cut(&error.to_string())
}

fn cut(words: &str) -> String {
    words.chars().take(WORDS_CHARACTERS_MAX).collect()
}

fn address(address: &MailAddress) -> Result<Address, AddressError> {
    address.as_str().parse()
}

/// Keeps holiday replies away (RFC 3834, section 5).
#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
