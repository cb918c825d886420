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
/// The letters and digits of a password that is read off a screen: none looks like another.
const READABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
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

/// `secrets` with a random password under each of `names` that has none, once that is written down.
pub(crate) fn with_passwords(
    data: &Data,
    ids: &(dyn Ids + 'static),
    mut secrets: Secrets,
    names: &[&str],
) -> anyhow::Result<Secrets> {
    for name in names {
        secrets.entry((*name).to_owned()).or_insert_with(|| password(ids));
    }
    if let Some(folder) = data.folder() {
        let path = folder.join(FILE);
        create(folder, &path, &secrets)
            .with_context(|| format!("the secrets {} cannot be written", path.display()))?;
    }
    Ok(secrets)
}

/// 80 random bits in four groups.
fn password(ids: &(dyn Ids + 'static)) -> String {
    let letter = |byte: &u8| READABLE.get(usize::from(byte % 32)).copied().map_or('x', char::from);
    let group = |bytes: &[u8]| bytes.iter().map(letter).collect::<String>();
    ids.bytes::<16>().chunks(4).map(group).collect::<Vec<_>>().join("-")
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
    fn passwords_are_added_once_and_kept_with_the_rest() {
        let folder = crate::scratch::Folder::new("passwords");
        let data = Data::Dir(folder.path().to_owned());
        let first = load(&data, &SeededIds::new(1)).unwrap();
        let with = with_passwords(&data, &SeededIds::new(2), first.clone(), &["A", "B"]).unwrap();
        assert_ne!(with["A"], with["B"]);
        assert_eq!(with["A"].len(), 19);
        let again = load(&data, &SeededIds::new(3)).unwrap();
        assert_eq!(again, with);
        assert_eq!(with_passwords(&data, &SeededIds::new(4), again, &["A"]).unwrap(), with);
        assert!(first.iter().all(|(name, value)| with.get(name) == Some(value)));
        assert_eq!(mode(&folder.path().join(FILE)), OWNER_ONLY);
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
