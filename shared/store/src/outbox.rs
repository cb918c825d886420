//! The outbox: every message that is not an invitation is an item of its own; the log is folded from
//! them. What the platform knows of a phone stands beside it.
mod inbound;
pub(crate) mod life;
mod message;
mod phone;
mod send;

pub(crate) use message::read as read_message;

pub use inbound::{INBOUND_KEPT, InboundItem};
pub use message::{
    AnyMessageKey, KeptMessage, MessageItem, Pending, RecipientMessageItem, message_key,
};
pub use phone::{Invitation, PhoneItem, PhoneRefusal, RecentInvitations};
pub use send::{Claimed, SentInvitation};
