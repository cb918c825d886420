//! The first admin of a host.
use anyhow::{Context, bail};
use runtime::Ctx;
use serde_json::json;

/// The variables that make the first admin without a prompt.
const EMAIL: &str = "CONVOKE_BOOTSTRAP_EMAIL";
const PASSWORD: &str = "CONVOKE_BOOTSTRAP_PASSWORD";
const JOB: &str = "bootstrap_admin";

/// Whether a host has somebody who can log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstAdmin {
    /// It has.
    Known,
    /// It has not: nobody can use it yet.
    Missing,
}

impl FirstAdmin {
    /// What the table says.
    pub async fn of(ctx: &Ctx) -> anyhow::Result<Self> {
        let (settings, _) = ctx.store.platform().await.context("the platform's settings")?;
        Ok(if settings.first_admin.is_some() { Self::Known } else { Self::Missing })
    }
}

/// Makes the first admin and the admin's org. An error where there is one, or where the address or the
/// password cannot be used.
pub async fn make_first_admin(ctx: &Ctx, email: &str, password: &str) -> anyhow::Result<()> {
    let job = bootstrap::job(JOB).with_context(|| format!("there is no job `{JOB}`"))?;
    let payload = json!({ "email": email, "password": password });
    match job.run(ctx.clone(), payload).await {
        Ok(_) => Ok(()),
        Err(error) => bail!("the first admin could not be made: {error}"),
    }
}

/// Makes the first admin that the environment names, where there is none yet.
pub(crate) async fn from_environment(
    ctx: &Ctx,
    variable: fn(&str) -> Option<String>,
) -> anyhow::Result<()> {
    match (variable(EMAIL), variable(PASSWORD)) {
        (Some(email), Some(password)) => match FirstAdmin::of(ctx).await? {
            FirstAdmin::Known => Ok(()),
            FirstAdmin::Missing => make_first_admin(ctx, &email, &password).await,
        },
        (None, None) => Ok(()),
        (Some(_), None) | (None, Some(_)) => bail!("{EMAIL} and {PASSWORD} must be given together"),
    }
}
