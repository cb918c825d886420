//! What a step reads: as little as it can do with, whatever the length of the list.
use super::Step;
use domain::{
    event::{EventState, STEP_INVITATIONS_MAX},
    ids::InviteeId,
    invitee::Invitee,
    quota::Reserve,
    step::{self, Look, Plan, QueueEntry, STEP_EXAMINED_MAX, STEP_VISITS_MAX, STEP_WAITLIST_MAX},
};
use jiff::Timestamp;
use runtime::JobError;
use std::collections::HashMap;
use store::{Consistency, Position, StoreError, invitees::Kept, quota::Allowance};

/// Entries that a step reads behind the first page, at least.
const MORE_ENTRIES: usize = 50;

/// What a step sees.
#[derive(Debug)]
pub(super) struct Sight {
    /// Those whose time has come and those who wait, with their revisions.
    pub(super) loaded: HashMap<InviteeId, Kept>,
    due: Vec<Invitee>,
    next_due_at: Option<Timestamp>,
    waiting: Vec<Invitee>,
    next_waiting: Option<Position>,
    /// The queue's head, as far as it was read.
    pub(super) queue: Vec<QueueEntry>,
    next: Option<Position>,
    /// The quotas; only where invitations are possible.
    pub(super) allowance: Option<Allowance>,
}

impl Sight {
    /// Reads what is due, who waits, what may be sent, and as much of the queue as can be used.
    pub(super) async fn gather(step: &Step<'_>) -> Result<Self, StoreError> {
        let (store, event) = (&step.ctx.store, step.seen.event.id);
        let timetable = store.timetable(event, step.now, most(STEP_VISITS_MAX)).await?;
        let mut sight = Self {
            loaded: HashMap::new(),
            due: Vec::new(),
            next_due_at: timetable.next_at,
            waiting: Vec::new(),
            next_waiting: None,
            queue: Vec::new(),
            next: None,
            allowance: None,
        };
        sight.due = sight.load(step, &timetable.due).await?;
        let free = sight.free_at_most(step);
        if free > 0 && step.seen.seats.waiting > 0 {
            let wanted = usize::try_from(free).unwrap_or(usize::MAX).min(STEP_WAITLIST_MAX);
            sight.read_waitlist(step, most(wanted)).await?;
        }
        sight.read_queue(step).await?;
        Ok(sight)
    }

    /// Invitees as they are now, in their order.
    async fn load(
        &mut self,
        step: &Step<'_>,
        ids: &[InviteeId],
    ) -> Result<Vec<Invitee>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let event = step.seen.event.id;
        for kept in step.ctx.store.readable_invitees(event, ids).await? {
            self.loaded.insert(kept.invitee.id, kept);
        }
        let loaded = ids.iter().filter_map(|id| self.loaded.get(id));
        Ok(loaded.map(|kept| kept.invitee.clone()).collect())
    }

    /// Seats that are free if all who are due give theirs back.
    fn free_at_most(&self, step: &Step<'_>) -> i64 {
        let held: i64 = self.due.iter().map(|invitee| i64::from(invitee.status.seats())).sum();
        step.seen.seats.left.saturating_add(held)
    }

    /// The next of the waitlist.
    async fn read_waitlist(&mut self, step: &Step<'_>, limit: u16) -> Result<(), StoreError> {
        let after = self.next_waiting.take();
        let (ids, next) = step.ctx.store.waitlist(step.seen.event.id, limit, after).await?;
        let waiting = self.load(step, &ids).await?;
        self.waiting.extend(waiting);
        self.next_waiting = next;
        Ok(())
    }

    /// The quotas and the queue's head, where anybody may be invited at all.
    async fn read_queue(&mut self, step: &Step<'_>) -> Result<(), StoreError> {
        let event = &step.seen.event;
        let free = self.free_at_most(step);
        let open = event.state == EventState::Active && step.now < event.closes_at();
        let held_back = step.seen.engine.not_before.is_some_and(|at| at > step.now);
        if !open || free <= 0 || held_back {
            return Ok(());
        }
        let allowance = step.ctx.store.allowance(event.org, Consistency::Eventual).await?;
        let permits = allowance.permits(event.org, event.id, step.now, Reserve::Kept);
        let batch = event.settings.batch_limit.unwrap_or(STEP_INVITATIONS_MAX);
        let usable = u32::from(batch.min(STEP_INVITATIONS_MAX))
            .min(permits)
            .min(u32::try_from(free).unwrap_or(u32::MAX))
            .max(1);
        let limit = u16::try_from(usable).unwrap_or(STEP_INVITATIONS_MAX);
        if allowance.sending_enabled {
            let store = &step.ctx.store;
            let page = match &step.seen.engine.behind {
                Some(behind) => store.queue_behind(event.id, behind, limit).await?,
                None => store.queue(event.id, limit, None).await?,
            };
            (self.queue, self.next) = (page.entries, page.next);
        }
        self.allowance = Some(allowance);
        Ok(())
    }

    /// Asks the domain what to do, reading on in the waitlist and the queue while it finds nobody there
    /// to have what is free.
    pub(super) async fn plan(&mut self, step: &Step<'_>) -> Result<Plan, JobError> {
        loop {
            let plan = step::step(&self.look(step));
            if plan.read_waitlist_on {
                self.read_waitlist(step, most(STEP_WAITLIST_MAX)).await?;
                continue;
            }
            let read = self.queue.len();
            if plan.go_on_behind.is_none() || read >= STEP_EXAMINED_MAX || self.next.is_none() {
                return Ok(plan);
            }
            let limit = read.max(MORE_ENTRIES).min(STEP_EXAMINED_MAX - read);
            let after = self.next.take();
            let page = step.ctx.store.queue(step.seen.event.id, most(limit), after).await?;
            self.queue.extend(page.entries);
            self.next = page.next;
        }
    }

    fn look<'a>(&'a self, step: &'a Step<'_>) -> Look<'a> {
        let event = &step.seen.event;
        let (permits, again_at) = self.allowance.as_ref().map_or((0, None), |allowance| {
            let permits = allowance.permits(event.org, event.id, step.now, Reserve::Kept);
            (permits, Some(allowance.again_at(event.org, event.id, step.now, 1)))
        });
        Look {
            event,
            seats: &step.seen.seats,
            due: &self.due,
            next_due_at: self.next_due_at,
            waiting: &self.waiting,
            waiting_goes_on: self.next_waiting.is_some(),
            queue: &self.queue,
            queue_goes_on: self.next.is_some(),
            now: step.now,
            permits,
            permits_again_at: again_at,
            sending_enabled: self.allowance.as_ref().is_none_or(|known| known.sending_enabled),
            not_before: step.seen.engine.not_before,
        }
    }
}

fn most(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
