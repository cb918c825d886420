//! The edge over the embedded table.
mod authorization;
mod batches;
mod envelope;
mod idempotency;
mod world;
