//! The limits of contact files: each has a name, a unit and a reason.

use store::contacts::{ContactField, FIELD_CHARACTERS_MAX};

/// Most bytes of one part. Lambda takes 6 MB a request and base64 adds a third, so 4 MB fit.
pub const PART_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most data rows of one import over all its parts: the largest address book that an organizer has
/// a use for, and one that the writers finish in minutes.
pub const IMPORT_ROWS_MAX: u32 = 50_000;

/// Most characters of a whole name, first and last together: the limit of a name everywhere.
pub const NAME_CHARACTERS_MAX: usize = 200;

/// Most tags of one contact: each is a row in the read model by tag.
pub const CONTACT_TAGS_MAX: usize = 50;

/// Most characters of one tag: it is shown as a chip on one line.
pub const TAG_CHARACTERS_MAX: usize = 60;

/// Most characters of a note: with it, a contact still stays a small item.
pub const NOTE_CHARACTERS_MAX: usize = 2_000;

/// Most bytes of an e-mail address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_BYTES_MAX: usize = 254;

/// Most characters of one custom field's value.
pub const CUSTOM_CHARACTERS_MAX: usize = 200;

/// Most custom fields that one mapping may fill: more would not fit a small item.
pub const CUSTOM_FIELDS_MAX: usize = 20;

/// Most characters of an organization's name: it is shown beside the person's.
pub const ORGANIZATION_CHARACTERS_MAX: usize = CUSTOM_CHARACTERS_MAX;

/// Most lists that one contact is on.
pub use store::contact_lists::CONTACT_LISTS_MAX;

/// Most characters of a list's name.
pub const LIST_NAME_CHARACTERS_MAX: usize = 100;

/// Most characters of a custom field's name: it is a column heading.
pub const CUSTOM_NAME_CHARACTERS_MAX: usize = 60;

/// Most columns that a mapping covers; Google's widest export has about 90.
pub const COLUMNS_MAX: usize = 256;

/// Most bytes of one packed chunk: an item holds 400 KB with its keys and attributes.
pub const CHUNK_BYTES_MAX: usize = 300 * 1024;

/// Most rows of one chunk: what one run of the writer finishes well inside its timeout.
pub const CHUNK_ROWS_MAX: usize = 250;

/// Most bytes that a chunk may unpack to: it bounds the memory that damaged bytes can ask for.
pub const CHUNK_UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most refused rows that a dry run lists; the rest is counted.
pub const DRY_RUN_REFUSED_MAX: usize = 100;

/// Most contacts that a dry run shows.
pub const DRY_RUN_SAMPLE_MAX: usize = 10;

/// Most distinct tags that a dry run lists.
pub const DRY_RUN_TAGS_MAX: usize = 200;

/// Rows that are looked at to guess delimiter, header and mapping.
pub const GUESS_ROWS: usize = 50;

/// Bytes that are looked at to guess the delimiter; more would only repeat what these say.
pub const GUESS_BYTES: usize = 256 * 1024;

/// Most characters of the texts of one row.
const ROW_CHARACTERS_MAX: usize = NAME_CHARACTERS_MAX
    + CONTACT_TAGS_MAX * TAG_CHARACTERS_MAX
    + CONTACT_LISTS_MAX * LIST_NAME_CHARACTERS_MAX
    + NOTE_CHARACTERS_MAX
    + EMAIL_BYTES_MAX
    + ORGANIZATION_CHARACTERS_MAX
    + ContactField::ALL.len() * FIELD_CHARACTERS_MAX
    + FIELD_SURPLUS_CHARACTERS
    + CUSTOM_FIELDS_MAX * (CUSTOM_CHARACTERS_MAX + CUSTOM_NAME_CHARACTERS_MAX);

/// What the longest field may have beyond the others.
const FIELD_SURPLUS_CHARACTERS: usize =
    ContactField::Website.characters_max() - FIELD_CHARACTERS_MAX;

/// Most bytes that one row takes unpacked: a character is a JSON escape of six bytes, or four bytes at
/// most. The rest is names of attributes, numbers and the zone.
const ROW_UNPACKED_BYTES_MAX: usize = 6 * ROW_CHARACTERS_MAX + 4_096;

const _: () = assert!(
    ROW_UNPACKED_BYTES_MAX <= CHUNK_BYTES_MAX,
    "a chunk holds at least one row, however little it compresses"
);
const _: () = assert!(
    CHUNK_ROWS_MAX * ROW_UNPACKED_BYTES_MAX <= CHUNK_UNPACKED_BYTES_MAX,
    "a full chunk of the largest rows unpacks"
);
