//! The limits of contacts that come one by one. Those of a file, in [`crate::csv::limits`], are the
//! same where they are about the same.
pub(crate) use crate::csv::limits::{
    CONTACT_TAGS_MAX, CUSTOM_CHARACTERS_MAX, CUSTOM_FIELDS_MAX, CUSTOM_NAME_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX, NOTE_CHARACTERS_MAX, TAG_CHARACTERS_MAX,
};

/// Most characters of an organization's name: it is shown beside the person's.
pub(crate) const ORGANIZATION_CHARACTERS_MAX: usize = CUSTOM_CHARACTERS_MAX;

/// Most tags that one list can be filtered by: each is a list that has to be read.
pub(crate) const FILTER_TAGS_MAX: usize = 10;

/// Most contacts of one exported file: with [`EXPORT_BYTES_MAX`], what one answer can carry.
pub(crate) const EXPORT_ROWS_MAX: usize = 5_000;

/// Bytes after which an exported file takes no further page: an answer may have 6 MB, and one more
/// page (1 MB of items) must still fit.
pub(crate) const EXPORT_BYTES_MAX: usize = 3 * 1024 * 1024;

/// Most different tags of an org: their counts share one item, which every change of a tag rewrites,
/// so that its size is what such a change costs.
pub(crate) const ORG_TAGS_MAX: usize = 500;
