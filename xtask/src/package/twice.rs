//! Whether the same code is the same program wherever it is built.
use super::{
    PROGRAM,
    build::{Architecture, Place},
};
use crate::generate::root;
use anyhow::{Context, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The program built from a copy of the code in another folder, into another one.
pub(super) fn built_elsewhere(architecture: Architecture) -> anyhow::Result<Vec<u8>> {
    let place = Place::own();
    let elsewhere = place.target.join("elsewhere");
    let code = elsewhere.join("code");
    drop(fs::remove_dir_all(&code));
    for file in files()? {
        copy(&root().join(&file), &code.join(&file))?;
    }
    let place = Place { code, target: elsewhere.join("target") };
    place.build(architecture)?;
    let program = place.program(architecture, PROGRAM);
    fs::read(&program).with_context(|| format!("{}", program.display()))
}

/// The code's files, as git knows them or would.
fn files() -> anyhow::Result<Vec<PathBuf>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git cannot be run")?;
    ensure!(listed.status.success(), "git does not list the files");
    let listed = String::from_utf8(listed.stdout).context("a file's name is no text")?;
    Ok(listed.split_terminator('\0').map(PathBuf::from).collect())
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    // One that was removed and not yet committed is listed.
    if !from.is_file() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("{}", from.display()))?;
    Ok(())
}
