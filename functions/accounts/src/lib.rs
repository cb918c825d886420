//! Accounts: the first admin, log-in, sessions.
mod bootstrap_admin;
mod email;
mod http;
mod log_in;
mod password;
mod refresh;
mod refresh_token;

pub use bootstrap_admin::{BootstrapError, Bootstrapped, bootstrap_admin};
pub use http::router;
pub use log_in::LOGIN_LIMIT;

use runtime::Job;

/// The context's jobs: the one-time command that makes the first admin.
pub const JOBS: &[Job] = &[Job::new("bootstrap_admin", |ctx, payload| {
    Box::pin(async move { bootstrap_admin::handle(&ctx, payload).await })
})];
