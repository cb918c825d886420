//! What a queue carries of an import: which chunk wants to be written.
use domain::ids::ImportId;
use ports::{Queue, QueueMessage};
use serde::{Deserialize, Serialize};
use store::keys::{ImportChunkKey, ImportResultKey};

/// The body of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    import: String,
    part: u16,
    chunk: u16,
}

/// A chunk of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChunkRef {
    pub(super) import: ImportId,
    pub(super) part: u16,
    pub(super) chunk: u16,
}

impl ChunkRef {
    /// Of the message with this body; `None` where it names no chunk.
    pub(super) fn read(body: &str) -> Option<Self> {
        let body: Body = serde_json::from_str(body).ok()?;
        let import = body.import.parse().ok()?;
        Some(Self { import, part: body.part, chunk: body.chunk })
    }

    /// The message that asks for the chunk to be written.
    pub(super) fn message(self) -> QueueMessage {
        let Self { import, part, chunk } = self;
        let body =
            serde_json::json!({ "import": import.to_string(), "part": part, "chunk": chunk });
        QueueMessage {
            queue: Queue::Imports,
            group: None,
            deduplication_id: None,
            delay_seconds: 0,
            body: body.to_string(),
        }
    }

    pub(super) fn chunk_key(self) -> ImportChunkKey {
        ImportChunkKey { import: self.import, part: self.part, chunk: self.chunk }
    }

    pub(super) fn result_key(self) -> ImportResultKey {
        ImportResultKey { import: self.import, part: self.part, chunk: self.chunk }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_survives_the_queue() {
        let chunk = ChunkRef { import: ImportId::from_bytes([3; 10]), part: 1, chunk: 200 };
        assert_eq!(ChunkRef::read(&chunk.message().body), Some(chunk));
        assert_eq!(ChunkRef::read("{}"), None);
    }
}
