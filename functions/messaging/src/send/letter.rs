//! A message on its way out, wherever it is stored.
use domain::{
    ids::{EventId, OrgId},
    invitee::{Invitee, Status, StatusName},
    message::{MessageId, MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
    quota::{Minute, Reserve},
};
use store::{invitees::Kept, outbox::KeptMessage};

/// A message with what it is stored on.
#[derive(Debug, Clone)]
pub(super) enum Letter {
    /// An invitation: on the invitee's own item.
    Invitation(Box<Kept>),
    /// Any other: an item of its own.
    Message(Box<KeptMessage>),
}

impl Letter {
    /// Its id.
    pub(super) fn id(&self) -> MessageId {
        MessageId::of(match self {
            Self::Invitation(kept) => MessageKey::Invitation {
                event: kept.invitee.event,
                invitee: kept.invitee.id,
                generation: kept.invitee.generation,
                purpose: Purpose::Invite,
                sequence: kept.invitee.message.as_ref().map_or(0, |life| life.sequence),
            },
            Self::Message(kept) => kept.message.key.clone(),
        })
    }

    /// Its life.
    pub(super) const fn life(&self) -> Option<&Life> {
        match self {
            Self::Invitation(kept) => kept.invitee.message.as_ref(),
            Self::Message(kept) => Some(&kept.message.life),
        }
    }

    /// Whose it is.
    pub(super) const fn org(&self) -> OrgId {
        match self {
            Self::Invitation(kept) => kept.invitee.org,
            Self::Message(kept) => kept.message.org,
        }
    }

    /// The event that it belongs to, if any.
    pub(super) const fn event(&self) -> Option<EventId> {
        match self {
            Self::Invitation(kept) => Some(kept.invitee.event),
            Self::Message(kept) => kept.message.key.event(),
        }
    }

    /// Why it is sent.
    pub(super) const fn purpose(&self) -> Purpose {
        match self {
            Self::Invitation(_) => Purpose::Invite,
            Self::Message(kept) => kept.message.key.purpose(),
        }
    }

    /// Who receives it.
    pub(super) const fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Invitation(kept) => kept.invitee.phone.as_ref(),
            Self::Message(kept) => Some(&kept.message.phone),
        }
    }

    /// Whether it may use the tenth of the quotas that is kept back.
    pub(super) const fn reserve(&self) -> Reserve {
        if self.purpose().uses_reserve() { Reserve::Used } else { Reserve::Kept }
    }

    /// When its wave took its permit; `None` where it has to take one. Whatever was held back since
    /// has given its permit back.
    pub(super) fn held_permit(&self) -> Option<Minute> {
        match self {
            Self::Invitation(kept) => {
                let invitee = &kept.invitee;
                let waits = invitee.message.as_ref().is_some_and(|life| life.not_before.is_some());
                let wave = picked_at(invitee)?;
                let resent = invitee.resent_at.is_some_and(|at| at >= wave);
                (is_inviting(invitee) && !waits && !resent).then_some(Minute::of(wave))
            }
            Self::Message(_) => None,
        }
    }
}

/// Whether the invitation is not out yet, so that T4 applies to it.
pub(super) const fn is_inviting(invitee: &Invitee) -> bool {
    matches!(invitee.status, Status::Inviting { .. })
}

fn picked_at(invitee: &Invitee) -> Option<jiff::Timestamp> {
    let picked = invitee.history.iter().rev().find(|change| change.after == StatusName::Inviting);
    picked.map(|change| change.at)
}
