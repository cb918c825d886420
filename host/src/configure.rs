//! The process's configuration, from the environment, the host's own secrets and its ports.
use crate::secrets::Secrets;
use anyhow::ensure;
use http::{Uri, uri::Scheme};
use ports::SmtpTls;
use runtime::config::{self, Config};
use std::net::IpAddr;
use testkit::embedded::TABLE;

/// Where guests' links lead.
const BASE_URL: &str = "CONVOKE_BASE_URL";
/// Whose mails they are.
const MAIL_FROM: &str = "CONVOKE_MAIL_FROM";
/// Who takes mails: the variable that tells a real server.
const MAIL_SERVER: &str = "CONVOKE_SMTP_URL";
/// Whose mails they are while none of them leaves this machine.
const OWN_MAIL_FROM: &str = "Convoke <convoke@example.com>";
/// Whose texts they are: the variable that tells a real account.
const ACCOUNT_SID: &str = "TWILIO_ACCOUNT_SID";
/// Variables that belong to one provider account: given together or not at all.
const ACCOUNT: [&str; 4] =
    [ACCOUNT_SID, "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "TWILIO_MESSAGING_SERVICE_SID"];

/// Who gets the texts, or the mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    /// The host's own simulated network, or its mailbox.
    Simulated,
    /// Whoever the environment names.
    Given,
}

/// Where the configuration comes from.
#[derive(Debug)]
pub(crate) struct Sources<'a> {
    /// Reads a variable of the environment, which goes before everything else.
    pub(crate) variable: fn(&str) -> Option<String>,
    /// The host's own secrets.
    pub(crate) secrets: &'a Secrets,
    /// The API's own address.
    pub(crate) address: String,
    /// The simulated network's address.
    pub(crate) network: Option<String>,
}

/// Real credentials or another server's address turn the simulation off.
pub(crate) fn provider(variable: fn(&str) -> Option<String>) -> Provider {
    let is_given = |name| given(variable, name).is_some();
    if is_given("CONVOKE_TWILIO_BASE_URL") || is_given(ACCOUNT_SID) {
        Provider::Given
    } else {
        Provider::Simulated
    }
}

/// A mail server that is named turns the mailbox off.
pub(crate) fn mail_provider(variable: fn(&str) -> Option<String>) -> Provider {
    if given(variable, MAIL_SERVER).is_some() { Provider::Given } else { Provider::Simulated }
}

/// A variable's value; an empty one counts as absent.
fn given(variable: fn(&str) -> Option<String>, name: &str) -> Option<String> {
    variable(name).filter(|value| !value.trim().is_empty())
}

impl Sources<'_> {
    /// Reads it through the same reader as on Lambda.
    ///
    /// Errors: what that reader refuses, and real texts or mails whose links would lead nowhere.
    pub(crate) fn read(&self) -> anyhow::Result<(Config, ports::Secrets)> {
        let (config, secrets) = config::read(|name| self.value(name))?;
        let server = config.mail.server.as_ref();
        let mails_leave = server.is_some_and(|server| server.tls != SmtpTls::Loopback);
        if is_twilios_own(&config.twilio_base_url) || mails_leave {
            self.require_public(&config.base_url)?;
        }
        Ok((config, secrets))
    }

    fn require_public(&self, base_url: &str) -> anyhow::Result<()> {
        let is_given = given(self.variable, BASE_URL).is_some();
        ensure!(is_given, "{BASE_URL} is missing: links need a public address");
        ensure!(is_public(base_url), "{BASE_URL} is not a public https address: links need one");
        Ok(())
    }

    fn value(&self, name: &str) -> Option<String> {
        given(self.variable, name).or_else(|| self.default_value(name))
    }

    fn default_value(&self, name: &str) -> Option<String> {
        let foreign_account = given(self.variable, ACCOUNT_SID).is_some();
        match name {
            "CONVOKE_TABLE" => Some(TABLE.to_owned()),
            BASE_URL => Some(self.address.clone()),
            "CONVOKE_TWILIO_BASE_URL" => self.network.clone(),
            MAIL_FROM => {
                let is_own = mail_provider(self.variable) == Provider::Simulated;
                is_own.then(|| OWN_MAIL_FROM.to_owned())
            }
            name if ACCOUNT.contains(&name) && foreign_account => None,
            name => self.secrets.get(name).cloned(),
        }
    }
}

/// Whether texts that are sent there reach real phones, in any of Twilio's regions.
fn is_twilios_own(url: &str) -> bool {
    host(url).is_some_and(|host| host == "twilio.com" || host.ends_with(".twilio.com"))
}

/// Whether a guest's phone may get there safely: encrypted, and not on the phone itself.
fn is_public(url: &str) -> bool {
    let is_encrypted = url.parse::<Uri>().is_ok_and(|uri| uri.scheme() == Some(&Scheme::HTTPS));
    let is_local = |host: String| match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || address.is_unspecified(),
        Err(_) => is_localhost(&host),
    };
    is_encrypted && !host(url).is_none_or(is_local)
}

/// Whether it leads to the machine that asks, whichever that is.
pub(crate) fn is_loopback(url: &str) -> bool {
    host(url).is_some_and(|host| match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => is_localhost(&host),
    })
}

fn is_localhost(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost")
}

/// A URL's host in lower case, without the brackets of an address and the root's dot.
fn host(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let host = uri.host()?.trim_matches(['[', ']']).trim_end_matches('.');
    Some(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{options::Data, secrets};
    use testkit::SeededIds;

    fn sources(secrets: &Secrets, variable: fn(&str) -> Option<String>) -> Sources<'_> {
        Sources {
            variable,
            secrets,
            address: "http://127.0.0.1:3000".to_owned(),
            network: Some("http://127.0.0.1:3001".to_owned()),
        }
    }

    #[test]
    fn a_host_needs_no_environment() {
        let secrets = secrets::load(&Data::Memory, &SeededIds::new(1)).unwrap();
        let (config, read) = sources(&secrets, |_| None).read().unwrap();
        assert_eq!(config.base_url, "http://127.0.0.1:3000");
        assert_eq!(config.twilio_base_url, "http://127.0.0.1:3001");
        assert_eq!(read.twilio.sender, secrets::SENDER);
    }

    #[test]
    fn a_real_account_is_never_mixed_with_the_hosts_own() {
        let secrets = secrets::load(&Data::Memory, &SeededIds::new(1)).unwrap();
        let sid = |name: &str| {
            (name == "TWILIO_ACCOUNT_SID").then(|| "AC0123456789abcdef0123456789abcdef".to_owned())
        };
        assert_eq!(provider(sid), Provider::Given);
        let faults = sources(&secrets, sid).read().unwrap_err();
        assert!(faults.to_string().contains("TWILIO_AUTH_TOKEN is missing"), "{faults}");
    }

    fn real_account(name: &str) -> Option<String> {
        match name {
            "TWILIO_ACCOUNT_SID" => Some("AC0123456789abcdef0123456789abcdef".to_owned()),
            "TWILIO_AUTH_TOKEN" => Some("8f14e45fceea167a5a36dedd4bea2543".to_owned()),
            "TWILIO_FROM" => Some("+12125550123".to_owned()),
            _ => None,
        }
    }

    fn refusal(variable: fn(&str) -> Option<String>) -> Option<String> {
        let secrets = secrets::load(&Data::Memory, &SeededIds::new(1)).unwrap();
        let sources = Sources { network: None, ..sources(&secrets, variable) };
        sources.read().err().map(|error| error.to_string())
    }

    #[test]
    fn real_texts_are_refused_without_a_public_address_for_their_links() {
        let missing = "CONVOKE_BASE_URL is missing: links need a public address";
        assert_eq!(refusal(real_account).as_deref(), Some(missing));
        let empty = |name: &str| match name {
            "CONVOKE_BASE_URL" => Some(" ".to_owned()),
            name => real_account(name),
        };
        assert_eq!(refusal(empty).as_deref(), Some(missing));
        let plain = |name: &str| match name {
            "CONVOKE_BASE_URL" => Some("http://rsvp.example.com".to_owned()),
            name => real_account(name),
        };
        assert!(refusal(plain).unwrap().starts_with("CONVOKE_BASE_URL is not a public https"));
        let public = |name: &str| match name {
            "CONVOKE_BASE_URL" => Some("https://rsvp.example.com".to_owned()),
            name => real_account(name),
        };
        assert_eq!(refusal(public), None);
        let elsewhere = |name: &str| match name {
            "CONVOKE_TWILIO_BASE_URL" => Some("http://127.0.0.1:9900".to_owned()),
            name => real_account(name),
        };
        assert_eq!(refusal(elsewhere), None);
    }

    #[test]
    fn mails_that_leave_this_machine_need_a_sender_and_a_public_address() {
        let server = |name: &str| match name {
            "CONVOKE_SMTP_URL" => Some("smtps://ada:secret@mail.example.com".to_owned()),
            _ => None,
        };
        assert_eq!(mail_provider(server), Provider::Given);
        assert!(refusal(server).unwrap().contains("CONVOKE_MAIL_FROM is missing"));
        let sender = |name: &str| match name {
            "CONVOKE_SMTP_URL" => Some("smtps://ada:secret@mail.example.com".to_owned()),
            "CONVOKE_MAIL_FROM" => Some("club@example.com".to_owned()),
            "CONVOKE_TWILIO_BASE_URL" => Some("http://127.0.0.1:9900".to_owned()),
            _ => None,
        };
        let missing = "CONVOKE_BASE_URL is missing: links need a public address";
        assert_eq!(refusal(sender).as_deref(), Some(missing));
        let loopback = |name: &str| match name {
            "CONVOKE_SMTP_URL" => Some("smtp://127.0.0.1:1025".to_owned()),
            "CONVOKE_MAIL_FROM" => Some("club@example.com".to_owned()),
            "CONVOKE_TWILIO_BASE_URL" => Some("http://127.0.0.1:9900".to_owned()),
            _ => None,
        };
        assert_eq!(refusal(loopback), None);
        assert_eq!(mail_provider(|_| None), Provider::Simulated);
    }

    #[test]
    fn a_public_address_is_encrypted_and_not_the_machines_own() {
        for url in ["https://rsvp.example.com", "HTTPS://rsvp.example.com:8443/base"] {
            assert!(is_public(url), "{url}");
        }
        for url in [
            "http://rsvp.example.com",
            "https://localhost:3000",
            "https://LOCALHOST.",
            "https://convoke.localhost",
            "https://127.0.0.2",
            "https://0.0.0.0",
            "https://[::1]:3000",
        ] {
            assert!(!is_public(url), "{url}");
        }
        assert!(is_twilios_own(config::TWILIO_BASE_URL));
        assert!(is_twilios_own("https://api.dublin.ie1.twilio.com"));
        assert!(!is_twilios_own("https://twilio.com.example.org"));
    }

    #[test]
    fn an_empty_account_is_none() {
        let empty = |name: &str| (name == "TWILIO_ACCOUNT_SID").then(String::new);
        assert_eq!(provider(empty), Provider::Simulated);
        let secrets = secrets::load(&Data::Memory, &SeededIds::new(1)).unwrap();
        let (_, read) = sources(&secrets, empty).read().unwrap();
        assert_eq!(read.twilio.sid, secrets["TWILIO_ACCOUNT_SID"]);
    }

    #[test]
    fn another_server_gets_the_texts_when_it_is_named() {
        let url = |name: &str| {
            (name == "CONVOKE_TWILIO_BASE_URL").then(|| "http://127.0.0.1:9900".to_owned())
        };
        assert_eq!(provider(url), Provider::Given);
        assert_eq!(provider(|_| None), Provider::Simulated);
    }
}
