//! Accounts: registration, addresses, passwords, log-in and sessions, and what a user may do with an
//! account.
mod bootstrap_admin;
mod change_email;
mod change_password;
mod change_profile;
mod delete_account;
mod device;
mod export;
mod forgot_password;
mod found;
mod http;
mod locale;
mod log_in;
mod nobody;
mod proof;
mod refresh;
mod refresh_token;
mod register;
mod reset_password;
mod sessions;
mod tokens;
mod verify_email;

pub use bootstrap_admin::{BootstrapError, Bootstrapped, bootstrap_admin};
pub use change_profile::USERNAME_LIMIT;
pub use http::router;
pub use log_in::LOGIN_LIMIT;
pub use proof::{MAIL_LIMIT, TOKEN_LIMIT};
pub use register::REGISTRATION_LIMIT;

use runtime::Job;

/// The context's jobs: the one-time command that makes the first admin.
pub const JOBS: &[Job] = &[Job::new("bootstrap_admin", |ctx, payload| {
    Box::pin(async move { bootstrap_admin::handle(&ctx, payload).await })
})];
