//! A world in which the samples mean something: made once as a file, and copied for each of them.
use super::seeds;
use crate::iam;
use jiff::Timestamp;
use ports::Clock;
use providers::signature;
use runtime::{access_token::Bearer, system::SystemClock};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};
use testkit::{
    Embedded, Stage,
    lambda::{Cloud, Function, Sample, variables},
    stage::{AUTH_TOKEN, BASE_URL},
};

const ORIGINAL: &str = "table";

/// What stands in the samples' places.
pub(super) type Values = BTreeMap<String, String>;

/// A table in a file, and what is in it.
#[derive(Debug)]
pub(super) struct World {
    /// The folder of the table and its copies. It goes with the world.
    folder: PathBuf,
    copies: AtomicU64,
    pub(super) values: Values,
    /// Whose token each `{{.._token}}` is.
    people: BTreeMap<&'static str, Bearer>,
    now: Timestamp,
}

impl World {
    /// The world at this very moment, for processes read the machine's clock.
    pub(super) async fn new() -> Self {
        let (folder, now) = (new_folder(), SystemClock.now());
        let table = Embedded::file(&folder.join(ORIGINAL)).await.unwrap();
        let stage = Stage::over(table, now);
        let (values, people) = seeds::sow(&stage).await;
        Self { folder, copies: AtomicU64::new(0), values, people, now }
    }

    /// A copy that whoever gets it may change.
    pub(super) async fn copy(&self) -> Embedded {
        let number = self.copies.fetch_add(1, Ordering::Relaxed);
        let copy = format!("copy-{number}");
        for ending in ["", "-wal"] {
            let original = self.folder.join(format!("{ORIGINAL}{ending}"));
            if original.exists() {
                fs::copy(original, self.folder.join(format!("{copy}{ending}"))).unwrap();
            }
        }
        Embedded::file(&self.folder.join(copy)).await.unwrap()
    }

    /// The sample's payload, as this world would send it.
    pub(super) async fn payload(&self, table: &Embedded, sample: &Sample) -> Value {
        let stage = Stage::over(table.clone(), self.now);
        let mut values = self.values.clone();
        for (name, bearer) in &self.people {
            values.insert(format!("{name}_token"), stage.token(*bearer));
        }
        if sample.text.contains("{{revision}}") {
            values.insert("revision".to_owned(), "0".to_owned());
            let revision = seeds::revision(&stage, &fill(sample, &values)).await;
            values.insert("revision".to_owned(), revision);
        }
        fill(sample, &values)
    }
}

fn fill(sample: &Sample, values: &Values) -> Value {
    let sign = |address: &str, form: &[(String, String)]| {
        signature::sign(AUTH_TOKEN, &format!("{BASE_URL}{address}"), form)
    };
    sample.fill(values, sign).unwrap_or_else(|error| panic!("{}: {error}", sample.name))
}

/// The program as the function `handler` over `table`.
pub(super) async fn start(handler: &str, table: Option<Embedded>) -> Function {
    start_as(handler, handler, table).await
}

/// The same with the key, and so the role, of the function `caller`.
pub(super) async fn start_as(handler: &str, caller: &str, table: Option<Embedded>) -> Function {
    iam::keep();
    let cloud = Cloud::start(table).await.unwrap();
    let mut variables = variables(handler, cloud.address());
    for (name, value) in &mut variables {
        if *name == "AWS_ACCESS_KEY_ID" {
            value.replace_range(.., caller);
        }
    }
    Function::start(Path::new(env!("CARGO_BIN_EXE_bootstrap")), cloud, &variables).unwrap()
}

/// An empty folder below the one that cargo keeps for tests.
fn new_folder() -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("samples-{}-{number}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

impl Drop for World {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}
