//! Instructions of a start, counted by valgrind: a figure that no busy machine changes.
use anyhow::{Context, bail};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// The shell between: it ends the program in the way that has its instructions told.
const SCRIPT: &str = "#!/bin/sh
{valgrind} --tool=callgrind --callgrind-out-file=/dev/null --log-file='{log}' '{program}' &
child=$!
while [ ! -e '{stop}' ] && kill -0 \"$child\"; do sleep 0.05; done
kill -TERM \"$child\"
wait \"$child\" 2>/dev/null
";
/// What stands before the number.
const TOLD: &str = "Collected : ";

/// A program under valgrind.
#[derive(Debug)]
pub(super) struct Counted {
    /// What to start in the program's place.
    pub(super) script: PathBuf,
    log: PathBuf,
    stop: PathBuf,
}

impl Counted {
    /// Makes the script in `folder`. `None` where the machine has no valgrind.
    pub(super) fn new(program: &Path, folder: &Path) -> anyhow::Result<Option<Self>> {
        let Some(valgrind) = find("valgrind") else { return Ok(None) };
        fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
        let [script, log, stop] = ["counted", "log", "stop"].map(|name| folder.join(name));
        drop(fs::remove_file(&stop));
        let places = [
            ("{valgrind}", &valgrind),
            ("{log}", &log),
            ("{stop}", &stop),
            ("{program}", &program.to_owned()),
        ];
        let text = places.iter().fold(SCRIPT.to_owned(), |text, (place, path)| {
            text.replace(place, &path.display().to_string())
        });
        fs::write(&script, text).with_context(|| format!("{}", script.display()))?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        Ok(Some(Self { script, log, stop }))
    }

    /// Has the program ended.
    pub(super) fn end(&self) -> anyhow::Result<()> {
        fs::write(&self.stop, "").with_context(|| format!("{}", self.stop.display()))
    }

    /// How many instructions it was, once it has ended.
    pub(super) fn count(&self) -> anyhow::Result<u64> {
        let log = fs::read_to_string(&self.log)?;
        let Some((_, count)) = log.split_once(TOLD) else { bail!("valgrind told nothing:\n{log}") };
        let count = count.lines().next().unwrap_or_default().trim();
        count.parse().with_context(|| format!("valgrind told `{count}`"))
    }
}

/// Where a program is that the shell would find.
fn find(program: &str) -> Option<PathBuf> {
    let path = runtime::config::environment("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
