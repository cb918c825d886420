//! The read models: what lists, logs and dashboards show, folded from the table's stream.
//!
//! | list | scope | order | counted |
//! |---|---|---|---|
//! | events, archived events | org | by start | no |
//! | invitees of a status | event | newest change first; the queue by position | by status |
//! | messages | event, and org | newest first | by tally and day |
//! | guests who confirmed, guests who declined | org | newest answer first | by day |
//! | audit | org | newest first | no |
//! | contacts with a tag, on a list, without a name | org | by name | by tag and list |
//! | users, orgs | platform | newest first | by day |
//! | messages whose outcome nobody knew | platform | newest first | by whether somebody knows now, and day |
//!
//! Two ways lead into a list. What a row shows now (an invitee's status, a contact's tags) is settled:
//! the places of every image go, the places of the row as it is stay. An event's entry is settled, too,
//! from three rows: its settings, its seats, and the counts of its invitees, which are folded themselves
//! and come back in the stream; its own pages are counted nowhere, so it ends there. What a row has said (its
//! messages, its history) is advanced or inserted under a place of its own that never changes, so that
//! it stays when the row moves on. Both converge, however often and in whatever order records come.
mod all;
mod answers;
mod audit;
mod events;
mod guest_log;
mod invitees;
mod messages;
mod packed;
mod platform;
mod stream;
mod unknown;

pub(crate) use all::{Lists, lists_of_event, lists_of_org};
pub use answers::{AnswerKind, Answered, OrgFigures};
pub use audit::{AuditEntry, AuditKind, AuditRecord, AuditSubject};
pub use events::ListedEvent;
pub use invitees::{InviteeCounts, InviteeFlag, ListedInvitee};
pub use messages::{LogScope, LoggedMessage, MessageCounts, MessageFilter};
pub use packed::Slice;
pub use platform::PlatformCounts;
pub use stream::Images;
pub use unknown::UnknownMessage;

use domain::ids::{EventId, OrgId};

/// Stands before the event in the name of its scope.
const EVENT_PREFIX: &str = "event ";

/// The scope of an event's lists and of their counts.
fn event_scope(event: EventId) -> String {
    format!("{EVENT_PREFIX}{event}")
}

/// The event of a scope that [`event_scope`] made.
fn event_of_scope(scope: &str) -> Option<EventId> {
    scope.strip_prefix(EVENT_PREFIX)?.parse().ok()
}

/// The scope of an org's lists and of their counts.
fn org_scope(org: OrgId) -> String {
    format!("org {org}")
}
