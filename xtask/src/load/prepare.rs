//! An event whose invitees are all invited, made through the API.
use super::{people, process::HostProcess};
use crate::organizer::{Organizer, count, text};
use anyhow::{Context, bail};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

/// How often it is looked whether what was asked for has happened.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the counts are looked at until they are current.
const COUNTS_LOOKS_MAX: u32 = 60;
/// More than a run can send.
const LIMIT: u32 = 1_000_000;

/// The event.
#[derive(Debug)]
pub(super) struct Prepared {
    /// Its path in the API.
    pub(super) event: String,
    /// Its invitees' links.
    pub(super) links: Vec<String>,
}

/// Makes an event with a seat for each of `invitees` people and invites them all. Nobody answers.
pub(super) async fn event(
    organizer: &Organizer,
    host: &HostProcess,
    invitees: u32,
    tell: &impl Fn(&str),
) -> anyhow::Result<Prepared> {
    let limits = json!({ "hour_limit": LIMIT, "day_limit": LIMIT });
    organizer.patch("/v1/admin/settings", &limits).await?;
    let org = text(&organizer.get("/v1/me").await?, "/orgs/0/org")?.to_owned();
    import(organizer, &org, invitees).await?;
    tell(&format!("{invitees} contacts imported"));
    let body = json!({
        "name": "Summer dinner",
        "host": "Ada",
        // Far enough away that no reminder comes between.
        "starts_local": "2040-06-15T19:00",
        "capacity": invitees,
        "location": "12 Harbor Street",
        "details": "Dinner at seven, music at nine.",
        "settings": { "quiet_hours": null },
    });
    let made = organizer.post(&format!("/v1/orgs/{org}/events"), &body).await?;
    let event = format!("/v1/orgs/{org}/events/{}", text(&made, "/id")?);
    let added = add_all(organizer, &event).await?;
    tell(&format!("{added} on the list"));
    organizer.post(&format!("{event}/start"), &json!({})).await?;
    let mut invited = 0;
    while invited < u64::from(invitees) {
        tokio::time::sleep(LOOK_EVERY).await;
        invited = counted(organizer, &event, "invited").await?;
    }
    let links = links(host).await?;
    if links.len() != usize::try_from(invitees)? {
        bail!("{invitees} were invited with {} different links", links.len());
    }
    Ok(Prepared { event, links })
}

async fn import(organizer: &Organizer, org: &str, people: u32) -> anyhow::Result<()> {
    let file = people::file(people)?;
    let imports = format!("/v1/orgs/{org}/imports");
    let dry_run = format!("{imports}/dry-run");
    let dry_run = organizer.send_file(Method::POST, &dry_run, file.as_bytes()).await?;
    let job = organizer.post(&imports, &json!({ "plan": text(&dry_run, "/plan")? })).await?;
    let path = format!("{imports}/{}", text(&job, "/id")?);
    organizer.send_file(Method::PUT, &format!("{path}/parts/0"), file.as_bytes()).await?;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let job = organizer.get(&path).await?;
        if text(&job, "/state")? != "done" {
            continue;
        }
        return match count(&job, "/results/created")? {
            created if created == u64::from(people) => Ok(()),
            created => bail!("{created} of {people} contacts were imported: {job}"),
        };
    }
}

async fn add_all(organizer: &Organizer, event: &str) -> anyhow::Result<u64> {
    let (mut added, mut next) = (0, json!({ "all": true }));
    loop {
        let answer = organizer.post(&format!("{event}/invitees"), &next).await?;
        added += count(&answer, "/added")?;
        match answer.pointer("/cursor").and_then(Value::as_str) {
            Some(cursor) => next = json!({ "all": true, "cursor": cursor }),
            None => return Ok(added),
        }
    }
}

/// How many guests have a status, some seconds late.
async fn counted(organizer: &Organizer, event: &str, status: &str) -> anyhow::Result<u64> {
    let answer = organizer.get(&format!("{event}/status")).await?;
    let counts = answer.get("counts").context("an event's status lacks the counts")?;
    Ok(counts.get(status).and_then(Value::as_u64).unwrap_or_default())
}

/// How many have accepted, once that are as many as are `expected` or it does not become more.
pub(super) async fn accepted(
    organizer: &Organizer,
    event: &str,
    expected: u64,
) -> anyhow::Result<u64> {
    let mut accepted = 0;
    for _ in 0..COUNTS_LOOKS_MAX {
        accepted = counted(organizer, event, "accepted").await?;
        if accepted == expected {
            break;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(accepted)
}

/// A text that was accepted by the simulated network.
#[derive(Debug, Deserialize)]
struct Sent {
    body: String,
}

/// The links of all texts, each once.
async fn links(host: &HostProcess) -> anyhow::Result<Vec<String>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/sim/accepted", host.phones());
    let sent: Vec<Sent> = client.get(url).send().await?.error_for_status()?.json().await?;
    let prefix = format!("{}/r/", host.address());
    let words = sent.iter().flat_map(|text| text.body.split_whitespace());
    let links: BTreeSet<&str> = words.filter(|word| word.starts_with(&prefix)).collect();
    Ok(links.into_iter().map(str::to_owned).collect())
}
