//! Imports: a job with its progress, the chunks of its rows, and what became of each row.
//!
//! What a chunk and its results hold is bytes here: the contacts' own code packs and reads them.
use crate::{
    as_text,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{ImportChunkKey, ImportKey, ImportResultKey},
    transaction::{Transaction, Update},
};
use domain::{
    ids::{ImportId, OrgId, UserId},
    phone::Region,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the rows of a file are kept: long enough for a queue to be mended, no longer.
pub const CHUNK_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a job and its results are kept.
pub const IMPORT_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What an import does with a row whose phone or address a contact of the org already has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExistingContacts {
    /// The contact gets the row's tags and the import's.
    AddTags,
    /// The contact stays as it is.
    Keep,
}

/// An import: how its parts are read, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// Whose contacts they become.
    #[serde(with = "as_text")]
    pub org: OrgId,
    /// Who started it.
    #[serde(with = "as_text")]
    pub started_by: UserId,
    /// When.
    pub started_at: Timestamp,
    /// How every part is read, in the contacts' own text form.
    pub plan: String,
    /// The region of phone numbers without a country code.
    #[serde(with = "as_text")]
    pub region: Region,
    /// Tags that every contact of the file gets.
    pub tags: Vec<String>,
    /// What happens to contacts that are there already.
    pub existing: ExistingContacts,
    /// How many parts the file has.
    pub parts: u16,
    /// The parts that have come.
    pub received: Vec<ReceivedPart>,
    /// The chunks that are written.
    pub chunks_done: u32,
    /// What became of the rows of those.
    #[serde(flatten)]
    pub counts: ImportCounts,
}

/// A part that has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedPart {
    /// Which, from 0.
    pub part: u16,
    /// Tells its bytes from others.
    pub digest: String,
    /// Its data rows.
    pub rows: u32,
    /// Its chunks.
    pub chunks: u16,
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// A new contact.
    pub created: u32,
    /// A contact has the phone already.
    pub same_phone: u32,
    /// A contact has the e-mail address already.
    pub same_email: u32,
    /// No contact: the row says why.
    pub refused: u32,
}

impl ImportCounts {
    /// All of them.
    pub const fn rows(self) -> u32 {
        self.created
            .saturating_add(self.same_phone)
            .saturating_add(self.same_email)
            .saturating_add(self.refused)
    }
}

impl ImportJob {
    /// Rows of the parts that have come.
    pub fn rows(&self) -> u32 {
        self.received.iter().fold(0, |rows, part| rows.saturating_add(part.rows))
    }

    /// Chunks of the parts that have come.
    pub fn chunks(&self) -> u32 {
        self.received.iter().fold(0, |chunks, part| chunks.saturating_add(u32::from(part.chunks)))
    }

    /// The part, if it has come.
    pub fn part(&self, part: u16) -> Option<&ReceivedPart> {
        self.received.iter().find(|received| received.part == part)
    }

    /// Whether every part has come and every chunk is written.
    pub fn is_done(&self) -> bool {
        self.received.len() >= usize::from(self.parts) && self.chunks_done >= self.chunks()
    }
}

impl Item for ImportJob {
    type Key = ImportKey;
    const KIND: &'static str = "import";
    const VERSION: u8 = 1;

    fn places(&self, _: &ImportKey) -> Places {
        Places::default().until(after(self.started_at, IMPORT_KEPT))
    }
}

/// Some rows of a part, packed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportChunk {
    /// The packed rows: at most 300 KB.
    #[serde(with = "serde_bytes")]
    pub rows: Vec<u8>,
    /// When they came.
    pub received_at: Timestamp,
}

impl Item for ImportChunk {
    type Key = ImportChunkKey;
    const KIND: &'static str = "import_chunk";
    const VERSION: u8 = 1;

    fn places(&self, _: &ImportChunkKey) -> Places {
        Places::default().until(after(self.received_at, CHUNK_KEPT))
    }
}

/// What became of the rows of a chunk, packed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportResult {
    /// The packed results, one for each row.
    #[serde(with = "serde_bytes")]
    pub rows: Vec<u8>,
    /// When they were written.
    pub written_at: Timestamp,
}

impl Item for ImportResult {
    type Key = ImportResultKey;
    const KIND: &'static str = "import_result";
    const VERSION: u8 = 1;

    fn places(&self, _: &ImportResultKey) -> Places {
        Places::default().until(after(self.written_at, IMPORT_KEPT))
    }
}

fn after(at: Timestamp, span: SignedDuration) -> Timestamp {
    at.checked_add(span).unwrap_or(at)
}

impl Store {
    /// An import, as it is now.
    pub async fn import(&self, import: ImportId) -> Result<Option<Stored<ImportJob>>, StoreError> {
        self.get(&ImportKey { import }, Consistency::Strong).await
    }

    /// The rows of a chunk.
    pub async fn import_chunk(
        &self,
        key: &ImportChunkKey,
    ) -> Result<Option<Stored<ImportChunk>>, StoreError> {
        self.get(key, Consistency::Strong).await
    }

    /// Keeps the rows of a chunk. Writing the same again is harmless.
    pub async fn put_import_chunk(
        &self,
        key: &ImportChunkKey,
        chunk: &ImportChunk,
    ) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.put(key, chunk);
        self.commit(transaction).await.map(|_| ())
    }

    /// What became of the rows of a chunk; `None` until it is written.
    pub async fn import_result(
        &self,
        key: &ImportResultKey,
    ) -> Result<Option<Stored<ImportResult>>, StoreError> {
        self.get(key, Consistency::Eventual).await
    }
}

impl Transaction {
    /// Makes an import. Refused where the id is taken.
    pub fn create_import(&mut self, import: ImportId, job: &ImportJob) -> usize {
        self.create(&ImportKey { import }, job)
    }

    /// Replaces an import as it was seen. Refused where it was changed since.
    pub fn replace_import(&mut self, seen: &Stored<ImportJob>, job: &ImportJob) -> usize {
        self.replace(&seen.key, job, seen.rev)
    }

    /// Records what became of a chunk's rows and counts them, once: answers the operation that is
    /// refused where that was done before.
    pub fn finish_import_chunk(
        &mut self,
        key: &ImportResultKey,
        result: &ImportResult,
        counts: ImportCounts,
    ) -> usize {
        let recorded = self.create(key, result);
        let progress = Update::of(&ImportKey { import: key.import })
            .add_to("chunks_done :one, created :created, same_phone :same_phone")
            .add_to("same_email :same_email, refused :refused")
            .value(":one", 1_u8)
            .value(":created", counts.created)
            .value(":same_phone", counts.same_phone)
            .value(":same_email", counts.same_email)
            .value(":refused", counts.refused);
        self.update(progress);
        recorded
    }
}
