//! The demo's course.
use super::{
    Arguments, standing,
    summary::{Imported, Standing, Summary},
};
use crate::organizer::{Credentials, Organizer, count, text};
use anyhow::{Context, bail};
use host::{
    Host, Options, Time, World,
    invariants::{self, Broken, Evidence, Law},
    phones::{Behaviour, Faults, Settings},
};
use jiff::{SignedDuration, Timestamp};
use ports::Clock;
use reqwest::Method;
use runtime::system::SystemClock;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

/// Whoever runs the demo; nobody else ever sees this host.
const EMAIL: &str = "organizer@example.com";
const PASSWORD: &str = "correct horse battery staple";
/// A Monday morning, well before the event.
const START: &str = "2026-06-01T15:00:00Z";
/// The event's start on its own clock.
const EVENT_STARTS: &str = "2026-07-10T19:00";
const EVENT_ZONE: &str = "America/New_York";
/// Most bytes of one part of an import.
const PART_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How often the invariants are checked and the progress is told.
const LOOK_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// How long a full event's last texts may take to be settled.
const LAST_TEXTS: SignedDuration = SignedDuration::from_hours(3);

/// Runs the demo and tells its progress.
pub(super) async fn run(arguments: &Arguments, tell: &impl Fn(&str)) -> anyhow::Result<Summary> {
    let wall_start = SystemClock.now();
    let file = fs::read(&arguments.contacts)
        .with_context(|| format!("{} cannot be read", arguments.contacts.display()))?;
    if file.len() > PART_BYTES_MAX {
        bail!("{} has more than 4 MB", arguments.contacts.display());
    }
    let host = start(arguments).await?;
    let world = host.world().context("the host's time is real")?;
    let credentials = Credentials { email: EMAIL.to_owned(), password: PASSWORD.to_owned() };
    let organizer = Organizer::log_in(host.address(), credentials).await?;
    let org = text(&organizer.get("/v1/me").await?, "/orgs/0/org")?.to_owned();
    let imported = import(&organizer, &world, &org, &file, tell).await?;
    let event = make_event(&organizer, &org, arguments).await?;
    invite(&organizer, &world, &org, &event, tell).await?;
    let started = world.now();
    let broken =
        Course { host: &host, world: &world, capacity: arguments.capacity }.run(tell).await;
    let simulated = world.now().duration_since(started);
    let meter = host.table().meter();
    let broken = match broken? {
        Some(broken) => Some(broken),
        None => broken_link(&host).await?,
    };
    let accepted = host.network().map(|network| network.accepted()).unwrap_or_default();
    let duplicates = host.network().map(|network| network.duplicates()).unwrap_or_default();
    let standing = standing::of(&host.table().rows()?)?;
    let committed = standing.accepted_seats + standing.held_seats;
    let summary = Summary {
        capacity: arguments.capacity,
        imported,
        standing,
        invited: standing::invitations(&accepted),
        messages_submitted: u64::try_from(accepted.len())?,
        duplicate_submissions: duplicates.iter().map(|one| u64::from(one.times) - 1).sum(),
        over_capacity: committed.saturating_sub(arguments.capacity),
        simulated,
        wall: SystemClock.now().duration_since(wall_start),
        read_units: meter.read_units(),
        write_units: meter.write_units(),
        broken,
    };
    host.stop().await;
    Ok(summary)
}

async fn start(arguments: &Arguments) -> anyhow::Result<Host> {
    let faults = if arguments.faults { Faults::stormy() } else { Faults::default() };
    let behaviour = Behaviour::typical();
    let phones = Settings { seed: arguments.seed, behaviour, faults, phones: BTreeMap::new() };
    let host = Host::start(Options {
        time: Time::Virtual(START.parse()?),
        seed: Some(arguments.seed),
        phones: Some(phones),
        ..Options::memory()
    })
    .await?;
    host::make_first_admin(host.ctx(), EMAIL, PASSWORD).await?;
    Ok(host)
}

/// Imports the file as an organizer does: first a dry run, whose plan the import follows.
async fn import(
    organizer: &Organizer,
    world: &World,
    org: &str,
    file: &[u8],
    tell: &impl Fn(&str),
) -> anyhow::Result<Imported> {
    let imports = format!("/v1/orgs/{org}/imports");
    let dry_run = organizer.send_file(Method::POST, &format!("{imports}/dry-run"), file).await?;
    let (rows, importable) = (count(&dry_run, "/rows")?, count(&dry_run, "/importable")?);
    tell(&format!(
        "dry run: {rows} rows, {importable} importable; {}, {}",
        text(&dry_run, "/encoding")?,
        text(&dry_run, "/delimiter")?
    ));
    let job = organizer.post(&imports, &json!({ "plan": text(&dry_run, "/plan")? })).await?;
    let path = format!("{imports}/{}", text(&job, "/id")?);
    organizer.send_file(Method::PUT, &format!("{path}/parts/0"), file).await?;
    world.settle().await?;
    let job = organizer.get(&path).await?;
    if text(&job, "/state")? != "done" {
        bail!("the import did not end: {job}");
    }
    let created = count(&job, "/results/created")?;
    let refused = refusals(organizer, &path).await?;
    tell(&format!("imported {created} contacts"));
    Ok(Imported { rows, created, refused })
}

/// Rows that became no contact, by reason.
async fn refusals(organizer: &Organizer, import: &str) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut reasons = BTreeMap::new();
    for filter in ["refused", "same_phone", "same_email"] {
        let mut next = String::new();
        loop {
            let query = format!("{import}/results?filter={filter}&limit=200{next}");
            let page = organizer.get(&query).await?;
            for row in page.pointer("/items").and_then(Value::as_array).into_iter().flatten() {
                let code = row.pointer("/errors/0/code").and_then(Value::as_str).unwrap_or(filter);
                *reasons.entry(code.to_owned()).or_default() += 1;
            }
            match page.pointer("/next_cursor").and_then(Value::as_str) {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
    }
    Ok(reasons)
}

async fn make_event(
    organizer: &Organizer,
    org: &str,
    arguments: &Arguments,
) -> anyhow::Result<String> {
    let event = json!({
        "name": "Summer dinner",
        "host": "Ada",
        "starts_local": EVENT_STARTS,
        "zone": EVENT_ZONE,
        "capacity": arguments.capacity,
        "location": "12 Harbor Street",
        "details": "Dinner at seven, music at nine.",
        "settings": { "max_party": arguments.max_party },
    });
    let made = organizer.post(&format!("/v1/orgs/{org}/events"), &event).await?;
    Ok(text(&made, "/id")?.to_owned())
}

/// Puts everybody on the list and starts.
async fn invite(
    organizer: &Organizer,
    world: &World,
    org: &str,
    event: &str,
    tell: &impl Fn(&str),
) -> anyhow::Result<()> {
    let path = format!("/v1/orgs/{org}/events/{event}");
    let (mut added, mut next) = (0, json!({ "all": true }));
    loop {
        let answer = organizer.post(&format!("{path}/invitees"), &next).await?;
        added += count(&answer, "/added")?;
        // One request after the other, as the queue's order has it.
        world.run_until(world.now() + SignedDuration::from_secs(1)).await?;
        match answer.pointer("/cursor").and_then(Value::as_str) {
            Some(cursor) => next = json!({ "all": true, "cursor": cursor }),
            None => break,
        }
    }
    organizer.post(&format!("{path}/start"), &json!({})).await?;
    tell(&format!("{added} on the list; started at {}", world.now()));
    Ok(())
}

/// The event from its start to full.
struct Course<'a> {
    host: &'a Host,
    world: &'a World,
    capacity: u32,
}

impl Course<'_> {
    /// Lets time pass until the event is full, the list is spent or the event begins. Answers the first
    /// invariant that broke.
    async fn run(&self, tell: &impl Fn(&str)) -> anyhow::Result<Option<Broken>> {
        let until: Timestamp = event_starts()?;
        let mut last = Standing::default();
        let mut over_since = None;
        while self.world.now() < until {
            let next_look = self.world.now() + LOOK_EVERY;
            self.world.run_until(next_look.min(until)).await?;
            let (standing, broken) = self.look()?;
            if broken.is_some() {
                return Ok(broken);
            }
            if standing != last {
                tell(&progress(self.world.now(), &standing, self.capacity));
                last = standing;
            }
            let over = standing.accepted_seats == self.capacity || standing.is_spent();
            over_since = if over { over_since.or(Some(self.world.now())) } else { None };
            if over_since.is_some_and(|since| self.is_settled(&standing, since)) {
                break;
            }
        }
        Ok(self.look()?.1)
    }

    /// Whether the last texts are out and nobody is about to answer.
    fn is_settled(&self, standing: &Standing, since: Timestamp) -> bool {
        let patience = self.world.now().duration_since(since) >= LAST_TEXTS;
        patience || (self.world.is_quiet() && standing.open_messages == 0)
    }

    fn look(&self) -> anyhow::Result<(Standing, Option<Broken>)> {
        let rows = self.host.table().rows()?;
        let accepted = self.host.network().map(|network| network.accepted()).unwrap_or_default();
        let broken = Evidence::of(&rows)?.check(&accepted).err();
        Ok((standing::of(&rows)?, broken))
    }
}

fn event_starts() -> anyhow::Result<Timestamp> {
    let local: jiff::civil::DateTime = EVENT_STARTS.parse()?;
    Ok(local.in_tz(EVENT_ZONE)?.timestamp())
}

fn progress(now: Timestamp, standing: &Standing, capacity: u32) -> String {
    let local = now.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a %H:%M").to_string();
    format!(
        "{local}  {} of {capacity} seats accepted, {} held; {} invited, {} declined, {} expired, {} queued",
        standing.accepted_seats,
        standing.held_seats,
        standing.live,
        standing.declined,
        standing.expired,
        standing.queued
    )
}

/// Opens every link that was sent.
async fn broken_link(host: &Host) -> anyhow::Result<Option<Broken>> {
    let accepted = host.network().map(|network| network.accepted()).unwrap_or_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    for link in invariants::links(&accepted) {
        let status = client.get(&link).send().await?.status();
        if !status.is_success() {
            let place = format!("a link that was sent answers {status}");
            return Ok(Some(Broken { law: Law::Links, place }));
        }
    }
    Ok(None)
}
