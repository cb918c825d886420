//! I8: nobody is overtaken within a step without a recorded reason.
use super::{Book, EventFacts, Known, Move};
use crate::{
    coverage::Coverage,
    law::{Broken, Checked, Law},
    site::Run,
};
use domain::{
    ids::{EventId, InviteeId},
    invitee::{Invitee, StatusName},
    position::Position,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How long a reason that was flagged counts as told.
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(1);

impl Book {
    pub(super) fn check_queue(
        &self,
        now: Timestamp,
        run: &Run,
        moves: &[Move],
        coverage: &mut Coverage,
    ) -> Checked {
        let mut last: BTreeMap<EventId, (Position, InviteeId)> = BTreeMap::new();
        for one in moves {
            let picked = one.after.status.name() == StatusName::Inviting
                && one.before.as_ref().is_some_and(is_queued);
            if picked {
                let place = (one.after.position.clone(), one.after.id);
                let known = last.entry(one.after.event).or_insert_with(|| place.clone());
                if *known < place {
                    *known = place;
                }
            }
        }
        for (event, last) in last {
            let Some(facts) = self.events.get(&event) else { continue };
            coverage.count("law I8");
            for known in self.invitees_of(event) {
                let invitee = &known.invitee;
                let before =
                    is_queued(invitee) && (&invitee.position, invitee.id) < (&last.0, last.1);
                if before && !self.is_excused(now, run, facts, known) {
                    let words =
                        format!("{} was overtaken, and nobody wrote down why", invitee.name);
                    return Err(Broken::new(Law::I8, words, &[&event, &invitee.id]));
                }
            }
        }
        Ok(())
    }

    fn is_excused(&self, now: Timestamp, run: &Run, facts: &EventFacts, known: &Known) -> bool {
        let invitee = &known.invitee;
        // An index may not show yet what was written just before the step began.
        let seen = run.began_after.saturating_sub(self.staleness);
        let unseen = known.record > seen || facts.state_record > seen;
        let waits = invitee.not_before.is_some_and(|at| at > run.began_at);
        let told = invitee.skip.is_some_and(|skip| {
            skip.reason.is_permanent()
                || skip.at >= run.began_at
                || (skip.is_flagged() && now.duration_since(skip.at) < TOLD_FOR)
        });
        unseen || waits || told
    }
}

fn is_queued(invitee: &Invitee) -> bool {
    invitee.status.name() == StatusName::Queued
}
