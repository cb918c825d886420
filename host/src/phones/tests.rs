//! The network as its callers see it.
mod behaviour;
mod guests;
mod http;
mod memory;
mod world;
