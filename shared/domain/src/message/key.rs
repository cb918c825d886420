//! A message's key, and the key as one text.
use super::Purpose;
use crate::{
    base32,
    ids::{EventId, InviteeId},
    phone::Phone,
};
use std::{fmt, str::FromStr};

/// What makes a message one message: the same key is never submitted twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MessageKey {
    /// To an invitee, about one invitation.
    Invitation {
        /// The event.
        event: EventId,
        /// The invitee.
        invitee: InviteeId,
        /// The invitation's generation, from 1.
        generation: u8,
        /// Why.
        purpose: Purpose,
        /// Counts the messages of one purpose: resends, confirmations, broadcasts.
        sequence: u16,
    },
    /// To a phone, about no invitation.
    Recipient {
        /// The phone.
        phone: Phone,
        /// Why.
        purpose: Purpose,
        /// Made from what is answered, so that a repeated cause makes no second message.
        nonce: u64,
    },
}

impl MessageKey {
    /// Why the message is sent.
    pub const fn purpose(&self) -> Purpose {
        match self {
            Self::Invitation { purpose, .. } | Self::Recipient { purpose, .. } => *purpose,
        }
    }

    /// The event that it belongs to, if any.
    pub const fn event(&self) -> Option<EventId> {
        match self {
            Self::Invitation { event, .. } => Some(*event),
            Self::Recipient { .. } => None,
        }
    }
}

/// A message's key as one text, `msg_..`: what a status callback brings back.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MessageId(MessageKey);

/// The text was not a message id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a message id starting with `msg_`")]
pub struct ParseMessageIdError;

const ABOUT_INVITATION: u8 = 0;
const ABOUT_RECIPIENT: u8 = 1;

impl MessageId {
    /// The id of the message with that key.
    pub const fn of(key: MessageKey) -> Self {
        Self(key)
    }

    /// The key that the id stands for.
    pub const fn key(&self) -> &MessageKey {
        &self.0
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32);
        match &self.0 {
            MessageKey::Invitation { event, invitee, generation, purpose, sequence } => {
                bytes.push(ABOUT_INVITATION);
                bytes.extend(event.bytes());
                bytes.extend(invitee.bytes());
                bytes.push(*generation);
                bytes.push(purpose.number());
                bytes.extend(sequence.to_be_bytes());
            }
            MessageKey::Recipient { phone, purpose, nonce } => {
                bytes.push(ABOUT_RECIPIENT);
                bytes.push(purpose.number());
                bytes.extend(nonce.to_be_bytes());
                bytes.extend(phone.as_str().bytes());
            }
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let purpose = |number: u8| Purpose::ALL.get(usize::from(number)).copied();
        match bytes {
            [ABOUT_INVITATION, rest @ ..] => {
                let (event, rest) = rest.split_first_chunk()?;
                let (invitee, rest) = rest.split_first_chunk()?;
                let [generation, number, high, low] = rest else { return None };
                Some(Self(MessageKey::Invitation {
                    event: EventId::from_bytes(*event),
                    invitee: InviteeId::from_bytes(*invitee),
                    generation: *generation,
                    purpose: purpose(*number)?,
                    sequence: u16::from_be_bytes([*high, *low]),
                }))
            }
            [ABOUT_RECIPIENT, number, rest @ ..] => {
                let (nonce, phone) = rest.split_first_chunk::<8>()?;
                Some(Self(MessageKey::Recipient {
                    phone: Phone::from_e164(std::str::from_utf8(phone).ok()?).ok()?,
                    purpose: purpose(*number)?,
                    nonce: u64::from_be_bytes(*nonce),
                }))
            }
            _ => None,
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "msg_{}", base32::encode(&self.bytes()))
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for MessageId {
    type Err = ParseMessageIdError;
    fn from_str(text: &str) -> Result<Self, ParseMessageIdError> {
        text.strip_prefix("msg_")
            .and_then(base32::decode_vec)
            .and_then(|bytes| Self::from_bytes(&bytes))
            .ok_or(ParseMessageIdError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_carries_its_whole_key() {
        let keys = [
            MessageKey::Invitation {
                event: EventId::from_bytes([1, 2, 3, 4, 5, 6]),
                invitee: InviteeId::from_bytes([7, 8, 9, 10, 11]),
                generation: 3,
                purpose: Purpose::Broadcast,
                sequence: 40_000,
            },
            MessageKey::Recipient {
                phone: Phone::from_e164("+12125550123").unwrap(),
                purpose: Purpose::Reply,
                nonce: u64::MAX - 5,
            },
        ];
        for key in keys {
            let id = MessageId::of(key);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert!("msg_00".parse::<MessageId>().is_err());
    }
}
