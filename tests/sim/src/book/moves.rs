//! I7, I11, I13: every change of a status has a cause and one entry.
use super::{Book, Move};
use crate::{
    coverage::Coverage,
    law::{Broken, Checked, Law},
    site::{Doer, Run},
};
use domain::{
    change::{Actor, Change, Reason},
    event::EventState,
    invitee::{Invitee, Status, StatusName},
};
use jiff::Timestamp;

impl Book {
    /// Counts what a write adds to a history.
    pub(super) fn count_changes(&mut self, one: &Move) {
        let entries = new_entries(one.before.as_ref(), &one.after);
        *self.changes.entry(one.after.org).or_default() += entries.len();
        self.texts.notes(&one.after, entries);
    }

    pub(super) fn check_move(
        &self,
        now: Timestamp,
        run: &Run,
        one: &Move,
        coverage: &mut Coverage,
    ) -> Checked {
        let after = &one.after;
        let broken = |law, words: String| Err(Broken::new(law, words, &[&after.event, &after.id]));
        let entries = new_entries(one.before.as_ref(), after);
        if let Err(words) = is_chain(one.before.as_ref(), after, entries) {
            return broken(Law::I13, words);
        }
        for entry in entries {
            if !may_act(&run.doer, entry.by) {
                let words = format!("{:?} is recorded as {:?}", run.doer, entry.by);
                return broken(Law::I13, words);
            }
            let before = entry.before.map_or("nothing", StatusName::name);
            coverage.count(format!("move {before}>{} {}", entry.after.name(), entry.by.name()));
            if entry.before == Some(entry.after) {
                continue;
            }
            if let Err(words) = self.cause(now, run, entry, after) {
                return broken(Law::I11, words);
            }
        }
        if let Status::Invited { expires_at, .. } = after.status
            && after.sent_at.is_none_or(|sent_at| sent_at > expires_at)
        {
            return broken(Law::I7, "invited without a date".into());
        }
        if let Some(life) = &after.message
            && let Some(id) = super::latest::id_of(after)
        {
            return self.check_message(&id, life.delivery);
        }
        Ok(())
    }

    /// Whether what `entry` tells was caused by what somebody did.
    fn cause(
        &self,
        now: Timestamp,
        run: &Run,
        entry: &Change,
        after: &Invitee,
    ) -> Result<(), String> {
        let fine = match entry.by {
            Actor::User(_) | Actor::Admin(_) => is_organizers(entry.after),
            Actor::Link | Actor::Sms => is_guests(run, entry, after),
            Actor::Callback => match (entry.before, entry.after) {
                (Some(StatusName::Inviting), StatusName::Invited) => true,
                (_, StatusName::Failed) => self.texts.may_have_failed(after),
                _ => false,
            },
            Actor::Engine => self.is_engines(now, entry, after),
        };
        if fine {
            return Ok(());
        }
        let before = entry.before.map_or("nothing", StatusName::name);
        let (to, by) = (entry.after.name(), entry.by);
        Err(format!("{before} became {to} by {by:?}, and nothing caused it"))
    }

    fn is_engines(&self, now: Timestamp, entry: &Change, after: &Invitee) -> bool {
        use StatusName::{
            Accepted, Cancelled, Expired, Failed, Invited, Inviting, Queued, Waitlisted,
        };
        let Some(facts) = self.events.get(&after.event) else { return true };
        let event = &facts.event;
        let closed = event.state == EventState::Closed || now >= event.closes_at();
        match (entry.before, entry.after) {
            (Some(Inviting | Invited), Failed) => self.texts.may_have_failed(after),
            (Some(Queued), Inviting)
            | (Some(Inviting), Queued | Invited)
            | (Some(Waitlisted), Inviting | Accepted) => true,
            (Some(Inviting | Invited), Expired) => match entry.reason {
                Reason::Closed => closed,
                Reason::Revoked => true,
                _ => closed || self.was_late(after, now),
            },
            (Some(_), Cancelled) => event.state == EventState::Cancelled,
            _ => false,
        }
    }

    /// Whether the deadline that the guest was told has passed.
    fn was_late(&self, after: &Invitee, now: Timestamp) -> bool {
        self.texts.deadline_of(after).is_none_or(|deadline| now >= deadline)
    }
}

/// What organizers do by themselves: the rest is the engine's and the provider's.
fn is_organizers(after: StatusName) -> bool {
    use StatusName::{Accepted, Declined, Queued, Removed};
    matches!(after, Queued | Accepted | Declined | Removed)
}

/// What a guest does about their own invitation; and the relay, when the phone said STOP.
fn is_guests(run: &Run, entry: &Change, after: &Invitee) -> bool {
    use StatusName::{
        Accepted, Declined, Expired, Invited, Inviting, Queued, Waitlisted, Withdrawn,
    };
    match (&run.doer, entry.before, entry.after) {
        (Doer::Link(phone) | Doer::Sms(phone), before, to) => {
            let answer = matches!(to, Accepted | Declined | Withdrawn | Waitlisted);
            let late = before == Some(Invited) && to == Expired;
            after.phone.as_ref() == Some(phone) && (answer || late)
        }
        (Doer::Job(_), Some(Inviting), Queued) => true,
        _ => false,
    }
}

/// The entries that a write added.
fn new_entries<'a>(before: Option<&Invitee>, after: &'a Invitee) -> &'a [Change] {
    let Some(before) = before else { return &after.history };
    let known = &before.history;
    let kept = (0..=known.len()).find(|from| after.history.starts_with(&known[*from..]));
    &after.history[kept.map_or(0, |from| known.len() - from)..]
}

/// Whether the new entries lead from one status to the other, each once.
fn is_chain(before: Option<&Invitee>, after: &Invitee, entries: &[Change]) -> Result<(), String> {
    let mut status = before.map(|before| before.status.name());
    for entry in entries {
        if entry.before != status {
            return Err(format!("an entry begins at {:?} where {status:?} was", entry.before));
        }
        status = Some(entry.after);
    }
    if status != Some(after.status.name()) {
        return Err(format!("{:?} was recorded, it is {:?}", status, after.status.name()));
    }
    let most = if before.is_some_and(|before| before.status.name() == StatusName::Invited) {
        2
    } else {
        1
    };
    if entries.len() > most {
        return Err(format!("{} entries for one change", entries.len()));
    }
    Ok(())
}

fn may_act(doer: &Doer, actor: Actor) -> bool {
    match actor {
        Actor::Engine => matches!(doer, Doer::Job(_)),
        Actor::Link => matches!(doer, Doer::Link(_)),
        // What a STOP or START by text does to lists is done by the relay.
        Actor::Sms => matches!(doer, Doer::Sms(_) | Doer::Job("relay")),
        Actor::User(_) | Actor::Admin(_) => *doer == Doer::User,
        Actor::Callback => *doer == Doer::Callback,
    }
}
