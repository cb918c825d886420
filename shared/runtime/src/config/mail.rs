//! Whose mails they are, and who takes them.
use super::Reader;
use percent_encoding::percent_decode_str;
use ports::{MailSender, SmtpServer, SmtpTls};
use url::{Host, Url};

/// The variable with the sender.
const FROM: &str = "CONVOKE_MAIL_FROM";
/// The variable with the server, which may hold a password.
const SERVER: &str = "CONVOKE_SMTP_URL";
/// Where a server listens that is private from the first byte on (RFC 8314, section 3.3).
const IMPLICIT_PORT: u16 = 465;
/// Where a server listens for those who submit mails (RFC 6409, section 3.1).
const SUBMISSION_PORT: u16 = 587;

/// How mails leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailConfig {
    /// Whose mails they are (`CONVOKE_MAIL_FROM`): an address, or `Name <address>`.
    pub sender: MailSender,
    /// The server that takes them (`CONVOKE_SMTP_URL`): `smtps://user:password@host:465`, or
    /// `smtp://..:587`, which goes on privately from `STARTTLS` on. Without one it is SES on Lambda
    /// and the inbox of a host.
    pub server: Option<SmtpServer>,
}

impl Reader<'_> {
    /// `None` where the variables give none, which is noted.
    pub(super) fn mail(&mut self) -> Option<MailConfig> {
        let server = match self.optional(SERVER).map(|text| server(&text)) {
            Some(None) => {
                self.fault(SERVER, "must be smtps://user:password@host:465 or smtp://..:587");
                None
            }
            Some(known) => known,
            None => None,
        };
        let from = self.required(FROM);
        if from.is_empty() {
            return None;
        }
        match MailSender::parse(&from) {
            Ok(sender) => Some(MailConfig { sender, server }),
            Err(error) => {
                self.fault(FROM, format!("is no sender: {error}"));
                None
            }
        }
    }
}

fn server(text: &str) -> Option<SmtpServer> {
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    let (tls, port) = match url.scheme() {
        "smtps" => (SmtpTls::Implicit, IMPLICIT_PORT),
        "smtp" if is_loopback(&url) => (SmtpTls::Loopback, SUBMISSION_PORT),
        "smtp" => (SmtpTls::StartTls, SUBMISSION_PORT),
        _ => return None,
    };
    let plain = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(Into::into).ok();
    let login = match (url.username(), url.password()) {
        ("", None) => None,
        (user, Some(password)) if !user.is_empty() => Some((decoded(user)?, decoded(password)?)),
        (_, _) => return None,
    };
    let port = url.port().unwrap_or(port);
    plain.then_some(SmtpServer { host, port, tls, login })
}

/// Whether it is this very machine. The parser leaves the hosts of such addresses as they are written.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => {
            let address = name.parse::<std::net::IpAddr>();
            name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> SmtpServer {
        server(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn a_server_is_private_unless_it_is_this_machine() {
        let login = Some(("ada@example.com".to_owned(), "p:a/s#s".to_owned()));
        let server = known("smtps://ada%40example.com:p%3Aa%2Fs%23s@mail.example.com");
        assert_eq!((server.tls, server.port), (SmtpTls::Implicit, 465));
        assert_eq!((server.host.as_str(), server.login), ("mail.example.com", login));
        let server = known("smtp://mail.example.com:2525/");
        assert_eq!((server.tls, server.port, server.login), (SmtpTls::StartTls, 2525, None));
        for text in ["smtp://127.0.0.1:1025", "smtp://localhost:1025", "smtp://[::1]:1025"] {
            assert_eq!(known(text).tls, SmtpTls::Loopback, "{text}");
        }
        assert_eq!(known("smtp://127.0.0.1.example.com").tls, SmtpTls::StartTls);
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for text in [
            "mail.example.com:587",
            "https://mail.example.com",
            "smtp://",
            "smtp://ada@mail.example.com",
            "smtp://:secret@mail.example.com",
            "smtps://mail.example.com/path",
            "smtps://mail.example.com?tls=none",
        ] {
            assert_eq!(server(text), None, "{text}");
        }
    }

    #[test]
    fn a_password_is_never_printed() {
        let sender = MailSender::parse("club@example.com").unwrap();
        let server = Some(known("smtps://ada:hunter2@mail.example.com"));
        let printed = format!("{:?}", MailConfig { sender, server });
        assert!(!printed.contains("hunter2") && !printed.contains("ada"), "{printed}");
    }
}
