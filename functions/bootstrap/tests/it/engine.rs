//! The engine from start to full, through its jobs as they run: stream, queues, timers and sweep over
//! an embedded table, with a provider that answers as it is told.
mod archived;
mod broadcasts;
mod consent;
mod costs;
mod defects;
mod hints;
mod laws;
mod merging;
mod mixing;
mod poison;
mod promises;
mod races;
mod results;
mod sending;
mod simulation;
mod straight;
mod tally;
mod tenants;
mod waitlist;
pub(crate) mod world;
