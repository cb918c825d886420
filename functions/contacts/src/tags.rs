//! Tags across contacts: renamed, merged, taken off.
pub(crate) mod remove;
pub(crate) mod rename;

use crate::limits::TAG_CHARACTERS_MAX;
use runtime::extract::Fields;

/// One tag that a caller gives, within its limits.
pub(crate) fn tag(fields: &mut Fields, pointer: &str, text: &str) -> Option<String> {
    let separated = text.contains([',', ';', '|']);
    fields.check(pointer, !separated, "a tag has no comma, semicolon or bar");
    fields.text(pointer, text, TAG_CHARACTERS_MAX)
}
