//! The message log: what was sent to whom, what became of it, and what was held back.
mod filter;
mod http;

pub(crate) use http::router;
