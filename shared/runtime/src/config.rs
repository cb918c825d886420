//! The process's configuration: its environment, read once, with every fault named at once.
mod mail;
mod secret;

pub use mail::MailConfig;

use domain::token::LinkKeys;
use ports::{Queue, Secrets, TwilioAccount};
use secret::{bytes_of, strength};
use std::{collections::BTreeMap, fmt};

/// Twilio's own address.
pub const TWILIO_BASE_URL: &str = "https://api.twilio.com";

/// What the process was told, secrets apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The table's name (`CONVOKE_TABLE`).
    pub table: String,
    /// Where the public reaches us, without a slash at its end (`CONVOKE_BASE_URL`).
    pub base_url: String,
    /// Where Twilio is, without a slash at its end (`CONVOKE_TWILIO_BASE_URL`, default Twilio's own).
    pub twilio_base_url: String,
    /// How mails leave.
    pub mail: MailConfig,
    /// Which log lines are written, a level or pairs of crate and level (`CONVOKE_LOG`, default `info`).
    pub log_filter: String,
}

/// Where the AWS services are, for a process that runs on Lambda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsConfig {
    /// Each queue's URL (`CONVOKE_QUEUE_URL_WAKES`, `.._OUTBOX`, `.._IMPORTS`).
    pub queue_urls: BTreeMap<Queue, String>,
    /// The schedule group that holds the events' timers (`CONVOKE_SCHEDULE_GROUP`).
    pub schedule_group: String,
    /// The wake queue's ARN (`CONVOKE_WAKE_QUEUE_ARN`).
    pub wake_queue_arn: String,
    /// The role with which the scheduler sends to it (`CONVOKE_SCHEDULE_ROLE_ARN`).
    pub schedule_role_arn: String,
}

/// Everything that is wrong with the environment: one line for each variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    faults: Vec<String>,
}

impl ConfigError {
    /// One line for each variable, its name first. Never a value.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used")?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for ConfigError {}

/// The variable of the process's own environment; for [`read`] and [`read_aws`].
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The configuration and the secrets that `variable` gives.
///
/// Errors: every variable that is missing or malformed, and every secret that is missing, too short
/// or a default.
pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<(Config, Secrets), ConfigError> {
    let mut reader = Reader { variable: &variable, faults: Vec::new() };
    let table = reader.required("CONVOKE_TABLE");
    let base_url = reader.url("CONVOKE_BASE_URL", None);
    let twilio_base_url = reader.url("CONVOKE_TWILIO_BASE_URL", Some(TWILIO_BASE_URL));
    let log_filter = reader.optional("CONVOKE_LOG").unwrap_or_else(|| "info".to_owned());
    let mail = reader.mail();
    let links = reader.link_keys("CONVOKE_LINK_KEYS");
    let access = reader.secret_bytes("CONVOKE_ACCESS_KEY");
    let cursors = reader.secret_bytes("CONVOKE_CURSOR_KEY");
    let twilio = reader.twilio();
    match links.zip(mail) {
        Some((links, mail)) if reader.faults.is_empty() => {
            let config = Config { table, base_url, twilio_base_url, mail, log_filter };
            Ok((config, Secrets { links, access, cursors, twilio }))
        }
        Some(_) | None => Err(ConfigError { faults: reader.faults }),
    }
}

/// Where the AWS services are, as `variable` gives it.
pub fn read_aws(variable: impl Fn(&str) -> Option<String>) -> Result<AwsConfig, ConfigError> {
    let mut reader = Reader { variable: &variable, faults: Vec::new() };
    let queue_urls = Queue::ALL
        .into_iter()
        .map(|queue| {
            let name = format!("CONVOKE_QUEUE_URL_{}", queue.name().to_uppercase());
            (queue, reader.url(&name, None))
        })
        .collect();
    let config = AwsConfig {
        queue_urls,
        schedule_group: reader.required("CONVOKE_SCHEDULE_GROUP"),
        wake_queue_arn: reader.required("CONVOKE_WAKE_QUEUE_ARN"),
        schedule_role_arn: reader.required("CONVOKE_SCHEDULE_ROLE_ARN"),
    };
    if reader.faults.is_empty() { Ok(config) } else { Err(ConfigError { faults: reader.faults }) }
}

/// Reads variables and notes what is wrong with them. A value that could not be read is empty, and
/// never leaves this module.
struct Reader<'v> {
    variable: &'v dyn Fn(&str) -> Option<String>,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn fault(&mut self, name: &str, fault: impl fmt::Display) {
        self.faults.push(format!("{name} {fault}"));
    }

    fn optional(&self, name: &str) -> Option<String> {
        (self.variable)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn required(&mut self, name: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.fault(name, "is missing");
            String::new()
        })
    }

    fn url(&mut self, name: &str, default: Option<&str>) -> String {
        let given = self.optional(name).or_else(|| default.map(str::to_owned));
        let Some(given) = given else {
            self.fault(name, "is missing");
            return String::new();
        };
        let parsed = url::Url::parse(&given).ok();
        if !parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            self.fault(name, "is not an http or https address");
        }
        given.trim_end_matches('/').to_owned()
    }

    fn secret(&mut self, name: &str) -> String {
        let value = self.required(name);
        if !value.is_empty()
            && let Err(weakness) = strength(value.as_bytes())
        {
            self.fault(name, weakness);
        }
        value
    }

    fn secret_bytes(&mut self, name: &str) -> Vec<u8> {
        let text = self.required(name);
        if text.is_empty() {
            return Vec::new();
        }
        bytes_of(&text).unwrap_or_else(|weakness| {
            self.fault(name, weakness);
            Vec::new()
        })
    }

    /// `id:base64,id:base64,..`, newest first: the first signs, all verify.
    fn link_keys(&mut self, name: &str) -> Option<LinkKeys> {
        let text = self.required(name);
        let mut keys: Vec<(u8, Vec<u8>)> = Vec::new();
        for entry in text.split(',').filter(|_| !text.is_empty()) {
            let parsed =
                entry.trim().split_once(':').and_then(|(id, key)| Some((id.parse().ok()?, key)));
            let Some((id, key)) = parsed else {
                self.fault(
                    name,
                    "must be `id:base64`, separated by commas, with ids from 0 to 255",
                );
                return None;
            };
            match bytes_of(key) {
                Ok(bytes) => keys.push((id, bytes)),
                Err(weakness) => self.fault(name, format!("(key {id}) {weakness}")),
            }
        }
        let (current, _) = keys.first()?;
        match LinkKeys::new(*current, keys) {
            Ok(keys) => Some(keys),
            Err(error) => {
                self.fault(name, error);
                None
            }
        }
    }

    fn twilio(&mut self) -> TwilioAccount {
        let sid = self.required("TWILIO_ACCOUNT_SID");
        // It stands in the webhooks' paths.
        let plain = sid.len() <= 64 && sid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let fits = plain && sid.starts_with("AC");
        if !sid.is_empty() && !fits {
            self.fault("TWILIO_ACCOUNT_SID", "is not an account's id (`AC..`)");
        }
        let auth_token = self.secret("TWILIO_AUTH_TOKEN");
        let service = self.optional("TWILIO_MESSAGING_SERVICE_SID");
        let sender = service.or_else(|| self.optional("TWILIO_FROM")).unwrap_or_else(|| {
            self.fault("TWILIO_FROM", "is missing, and so is TWILIO_MESSAGING_SERVICE_SID");
            String::new()
        });
        TwilioAccount { sid, auth_token, sender }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY_A: &str = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQASNFZ4mrze8=";
    const KEY_B: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    fn whole() -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("CONVOKE_TABLE", "convoke".to_owned()),
            ("CONVOKE_BASE_URL", "https://rsvp.example.com/".to_owned()),
            ("CONVOKE_MAIL_FROM", "The club <club@example.com>".to_owned()),
            ("CONVOKE_LINK_KEYS", format!("2:{KEY_A},1:{KEY_B}")),
            ("CONVOKE_ACCESS_KEY", KEY_A.to_owned()),
            ("CONVOKE_CURSOR_KEY", KEY_B.to_owned()),
            ("TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef".to_owned()),
            ("TWILIO_AUTH_TOKEN", "0123456789abcdef0123456789abcdef".to_owned()),
            ("TWILIO_FROM", "+12125550100".to_owned()),
        ])
    }

    fn faults_with(name: &'static str, value: Option<&str>) -> Vec<String> {
        let mut variables = whole();
        match value {
            Some(value) => variables.insert(name, value.to_owned()),
            None => variables.remove(name),
        };
        match read(|name| variables.get(name).cloned()) {
            Ok(_) => Vec::new(),
            Err(error) => error.faults().to_vec(),
        }
    }

    #[test]
    fn a_whole_environment_is_read() {
        let variables = whole();
        let (config, secrets) = read(|name| variables.get(name).cloned()).unwrap();
        assert_eq!(config.base_url, "https://rsvp.example.com");
        assert_eq!(config.twilio_base_url, TWILIO_BASE_URL);
        assert_eq!(secrets.twilio.sender, "+12125550100");
        assert_eq!(secrets.access.len(), 32);
    }

    #[test]
    fn every_fault_is_named_on_its_own_line() {
        let error = read(|_| None).unwrap_err();
        let lines = error.to_string();
        for name in whole().keys() {
            assert!(lines.lines().any(|line| line.trim().starts_with(name)), "{name}: {lines}");
        }
        assert_eq!(error.faults().len(), whole().len());
    }

    #[test]
    fn j33_a_missing_short_or_default_secret_stops_the_start() {
        let long_default = "changeme".repeat(8);
        let bad = [
            None,
            Some(""),
            Some("changeme"),
            Some("your-secret-key"),
            Some("c2hvcnQ="),
            Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            Some(long_default.as_str()),
        ];
        for value in bad {
            for name in ["CONVOKE_ACCESS_KEY", "CONVOKE_CURSOR_KEY"] {
                let faults = faults_with(name, value);
                assert!(faults.len() == 1 && faults[0].starts_with(name), "{value:?}: {faults:?}");
            }
            let link = value.map(|value| format!("1:{value}"));
            assert!(!faults_with("CONVOKE_LINK_KEYS", link.as_deref()).is_empty(), "{value:?}");
        }
        for value in [None, Some("secret"), Some("changeme"), Some("xxxxxxxxxxxxxxxxxxxxxxxx")] {
            assert_eq!(faults_with("TWILIO_AUTH_TOKEN", value).len(), 1, "{value:?}");
        }
    }

    #[test]
    fn a_fault_never_shows_the_value() {
        let faults = faults_with("TWILIO_AUTH_TOKEN", Some("hunter2"));
        assert!(!faults.concat().contains("hunter2"));
    }

    #[test]
    fn a_mail_server_or_sender_that_cannot_be_used_stops_the_start() {
        assert_eq!(faults_with("CONVOKE_MAIL_FROM", Some("the club")).len(), 1);
        let faults = faults_with("CONVOKE_SMTP_URL", Some("imap://ada:hunter2@example.com"));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("CONVOKE_SMTP_URL") && !faults[0].contains("hunter2"));
        let given = faults_with("CONVOKE_SMTP_URL", Some("smtps://ada:hunter2@example.com"));
        assert_eq!(given, Vec::<String>::new());
    }

    #[test]
    fn a_link_key_cannot_be_given_twice_or_without_an_id() {
        assert!(
            !faults_with("CONVOKE_LINK_KEYS", Some(&format!("1:{KEY_A},1:{KEY_B}"))).is_empty()
        );
        assert!(!faults_with("CONVOKE_LINK_KEYS", Some(KEY_A)).is_empty());
        assert!(!faults_with("CONVOKE_LINK_KEYS", Some(&format!("256:{KEY_A}"))).is_empty());
        assert!(!faults_with("CONVOKE_LINK_KEYS", Some(",")).is_empty());
    }

    #[test]
    fn a_base_url_is_an_address() {
        for value in ["rsvp.example.com", "ftp://example.com", "https://"] {
            assert_eq!(faults_with("CONVOKE_BASE_URL", Some(value)).len(), 1, "{value}");
        }
    }
}
