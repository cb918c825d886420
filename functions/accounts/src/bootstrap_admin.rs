//! The first admin, once.
use crate::found::{FIRST_ZONE, found, new_ids};
use domain::{
    email::Email,
    ids::{OrgId, UserId},
    phone::Region,
    zone::Zone,
};
use jiff::Timestamp;
use runtime::{
    Ctx, JobError,
    password::{Password, SALT_BYTES, UnfitPassword},
};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{CommitError, StoreError, Transaction, accounts::User, orgs::Org};

/// What the bootstrap made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrapped {
    /// The first admin.
    pub user: UserId,
    /// The first admin's org.
    pub org: OrgId,
}

/// Why the first admin was not made.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    /// The address.
    #[error("the e-mail address cannot be used")]
    Email,
    /// Somebody registered with the address before there was an admin.
    #[error("the e-mail address has an account already")]
    Taken,
    /// The password.
    #[error("the password cannot be used: it {0}")]
    Password(#[from] UnfitPassword),
    /// There is a first admin.
    #[error("there is a first admin already")]
    AlreadyDone,
    /// The password could not be hashed, or the default zone is unknown: a defect of ours.
    #[error("the account could not be prepared: {reason}")]
    Defect {
        /// What went wrong, for the log.
        reason: String,
    },
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The job's payload.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    email: String,
    password: String,
}

pub(crate) async fn handle(ctx: &Ctx, payload: Value) -> Result<Value, JobError> {
    let command: Command = serde_json::from_value(payload)?;
    let made = bootstrap_admin(ctx, &command.email, &command.password).await?;
    Ok(json!({ "user": made.user.to_string(), "org": made.org.to_string() }))
}

/// Makes the first admin, who runs the platform, and an org that the admin owns. It works once: the
/// platform's settings remember it, and the condition is in the write.
pub async fn bootstrap_admin(
    ctx: &Ctx,
    email: &str,
    password: &str,
) -> Result<Bootstrapped, BootstrapError> {
    let email = Email::parse(email).map_err(|_| BootstrapError::Email)?;
    let password = Password::choose(password)?;
    let now = ctx.clock.now();
    let made = new_ids(ctx);
    let salt: [u8; SALT_BYTES] = ctx.ids.bytes();
    let hash = password.hash(&salt);
    let hash = hash.map_err(|error| BootstrapError::Defect { reason: error.to_string() })?;
    let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
    let user =
        User { platform_admin: true, ..User::new(email.as_str().to_owned(), name, hash, now) };
    let mut transaction = Transaction::by("bootstrap");
    let first = transaction.claim_first_admin(made.user);
    let new_user = found(&mut transaction, made, &user, &first_org(now)?, now);
    match ctx.store.commit(transaction).await {
        Ok(_) => Ok(Bootstrapped { user: made.user, org: made.org }),
        Err(error) if !error.refuses(first) && error.refuses(new_user.email) => {
            Err(BootstrapError::Taken)
        }
        Err(CommitError::Refused(_) | CommitError::Conflict) => Err(BootstrapError::AlreadyDone),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

fn first_org(now: Timestamp) -> Result<Org, BootstrapError> {
    let time_zone = Zone::parse(FIRST_ZONE)
        .map_err(|error| BootstrapError::Defect { reason: error.to_string() })?;
    Ok(Org::new("My organization".to_owned(), "Convoke".to_owned(), Region::US, time_zone, now))
}
