//! Every function of the system in one process, and the world around them: the table in a file, queues,
//! timers and stream in process, and a simulated phone network on its own port.
//!
//! Nothing here decides anything about events or guests: requests and jobs run through the same parsers,
//! routers and handlers as on Lambda, and reach the table through the same SDK.
//!
//! # What a restart finds
//!
//! The table is the truth and is written before anything is answered. The stream goes on after its
//! checkpoint, so what was written but not yet relayed is relayed; the queues go on from their journal,
//! so what was being handled is handled again; timers are rebuilt from the table; the sweep runs at
//! once. All of it is at least once, as in the cloud, and every handler is safe to run twice. A process
//! that is killed therefore loses nothing that it has answered.
mod configure;
mod demo;
mod engine;
mod first_admin;
mod gateway;
pub mod invariants;
mod jobs;
mod links;
mod live;
pub mod mailbox;
mod options;
mod own;
mod pages;
pub mod phones;
mod queues;
mod relay;
#[cfg(test)]
mod scratch;
mod secrets;
mod server;
mod serving;
mod start;
mod timers;
mod world;

pub use demo::{Demo, DemoAccount};
pub use engine::SWEEP_EVERY;
pub use first_admin::{FirstAdmin, make_first_admin};
pub use options::{DATA_FOLDER, Data, GUEST_REQUESTS_PER_MINUTE, Options, PORT, TWILIO_PORT, Time};
pub use queues::{DeadLetter, LocalQueues};
pub use world::World;

use engine::Engine;
use mailbox::Mailbox;
use phones::Network;
use runtime::Ctx;
use std::sync::Arc;
use testkit::{Embedded, FakeClock};
use tokio::{sync::watch, task::JoinSet};

/// A running host. It ends when it is stopped or dropped; a drop does not wait.
#[derive(Debug)]
pub struct Host {
    address: String,
    engine: Arc<Engine>,
    network: Option<Arc<Network>>,
    network_address: Option<String>,
    mailbox: Option<Arc<Mailbox>>,
    mailbox_address: Option<String>,
    demo: Demo,
    /// The clock, where time is virtual.
    clock: Option<FakeClock>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    /// Keeps a second host from the same data folder.
    #[expect(dead_code, reason = "it is held, not looked at")]
    lock: Option<std::fs::File>,
}

impl Host {
    /// Starts a host. When this returns, it serves.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        start::start(options).await
    }

    /// Where the API and the page are, without a slash at its end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where the simulated phones are, if they are.
    pub fn network_address(&self) -> Option<&str> {
        self.network_address.as_deref()
    }

    /// The simulated phones, if they are.
    pub const fn network(&self) -> Option<&Arc<Network>> {
        self.network.as_ref()
    }

    /// The mailbox, where no mail server is named.
    pub const fn mailbox(&self) -> Option<&Arc<Mailbox>> {
        self.mailbox.as_ref()
    }

    /// Where the mailbox's page is, if there is one.
    pub fn mailbox_address(&self) -> Option<&str> {
        self.mailbox_address.as_deref()
    }

    /// The accounts for somebody who tries the host.
    pub const fn demo(&self) -> &Demo {
        &self.demo
    }

    /// The world that requests and jobs work in.
    pub fn ctx(&self) -> &Ctx {
        &self.engine.ctx
    }

    /// The table itself.
    pub fn table(&self) -> &Embedded {
        &self.engine.table
    }

    /// The queues.
    pub fn queues(&self) -> &LocalQueues {
        &self.engine.queues
    }

    /// The way to let time pass, where it is virtual.
    pub fn world(&self) -> Option<World> {
        let (engine, network) = (Arc::clone(&self.engine), self.network.clone());
        self.clock.clone().map(|clock| World { engine, network, clock })
    }

    /// Stops taking requests, lets what is at hand end, and ends.
    pub async fn stop(mut self) {
        self.stop.send_modify(|stop| *stop = true);
        while self.tasks.join_next().await.is_some() {}
    }
}
