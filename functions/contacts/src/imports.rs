//! Imports: from the parts of a contact file to contacts, with a result for every row.
//!
//! 1. `DryRunImport` looks at the first part and answers a plan: a sealed text that fixes encoding,
//!    delimiter, mapping and region for all parts.
//! 2. `StartImport` makes a job of that plan.
//! 3. `PutImportPart` parses a part, keeps its rows as compressed chunks, and queues the chunks.
//! 4. The job `import` writes the rows of a chunk. A row's contact has an id made from (import, part,
//!    row), so that a chunk that is written again finds its own contacts and doubles nothing; results
//!    and counts are recorded in one transaction, once.
//! 5. `ReadImport`, `ListImportResults` and `ExportImportReport` tell what became of the rows.
pub(crate) mod dry_run;
pub(crate) mod read;
pub(crate) mod receive_part;
pub(crate) mod report;
pub(crate) mod results;
pub(crate) mod start;
pub(crate) mod write;

mod existing;
mod groups;
mod identity;
mod limits;
mod message;
mod outcome;
mod packing;
mod plan;
mod preview;
mod row;
mod upload;
mod wire;
