//! Building the program for the machines of Lambda.
use crate::generate::root;
use anyhow::{Context, ensure};
use std::{
    fmt,
    path::{Path, PathBuf},
    process::Command,
};

/// The profile of `Cargo.toml`.
const PROFILE: &str = "lambda";
/// The oldest C library that the program may meet: that of Amazon Linux 2023, which Lambda runs
/// (<https://docs.aws.amazon.com/linux/al2023/ug/core-glibc.html>).
const GLIBC: &str = "2.34";

/// A processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Architecture {
    /// Graviton: cheaper for the same work.
    #[value(name = "arm64")]
    Arm64,
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86,
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        })
    }
}

impl Architecture {
    const fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86 => "x86_64-unknown-linux-gnu",
        }
    }

    /// Whether it is this machine's, whose own linker then serves.
    const fn is_ours(self) -> bool {
        match self {
            Self::Arm64 => cfg!(all(target_arch = "aarch64", target_os = "linux")),
            Self::X86 => cfg!(all(target_arch = "x86_64", target_os = "linux")),
        }
    }
}

/// Builds it: with the system's linker for this machine's processor, with zig's for another.
///
/// Paths of this machine are kept out of the program, so that the same code is the same program.
pub(super) fn build(architecture: Architecture) -> anyhow::Result<()> {
    let cargo = runtime::config::environment("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let mut command = Command::new(cargo);
    let target = architecture.target();
    if architecture.is_ours() {
        command.args(["build", "--target", target]);
    } else {
        command.args(["zigbuild", "--target", &format!("{target}.{GLIBC}")]);
        command.env("PATH", with_zig());
    }
    let status = command
        .args(["--profile", PROFILE, "--package", "bootstrap", "--locked"])
        .env("RUSTFLAGS", flags())
        .current_dir(root())
        .status()
        .context("cargo cannot be run")?;
    ensure!(
        status.success(),
        "the program cannot be built for {architecture}{}",
        if architecture.is_ours() { "" } else { ": `scripts/aws/zig` installs the linker" }
    );
    Ok(())
}

/// Where a build leaves the program.
pub(super) fn program(architecture: Architecture, name: &str) -> PathBuf {
    folder().join(architecture.target()).join(PROFILE).join(name)
}

fn flags() -> String {
    let home = runtime::config::environment("CARGO_HOME")
        .or_else(|| Some(format!("{}/.cargo", runtime::config::environment("HOME")?)));
    let places = [Some(root().display().to_string()), home].into_iter().flatten();
    let remapped = places.zip(["/src", "/cargo"]);
    remapped
        .map(|(from, to)| format!("--remap-path-prefix={from}={to}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The path with what `scripts/aws/zig` installs before it.
fn with_zig() -> String {
    let own = Path::new("target/venv-zig/bin");
    let path = runtime::config::environment("PATH").unwrap_or_default();
    format!("{}:{path}", root().join(own).display())
}

/// The folder of builds, as cargo is told.
fn folder() -> PathBuf {
    let told = runtime::config::environment("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder = told.unwrap_or_else(|| PathBuf::from("target"));
    root().join(folder)
}
