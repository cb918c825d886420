//! A network with a clock that is set by hand and an API that is played.
use crate::phones::{
    Behaviour, CallFailed, Called, Caller, Configuration, Faults, Network, Number, Settings,
    submission::{Form, Reply},
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use ports::Clock;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

pub(super) const SID: &str = "AC0123456789abcdef";
pub(super) const TOKEN: &str = "token";
pub(super) const SENDER: &str = "+12125550100";

/// A page as a guest gets it.
pub(super) const PAGE: &str = r#"<form method="post"><select name="party"><option value="1"><option value="2"></select>
    <button name="answer" value="yes">Yes</button><button name="answer" value="no">No</button></form>"#;

#[derive(Debug)]
pub(super) struct HandClock(Mutex<Timestamp>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A call to the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) url: String,
    pub(super) form: Vec<(String, String)>,
    pub(super) signature: Option<String>,
    pub(super) at: Timestamp,
}

impl Call {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Plays the API: keeps every POST, gives the guest's page to every GET.
#[derive(Debug)]
pub(super) struct PlayedApi {
    clock: Arc<HandClock>,
    pub(super) calls: Mutex<Vec<Call>>,
    /// The status of the next answers; 200 when none is left.
    pub(super) statuses: Mutex<Vec<u16>>,
}

#[async_trait]
impl Caller for PlayedApi {
    async fn get(&self, _: &str) -> Result<Called, CallFailed> {
        Ok(Called { status: 200, body: PAGE.to_owned() })
    }

    async fn post(
        &self,
        url: &str,
        form: &[(String, String)],
        signature: Option<&str>,
    ) -> Result<Called, CallFailed> {
        let call = Call {
            url: url.to_owned(),
            form: form.to_vec(),
            signature: signature.map(str::to_owned),
            at: self.clock.now(),
        };
        self.calls.lock().unwrap().push(call);
        match self.statuses.lock().unwrap().pop().unwrap_or(200) {
            0 => Err(CallFailed("connection refused".to_owned())),
            status => Ok(Called { status, body: String::new() }),
        }
    }
}

#[derive(Debug)]
pub(super) struct World {
    pub(super) network: Arc<Network>,
    pub(super) api: Arc<PlayedApi>,
    clock: Arc<HandClock>,
}

impl World {
    pub(super) fn new(seed: u64, behaviour: Behaviour, faults: Faults) -> Self {
        let settings = Settings { seed, behaviour, faults, ..Settings::default() };
        Self::open(Some(settings), None)
    }

    pub(super) fn open(settings: Option<Settings>, data: Option<PathBuf>) -> Self {
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        let clock = Arc::new(HandClock(Mutex::new(now)));
        let api = Arc::new(PlayedApi {
            clock: Arc::clone(&clock),
            calls: Mutex::default(),
            statuses: Mutex::default(),
        });
        let configuration = Configuration {
            account_sid: SID.to_owned(),
            auth_token: TOKEN.to_owned(),
            public_url: "https://convoke.example.com".to_owned(),
            service_number: number(99),
            data,
            settings,
            concurrency: 1,
        };
        let (for_clock, for_api) = (Arc::clone(&clock), Arc::clone(&api));
        let network = Network::open(configuration, for_clock, for_api).unwrap();
        Self { network: Arc::new(network), api, clock }
    }

    /// Asks the network to send to the n-th phone; `id` is our id of the message.
    pub(super) fn send(&self, n: u32, body: &str, id: &str) -> Reply {
        let form = form(&number(n), body, id);
        self.network.submit(Form::read(form.as_bytes())).unwrap().0
    }

    /// Goes from one pending action to the next until `span` has passed.
    pub(super) async fn pass(&self, span: SignedDuration) {
        let end = self.clock.now() + span;
        while let Some(due) = self.network.next_due().filter(|due| *due <= end) {
            *self.clock.0.lock().unwrap() = due.max(self.clock.now());
            self.network.pump(self.clock.now()).await.unwrap();
        }
        *self.clock.0.lock().unwrap() = end;
    }

    pub(super) fn calls(&self, url_part: &str) -> Vec<Call> {
        let calls = self.api.calls.lock().unwrap();
        calls.iter().filter(|call| call.url.contains(url_part)).cloned().collect()
    }
}

pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn number(n: u32) -> Number {
    format!("+1212555{:04}", 100 + n).parse().unwrap()
}

pub(super) fn form(to: &Number, body: &str, id: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("To", to.as_str())
        .append_pair("From", SENDER)
        .append_pair("Body", body)
        .append_pair(
            "StatusCallback",
            &format!("https://convoke.example.com/hooks/twilio/{SID}/status?m={id}"),
        )
        .finish()
}

/// Words with the n-th guest's link.
pub(super) fn invitation(n: u32) -> String {
    format!(
        "Ada, Example Org invites you to Supper. Will you come? https://convoke.example.com/r/{n}"
    )
}
