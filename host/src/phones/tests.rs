//! The network as its callers see it.
mod behaviour;
mod http;
mod memory;
mod world;
