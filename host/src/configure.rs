//! The process's configuration, from the environment, the host's own secrets and its ports.
use crate::secrets::Secrets;
use runtime::config::{self, Config, ConfigError};
use testkit::embedded::TABLE;

/// Variables that belong to one provider account: given together or not at all.
const ACCOUNT: [&str; 4] =
    ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "TWILIO_MESSAGING_SERVICE_SID"];

/// Whose phones get the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    /// The host's own simulated network.
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
    let given = |name| variable(name).is_some_and(|value| !value.trim().is_empty());
    if given("CONVOKE_TWILIO_BASE_URL") || given("TWILIO_ACCOUNT_SID") {
        Provider::Given
    } else {
        Provider::Simulated
    }
}

impl Sources<'_> {
    /// Reads it through the same reader as on Lambda.
    pub(crate) fn read(&self) -> Result<(Config, ports::Secrets), ConfigError> {
        config::read(|name| self.value(name))
    }

    fn value(&self, name: &str) -> Option<String> {
        (self.variable)(name).or_else(|| self.default_value(name))
    }

    fn default_value(&self, name: &str) -> Option<String> {
        let foreign_account = (self.variable)("TWILIO_ACCOUNT_SID").is_some();
        match name {
            "CONVOKE_TABLE" => Some(TABLE.to_owned()),
            "CONVOKE_BASE_URL" => Some(self.address.clone()),
            "CONVOKE_TWILIO_BASE_URL" => self.network.clone(),
            name if ACCOUNT.contains(&name) && foreign_account => None,
            name => self.secrets.get(name).cloned(),
        }
    }
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

    #[test]
    fn another_server_gets_the_texts_when_it_is_named() {
        let url = |name: &str| {
            (name == "CONVOKE_TWILIO_BASE_URL").then(|| "http://127.0.0.1:9900".to_owned())
        };
        assert_eq!(provider(url), Provider::Given);
        assert_eq!(provider(|_| None), Provider::Simulated);
    }
}
