//! `cargo xtask host`.
use crate::{generate::root, release, terminal};
use host::{Data, Demo, FirstAdmin, Host, Options};
use std::{path::PathBuf, process::ExitCode};
use tokio::signal::unix::{SignalKind, signal};

/// What the host is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The port of the API and the page
    #[arg(long, default_value_t = host::PORT)]
    port: u16,
    /// The port of the simulated phones
    #[arg(long, default_value_t = host::TWILIO_PORT)]
    twilio_port: u16,
    /// Where everything is kept
    #[arg(long, value_name = "DIR", default_value = host::DATA_FOLDER)]
    data: PathBuf,
    /// Keep everything in memory: it is gone when the host ends
    #[arg(long, conflicts_with = "data")]
    memory: bool,
    /// The organizer's built page; default `ui/dist` of the sources
    #[arg(long, value_name = "DIR")]
    ui: Option<PathBuf>,
    /// Run an optimised build
    #[arg(long)]
    release: bool,
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if arguments.release && cfg!(debug_assertions) {
        return release::run_again();
    }
    let filter = runtime::config::environment("CONVOKE_LOG").unwrap_or_else(|| "warn".to_owned());
    runtime::edge::start_log(&filter);
    let worker_threads = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    worker_threads.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // Listened for before anything starts, so that no signal finds the host half made.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let data = if arguments.memory { Data::Memory } else { Data::Dir(arguments.data) };
    let host = Host::start(Options {
        port: arguments.port,
        twilio_port: arguments.twilio_port,
        data,
        ui: Some(arguments.ui.unwrap_or_else(|| root().join("ui/dist"))),
        demo: true,
        variable: runtime::config::environment,
        ..Options::default()
    })
    .await?;
    if let Some(inbox) = host.network_address() {
        terminal::complain(&format!("phones {inbox}"));
    }
    if FirstAdmin::of(host.ctx()).await? == FirstAdmin::Missing {
        terminal::complain(
            "nobody can log in yet: start once with CONVOKE_BOOTSTRAP_EMAIL and \
             CONVOKE_BOOTSTRAP_PASSWORD set, and they become the first admin's",
        );
    }
    tell(host.demo());
    terminal::say(&format!("ready {}", host.address()));
    tokio::select! {
        _ = interrupt.recv() => (),
        _ = terminate.recv() => (),
    }
    host.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// A line for each account that somebody may log in with, for people and scripts alike.
fn tell(demo: &Demo) {
    let accounts = [("demo", &demo.organizer), ("admin", &demo.admin)];
    for (name, account) in accounts {
        if let Some(account) = account {
            terminal::say(&format!("{name} {} {}", account.email, account.password));
        }
    }
}
