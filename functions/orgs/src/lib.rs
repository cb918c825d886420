//! Orgs: what a tenant is called, where it is, and who may see it.
mod change_org;
mod http;

pub use http::router;
