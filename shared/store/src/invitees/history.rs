//! An invitee's history, packed: 11 bytes an entry, 21 where a user is named.
use crate::{failure::StoreError, value::Value};
use domain::{
    change::{Actor, Change, Reason},
    ids::UserId,
    invitee::StatusName,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packed(#[serde(with = "serde_bytes")] Vec<u8>);

const NO_STATUS: u8 = u8::MAX;

impl From<&Change> for Packed {
    fn from(change: &Change) -> Self {
        let mut bytes = Vec::with_capacity(21);
        let milliseconds = u64::try_from(change.at.as_millisecond()).unwrap_or_default();
        bytes.extend(milliseconds.to_be_bytes().into_iter().skip(2));
        bytes.push(change.before.map_or(NO_STATUS, |status| place(&StatusName::ALL, &status)));
        bytes.push(place(&StatusName::ALL, &change.after));
        bytes.push(change.party);
        bytes.push(place(&Reason::ALL, &change.reason));
        let (kind, user) = match change.by {
            Actor::Link => (0, None),
            Actor::Sms => (1, None),
            Actor::User(user) => (2, Some(user)),
            Actor::Admin(user) => (3, Some(user)),
            Actor::Engine => (4, None),
            Actor::Callback => (5, None),
        };
        bytes.push(kind);
        if let Some(user) = user {
            bytes.extend(user.bytes());
        }
        Self(bytes)
    }
}

impl Packed {
    /// The entry as a list of one, as `list_append` takes it.
    pub(crate) fn appended(change: &Change) -> Value {
        Value::list([Value::bytes(Self::from(change).0)])
    }

    /// Reads the entry.
    pub(crate) fn read(&self) -> Result<Change, StoreError> {
        self.parse().ok_or_else(|| StoreError::Unreadable {
            kind: "history entry",
            reason: "it has another shape".into(),
        })
    }

    fn parse(&self) -> Option<Change> {
        let (at, rest) = self.0.split_first_chunk::<6>()?;
        let [before, after, party, reason, kind, user @ ..] = rest else { return None };
        let mut wide = [0; 8];
        wide.last_chunk_mut::<6>()?.copy_from_slice(at);
        let milliseconds = i64::from_be_bytes(wide);
        let user = || user.try_into().ok().map(UserId::from_bytes);
        Some(Change {
            at: Timestamp::from_millisecond(milliseconds).ok()?,
            by: match kind {
                0 => Actor::Link,
                1 => Actor::Sms,
                2 => Actor::User(user()?),
                3 => Actor::Admin(user()?),
                4 => Actor::Engine,
                5 => Actor::Callback,
                _ => return None,
            },
            before: match *before {
                NO_STATUS => None,
                known => Some(at_place(&StatusName::ALL, known)?),
            },
            after: at_place(&StatusName::ALL, *after)?,
            party: *party,
            reason: at_place(&Reason::ALL, *reason)?,
        })
    }
}

fn place<T: PartialEq>(all: &[T], wanted: &T) -> u8 {
    let at = all.iter().position(|one| one == wanted);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(NO_STATUS)
}

fn at_place<T: Copy>(all: &[T], place: u8) -> Option<T> {
    all.get(usize::from(place)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_survives_its_packing() {
        for by in [Actor::Link, Actor::User(UserId::from_bytes([7; 10])), Actor::Callback] {
            let change = Change {
                at: "2026-06-01T12:00:00.123Z".parse().unwrap(),
                by,
                before: None,
                after: StatusName::Accepted,
                party: 20,
                reason: Reason::Forced,
            };
            assert_eq!(Packed::from(&change).read(), Ok(change));
        }
    }
}
