//! The first admin, once.
use crate::{
    email::Email,
    password::{Password, SALT_BYTES, UnfitPassword},
};
use domain::{
    ids::{OrgId, UserId},
    phone::Region,
    rights::Role,
    zone::Zone,
};
use jiff::Timestamp;
use runtime::{Ctx, JobError};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{
    CommitError, StoreError, Transaction,
    accounts::User,
    orgs::{ORG_DAY_LIMIT_DEFAULT, ORG_HOUR_LIMIT_DEFAULT, Org},
};

/// The zone of the first org until its owner sets another: the largest of its default region.
const FIRST_ZONE: &str = "America/New_York";

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
    let made = Bootstrapped {
        user: UserId::from_bytes(ctx.ids.bytes()),
        org: OrgId::from_bytes(ctx.ids.bytes()),
    };
    let salt: [u8; SALT_BYTES] = ctx.ids.bytes();
    let hash = password.hash(&salt);
    let user = User {
        display_name: email.as_str().split('@').next().unwrap_or_default().to_owned(),
        email: email.as_str().to_owned(),
        password: hash.map_err(|error| BootstrapError::Defect { reason: error.to_string() })?,
        platform_admin: true,
        ..User::new(String::new(), String::new(), String::new(), now)
    };
    let transaction = transaction(made, &user, &first_org(now)?, now);
    match ctx.store.commit(transaction).await {
        Ok(_) => Ok(made),
        Err(CommitError::Refused(_) | CommitError::Conflict) => Err(BootstrapError::AlreadyDone),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

fn transaction(made: Bootstrapped, user: &User, org: &Org, now: Timestamp) -> Transaction {
    let mut transaction = Transaction::by("bootstrap");
    transaction.claim_first_admin(made.user);
    transaction.create_user(made.user, user);
    transaction.create_org(made.org, org);
    transaction.create_member(made.org, made.user, Role::Owner, now);
    transaction
}

fn first_org(now: Timestamp) -> Result<Org, BootstrapError> {
    let time_zone = Zone::parse(FIRST_ZONE)
        .map_err(|error| BootstrapError::Defect { reason: error.to_string() })?;
    Ok(Org {
        display_name: "My organization".to_owned(),
        host: "Convoke".to_owned(),
        region: Region::US,
        time_zone,
        hour_limit: ORG_HOUR_LIMIT_DEFAULT,
        day_limit: ORG_DAY_LIMIT_DEFAULT,
        created_at: now,
        archived_at: None,
    })
}
