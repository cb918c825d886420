//! Where everybody stands, from the table's items.
use super::summary::Standing;
use domain::{
    change::Actor,
    due::{Placement, placement},
    invitee::{Invitee, Status, StatusName},
    message::{Delivery, MessageId, Purpose},
};
use host::phones::AcceptedRecord;
use std::collections::BTreeSet;
use store::{
    Item, Row,
    invitees::{InviteeItem, Kept},
    outbox::{MessageItem, RecipientMessageItem},
};

/// Counts the rows. They must be of one event.
pub(super) fn of(rows: &[Row]) -> anyhow::Result<Standing> {
    let mut standing = Standing::default();
    let mut waves = BTreeSet::new();
    for row in rows {
        let kind = row.kind().unwrap_or_default();
        if kind == InviteeItem::KIND {
            let invitee = Kept::try_from(row.clone().read::<InviteeItem>()?)?.invitee;
            standing.add(&invitee);
            let invited = invitee.history.iter();
            let invited = invited.filter(|change| change.after == StatusName::Inviting);
            waves.extend(
                invited.filter(|change| change.by == Actor::Engine).map(|change| change.at),
            );
        } else if kind == MessageItem::KIND || kind == RecipientMessageItem::KIND {
            let delivery = row.text("dl").and_then(Delivery::parse);
            standing.open_messages += u32::from(delivery.is_some_and(is_open));
        }
    }
    standing.waves = u32::try_from(waves.len())?;
    Ok(standing)
}

/// How many invitations the provider accepted: an invitation that is sent again counts once.
pub(super) fn invitations(accepted: &[AcceptedRecord]) -> u64 {
    let ids = accepted.iter().filter_map(|record| record.message_id.as_deref()?.parse().ok());
    let invitations: BTreeSet<String> = ids
        .filter(|id: &MessageId| id.key().purpose() == Purpose::Invite)
        .filter_map(|id| match id.key() {
            domain::message::MessageKey::Invitation { event, invitee, generation, .. } => {
                Some(format!("{event} {invitee} {generation}"))
            }
            domain::message::MessageKey::Recipient { .. } => None,
        })
        .collect();
    u64::try_from(invitations.len()).unwrap_or(u64::MAX)
}

impl Standing {
    /// Whether nobody is left who could be asked or could still answer.
    pub(super) const fn is_spent(&self) -> bool {
        self.live == 0 && self.waitlisted == 0 && self.queued == self.unreachable
    }

    fn add(&mut self, invitee: &Invitee) {
        match invitee.status {
            Status::Queued => {
                self.queued += 1;
                self.unreachable += u32::from(placement(invitee) == Placement::Nowhere);
            }
            Status::Inviting { held } | Status::Invited { held, .. } => {
                self.live += 1;
                self.held_seats += u32::from(held);
            }
            Status::Accepted { taken } => {
                self.accepted += 1;
                self.accepted_seats += u32::from(taken);
            }
            Status::Declined | Status::Withdrawn => self.declined += 1,
            Status::Expired => self.expired += 1,
            Status::Waitlisted { .. } => self.waitlisted += 1,
            Status::Failed => self.failed += 1,
            Status::Removed | Status::Cancelled { .. } => (),
        }
        let open = invitee.message.as_ref().is_some_and(|life| is_open(life.delivery));
        self.open_messages += u32::from(open && invitee.status.is_live());
    }
}

/// Whether the system still has to do something about a message in this state.
const fn is_open(delivery: Delivery) -> bool {
    match delivery {
        Delivery::Queued | Delivery::Submitting | Delivery::Unknown => true,
        Delivery::None
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => false,
    }
}
