//! The host's own secrets: made at random on its first start, kept where only its user reads them.
use crate::options::Data;
use anyhow::Context;
use base64::{Engine, prelude::BASE64_STANDARD};
use ports::Ids;
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions, Permissions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

const FILE: &str = "secrets.json";
/// Readable and writable by the owner alone.
const OWNER_ONLY: u32 = 0o600;
/// The number that the simulated provider sends from.
pub(crate) const SENDER: &str = "+12125550100";

/// Secrets by the names of the variables that would give them.
pub(crate) type Secrets = BTreeMap<String, String>;

/// The secrets of the data folder, made where it has none.
pub(crate) fn load(data: &Data, ids: &(dyn Ids + 'static)) -> anyhow::Result<Secrets> {
    let Some(folder) = data.folder() else { return Ok(fresh(ids)) };
    let path = folder.join(FILE);
    if !path.exists() {
        create(folder, &path, &fresh(ids))
            .with_context(|| format!("the secrets {} cannot be written", path.display()))?;
    }
    let text = fs::read(&path).and_then(|text| {
        fs::set_permissions(&path, Permissions::from_mode(OWNER_ONLY))?;
        Ok(text)
    });
    let text = text.with_context(|| format!("the secrets {} cannot be read", path.display()))?;
    serde_json::from_slice(&text)
        .with_context(|| format!("the secrets {} are not a JSON object of texts", path.display()))
}

/// Written whole under another name first: a crash leaves all of the secrets or none.
fn create(folder: &Path, path: &Path, secrets: &Secrets) -> anyhow::Result<()> {
    let draft = folder.join(format!("{FILE}.new"));
    if draft.exists() {
        fs::remove_file(&draft)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(&draft)?;
    file.write_all(&serde_json::to_vec_pretty(secrets)?)?;
    file.sync_all()?;
    Ok(fs::rename(&draft, path)?)
}

fn fresh(ids: &(dyn Ids + 'static)) -> Secrets {
    let key = || BASE64_STANDARD.encode(ids.bytes::<32>());
    let hex = || format!("{:032x}", u128::from_be_bytes(ids.bytes()));
    [
        ("CONVOKE_LINK_KEYS", format!("1:{}", key())),
        ("CONVOKE_ACCESS_KEY", key()),
        ("CONVOKE_CURSOR_KEY", key()),
        ("TWILIO_ACCOUNT_SID", format!("AC{}", hex())),
        ("TWILIO_AUTH_TOKEN", hex()),
        ("TWILIO_FROM", SENDER.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::OWNERS_FOLDER;
    use testkit::SeededIds;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn secrets_are_made_once_and_only_their_owner_reads_them() {
        let folder = crate::scratch::Folder::new("secrets");
        let made = folder.path().join("data");
        let data = Data::Dir(made.clone());
        let _held = data.prepare().unwrap();
        assert!(data.prepare().is_err(), "a second host is kept out");
        let first = load(&data, &SeededIds::new(1)).unwrap();
        let second = load(&data, &SeededIds::new(2)).unwrap();
        assert_eq!(first, second);
        assert_eq!(mode(&made.join(FILE)), OWNER_ONLY);
        assert_eq!(mode(&made), OWNERS_FOLDER);
    }

    #[test]
    fn a_folder_that_was_there_keeps_its_mode() {
        let folder = crate::scratch::Folder::new("kept");
        fs::set_permissions(folder.path(), Permissions::from_mode(0o750)).unwrap();
        Data::Dir(folder.path().to_owned()).prepare().unwrap();
        assert_eq!(mode(folder.path()), 0o750);
    }

    #[test]
    fn two_hosts_have_different_secrets() {
        let load = |seed| load(&Data::Memory, &SeededIds::new(seed)).unwrap();
        let (one, other) = (load(1), load(2));
        for name in ["CONVOKE_LINK_KEYS", "CONVOKE_ACCESS_KEY", "TWILIO_AUTH_TOKEN"] {
            assert_ne!(one[name], other[name]);
        }
        assert_ne!(one["CONVOKE_ACCESS_KEY"], one["CONVOKE_CURSOR_KEY"]);
    }
}
