//! Starts of functions, one at a time, each with its first answer.
use super::{build::Programs, instructions::Counted};
use anyhow::{Context, bail};
use domain::invitee::Status;
use jiff::SignedDuration;
use ports::Clock;
use runtime::{hints::Outbox, invitation, system::SystemClock};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path, time::Duration};
use testkit::{
    Embedded, Stage, fixtures,
    lambda::{Cloud, Function, Outcome, variables},
    stage::BASE_URL,
};

/// Invocations after which the memory is read.
const INVOCATIONS: usize = 200;

/// How far ahead the event is that guests are asked to.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How often a process is looked after that is about to end.
const LOOK: Duration = Duration::from_millis(50);

/// What is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A function that does nothing.
    Hello,
    /// A guest's page.
    Guest,
    /// An organizer's organization.
    Organizer,
    /// A text that is sent.
    Send,
}

impl Subject {
    pub(super) const ALL: [Self; 4] = [Self::Hello, Self::Guest, Self::Organizer, Self::Send];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Guest => "OpenGuestPage",
            Self::Organizer => "GetOrg",
            Self::Send => "send",
        }
    }

    fn program(self, programs: &Programs) -> &Path {
        match self {
            Self::Hello => &programs.hello,
            Self::Guest | Self::Organizer | Self::Send => &programs.bootstrap,
        }
    }
}

/// Medians of the starts of one function.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    pub(super) first_poll: Duration,
    pub(super) first_answer: Duration,
    /// After many invocations.
    pub(super) memory_peak_kb: u64,
    /// Until the first poll and the open connection to the table; `None` where nobody can count.
    pub(super) instructions: Option<u64>,
}

/// The figures of all.
#[derive(Debug)]
pub(super) struct Measured(BTreeMap<Subject, Figures>);

impl Measured {
    pub(super) fn of(&self, subject: Subject) -> Figures {
        self.0.get(&subject).copied().unwrap_or_default()
    }
}

/// Starts each function `starts` times, in turn, so that a busy moment falls on all alike.
pub(super) async fn measure(programs: &Programs, starts: u16) -> anyhow::Result<Measured> {
    let ground = Ground::new().await?;
    let mut times: BTreeMap<Subject, Vec<(Duration, Duration)>> = BTreeMap::new();
    for _ in 0..starts {
        for subject in Subject::ALL {
            let mut function = ground.start(subject, programs).await?;
            let first_poll = function.first_poll().await?;
            let first_answer = ground.serve(subject, &mut function).await?;
            times.entry(subject).or_default().push((first_poll, first_answer));
        }
    }
    let mut measured = BTreeMap::new();
    for (subject, times) in times {
        let mut function = ground.start(subject, programs).await?;
        for _ in 0..INVOCATIONS {
            ground.serve(subject, &mut function).await?;
        }
        let figures = Figures {
            first_poll: median(times.iter().map(|(poll, _)| *poll)),
            first_answer: median(times.iter().map(|(_, answer)| *answer)),
            memory_peak_kb: function.memory_peak_kb().unwrap_or_default(),
            instructions: ground.count(subject, programs).await?,
        };
        measured.insert(subject, figures);
    }
    Ok(Measured(measured))
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A table with something to ask for.
struct Ground {
    stage: Stage,
    guest: Value,
    organizer: Value,
    send: Value,
}

impl Ground {
    async fn new() -> anyhow::Result<Self> {
        let now = SystemClock.now();
        let stage = Stage::over(Embedded::memory().await?, now);
        // The programs read the machine's clock: for them the event has to be still to come.
        let mut event = fixtures::event(1);
        let soon = now.checked_add(SOON).context("there is no next month")?;
        event.when.starts_local = soon.to_zoned(event.when.zone.tz()).datetime();
        stage.create_org(event.org, |_| ()).await;
        stage.create_event(&event, 10).await;
        let invited = stage.guest(event.id, 1, Status::Queued).await;
        let owner = stage.member(event.org, domain::rights::Role::Owner).await;
        let link = invitation::link(&stage.ctx, event.id, invited, 1);
        let page = link.strip_prefix(BASE_URL).context("a link begins with the base URL")?;
        let broadcast = domain::ids::BroadcastId::from_bytes([1; 10]);
        let hint = Outbox::Broadcast(event.id, broadcast).message(0);
        let record = json!({ "messageId": "1", "body": hint.body, "attributes": {}, "messageAttributes": {} });
        Ok(Self {
            guest: request(page, None),
            organizer: request(&format!("/v1/orgs/{}", event.org), Some(&stage.token(owner))),
            send: json!({ "Records": [record] }),
            stage,
        })
    }

    async fn start(&self, subject: Subject, programs: &Programs) -> anyhow::Result<Function> {
        self.start_as(subject, subject.program(programs)).await
    }

    async fn start_as(&self, subject: Subject, program: &Path) -> anyhow::Result<Function> {
        let cloud = Cloud::start(Some(self.stage.table.clone())).await?;
        let variables = variables(subject.name(), cloud.address());
        Ok(Function::start(program, cloud, &variables)?)
    }

    /// The instructions of a start.
    async fn count(&self, subject: Subject, programs: &Programs) -> anyhow::Result<Option<u64>> {
        let program = subject.program(programs);
        let folder = program.with_file_name("start-up").join(subject.name());
        let Some(counted) = Counted::new(program, &folder)? else { return Ok(None) };
        let mut function = self.start_as(subject, &counted.script).await?;
        function.first_poll().await?;
        if subject != Subject::Hello {
            function.cloud.greeted().await;
        }
        counted.end()?;
        while function.is_alive() {
            tokio::time::sleep(LOOK).await;
        }
        counted.count().map(Some)
    }

    /// Has it answer once. How old it was then.
    async fn serve(&self, subject: Subject, function: &mut Function) -> anyhow::Result<Duration> {
        let nothing = json!({});
        let payload = match subject {
            Subject::Hello => &nothing,
            Subject::Guest => &self.guest,
            Subject::Organizer => &self.organizer,
            Subject::Send => &self.send,
        };
        let outcome = function.invoke(payload).await?;
        let age = function.age();
        match &outcome {
            Outcome::Answered(answer) if is_good(answer) => Ok(age),
            Outcome::Answered(_) | Outcome::Failed(_) => {
                bail!("{} answered {outcome:?}", subject.name())
            }
        }
    }
}

fn is_good(answer: &Value) -> bool {
    answer.get("statusCode").is_none_or(|status| status.as_u64() == Some(200))
}

fn request(path: &str, token: Option<&str>) -> Value {
    let mut headers = json!({ "host": "rsvp.example.com", "accept": "*/*" });
    if let (Some(token), Some(headers)) = (token, headers.as_object_mut()) {
        headers.insert("authorization".to_owned(), format!("Bearer {token}").into());
    }
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": headers, "isBase64Encoded": false,
        "requestContext": {
            "accountId": "123456789012", "apiId": "api0example", "domainName": "rsvp.example.com",
            "domainPrefix": "rsvp", "requestId": "JKJaXmPLvHcESHA=", "routeKey": "$default",
            "stage": "$default", "time": "01/Jun/2026:12:00:00 +0000", "timeEpoch": 1_780_315_200_000_u64,
            "http": {
                "method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.17",
                "userAgent": "sample",
            },
        },
    })
}
