//! What an organizer sees of an event's automation.
use domain::{
    event::CommandError,
    quota::Reserve,
    step::{self, Look, QueueEntry, Why},
};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Consistency, events::EventAndSeats};
use utoipa::ToSchema;

/// How many of the queue are shown as next.
const NEXT_SHOWN: usize = 5;
/// How far into the queue it is looked for somebody who can be invited.
const LOOKED_AT: u16 = 25;

/// Where an event stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EventStatus)]
pub(crate) struct StatusView {
    /// `draft`, `active`, `paused`, `closed` or `cancelled`.
    state: &'static str,
    /// Seats; `null`: no limit.
    capacity: Option<u32>,
    /// Whether the organizer takes one.
    organizer_attends: bool,
    /// Seats that may still be promised; `null`: no limit.
    free: Option<u32>,
    /// Seats held by live invitations and taken by acceptances and the organizer.
    committed: i64,
    /// How many guests are on the waitlist.
    waiting: u32,
    /// How many guests have each status, some seconds old.
    counts: BTreeMap<&'static str, u64>,
    /// When the counts last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    counted_at: Option<Timestamp>,
    /// The next in the queue, in their order.
    next: Vec<NextView>,
    /// When the engine looks at the event again.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_wake_at: Option<Timestamp>,
    /// Why the next is not invited right now.
    waits_for: WaitView,
    /// How replies by text name the event.
    code: Option<String>,
    /// Whether the platform sends at all.
    sending_enabled: bool,
}

/// One of the next in the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NextInvitee)]
pub(crate) struct NextView {
    id: String,
    name: String,
    /// The guest and the plus-ones.
    party: u8,
}

/// Why nobody is invited right now.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WaitReason)]
pub(crate) struct WaitView {
    /// `not-started`, `paused`, `closed`, `cancelled`, `sending-disabled`, `min-notice`, `held-back`,
    /// `full`, `queue-empty`, `quota`, `quiet-hours`, `does-not-fit`, `unreachable` or `inviting`.
    reason: &'static str,
    /// The reason in plain words.
    words: &'static str,
    /// Until when, where that is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

impl StatusView {
    /// Reads what there is to see.
    pub(crate) async fn of(
        ctx: &Ctx,
        seen: &EventAndSeats,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let (event, seats) = (&seen.event, &seen.seats);
        let (queue, allowance, counts) = futures::try_join!(
            Box::pin(ctx.store.queue(event.id, LOOKED_AT, None)),
            Box::pin(ctx.store.allowance(event.org, Consistency::Eventual)),
            Box::pin(ctx.store.invitee_counts(event.id)),
        )?;
        let look = Look {
            event,
            seats,
            due: &[],
            next_due_at: None,
            waiting: &[],
            waiting_goes_on: false,
            queue: &queue.entries,
            queue_goes_on: queue.next.is_some(),
            now,
            permits: allowance.permits(event.org, event.id, now, Reserve::Kept),
            permits_again_at: Some(allowance.again_at(event.org, event.id, now, 1)),
            sending_enabled: allowance.sending_enabled,
            not_before: seen.engine.not_before,
        };
        let by_status = counts.by_status.into_iter();
        Ok(Self {
            state: event.state.name(),
            capacity: seats.capacity,
            organizer_attends: seats.organizer,
            free: seats.capacity.map(|_| seats.free()),
            committed: seats.committed(),
            waiting: seats.waiting,
            counts: by_status.map(|(status, count)| (status.name(), count)).collect(),
            counted_at: counts.at,
            next: queue.entries.iter().take(NEXT_SHOWN).map(NextView::from).collect(),
            next_wake_at: seen.engine.next_wake_at,
            waits_for: WaitView::from(step::why(&look)),
            code: event.code.as_ref().map(|code| code.as_str().to_owned()),
            sending_enabled: allowance.sending_enabled,
        })
    }
}

impl From<&QueueEntry> for NextView {
    fn from(entry: &QueueEntry) -> Self {
        Self { id: entry.invitee.to_string(), name: entry.name.clone(), party: entry.party_max }
    }
}

impl From<(Why, Option<Timestamp>)> for WaitView {
    fn from((why, until): (Why, Option<Timestamp>)) -> Self {
        Self { reason: why.slug(), words: why.words(), until }
    }
}

/// Why a command does not fit the event's state.
pub(crate) fn refused(error: CommandError) -> Problem {
    let kind = match error {
        CommandError::Cancelled => ProblemKind::EventCancelled,
        CommandError::Closed => ProblemKind::EventClosed,
        CommandError::NotStarted | CommandError::StillOpen => ProblemKind::NotAllowedNow,
    };
    Problem::new(kind).detail(error.to_string())
}
