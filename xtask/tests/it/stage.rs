//! Hosts, and an organizer who talks to them over HTTP.
use host::{Data, Options, Time};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// A folder that goes when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Nothing is there yet.
    pub(crate) fn new(name: &str) -> Self {
        let folder = format!("convoke-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.0);
    }
}

/// A host in a process of its own; killed, not stopped, when it is dropped.
pub(crate) struct Host(Child);

impl Drop for Host {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The same ports over all restarts: the links that are out name them.
#[derive(Clone, Copy)]
pub(crate) struct Ports {
    api: u16,
    phones: u16,
}

impl Ports {
    pub(crate) fn free() -> Self {
        let port = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { api: port(), phones: port() }
    }

    pub(crate) fn api(self) -> String {
        format!("http://127.0.0.1:{}", self.api)
    }

    pub(crate) fn phones(self, path: &str) -> String {
        format!("http://127.0.0.1:{}/sim{path}", self.phones)
    }

    /// A host in this process, whose time passes when the test says so.
    pub(crate) async fn start_within(self, folder: &Path, now: Timestamp, seed: u64) -> host::Host {
        let options = Options {
            port: self.api,
            twilio_port: self.phones,
            data: Data::Dir(folder.to_owned()),
            time: Time::Virtual(now),
            seed: Some(seed),
            guest_requests_per_minute: None,
            variable: |name| match name {
                "CONVOKE_BOOTSTRAP_EMAIL" => Some(EMAIL.to_owned()),
                "CONVOKE_BOOTSTRAP_PASSWORD" => Some(PASSWORD.to_owned()),
                _ => None,
            },
            ..Options::default()
        };
        host::Host::start(options).await.unwrap()
    }

    /// A host in a process of its own.
    pub(crate) fn start(self, folder: &Path) -> Host {
        let mut child = tool()
            .args(["host", "--port", &self.api.to_string()])
            .args(["--twilio-port", &self.phones.to_string()])
            .args(["--data".as_ref(), folder.as_os_str()])
            .env("CONVOKE_BOOTSTRAP_EMAIL", EMAIL)
            .env("CONVOKE_BOOTSTRAP_PASSWORD", PASSWORD)
            .env("CONVOKE_LOG", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let host = Host(child);
        assert_eq!(line, format!("ready {}\n", self.api()));
        host
    }
}

/// `cargo xtask`.
pub(crate) fn tool() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
}

/// Somebody who is logged in.
pub(crate) struct Organizer {
    client: reqwest::Client,
    ports: Ports,
    token: String,
}

impl Organizer {
    pub(crate) async fn log_in(ports: Ports) -> Self {
        let mut organizer = Self { client: reqwest::Client::new(), ports, token: String::new() };
        let credentials = json!({ "email": EMAIL, "password": PASSWORD });
        let session = organizer.post("/v1/session", &credentials).await;
        session["access_token"].as_str().unwrap().clone_into(&mut organizer.token);
        organizer
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.ask(self.client.get(format!("{}{path}", self.ports.api()))).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        self.ask(self.client.post(format!("{}{path}", self.ports.api())).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Value {
        self.ask(self.client.patch(format!("{}{path}", self.ports.api())).json(body)).await
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Value {
        let answer = request.bearer_auth(&self.token).send().await.unwrap();
        let (status, url) = (answer.status(), answer.url().clone());
        let body: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{url} answered {status}: {body}");
        body
    }

    /// Sets how the simulated people behave and the provider fails.
    pub(crate) async fn set_phones(&self, settings: &Value) {
        let set = self.client.put(self.ports.phones("/settings")).json(settings).send();
        let set = set.await.unwrap();
        assert!(set.status().is_success(), "{}", set.text().await.unwrap());
    }

    /// What the simulated phones tell.
    pub(crate) async fn phones(&self, path: &str) -> Value {
        let told = self.client.get(self.ports.phones(path)).send().await.unwrap();
        told.json().await.unwrap()
    }

    /// An event at any hour, for people who were made one by one.
    pub(crate) async fn prepare(&self, name: &str, capacity: u64, first: u32) -> String {
        let org = self.get("/v1/me").await["orgs"][0]["org"].as_str().unwrap().to_owned();
        let org = format!("/v1/orgs/{org}");
        let mut contacts = Vec::new();
        for number in first..first + 40 {
            let contact = json!({
                "name": format!("Guest {number}"), "phone": format!("+121255501{number:02}"),
            });
            contacts.push(self.post(&format!("{org}/contacts"), &contact).await["id"].clone());
        }
        let event = json!({
            "name": name,
            "starts_local": "2031-06-12T19:00",
            "capacity": capacity,
            "settings": { "quiet_hours": null },
        });
        let made = self.post(&format!("{org}/events"), &event).await;
        let path = format!("{org}/events/{}", made["id"].as_str().unwrap());
        self.post(&format!("{path}/invitees"), &json!({ "contacts": contacts })).await;
        path
    }

    /// What the event's status is once so many have accepted, or after a while that is long enough.
    pub(crate) async fn filled(&self, event: &str, accepted: u64) -> Value {
        /// Looks, one a second.
        const PATIENCE: u32 = 20;
        for _ in 0..PATIENCE {
            let status = self.get(&format!("{event}/status")).await;
            if status["counts"]["accepted"] == accepted {
                return status;
            }
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
        self.get(&format!("{event}/status")).await
    }
}
