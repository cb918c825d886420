//! Permits of the org and the platform, for a batch at once (ENGINE.md, section 12).
//!
//! An invitation's permit was taken by its wave. It counts in the minute in which the wave was made,
//! so one that leaves later is settled: moved to the minute in which it leaves.
use super::{RETRY_AFTER, desk::Desk, gate::later, letter::Letter};
use domain::{
    ids::OrgId,
    message::Purpose,
    quota::{Minute, Reserve},
    step::SENDING_CHECKED_EVERY,
};
use jiff::Timestamp;
use runtime::JobError;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};
use store::{Attempts, CommitError, Consistency, Transaction, quota::Allowance};

/// What a batch took and did not use.
#[derive(Debug)]
pub(super) struct Permits {
    now: Timestamp,
    unused: Mutex<BTreeMap<(OrgId, Minute), u32>>,
}

impl Permits {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { now, unused: Mutex::default() }
    }

    /// The minute in which the batch's permits count.
    pub(super) fn minute(&self) -> Minute {
        Minute::of(self.now)
    }

    /// Notes that a permit of `minute` was not used.
    pub(super) fn return_one(&self, org: OrgId, minute: Minute) {
        let mut unused = self.unused.lock().unwrap_or_else(PoisonError::into_inner);
        let count = unused.entry((org, minute)).or_default();
        *count = count.saturating_add(1);
    }

    fn unused(&self) -> BTreeMap<(OrgId, Minute), u32> {
        std::mem::take(&mut self.unused.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Desk<'_> {
    /// Takes a permit for each of `ready`. Those that get none are taken out, with the instant at which
    /// there may be one.
    pub(super) async fn take_permits(
        &mut self,
        ready: &mut Vec<Letter>,
        now: Timestamp,
    ) -> Vec<(Letter, Timestamp)> {
        let orgs: BTreeSet<OrgId> = ready.iter().map(Letter::org).collect();
        let mut granted = Vec::with_capacity(ready.len());
        let mut refused = Vec::new();
        for org in orgs {
            let (mine, others) = ready.drain(..).partition(|letter| letter.org() == org);
            *ready = others;
            let verdicts = match self.take_of(org, &mine, now).await {
                Ok(verdicts) => verdicts,
                // The other orgs' permits are taken by now: theirs go on.
                Err(error) => {
                    tracing::error!(cause = %error, %org, "an org's permits were not taken");
                    vec![Some(later(now, RETRY_AFTER)); mine.len()]
                }
            };
            let mut verdicts = verdicts.into_iter();
            for letter in mine {
                match verdicts.next().flatten() {
                    None => granted.push(letter),
                    Some(until) => refused.push((letter, until)),
                }
            }
        }
        *ready = granted;
        refused
    }

    /// For each of an org's messages, in their order, until when it has to wait, if it has to.
    async fn take_of(
        &mut self,
        org: OrgId,
        letters: &[Letter],
        now: Timestamp,
    ) -> Result<Vec<Option<Timestamp>>, JobError> {
        let mut attempts = Attempts::default();
        loop {
            let Some(seen) = self.allowances.get(&org) else {
                return Ok(vec![Some(now); letters.len()]);
            };
            // The switch was read with the quota, and whoever moves it makes this take refused.
            let mut allowance = seen.clone();
            let verdicts = take_each(&mut allowance, letters, now);
            if allowance == *seen {
                return Ok(verdicts);
            }
            let mut transaction = Transaction::new();
            transaction.replace_allowance(&allowance);
            match self.ctx.store.commit(transaction).await {
                Ok(_) => {
                    allowance.committed();
                    self.allowances.insert(org, allowance);
                    return Ok(verdicts);
                }
                Err(error) => attempts.again(error)?,
            }
            let fresh = self.ctx.store.allowance(org, Consistency::Strong).await?;
            self.allowances.insert(org, fresh);
        }
    }

    /// Gives back what was taken and not used. The messages are out: what cannot be given back ages out.
    pub(super) async fn give_back(&self) {
        let mut by_org: BTreeMap<OrgId, Vec<(Minute, u32)>> = BTreeMap::new();
        for ((org, minute), count) in self.permits.unused() {
            by_org.entry(org).or_default().push((minute, count));
        }
        for (org, unused) in by_org {
            if let Err(error) = self.give_back_of(org, &unused).await {
                tracing::warn!(cause = %error, %org, "an org's permits were not given back");
            }
        }
    }

    async fn give_back_of(&self, org: OrgId, unused: &[(Minute, u32)]) -> Result<(), CommitError> {
        let mut attempts = Attempts::default();
        loop {
            let mut allowance = self.ctx.store.allowance(org, Consistency::Strong).await?;
            for (minute, count) in unused {
                allowance.give_back(*minute, *count);
            }
            let mut transaction = Transaction::new();
            transaction.replace_allowance(&allowance);
            match self.ctx.store.commit(transaction).await {
                Ok(_) => return Ok(()),
                Err(error) => attempts.again(error)?,
            }
        }
    }
}

/// Whether anything of the letter's kind leaves its org at present. Of an archived org only the word that
/// an event does not take place does: its guests would come otherwise.
pub(super) fn lets_out(allowance: &Allowance, letter: &Letter) -> bool {
    let last_word = letter.purpose() == Purpose::Cancellation;
    allowance.sending_enabled || (last_word && allowance.platform_sends)
}

/// Takes a permit for each, in their order; `Some` with the instant at which there may be one. Messages
/// that wait each for themselves do not all come for the first; what a wave invited waits as a whole.
fn take_each(
    allowance: &mut Allowance,
    letters: &[Letter],
    now: Timestamp,
) -> Vec<Option<Timestamp>> {
    let mut refused = 0_u32;
    let take = |letter: &Letter| {
        if !lets_out(allowance, letter) {
            return Some(later(now, SENDING_CHECKED_EVERY));
        }
        let alone = matches!(letter, Letter::Message(_));
        let rank = if alone { refused.saturating_add(1) } else { 1 };
        let verdict = take_one(allowance, (letter, rank), now);
        refused = if verdict.is_some() { refused.max(rank) } else { refused };
        verdict
    };
    letters.iter().map(take).collect()
}

fn take_one(
    allowance: &mut Allowance,
    (letter, rank): (&Letter, u32),
    now: Timestamp,
) -> Option<Timestamp> {
    let held = letter.held_permit();
    if held == Some(Minute::of(now)) {
        return None;
    }
    let before = allowance.clone();
    if let Some(minute) = held {
        allowance.give_back(minute, 1);
    }
    let reserve: Reserve = letter.reserve();
    let (own, all) = (&mut allowance.org, &mut allowance.platform);
    let permits = |limited: &store::quota::Limited| {
        limited.quota.window.permits(now, &limited.limits, reserve)
    };
    if permits(own) > 0 && permits(all) > 0 {
        own.quota.window.take(now, 1);
        all.quota.window.take(now, 1);
        return None;
    }
    let again = |limited: &store::quota::Limited| {
        limited.quota.window.retry_at(now, &limited.limits, reserve, rank)
    };
    let until = again(own).max(again(all));
    *allowance = before;
    Some(until)
}
