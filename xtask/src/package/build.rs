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
    /// This machine's.
    pub(crate) const fn own() -> Self {
        if cfg!(target_arch = "aarch64") { Self::Arm64 } else { Self::X86 }
    }

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

/// Where code is built, and into what.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) code: PathBuf,
    pub(crate) target: PathBuf,
}

impl Place {
    /// This repository, and the folder of builds that cargo is told.
    pub(crate) fn own() -> Self {
        let told = runtime::config::environment("CARGO_TARGET_DIR").map(PathBuf::from);
        let target = root().join(told.unwrap_or_else(|| PathBuf::from("target")));
        Self { code: root(), target }
    }

    /// Builds the program: with the system's linker for this machine's processor, with zig's for another.
    pub(crate) fn build(&self, architecture: Architecture) -> anyhow::Result<()> {
        self.cargo(architecture, &["--package", "bootstrap", "--bin", "bootstrap"])
    }

    /// Builds the least that a function can be, in the same way. Apart from the program: what only tests
    /// need would change what the program is made of.
    pub(crate) fn build_hello(&self, architecture: Architecture) -> anyhow::Result<()> {
        self.cargo(architecture, &["--package", "bootstrap", "--example", "hello"])
    }

    /// Where a build leaves a program.
    pub(crate) fn program(&self, architecture: Architecture, name: &str) -> PathBuf {
        self.target.join(architecture.target()).join(PROFILE).join(name)
    }

    fn cargo(&self, architecture: Architecture, what: &[&str]) -> anyhow::Result<()> {
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
            .args(["--profile", PROFILE, "--locked"])
            .args(what)
            .env("CARGO_TARGET_DIR", &self.target)
            // What is left from an earlier build must not show.
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", self.flags(architecture))
            .current_dir(&self.code)
            .status()
            .context("cargo cannot be run")?;
        ensure!(
            status.success(),
            "the program cannot be built for {architecture}{}",
            if architecture.is_ours() { "" } else { ": `scripts/aws/zig` installs the linker" }
        );
        Ok(())
    }

    /// Paths of this machine are kept out of the program, so that the same code is the same program; code
    /// that is the same stands once, where the linker knows how (Rust's own for this processor); and the
    /// program has a fixed place in memory, so that a start has no addresses to correct.
    fn flags(&self, architecture: Architecture) -> String {
        let home = runtime::config::environment("CARGO_HOME")
            .or_else(|| Some(format!("{}/.cargo", runtime::config::environment("HOME")?)));
        // The last that fits counts, and builds may lie below the code.
        let [code, target] = [&self.code, &self.target].map(|place| place.display().to_string());
        let places = [(Some(code), "/src"), (home, "/cargo"), (Some(target), "/target")];
        let remapped = places.into_iter().filter_map(|(from, to)| Some((from?, to)));
        let mut flags: Vec<String> =
            remapped.map(|(from, to)| format!("--remap-path-prefix={from}={to}")).collect();
        flags.push("-Crelocation-model=static".to_owned());
        match architecture {
            Architecture::X86 if architecture.is_ours() => {
                flags.push("-Clink-arg=-Wl,--icf=all".to_owned());
            }
            Architecture::X86 | Architecture::Arm64 => (),
        }
        flags.join(" ")
    }
}

/// The path with what `scripts/aws/zig` installs before it.
fn with_zig() -> String {
    let own = Path::new("target/venv-zig/bin");
    let path = runtime::config::environment("PATH").unwrap_or_default();
    format!("{}:{path}", root().join(own).display())
}
