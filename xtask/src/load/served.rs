//! The host that is measured, in a process of its own.
use super::process::{EMAIL, PASSWORD, PHONES, READY};
use crate::terminal;
use anyhow::Context;
use domain::ids::OrgId;
use host::{Host, Options};
use runtime::Ctx;
use serde_json::json;
use std::{
    io::{self, Read},
    process::ExitCode,
};
use store::{Consistency, Transaction, orgs::Org, quota::QuotaScope};

/// More than a run can send.
const LIMIT: u32 = 1_000_000;

/// Serves from memory on free ports until the standard input ends, as it does with whoever started it.
/// One address asks for all guests, so that no address is held back; and of the environment only the
/// first admin's credentials are read, so that no text can leave the machine.
pub(crate) fn serve() -> anyhow::Result<ExitCode> {
    runtime::edge::start_log("warn");
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    threads.block_on(async {
        let host = Host::start(Options::memory()).await?;
        let org = first_admin(host.ctx()).await?;
        raise_limits(host.ctx(), org).await?;
        let phones = host.network_address().context("the phones are not simulated")?;
        terminal::say(&format!("{PHONES}{phones}"));
        terminal::say(&format!("{READY}{}", host.address()));
        tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new())).await??;
        host.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

async fn first_admin(ctx: &Ctx) -> anyhow::Result<OrgId> {
    let given =
        |name| runtime::config::environment(name).with_context(|| format!("{name} must be given"));
    let job = bootstrap::job("bootstrap_admin").context("there is no job that makes an admin")?;
    let payload = json!({ "email": given(EMAIL)?, "password": given(PASSWORD)? });
    let made = runtime::edge::run_once(ctx.clone(), job, payload).await;
    let made = made.map_err(|error| anyhow::anyhow!("no first admin could be made: {error}"))?;
    Ok(crate::organizer::text(&made, "/org")?.parse()?)
}

/// An org's limits have no route yet, and the usual ones would let a run take days.
async fn raise_limits(ctx: &Ctx, org: OrgId) -> anyhow::Result<()> {
    let seen = ctx.store.org(org, Consistency::Strong).await?;
    let seen = seen.context("the first admin has no org")?;
    let mut transaction = Transaction::by("load");
    let raised = Org { hour_limit: LIMIT, day_limit: LIMIT, ..seen.value.clone() };
    transaction.replace_org(&seen, &raised);
    transaction.touch_quota(QuotaScope::Org(org));
    ctx.store.commit(transaction).await?;
    Ok(())
}
