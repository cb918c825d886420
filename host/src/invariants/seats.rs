//! Seats: counted from the rows, against the counters and the capacity.
use super::{Broken, Evidence, Law};
use domain::{
    ids::EventId,
    invitee::{Invitee, Status},
};
use std::collections::BTreeSet;

/// What the rows of one event add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Seats that live invitations hold.
    pub held: u32,
    /// Seats of acceptances.
    pub accepted: u32,
    /// How many are waitlisted.
    pub waiting: u32,
}

impl Tally {
    pub(super) fn of(invitees: impl Iterator<Item = impl std::borrow::Borrow<Invitee>>) -> Self {
        invitees.fold(Self::default(), |mut tally, invitee| {
            match invitee.borrow().status {
                Status::Inviting { held } | Status::Invited { held, .. } => {
                    tally.held += u32::from(held);
                }
                Status::Accepted { taken } => tally.accepted += u32::from(taken),
                Status::Waitlisted { .. } => tally.waiting += 1,
                Status::Queued
                | Status::Declined
                | Status::Expired
                | Status::Withdrawn
                | Status::Failed
                | Status::Removed
                | Status::Cancelled { .. } => (),
            }
            tally
        })
    }

    const fn committed(self, organizer: bool) -> u32 {
        self.held + self.accepted + if organizer { 1 } else { 0 }
    }
}

pub(super) fn check(evidence: &Evidence) -> Result<(), Broken> {
    evidence.seats.keys().try_for_each(|event| of_event(evidence, *event))?;
    one_per_phone(evidence)
}

fn of_event(evidence: &Evidence, event: EventId) -> Result<(), Broken> {
    let Some(seats) = evidence.seats.get(&event).map(store::events::SeatsItem::seats) else {
        return Ok(());
    };
    let tally = evidence.seats_of(event);
    let committed = tally.committed(seats.organizer);
    let broken = |law, place: String| Err(Broken { law, place: format!("{event}: {place}") });
    if seats.committed() != i64::from(committed) {
        let counter = seats.committed();
        return broken(Law::Counters, format!("the counter says {counter}, the rows {committed}"));
    }
    if seats.waiting != tally.waiting {
        let (counter, rows) = (seats.waiting, tally.waiting);
        return broken(Law::Counters, format!("{counter} wait by the counter, {rows} by the rows"));
    }
    match seats.capacity {
        Some(capacity) if committed > capacity => {
            broken(Law::Capacity, format!("{committed} of {capacity} seats are promised"))
        }
        Some(_) | None => Ok(()),
    }
}

fn one_per_phone(evidence: &Evidence) -> Result<(), Broken> {
    let mut seen = BTreeSet::new();
    for invitee in evidence.invitees.iter().filter(|invitee| is_occupying(invitee)) {
        let Some(phone) = &invitee.phone else { continue };
        if !seen.insert((invitee.event, phone.as_str())) {
            let place = format!("{} {} shares its phone", invitee.event, invitee.id);
            return Err(Broken { law: Law::OnePerPhone, place });
        }
    }
    Ok(())
}

const fn is_occupying(invitee: &Invitee) -> bool {
    invitee.status.is_live() || matches!(invitee.status, Status::Accepted { .. })
}
