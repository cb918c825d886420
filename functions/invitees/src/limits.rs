//! The limits of one request.

/// Contacts that one request adds: each costs a write, and 29 s are all that the gateway waits.
pub(crate) const ADDED_AT_ONCE_MAX: usize = 200;
/// Writes at a time.
pub(crate) const WRITES_AT_ONCE: usize = 32;
/// Most characters of an invitee's name, as of a contact's.
pub(crate) const NAME_CHARACTERS_MAX: usize = 200;
/// How a guest is called whose contact has no name.
pub(crate) const NAME_FALLBACK: &str = "Guest";
