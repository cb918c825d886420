//! A sample of `events/` with its places filled, to invoke a function with.
mod values;

use crate::{generate::root, terminal};
use anyhow::{Context, bail};
use providers::signature;
use std::{collections::BTreeMap, process::ExitCode};
use testkit::lambda::{Sample, operation_file, read_all};
use values::from_host;

/// Which sample, and what stands in it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// An operation or a file's name: `ListContacts`, `list_contacts-search`, `wakes-change`. Without
    /// one all names are listed
    name: Option<String>,
    /// What stands for `{{NAME}}`
    #[arg(long = "set", value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// Where the API is: its first organization, event, guest and contact stand for what is not set
    #[arg(long, value_name = "URL", requires_all = ["email", "password"])]
    host: Option<String>,
    /// Who logs in there
    #[arg(long)]
    email: Option<String>,
    /// The password
    #[arg(long)]
    password: Option<String>,
}

/// Prints the payload.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let samples = read_all(&root().join("events")).context("events/ cannot be read")?;
    let Some(name) = &arguments.name else {
        for sample in &samples {
            terminal::say(&sample.name);
        }
        return Ok(ExitCode::SUCCESS);
    };
    let sample = find(&samples, name)?;
    let mut values = BTreeMap::new();
    if let (Some(host), Some(email), Some(password)) =
        (&arguments.host, &arguments.email, &arguments.password)
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        values = runtime.block_on(from_host(host, email, password))?;
    }
    for value in &arguments.values {
        let (name, value) = value.split_once('=').context("--set takes NAME=VALUE")?;
        values.insert(name.to_owned(), value.to_owned());
    }
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    let (token, base) = (value("auth_token"), value("base_url"));
    let sign = |address: &str, form: &[(String, String)]| {
        signature::sign(&token, &format!("{base}{address}"), form)
    };
    let payload = sample.fill(&values, sign).context("say it with --set NAME=VALUE")?;
    terminal::say(&serde_json::to_string_pretty(&payload)?);
    Ok(ExitCode::SUCCESS)
}

fn find<'s>(samples: &'s [Sample], name: &str) -> anyhow::Result<&'s Sample> {
    let file = operation_file(name);
    let known = [name, file.as_str()];
    match samples.iter().find(|sample| known.contains(&sample.name.as_str())) {
        Some(sample) => Ok(sample),
        None => bail!("there is no sample `{name}`; `cargo xtask event` lists them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_found_by_its_operation_and_by_its_file() {
        let samples = read_all(&root().join("events")).unwrap();
        for name in ["ListContacts", "list_contacts", "list_contacts-search", "wakes-change"] {
            assert!(find(&samples, name).is_ok(), "{name}");
        }
        assert!(find(&samples, "ListEverything").is_err());
    }
}
