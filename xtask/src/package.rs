//! The one artifact that every function runs: a zip with `bootstrap`.
mod archive;
pub(crate) mod build;
mod twice;

use crate::{generate::root, terminal};
use anyhow::{Context, ensure};
use archive::archive;
use build::{Architecture, Place};
use sha2::{Digest, Sha256};
use std::{fs, process::ExitCode};

/// The program's name, which Lambda starts.
const PROGRAM: &str = "bootstrap";

/// What to build.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Arguments {
    /// The processor that it runs on, as the templates' parameter Architecture says it
    #[arg(long, value_enum, default_value = "arm64")]
    arch: Architecture,
    /// Pack what an earlier run built
    #[arg(long)]
    no_build: bool,
    /// Build it once more in another folder, and fail where that is another program
    #[arg(long)]
    twice: bool,
}

/// Builds, packs, and says how large it is.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if !arguments.no_build {
        Place::own().build(arguments.arch)?;
    }
    let (bytes, zip) = packed(arguments.arch)?;
    if arguments.twice {
        let again = twice::built_elsewhere(arguments.arch)?;
        ensure!(again == bytes, "built in another folder, it is another program");
        terminal::say("built in another folder, it is the same program");
    }
    let path = root().join("dist").join("bootstrap.zip");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    }
    fs::write(&path, &zip).with_context(|| format!("{}", path.display()))?;
    terminal::say(&format!(
        "{} for {}: {} bytes, sha256 {} (the program: {} bytes)",
        path.display(),
        arguments.arch,
        zip.len(),
        hash(&zip),
        bytes.len(),
    ));
    let budget = deploy::budget("zip", "bytes")?;
    ensure!(budget.holds(u64::try_from(zip.len())?), "the zip is too large: {budget}");
    Ok(ExitCode::SUCCESS)
}

/// What was built, and its zip.
pub(crate) fn packed(architecture: Architecture) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let program = Place::own().program(architecture, PROGRAM);
    let bytes = fs::read(&program)
        .with_context(|| format!("{} cannot be read: was it built?", program.display()))?;
    let zip = archive(PROGRAM, &bytes)?;
    Ok((bytes, zip))
}

fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        text += &format!("{byte:02x}");
    }
    text
}
