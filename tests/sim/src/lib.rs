//! Deterministic simulation: the real functions of two versions over one embedded table, under everything
//! that a cloud does to a program, with the invariants of docs/ENGINE.md checked by an independent model
//! after every write.
//!
//! A world follows from its seed: one thread, virtual time, dice for every kind of fault. [`run`] lives
//! through one; [`many`] through a range, on all processors; [`shrink`] finds out which faults a failure
//! needs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test tool: what cannot be in it ends it, at the place that says so"
)]
mod agenda;
mod book;
mod chance;
mod control;
mod coverage;
mod expected;
mod fault;
mod guests;
mod law;
mod many;
mod noise;
mod orders;
mod provider;
mod queues;
mod running;
mod settings;
mod shrink;
mod site;
mod stream;
mod timers;
mod trace;
mod world;

pub use control::Control;
pub use coverage::Coverage;
pub use expected::expected;
pub use fault::{Fault, Switches};
pub use law::{Broken, Law};
pub use many::{Many, many};
pub use noise::{Delay, noise};
pub use settings::Settings;
pub use shrink::{Shrunk, shrink};
pub use world::{Failure, Shown};

use world::World;

/// Lives through one world. The error says which invariant broke, and where.
pub fn run(settings: Settings) -> Result<Shown, Box<Failure>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let life = async { World::new(settings).await.live().await };
    runtime.unwrap().block_on(tokio::task::unconstrained(life))
}
