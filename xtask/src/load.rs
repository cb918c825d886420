//! `cargo xtask load`: how fast guests are served on an event with thousands of invitees.
//!
//! The host runs in a process of its own, so that its processor time and memory are its own; everything
//! is prepared through the API and stays on the loopback interface.
mod clients;
mod figures;
mod people;
mod prepare;
mod process;
mod served;

pub(crate) use served::serve;

use crate::{organizer::Organizer, release, terminal};
use anyhow::bail;
use clients::{Round, Work};
use figures::{Phase, Report};
use people::PEOPLE_MAX;
use prepare::Prepared;
use process::HostProcess;
use std::{process::ExitCode, sync::Arc, time::Duration};
use tokio::time::Instant;

/// Longest time that the invitees may take to be invited.
const PREPARATION_MAX: Duration = Duration::from_mins(30);
/// How long the pages are opened before anything is measured.
const WARM_UP: Duration = Duration::from_secs(1);

/// What is measured.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Arguments {
    /// Invitees of the event; one half only answers, the other comes to look as well
    #[arg(long, value_name = "N", default_value_t = PEOPLE_MAX, value_parser = clap::value_parser!(u32).range(2..=i64::from(PEOPLE_MAX)))]
    invitees: u32,
    /// Longest time of each measurement
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=600))]
    seconds: u16,
    /// Connections that are kept open, each with one request at a time
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    connections: u16,
    /// End with one line of JSON
    #[arg(long)]
    json: bool,
    /// Run an optimised build
    #[arg(long)]
    release: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.release && cfg!(debug_assertions) {
        return release::run_again();
    }
    let host = HostProcess::start()?;
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report = threads.block_on(measure(arguments, &host))?;
    terminal::say(&report.to_string());
    if arguments.json {
        terminal::say(&report.to_json().to_string());
    }
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measure(arguments: &Arguments, host: &HostProcess) -> anyhow::Result<Report> {
    let organizer = Organizer::log_in(host.address(), host.credentials().clone()).await?;
    let started = Instant::now();
    let Prepared { event, links } = prepared(arguments, host, &organizer).await?;
    let (preparation, memory_prepared) = (started.elapsed(), host.memory_peak()?);
    terminal::say(&format!("{} invited in {} s", links.len(), preparation.as_secs()));
    let phases = phases(arguments, host, &links).await?;
    let answered = phases.iter().map(|phase| phase.answered).sum();
    Ok(Report {
        invitees: arguments.invitees,
        connections: arguments.connections,
        preparation,
        memory_prepared,
        memory_peak: host.memory_peak()?,
        phases,
        answered,
        accepted: prepare::accepted(&organizer, &event, answered).await?,
    })
}

async fn prepared(
    arguments: &Arguments,
    host: &HostProcess,
    organizer: &Organizer,
) -> anyhow::Result<Prepared> {
    let preparing = prepare::event(organizer, host, arguments.invitees, &terminal::say);
    let Ok(prepared) = tokio::time::timeout(PREPARATION_MAX, preparing).await else {
        bail!("after {} minutes not all are invited", PREPARATION_MAX.as_secs() / 60);
    };
    host.quiet().await?;
    prepared
}

async fn phases(
    arguments: &Arguments,
    host: &HostProcess,
    links: &[String],
) -> anyhow::Result<Vec<Phase>> {
    let bench = Bench { host, connections: arguments.connections };
    let span = Duration::from_secs(arguments.seconds.into());
    let (answering, visiting) = links.split_at(links.len() / 2);
    let all: Arc<[String]> = Arc::from(links);
    clients::run(bench.round(Work::Pages, Arc::clone(&all), WARM_UP)).await?;
    Ok(vec![
        bench.phase(Work::Pages, all, span).await?,
        bench.phase(Work::Answers, Arc::from(answering), span).await?,
        bench.phase(Work::Visits, Arc::from(visiting), span).await?,
    ])
}

/// What the measurements share.
struct Bench<'a> {
    host: &'a HostProcess,
    connections: u16,
}

impl Bench<'_> {
    fn round(&self, work: Work, links: Arc<[String]>, span: Duration) -> Round {
        Round { work, links, span, connections: self.connections }
    }

    /// One measurement, and what the host does because of it until it is quiet again.
    async fn phase(
        &self,
        work: Work,
        links: Arc<[String]>,
        span: Duration,
    ) -> anyhow::Result<Phase> {
        let (host_before, own_before) = (self.host.cpu()?, process::own_cpu()?);
        let round = clients::run(self.round(work, links, span)).await?;
        let (host_after, own_after) = (self.host.cpu()?, process::own_cpu()?);
        self.host.quiet().await?;
        Ok(Phase {
            name: work.name(),
            wall: round.wall,
            latencies: round.latencies,
            answered: round.answered,
            errors: round.errors,
            cpu: host_after.saturating_sub(host_before),
            cpu_with_aftermath: self.host.cpu()?.saturating_sub(host_before),
            clients_cpu: own_after.saturating_sub(own_before),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        load: Arguments,
    }

    fn parse(line: &str) -> Option<Arguments> {
        Line::try_parse_from(line.split(' ')).ok().map(|line| line.load)
    }

    #[test]
    fn what_is_not_said_is_ten_thousand_invitees_and_ten_seconds() {
        let load = parse("load").unwrap();
        assert_eq!((load.invitees, load.seconds, load.connections), (10_000, 10, 8));
        assert!(!load.json && !load.release);
    }

    #[test]
    fn every_argument_has_its_bounds() {
        assert!(parse("load --invitees 2 --seconds 1 --connections 1 --json").is_some());
        for beyond in ["--invitees 1", "--invitees 10001", "--seconds 0", "--seconds 601"] {
            assert!(parse(&format!("load {beyond}")).is_none(), "{beyond}");
        }
        assert!(
            parse("load --connections 0").is_none() && parse("load --connections 257").is_none()
        );
    }
}
