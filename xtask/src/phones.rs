//! `cargo xtask phones`: the simulated phone network alone, for an installation elsewhere to text to.
use crate::terminal;
use anyhow::Context;
use host::phones::{self, Configuration, HttpCaller, Network, Number, Settings};
use runtime::system::SystemClock;
use std::{future::pending, net::Ipv4Addr, process::ExitCode, sync::Arc};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// The variable that holds the account's secret, as the functions have it.
const TOKEN_VARIABLE: &str = "TWILIO_AUTH_TOKEN";
/// Phones that act side by side.
const PHONES_AT_ONCE: usize = 8;

/// How the network is set up. The account's secret is read from `TWILIO_AUTH_TOKEN`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The port, on this machine alone; 0 takes a free one
    #[arg(long, default_value_t = host::TWILIO_PORT)]
    port: u16,
    /// The account's id
    #[arg(long, value_name = "SID")]
    account: String,
    /// The number that texts come from where a messaging service sends them
    #[arg(long, value_name = "NUMBER", default_value = "+12125550100")]
    sender: Number,
    /// Where the installation is reached: links to it are opened, and its webhooks called
    #[arg(long, value_name = "URL")]
    public_url: String,
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let filter = runtime::config::environment("CONVOKE_LOG").unwrap_or_else(|| "warn".to_owned());
    runtime::edge::start_log(&filter);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let auth_token = runtime::config::environment(TOKEN_VARIABLE)
        .with_context(|| format!("{TOKEN_VARIABLE} is not set"))?;
    let configuration = Configuration {
        account_sid: arguments.account,
        auth_token,
        public_url: arguments.public_url,
        service_number: arguments.sender,
        data: None,
        settings: Some(Settings::default()),
        concurrency: PHONES_AT_ONCE,
    };
    let caller = Arc::new(HttpCaller::new()?);
    let network = Arc::new(Network::open(configuration, Arc::new(SystemClock), caller)?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    terminal::say(&format!("phones http://{}", listener.local_addr()?));
    tokio::select! {
        () = phones::serve(listener, phones::router(Arc::clone(&network)), pending()) => (),
        () = phones::run(network, pending()) => (),
        _ = interrupt.recv() => (),
        _ = terminate.recv() => (),
    }
    Ok(ExitCode::SUCCESS)
}
