//! The limits of contacts that come one by one. Those of a file, in [`crate::csv::limits`], are the
//! same where they are about the same.
pub(crate) use crate::csv::limits::{
    CONTACT_TAGS_MAX, CUSTOM_CHARACTERS_MAX, CUSTOM_FIELDS_MAX, CUSTOM_NAME_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX, NOTE_CHARACTERS_MAX, ORGANIZATION_CHARACTERS_MAX, TAG_CHARACTERS_MAX,
};

/// Most tags that one list can be filtered by: each is a list that has to be read.
pub(crate) const FILTER_TAGS_MAX: usize = 10;

/// Most fields that one list can be filtered by.
pub(crate) const FILTER_FIELDS_MAX: usize = 5;

/// Most characters that are searched for: no name is longer.
pub(crate) const SEARCH_CHARACTERS_MAX: usize = NAME_CHARACTERS_MAX;

/// Most words that are searched for at once.
pub(crate) const SEARCH_WORDS_MAX: usize = 10;

/// Entries of a list that one request looks at where it has to look for what is wanted: about 50 read
/// units.
pub(crate) const ENTRIES_EXAMINED_MAX: u16 = 2_000;

/// Whole contacts that one request looks at where a list does not show what is wanted: half a unit each
/// at least.
pub(crate) const CONTACTS_EXAMINED_MAX: u16 = 300;

/// Most contacts of one exported file: with [`EXPORT_BYTES_MAX`], what one answer can carry.
pub(crate) const EXPORT_ROWS_MAX: usize = 5_000;

/// Bytes after which an exported file takes no further page: an answer may have 6 MB, and one more
/// page (1 MB of items) must still fit.
pub(crate) const EXPORT_BYTES_MAX: usize = 3 * 1024 * 1024;

/// Most different tags of an org: their counts share one item, which every change of a tag rewrites,
/// so that its size is what such a change costs.
pub(crate) const ORG_TAGS_MAX: usize = 500;

/// Most different tags that an org ever used, those that nobody has any more too: their counts stay in
/// that item, which may have 400 KB.
pub(crate) const ORG_TAGS_EVER_MAX: usize = 2_000;
const _: () = assert!(ORG_TAGS_MAX < ORG_TAGS_EVER_MAX);

/// Most characters of a value that contacts are told apart by: no field has more.
pub(crate) const FILTER_VALUE_CHARACTERS_MAX: usize = 500;
