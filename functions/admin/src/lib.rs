//! The platform's own settings: limits and the kill switch.
mod http;
mod settings;

pub use http::router;
