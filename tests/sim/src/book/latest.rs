//! Which invitation is an invitee's present one.
use super::Book;
use domain::{
    invitee::Invitee,
    message::{Delivery, MessageId, MessageKey, Purpose},
};

/// The id of an invitee's present invitation.
pub(super) fn id_of(invitee: &Invitee) -> Option<String> {
    let sequence = invitee.message.as_ref()?.sequence;
    let key = MessageKey::Invitation {
        event: invitee.event,
        invitee: invitee.id,
        generation: invitee.generation,
        purpose: Purpose::Invite,
        sequence,
    };
    Some(MessageId::of(key).to_string())
}

impl Book {
    /// Whether the same guest's next invitation took the place of this one.
    pub(super) fn is_superseded(&self, id: &MessageId) -> bool {
        let MessageKey::Invitation { event, invitee, generation, purpose, sequence } = id.key()
        else {
            return false;
        };
        let Some(known) = self.invitees.get(&(*event, *invitee)) else { return false };
        let present = known.invitee.message.as_ref().map_or(0, |life| life.sequence);
        *purpose == Purpose::Invite
            && (*generation, *sequence) < (known.invitee.generation, present)
    }
}

impl Book {
    /// Whether a message's id is that of an invitation that another took the place of.
    pub(crate) fn is_old(&self, id: &str) -> bool {
        id.parse::<MessageId>().is_ok_and(|id| self.is_superseded(&id))
    }

    /// Whether it is an invitation that nobody claimed before its guest was no longer invited: it is held
    /// back for good.
    pub(crate) fn is_pointless(&self, id: &str, delivery: Delivery) -> bool {
        let Ok(id) = id.parse::<MessageId>() else { return false };
        let MessageKey::Invitation { event, invitee, purpose: Purpose::Invite, .. } = id.key()
        else {
            return false;
        };
        let known = self.invitees.get(&(*event, *invitee));
        delivery == Delivery::Queued && known.is_some_and(|known| !known.invitee.status.is_live())
    }
}
