//! The two programs that are compared, in the same profile.
use anyhow::{Context, bail};
use serde_json::Value;
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

/// Where the programs are.
#[derive(Debug)]
pub(super) struct Programs {
    pub(super) bootstrap: PathBuf,
    pub(super) hello: PathBuf,
}

/// Builds both.
pub(super) fn build(profile: &str) -> anyhow::Result<Programs> {
    let cargo = runtime::config::environment("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["build", "--package", "bootstrap", "--bin", "bootstrap", "--example", "hello"])
        .args(["--profile", profile, "--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be run")?;
    if !output.status.success() {
        bail!("the programs could not be built");
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let find = |name: &str| {
        let built = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut named = built.filter(|message| {
            message.pointer("/target/name").and_then(Value::as_str) == Some(name)
        });
        let executable = named.find_map(|message| {
            message.get("executable").and_then(Value::as_str).map(PathBuf::from)
        });
        executable.with_context(|| format!("cargo built no `{name}`"))
    };
    Ok(Programs { bootstrap: find("bootstrap")?, hello: find("hello")? })
}
