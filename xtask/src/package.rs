//! The one artifact that every function runs: a zip with `bootstrap`.
mod archive;
mod build;

use crate::{generate::root, terminal};
use anyhow::{Context, ensure};
use archive::archive;
use sha2::{Digest, Sha256};
use std::{fs, process::ExitCode};

/// The program's name, which Lambda starts.
const PROGRAM: &str = "bootstrap";
/// Most bytes of the zip: what a function loads before it starts for the first time. It is 9 MB; the aim
/// is 5 MB, and what stands between is mainly the API's document, which could be made when building.
const ZIP_BYTES_MAX: usize = 10 * 1024 * 1024;

/// What to build.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Arguments {
    /// The processor that it runs on, as the templates' parameter Architecture says it
    #[arg(long, value_enum, default_value = "arm64")]
    arch: build::Architecture,
    /// Pack what an earlier run built
    #[arg(long)]
    no_build: bool,
}

/// Builds, packs, and says how large it is.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if !arguments.no_build {
        build::build(arguments.arch)?;
    }
    let program = build::program(arguments.arch, PROGRAM);
    let bytes = fs::read(&program)
        .with_context(|| format!("{} cannot be read: was it built?", program.display()))?;
    let zip = archive(PROGRAM, &bytes)?;
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
    ensure!(zip.len() <= ZIP_BYTES_MAX, "the zip is larger than {ZIP_BYTES_MAX} bytes");
    Ok(ExitCode::SUCCESS)
}

fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        text += &format!("{byte:02x}");
    }
    text
}
