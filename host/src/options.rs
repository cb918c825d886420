//! What a host is told before it starts.
use crate::phones;
use anyhow::Context;
use jiff::Timestamp;
use std::{
    fs::{self, DirBuilder, File, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// The port of the API and the page, where none is given.
pub const PORT: u16 = 3_000;
/// The port of the simulated phone network, where none is given.
pub const TWILIO_PORT: u16 = 3_001;
/// The data folder, where none is given.
pub const DATA_FOLDER: &str = "data";
/// The folder that the host makes is for its user alone.
pub(crate) const OWNERS_FOLDER: u32 = 0o700;
/// Locked by the host that works in the folder.
const LOCK_FILE: &str = "lock";
/// Requests that one address may make to guests' pages in a minute, as the gateway's throttle has it.
pub const GUEST_REQUESTS_PER_MINUTE: u32 = 60;

/// Where what must last is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// In files of this folder, which is made where it is missing.
    Dir(PathBuf),
    /// Nowhere: everything is gone when the process ends.
    Memory,
}

impl Data {
    /// The folder, if there is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Dir(folder) => Some(folder),
            Self::Memory => None,
        }
    }

    /// Makes the folder where it is missing, for its owner alone; one that is there stays as it is.
    /// Answers the lock that keeps a second host from it, until it is dropped or the process ends.
    pub(crate) fn prepare(&self) -> anyhow::Result<Option<File>> {
        let Some(folder) = self.folder() else { return Ok(None) };
        let named = folder.display();
        make(folder).with_context(|| format!("the data folder {named} cannot be made"))?;
        let lock = File::create(folder.join(LOCK_FILE))?;
        lock.try_lock()
            .with_context(|| format!("another host works in the data folder {named}"))?;
        Ok(Some(lock))
    }
}

fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(OWNERS_FOLDER).create(folder)?;
    // The process's mask may have taken some of the owner's own rights.
    fs::set_permissions(folder, Permissions::from_mode(OWNERS_FOLDER))
}

/// How time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// As the machine's clock says; the host works by itself.
    Real,
    /// From this instant on, and only when [`World`](crate::World) says so.
    Virtual(Timestamp),
}

/// How a host is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port of the API and the page; 0 takes a free one.
    pub port: u16,
    /// The port of the simulated phone network; 0 takes a free one.
    pub twilio_port: u16,
    /// Where everything is kept.
    pub data: Data,
    /// How time passes.
    pub time: Time,
    /// Decides everything that is left to chance; without one the machine's randomness does.
    pub seed: Option<u64>,
    /// Requests that one address may make to guests' pages in a minute; without one any number.
    pub guest_requests_per_minute: Option<u32>,
    /// The folder of the organizer's built page; without one there is none.
    pub ui: Option<PathBuf>,
    /// Whether a host on which nobody can log in makes accounts for somebody who tries it: only where the
    /// phones are simulated and the address is this machine's own, whatever is said here.
    pub demo: bool,
    /// How phones behave and the provider fails; without it as it was left.
    pub phones: Option<phones::Settings>,
    /// Reads a variable of the environment.
    pub variable: fn(&str) -> Option<String>,
}

impl Default for Options {
    /// As `cargo xtask host` starts without flags, but deaf to the environment.
    fn default() -> Self {
        Self {
            port: PORT,
            twilio_port: TWILIO_PORT,
            data: Data::Dir(PathBuf::from(DATA_FOLDER)),
            time: Time::Real,
            seed: None,
            guest_requests_per_minute: Some(GUEST_REQUESTS_PER_MINUTE),
            ui: None,
            demo: false,
            phones: None,
            variable: |_| None,
        }
    }
}

impl Options {
    /// Nothing on disk, any free port: for tests and demonstrations.
    pub fn memory() -> Self {
        Self {
            port: 0,
            twilio_port: 0,
            data: Data::Memory,
            guest_requests_per_minute: None,
            ..Self::default()
        }
    }
}
