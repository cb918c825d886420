//! Which records wake an event, and which announce a message.
use super::{Signals, record::Seen};
use crate::fill::invitation_id;
use domain::{
    ids::EventId,
    invitee::{Invitee, Status, StatusName},
    message::{Delivery, MessageId},
    outbox::Life,
};
use store::invitees::Kept;

impl Signals {
    /// Notes what one record sets in motion.
    pub(super) fn notice(&mut self, sequence: &str, seen: &Seen) {
        match seen {
            Seen::Invitee { before, after, was_queued, is_queued } => {
                let before = before.as_ref().map(|kept| &kept.invitee);
                if wakes(before, after, (*was_queued, *is_queued)) {
                    self.wake(after.invitee.event, sequence);
                }
                if is_announced(before, &after.invitee) {
                    self.announce(invitation_id(&after.invitee));
                }
            }
            Seen::Message { before, after } => {
                let was = before.as_ref().is_some_and(|before| is_ready(&before.message.life));
                if is_ready(&after.message.life) && !was {
                    self.announce(Some(MessageId::of(after.message.key.clone())));
                }
            }
            Seen::MailRecorded(mail) => drop(self.mails.insert(*mail)),
            Seen::Seats { event, woken: true } => self.wake(*event, sequence),
            Seen::Event { before: Some(before), after } if before.event != after.event => {
                self.wake(after.event.id, sequence);
            }
            Seen::Seats { woken: false, .. }
            | Seen::Event { .. }
            | Seen::Phone(_)
            | Seen::ContactGone(_) => (),
        }
    }

    fn wake(&mut self, event: EventId, sequence: &str) {
        self.wakes.insert(event, sequence.to_owned());
    }

    fn announce(&mut self, message: Option<MessageId>) {
        if let Some(message) = message {
            self.messages.insert(message.to_string(), message);
        }
    }
}

/// Whether a change of an invitee alone lets the engine do something. What moves seats wakes by the
/// seats' own item.
fn wakes(before: Option<&Invitee>, after: &Kept, (was_queued, is_queued): (bool, bool)) -> bool {
    let after = &after.invitee;
    let was_inviting = before.is_some_and(|before| before.status.name() == StatusName::Inviting);
    match after.status {
        // Sent back (T4): only one who has to wait needs a timer, and leaves the seat to others.
        Status::Queued if was_inviting => !is_queued,
        Status::Queued => is_queued && !was_queued,
        Status::Invited { .. } => {
            after.delivery() == Delivery::Undelivered
                && before.is_none_or(|before| before.due_at != after.due_at)
        }
        Status::Inviting { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => false,
    }
}

/// Whether an invitation wants to be sent, and did not before.
fn is_announced(before: Option<&Invitee>, after: &Invitee) -> bool {
    let Some(life) = after.message.as_ref().filter(|life| is_ready(life)) else { return false };
    if !after.status.is_live() {
        return false;
    }
    let Some(before) = before else { return true };
    let known = before.message.as_ref().filter(|life| is_ready(life));
    !before.status.is_live()
        || before.generation != after.generation
        || known.is_none_or(|known| known.sequence != life.sequence)
}

/// Recorded and not held back: whoever holds a message back comes for it himself.
fn is_ready(life: &Life) -> bool {
    life.delivery == Delivery::Queued && life.not_before.is_none()
}
