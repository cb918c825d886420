//! What a guest wrote to the host: apart from the invitee, to keep that small.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    instant::Instant,
    item::Item,
    keys::InviteeNoteKey,
    transaction::Transaction,
};
use domain::ids::{EventId, InviteeId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most characters of a note.
pub const NOTE_CHARS_MAX: usize = 1_000;

/// A guest's note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteeNote {
    /// The words.
    pub text: String,
    /// When they were written.
    pub at: Instant,
}

impl Item for InviteeNote {
    type Key = InviteeNoteKey;
    const KIND: &'static str = "invitee_note";
    const VERSION: u8 = 1;
}

impl Store {
    /// What an invitee wrote to the host.
    pub async fn invitee_note(
        &self,
        event: EventId,
        invitee: InviteeId,
    ) -> Result<Option<InviteeNote>, StoreError> {
        let key = InviteeNoteKey { event, invitee };
        let stored = self.get::<InviteeNote>(&key, Consistency::Strong).await?;
        Ok(stored.map(|stored| stored.value))
    }
}

impl Transaction {
    /// Keeps an invitee's note in place of an earlier one.
    pub fn put_invitee_note(
        &mut self,
        (event, invitee): (EventId, InviteeId),
        text: &str,
        at: Timestamp,
    ) -> usize {
        let note = InviteeNote { text: text.to_owned(), at: at.into() };
        self.put(&InviteeNoteKey { event, invitee }, &note)
    }
}
