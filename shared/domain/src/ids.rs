//! Typed identifiers: one canonical text form, parsed at the edge, never a bare `String` inside.
use crate::{base32, phone::Phone};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// The text was not an identifier of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an identifier starting with `{expected}_`")]
pub struct ParseIdError {
    expected: &'static str,
}

/// Declares identifier types: a prefix and a number of bytes.
macro_rules! ids {
    ($($(#[$meta:meta])* $Id:ident $prefix:literal $size:literal;)+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Id([u8; $size]);

        impl $Id {
            /// The visible prefix.
            pub const PREFIX: &'static str = $prefix;
            /// How many bytes it has.
            pub const SIZE: usize = $size;

            /// The identifier with these bytes.
            pub const fn from_bytes(bytes: [u8; $size]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            pub const fn bytes(&self) -> &[u8; $size] {
                &self.0
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), base32::encode(&self.0))
            }
        }

        impl fmt::Debug for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $Id {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(base32::decode)
                    .map(Self)
                    .ok_or(ParseIdError { expected: $prefix })
            }
        }
    )+ };
}

ids! {
    /// A tenant: an isolated workspace.
    OrgId "org" 10;
    /// A login.
    UserId "usr" 10;
    /// One device's chain of refresh tokens.
    SessionId "ses" 10;
    /// A person that an org knows.
    ContactId "con" 10;
    /// One import of a contact file.
    ImportId "imp" 10;
    /// An event that people are invited to. Short, because guests' links carry it.
    EventId "evt" 6;
    /// A contact on one event's list. Short, because guests' links carry it.
    InviteeId "inv" 5;
    /// An organizer's message to a group of an event's guests.
    BroadcastId "brd" 10;
    /// A code that lets somebody register.
    RegistrationCodeId "reg" 10;
    /// An invitation to join an org's team.
    TeamInvitationId "tin" 10;
    /// A named set of contacts.
    ContactListId "lst" 10;
    /// A mail of the system's own, to somebody with an account or about to have one.
    MailId "mai" 10;
    /// A change of many contacts at once.
    BulkId "blk" 10;
}

/// Who an invitee is, for its key: one row per event and phone, or per contact where there is no phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity<'a> {
    /// Reached by phone.
    Phone(&'a Phone),
    /// Has no phone.
    Contact(ContactId),
}

impl InviteeId {
    /// The id that `identity` has on `event`'s list, so that the table itself keeps one row for it.
    ///
    /// `probe` is 0 unless another identity already has that id: 40 bits collide once in about 200
    /// lists of 100,000. Rows are never deleted, so the first probe that is free or matches is final.
    pub fn derive(event: EventId, identity: Identity<'_>, probe: u8) -> Self {
        let mut hash = Sha256::new();
        hash.update(event.bytes());
        match identity {
            Identity::Phone(phone) => {
                hash.update([0]);
                hash.update(phone.as_str());
            }
            Identity::Contact(contact) => {
                hash.update([1]);
                hash.update(contact.bytes());
            }
        }
        hash.update([probe]);
        let digest: [u8; 32] = hash.finalize().into();
        digest.first_chunk().map_or(Self([0; Self::SIZE]), |head| Self(*head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_survives_its_text() {
        let event = EventId::from_bytes([1, 2, 3, 250, 251, 252]);
        assert_eq!(event.to_string().len(), "evt_".len() + 10);
        assert_eq!(event.to_string().parse(), Ok(event));
    }

    #[test]
    fn an_identifier_of_another_kind_is_refused() {
        let event = EventId::from_bytes([9; 6]).to_string();
        assert!(event.parse::<InviteeId>().is_err());
        assert!(event.replace("evt", "inv").parse::<InviteeId>().is_err());
        assert!(event.to_uppercase().parse::<EventId>().is_err());
    }

    #[test]
    fn a_phone_has_one_place_on_a_list() {
        let event = EventId::from_bytes([1; 6]);
        let phone = Phone::from_e164("+12125550123").unwrap();
        let id = InviteeId::derive(event, Identity::Phone(&phone), 0);
        assert_eq!(id, InviteeId::derive(event, Identity::Phone(&phone), 0));
        assert_ne!(id, InviteeId::derive(event, Identity::Phone(&phone), 1));
        assert_ne!(id, InviteeId::derive(EventId::from_bytes([2; 6]), Identity::Phone(&phone), 0));
    }
}
