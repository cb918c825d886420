//! Running this command again as an optimised build.
use anyhow::Context;
use std::{
    env,
    process::{Command, ExitCode},
};

/// Builds and runs `cargo xtask` with the same arguments but `--release`, and ends as it does.
pub(crate) fn run_again() -> anyhow::Result<ExitCode> {
    let cargo = runtime::config::environment("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let arguments = env::args().skip(1).filter(|argument| argument != "--release");
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
        .args(arguments)
        .status()
        .context("cargo cannot be run")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
