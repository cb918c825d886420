//! The limits of an import.
use jiff::SignedDuration;

/// Most parts of an import: with parts of 4 MB more than 50,000 rows of any sensible width.
pub(super) const PARTS_MAX: u16 = 64;

/// Rows of a chunk that are written at the same time: enough to hide the table's latency, few enough
/// that a dozen imports at once stay below what a partition takes.
pub(super) const ROWS_AT_ONCE: usize = 16;

/// The same of rows that name lists: each write looks at its lists.
pub(super) const LISTED_ROWS_AT_ONCE: usize = 1;

/// Shortest and longest wait before a chunk that the table could not take is tried again.
pub(super) const RETRY_AFTER_MIN: SignedDuration = SignedDuration::from_secs(20);
pub(super) const RETRY_AFTER_MAX: SignedDuration = SignedDuration::from_secs(60);

/// Chunks that are stored at the same time: each may have 300 KB.
pub(super) const CHUNKS_AT_ONCE: usize = 8;

/// Most chunks whose results one page of results reads.
pub(super) const RESULT_CHUNKS_MAX: usize = 20;

/// Most rows of one report: with about 120 bytes a row it stays below the 6 MB of an answer.
pub(super) const REPORT_ROWS_MAX: usize = 20_000;

/// Most times that a row is decided anew because another writer was faster.
pub(super) const ROW_ATTEMPTS_MAX: u8 = 8;
