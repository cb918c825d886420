//! Places at an end of the queue.
use crate::limits::ADDED_AT_ONCE_MAX;
use domain::{
    ids::EventId,
    position::{Position, PositionError},
};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Bits that tell those of one request apart; the rest tells requests of one millisecond apart.
const PLACE_BITS: u32 = 8;
const _: () = assert!(ADDED_AT_ONCE_MAX <= 1 << PLACE_BITS);

/// An end of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum End {
    /// Before everybody.
    Top,
    /// Behind everybody.
    #[default]
    End,
}

/// So many places at an end of the queue, in order.
pub(crate) async fn places(
    ctx: &Ctx,
    event: EventId,
    end: End,
    count: usize,
    now: Timestamp,
) -> Result<Vec<Position>, Problem> {
    if end == End::Top {
        let head = ctx.store.queue(event, 1, None).await?.entries;
        if let Some(first) = head.into_iter().next() {
            return before(first.position, count);
        }
    }
    let last = ctx.store.queue_tail(event).await?.map(|entry| entry.position);
    match last.filter(|last| *last >= Position::at_end(now, 0)) {
        // Somebody came in this very millisecond.
        Some(last) => behind(last, count),
        None => Ok(at_end(ctx, count, now)),
    }
}

fn at_end(ctx: &Ctx, count: usize, now: Timestamp) -> Vec<Position> {
    let request = u32::from_le_bytes(ctx.ids.bytes()) & !((1 << PLACE_BITS) - 1);
    let offsets = (0..u32::MAX).take(count);
    offsets.map(|place| Position::at_end(now, request | place)).collect()
}

fn behind(last: Position, count: usize) -> Result<Vec<Position>, Problem> {
    let mut places = Vec::with_capacity(count);
    let mut next = last;
    for _ in 0..count {
        next = Position::between(Some(&next), None).map_err(crowded)?;
        places.push(next.clone());
    }
    Ok(places)
}

fn before(first: Position, count: usize) -> Result<Vec<Position>, Problem> {
    let mut places = Vec::with_capacity(count);
    let mut next = first;
    for _ in 0..count {
        next = Position::first_before(&next).map_err(crowded)?;
        places.push(next.clone());
    }
    places.reverse();
    Ok(places)
}

/// There is no such place.
pub(crate) fn crowded(error: PositionError) -> Problem {
    Problem::new(ProblemKind::NotAllowedNow).detail(error.to_string())
}
