//! The host from outside: over its ports, over restarts.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]
mod first_run;
mod guests;
mod mails;
mod page;
mod restart;
mod serving;

use host::{Data, Host, Options};
use std::{
    fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// An empty folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("convoke-it-{}-{number}", process::id()));
        let _absent = fs::remove_dir_all(&path);
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.0);
    }
}

fn admin(name: &str) -> Option<String> {
    match name {
        "CONVOKE_BOOTSTRAP_EMAIL" => Some(EMAIL.to_owned()),
        "CONVOKE_BOOTSTRAP_PASSWORD" => Some(PASSWORD.to_owned()),
        _ => None,
    }
}

async fn host_in(folder: &Folder) -> Host {
    let data = Data::Dir(folder.path().to_owned());
    Host::start(Options { data, variable: admin, ..Options::memory() }).await.unwrap()
}

async fn log_in(host: &Host, password: &str) -> reqwest::Response {
    let credentials = serde_json::json!({ "email": EMAIL, "password": password });
    let url = format!("{}/v1/session", host.address());
    reqwest::Client::new().post(url).json(&credentials).send().await.unwrap()
}

async fn get(url: &str) -> (u16, String) {
    let answer = reqwest::get(url).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
