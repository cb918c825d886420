//! Job `purge`: deletes for good what was archived or deleted 30 days ago. Runs hourly; does as much as
//! one run may, and goes on in the next with what is still there.
use domain::ids::{EventId, OrgId};
use jiff::Timestamp;
use runtime::{Ctx, JobError};
use serde_json::{Value, json};
use std::fmt;
use store::{
    CommitError,
    purge::{Budget, Purged},
};

/// Rows that one run reads for deletion: a few minutes of work.
const RUN_ROWS_MAX: usize = 20_000;
/// Most orgs and most events of one run.
const RUN_SUBJECTS_MAX: u16 = 100;

/// One run. `done` says whether nothing is left to do at this moment.
pub(crate) async fn handle(ctx: &Ctx) -> Result<Value, JobError> {
    let now = ctx.clock.now();
    let events = ctx.store.events_to_purge(now, RUN_SUBJECTS_MAX).await?.into_iter();
    let orgs = ctx.store.orgs_to_purge(now, RUN_SUBJECTS_MAX).await?.into_iter();
    let mut run = Run {
        ctx,
        sender: ctx.texts.account().sender,
        now,
        budget: Budget::of(RUN_ROWS_MAX),
        purged: 0,
        failed: 0,
    };
    for subject in events.map(Subject::Event).chain(orgs.map(Subject::Org)) {
        run.purge(subject).await;
    }
    let Run { purged, failed, budget, .. } = run;
    if failed > 0 {
        tracing::error!(failed, alarm = true, "a purge goes on with the next run");
    }
    let done = failed == 0 && !budget.is_spent();
    Ok(json!({ "purged": purged, "rows": budget.spent(), "done": done }))
}

/// What is purged.
#[derive(Debug, Clone, Copy)]
enum Subject {
    Event(EventId),
    Org(OrgId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event) => event.fmt(f),
            Self::Org(org) => org.fmt(f),
        }
    }
}

/// A run, and what it came to.
struct Run<'a> {
    ctx: &'a Ctx,
    sender: String,
    now: Timestamp,
    budget: Budget,
    purged: u32,
    failed: u32,
}

impl Run<'_> {
    /// Takes steps while there is something to do now. One that fails holds nobody else up.
    async fn purge(&mut self, subject: Subject) {
        while !self.budget.is_spent() {
            match self.step(subject).await {
                Ok(Purged::Partly) => (),
                Ok(Purged::Wholly) => {
                    tracing::info!(%subject, "purged");
                    self.purged = self.purged.saturating_add(1);
                    return;
                }
                Ok(Purged::Emptied | Purged::NotDue) => return,
                Err(error) => {
                    tracing::warn!(cause = %error, %subject, "a step of a purge failed");
                    self.failed = self.failed.saturating_add(1);
                    return;
                }
            }
        }
    }

    async fn step(&mut self, subject: Subject) -> Result<Purged, CommitError> {
        let (store, sender, now) = (&self.ctx.store, self.sender.as_str(), self.now);
        match subject {
            Subject::Event(event) => store.purge_event(event, sender, now, &mut self.budget).await,
            Subject::Org(org) => store.purge_org(org, sender, now, &mut self.budget).await,
        }
    }
}
