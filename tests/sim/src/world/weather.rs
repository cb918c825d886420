//! What goes wrong at the table, and the model that looks on.
use super::World;
use crate::{control::Control, coverage::Coverage, fault::Fault, site::Site};
use std::sync::Arc;
use testkit::{Call, Faults, Verdict};

/// How many records an eventually consistent read is behind at most.
const STALE_MAX: u64 = 6;
/// The same where the control asks for more.
const VERY_STALE_MAX: u64 = 150;

impl World {
    /// Hangs faults and the model into the table.
    pub(super) async fn hang_in(&self) {
        let table = &self.stage.table;
        let very = self.settings.control == Some(Control::VeryStaleReads);
        let most = if very { VERY_STALE_MAX } else { STALE_MAX };
        if very || self.shape.stale && self.settings.switches.allow(Fault::StaleRead) {
            table.inject(Faults { stale_per_mille: 1, ..Faults::default() }).await.unwrap();
        }
        self.site.book().staleness = STALE_MAX;
        table.interleave(self.settings.seed);
        if let Some(head) = self.settings.control.and_then(Control::unguards) {
            table.unguard(head);
        }
        let (site, stale) = (Arc::clone(&self.site), very || self.shape.stale);
        table.before_calls(move |call| verdict(&site, call, stale.then_some(most)));
        let (site, seen) = (Arc::clone(&self.site), table.clone());
        table.after_calls(move |call| {
            if !call.is_write() {
                return;
            }
            let (now, run) = (site.now(), site.run());
            let mut coverage = Coverage::default();
            let mut book = site.book();
            let changes = seen.changes(book.last_record, 1_000).unwrap();
            if !changes.is_empty() {
                book.wrote(run.as_ref());
            }
            book.observe(now, run.as_ref(), changes, &mut coverage);
            drop(book);
            site.add(&coverage);
        });
    }
}

fn verdict(site: &Site, call: &Call<'_>, stale_max: Option<u64>) -> Verdict {
    if site.run().is_none() {
        return Verdict::Pass;
    }
    let plain_write = call.is_write() && call.operation != "TransactWriteItems";
    let faults = [
        (Fault::Throttle, true, Verdict::Throttle),
        (Fault::LoseRequest, true, Verdict::LoseRequest),
        (Fault::LoseReply, true, Verdict::LoseReply),
        (Fault::StopBefore, true, Verdict::Stop),
        (Fault::StopAfter, true, Verdict::StopAfter),
        (Fault::Conflict, call.is_write(), Verdict::Conflict),
        // A transaction carries a token, so that asking again is answered as the first time.
        (Fault::Repeat, plain_write, Verdict::Repeat),
    ];
    for (fault, concerned, verdict) in faults {
        if concerned && site.strikes(fault) {
            return verdict;
        }
    }
    match stale_max {
        Some(most) if call.may_be_stale() && site.strikes(Fault::StaleRead) => {
            Verdict::Stale { writes: site.amount(Fault::StaleRead, 1, most) }
        }
        Some(_) | None => Verdict::Pass,
    }
}
