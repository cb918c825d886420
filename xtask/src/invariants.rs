//! `cargo xtask invariants`: the promises, checked on what a table and the provider hold.
//!
//! For an installation that does not run in this process: whoever has scanned its table hands on the
//! items, and what the simulated phones accepted (`GET /sim/accepted`).
use crate::terminal;
use anyhow::{Context, bail};
use host::{invariants::Evidence, phones::AcceptedRecord};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{io, process::ExitCode};
use testkit::{Embedded, embedded::TABLE};

/// Reads `{"items": [..], "accepted": [..]}` from its input: items as DynamoDB's API writes them
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

/// What is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dump {
    items: Vec<Value>,
    accepted: Vec<AcceptedRecord>,
}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<ExitCode> {
    let dump: Dump = serde_json::from_reader(io::stdin().lock()).context("the input is no dump")?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(check(dump))
}

async fn check(dump: Dump) -> anyhow::Result<ExitCode> {
    let table = Embedded::memory().await?;
    for item in &dump.items {
        let request = json!({ "TableName": TABLE, "Item": item });
        match table.exchange("PutItem", serde_json::to_vec(&request)?).await {
            Some((200, _)) => (),
            refused => bail!("an item is not one of a table: {refused:?}"),
        }
    }
    let evidence = Evidence::of(&table.rows()?)?;
    if let Err(broken) = evidence.check(&dump.accepted) {
        terminal::complain(&format!("broken: {broken}"));
        return Ok(ExitCode::FAILURE);
    }
    let (items, accepted) = (dump.items.len(), dump.accepted.len());
    terminal::say(&format!("every promise holds: {items} items, {accepted} messages accepted"));
    Ok(ExitCode::SUCCESS)
}
