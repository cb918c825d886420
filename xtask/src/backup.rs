//! `cargo xtask backup` and `restore`: a host's data folder as one file, and a folder of it again.
//!
//! The table is the truth, so it is copied last: what the other files tell is then never ahead of it. A
//! stream's checkpoint or a queue that lags behind repeats what is harmless to repeat; one that is ahead
//! would leave something out.
mod table;

use crate::terminal;
use anyhow::{Context, bail, ensure};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// The host's secrets, without which neither links nor sessions hold.
const SECRETS: &str = "secrets.json";
const TABLE: &str = "table.sqlite";
/// What a folder has beside the table, in the order in which it is copied: the phones and mails of the
/// simulation, the stream's checkpoint, and the queues that the stream feeds.
const FILES: [&str; 5] = [SECRETS, "phones.jsonl", "mails.jsonl", "stream.json", "queues.jsonl"];
/// A backup holds secrets: its owner alone may read it.
const OWNERS_FILE: u32 = 0o600;
const OWNERS_FOLDER: u32 = 0o700;

/// What to back up.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArguments {
    /// The host's data folder; the host may run
    #[arg(long, value_name = "DIR", default_value = host::DATA_FOLDER)]
    data: PathBuf,
    /// The archive to write (tar); one of that name is replaced once the new one is whole
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// What to restore.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArguments {
    /// The archive that `backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The folder to make; it must not be there yet
    #[arg(long, value_name = "DIR", default_value = host::DATA_FOLDER)]
    data: PathBuf,
    /// Leave the kill switch as it was: only where nothing was sent after the backup
    #[arg(long)]
    keep_sending: bool,
}

/// Writes the archive.
pub(crate) fn back_up(arguments: &BackupArguments) -> anyhow::Result<ExitCode> {
    let BackupArguments { data, to } = arguments;
    ensure!(data.join(TABLE).is_file(), "{} has no {TABLE}: it is no data folder", data.display());
    let scratch = Scratch::beside(to)?;
    let mut copied = Vec::new();
    for name in FILES {
        match fs::read(data.join(name)) {
            Ok(bytes) => owners_file(&scratch.path().join(name))?.write_all(&bytes)?,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error).context(format!("{name} cannot be read")),
        }
        copied.push(name);
    }
    table::copy(&data.join(TABLE), &scratch.path().join(TABLE))?;
    copied.push(TABLE);
    let draft = scratch.path().join("archive");
    let archive = owners_file(&draft)?;
    let mut tar = Command::new("tar");
    tar.arg("-cf").arg("-").arg("-C").arg(scratch.path()).args(&copied);
    run(tar.stdout(Stdio::from(archive.try_clone()?)))?;
    archive.sync_all()?;
    fs::rename(&draft, to).with_context(|| format!("{} cannot be written", to.display()))?;
    let bytes = fs::metadata(to)?.len();
    terminal::say(&format!("{}: {} bytes of {}", to.display(), bytes, copied.join(", ")));
    Ok(ExitCode::SUCCESS)
}

/// Makes the folder.
pub(crate) fn restore(arguments: &RestoreArguments) -> anyhow::Result<ExitCode> {
    let RestoreArguments { from, data, keep_sending } = arguments;
    ensure!(!data.exists(), "{} is there: name a folder that is not", data.display());
    let archive = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let scratch = Scratch::beside(data)?;
    let mut tar = Command::new("tar");
    run(tar.arg("-xf").arg("-").arg("-C").arg(scratch.path()).stdin(Stdio::from(archive)))?;
    for name in names(scratch.path())? {
        ensure!(name == TABLE || FILES.contains(&name.as_str()), "{name} is in no backup");
    }
    let table = scratch.path().join(TABLE);
    ensure!(table.is_file(), "{} has no {TABLE}: it is no backup", from.display());
    table::check(&table)?;
    if !keep_sending {
        tokio::runtime::Runtime::new()?.block_on(table::stop_sending(&table))?;
    }
    fs::rename(scratch.path(), data)
        .with_context(|| format!("{} cannot be made", data.display()))?;
    terminal::say(&format!("{}: restored from {}", data.display(), from.display()));
    if !keep_sending {
        terminal::say(
            "sending is off: see what was sent since, then PATCH /v1/admin/settings \
             with {\"sending_enabled\":true}",
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn owners_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(OWNERS_FILE).open(path)
}

fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let names =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    names.collect()
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().context("tar cannot be run")?;
    if !status.success() {
        bail!("tar failed: {status}");
    }
    Ok(())
}

/// A folder of its owner's beside what is made, so that a rename is all that is left; it goes when it is
/// dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(target: &Path) -> anyhow::Result<Self> {
        let mut path = target.as_os_str().to_owned();
        path.push(format!(".{}.part", std::process::id()));
        let path = PathBuf::from(path);
        DirBuilder::new()
            .mode(OWNERS_FOLDER)
            .create(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
