//! The edge over the embedded table.
#[cfg(test)]
mod authorization;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod envelope;
#[cfg(test)]
mod idempotency;
