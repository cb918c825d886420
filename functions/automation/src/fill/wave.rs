//! Waves: invitations with their seats and permits, in as few transactions as they fit.
use super::{Step, look::Sight};
use domain::{
    change::Actor,
    invitee::StatusName,
    quota::Reserve,
    step::{Pick, Plan, QueueEntry},
    texts::Text,
    transition::{Trigger, transition},
};
use runtime::{JobError, invitation};
use std::collections::HashMap;
use store::{
    CommitError, Consistency, Refusal, StoreError, Transaction,
    invitees::{Kept, WAVE_INVITEES_MAX, WavePick},
    quota::Allowance,
};

/// How often a wave's transaction is tried.
const ATTEMPTS_MAX: u8 = 2;

impl Step<'_> {
    /// Step 4: invites the picked. Whether the step's notes went with the last transaction.
    pub(super) async fn invite(
        &mut self,
        plan: &Plan,
        sight: &mut Sight,
    ) -> Result<bool, JobError> {
        let Some(mut allowance) = sight.allowance.take() else { return Ok(false) };
        let entries: HashMap<_, _> =
            sight.queue.iter().map(|entry| (entry.invitee, entry)).collect();
        let picks: Vec<WavePick> = plan
            .picks
            .iter()
            .filter_map(|pick| Some(self.wave_pick(*pick, entries.get(&pick.invitee)?)))
            .collect();
        let mut noted = false;
        let chunks = picks.len().div_ceil(WAVE_INVITEES_MAX);
        for (number, chunk) in picks.chunks(WAVE_INVITEES_MAX).enumerate() {
            let last = number + 1 == chunks;
            let how = (last, plan.short_of_permits);
            noted = last;
            if !self.commit_wave(chunk.to_vec(), how, &mut allowance).await? {
                // Those behind must not overtake.
                noted = false;
                break;
            }
        }
        sight.allowance = Some(allowance);
        Ok(noted)
    }

    /// Tells waves of one instant apart.
    fn wave_number(&self) -> u16 {
        u16::from_le_bytes(self.ctx.ids.bytes())
    }

    fn wave_pick(&self, pick: Pick, entry: &QueueEntry) -> WavePick {
        let whom = (entry.invitee, entry.generation, entry.name.as_str());
        let message =
            invitation::invitation_life(self.ctx, &self.seen.event, whom, (Text::Invite, 1));
        WavePick { pick, generation: entry.generation, message }
    }

    /// One transaction of a wave, tried once more without what was refused. Whether it happened.
    async fn commit_wave(
        &mut self,
        mut picks: Vec<WavePick>,
        (last, short): (bool, bool),
        allowance: &mut Allowance,
    ) -> Result<bool, JobError> {
        let (org, event) = (self.seen.event.org, self.seen.event.id);
        for _ in 0..ATTEMPTS_MAX {
            let permits = allowance.permits(org, event, self.now, Reserve::Kept);
            if usize::try_from(permits).unwrap_or(usize::MAX) < picks.len() {
                picks.truncate(usize::try_from(permits).unwrap_or(usize::MAX));
                self.again = true;
            }
            if picks.is_empty() || !allowance.sending_enabled {
                return Ok(false);
            }
            let mut taken = allowance.clone();
            taken.take(org, event, self.now, u32::try_from(picks.len()).unwrap_or(u32::MAX));
            if short {
                self.wait_for_turn(&mut taken);
            }
            let mut transaction = Transaction::by(Actor::Engine.name());
            let notes = last.then_some(self.notes());
            let seats = transaction.wave(event, &picks, notes, (self.now, self.wave_number()));
            transaction.replace_allowance(&taken);
            match self.ctx.store.commit(transaction).await {
                Ok(_) => {
                    taken.committed();
                    *allowance = taken;
                    return Ok(true);
                }
                Err(CommitError::Refused(refusals)) => {
                    self.again = true;
                    if refusals.iter().any(|refusal| refusal.operation == seats) {
                        return Ok(false);
                    }
                    picks = self.without_refused(picks, &refusals).await?;
                    *allowance = self.ctx.store.allowance(org, Consistency::Strong).await?;
                }
                Err(CommitError::Conflict) => {
                    *allowance = self.ctx.store.allowance(org, Consistency::Strong).await?;
                }
                Err(error @ CommitError::Store(_)) => return Err(error.into()),
            }
        }
        self.again = true;
        Ok(false)
    }

    /// The picks whose own conditions held. One that only has too long a history is tidied, for the
    /// next step.
    async fn without_refused(
        &self,
        picks: Vec<WavePick>,
        refusals: &[Refusal],
    ) -> Result<Vec<WavePick>, JobError> {
        let mut kept = Vec::with_capacity(picks.len());
        for (operation, pick) in picks.into_iter().enumerate() {
            match refusals.iter().find(|refusal| refusal.operation == operation) {
                None => kept.push(pick),
                Some(refusal) => self.tidy(refusal, &pick).await?,
            }
        }
        Ok(kept)
    }

    async fn tidy(&self, refusal: &Refusal, pick: &WavePick) -> Result<(), CommitError> {
        let Some(row) = refusal.old.clone() else { return Ok(()) };
        let rev = row.rev().unwrap_or_default();
        let mut kept = match row.read().and_then(Kept::try_from) {
            Ok(kept) => kept,
            Err(error) => return self.set_aside(pick, rev, &error).await,
        };
        let same = kept.invitee.generation == pick.generation;
        if !same || kept.invitee.status.name() != StatusName::Queued {
            return Ok(());
        }
        let surplus = kept.invitee.history.len().saturating_sub(domain::change::HISTORY_TRIMMED);
        kept.invitee.history.drain(..surplus);
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.replace_invitee(&kept.invitee, kept.rev);
        match self.ctx.store.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Takes whoever cannot be read out of the queue: every wave would stumble there.
    async fn set_aside(
        &self,
        pick: &WavePick,
        rev: u64,
        why: &StoreError,
    ) -> Result<(), CommitError> {
        let (event, invitee) = (self.seen.event.id, pick.pick.invitee);
        tracing::error!(
            cause = %why,
            event.id = %event,
            invitee.id = %invitee,
            alarm = true,
            "an invitee that cannot be read leaves the queue"
        );
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.set_aside(event, invitee, rev);
        match self.ctx.store.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Step 2b: seats offered to the waitlist, as invitations with permits.
    pub(super) async fn offer(
        &mut self,
        offers: &[Pick],
        sight: &mut Sight,
    ) -> Result<(), JobError> {
        let (org, event) = (self.seen.event.org, self.seen.event.id);
        let Some(mut allowance) = sight.allowance.take() else { return Ok(()) };
        for group in offers.chunks(WAVE_INVITEES_MAX) {
            let mut transaction = Transaction::by(Actor::Engine.name());
            let mut invitees = Vec::with_capacity(group.len());
            let mut seats = domain::seats::SeatsChange::default();
            for pick in group {
                let Some(kept) = sight.loaded.get(&pick.invitee) else { continue };
                let trigger = self.offered(kept, *pick);
                let Ok(outcome) = transition(&kept.invitee, trigger, &self.circumstances()) else {
                    continue;
                };
                transaction.replace_invitee(&outcome.invitee, kept.rev);
                seats.left = seats.left.saturating_add(outcome.seats.left);
                seats.waiting = seats.waiting.saturating_add(outcome.seats.waiting);
                invitees.push(pick.invitee);
            }
            if invitees.is_empty() {
                continue;
            }
            let guard = domain::transition::Guard::Left(seats.needs());
            transaction.change_seats(event, seats, guard, false);
            transaction.record_wave(event, &invitees, (self.now, self.wave_number()));
            let mut taken = allowance.clone();
            taken.take(org, event, self.now, u32::try_from(invitees.len()).unwrap_or(u32::MAX));
            transaction.replace_allowance(&taken);
            match self.ctx.store.commit(transaction).await {
                Ok(_) => {
                    taken.committed();
                    allowance = taken;
                }
                Err(CommitError::Refused(_) | CommitError::Conflict) => {
                    self.again = true;
                    allowance = self.ctx.store.allowance(org, Consistency::Strong).await?;
                    // Those behind must not overtake, and the permits may be used up.
                    break;
                }
                Err(error @ CommitError::Store(_)) => return Err(error.into()),
            }
        }
        sight.allowance = Some(allowance);
        Ok(())
    }

    /// An offer is a message of its own: where the invitation went out before, the next in sequence.
    fn offered(&self, kept: &Kept, pick: Pick) -> Trigger {
        let invitee = &kept.invitee;
        let sequence = invitee.message.as_ref().map_or(1, |before| {
            before.sequence.saturating_add(u16::from(before.delivery.may_be_out()))
        });
        let whom = (invitee.id, invitee.generation, invitee.name.as_str());
        let message =
            invitation::invitation_life(self.ctx, &self.seen.event, whom, (Text::Offer, sequence));
        Trigger::Pick { held: pick.held, message }
    }

    /// Lets the others know that this event, or its org, waits for permits, or that it does not any
    /// more.
    pub(super) async fn keep_turn(
        &mut self,
        short: bool,
        sight: &mut Sight,
    ) -> Result<(), JobError> {
        let Some(mut allowance) = sight.allowance.take() else { return Ok(()) };
        let (org, event) = (self.seen.event.org, self.seen.event.id);
        let before = allowance.clone();
        if short {
            self.wait_for_turn(&mut allowance);
        } else {
            if allowance.org.quota.turns.waits(event.bytes(), self.now) {
                allowance.org.quota.turns.leave(event.bytes());
            }
            if allowance.platform.quota.turns.waits(org.bytes(), self.now) {
                allowance.platform.quota.turns.leave(org.bytes());
            }
        }
        for (before, after) in
            [(&before.org, &allowance.org), (&before.platform, &allowance.platform)]
        {
            if before == after {
                continue;
            }
            let mut transaction = Transaction::new();
            transaction.replace_quota(&after.quota);
            match self.ctx.store.commit(transaction).await {
                // It is a courtesy: the next step tries again.
                Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => (),
                Err(error @ CommitError::Store(_)) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn wait_for_turn(&self, allowance: &mut Allowance) {
        let (org, event) = (self.seen.event.org, self.seen.event.id);
        let now = self.now;
        let own = allowance.org.again_at(event.bytes(), now, Reserve::Kept, 1);
        let all = allowance.platform.again_at(org.bytes(), now, Reserve::Kept, 1);
        if own > now && !allowance.org.quota.turns.waits(event.bytes(), own) {
            allowance.org.quota.turns.wait(event.bytes(), now, own);
        }
        if all > now && !allowance.platform.quota.turns.waits(org.bytes(), all) {
            allowance.platform.quota.turns.wait(org.bytes(), now, all);
        }
    }
}
