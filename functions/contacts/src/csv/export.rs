//! Contacts as a file that opens in a spreadsheet without running anything, and that reads back as
//! the same contacts.
//!
//! UTF-8 with a byte order mark (without it, spreadsheets take UTF-8 for the local encoding),
//! commas, quotes and line ends of RFC 4180. A cell that a spreadsheet would run as a formula gets
//! an apostrophe before it. So does every phone, whose `+` would be one: `'+12125550123` also stays
//! text and keeps its plus when the spreadsheet saves the file. The import takes the apostrophe
//! away.

use domain::phone::Phone;

use super::{cell::guarded, contact::ParsedContact};

/// The header row.
pub const HEADINGS: [&str; 6] = ["First name", "Last name", "Phone", "Email", "Tags", "Note"];

/// What is written of one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportedContact<'c> {
    /// The first and middle names.
    pub first_name: &'c str,
    /// The last name.
    pub last_name: &'c str,
    /// The phone.
    pub phone: Option<&'c Phone>,
    /// The e-mail address.
    pub email: Option<&'c str>,
    /// The tags.
    pub tags: &'c [String],
    /// The note.
    pub note: &'c str,
}

/// A file that could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the export could not be written")]
pub struct ExportError(#[from] ::csv::Error);

/// The whole file.
pub fn export(contacts: &[ExportedContact<'_>]) -> Result<Vec<u8>, ExportError> {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(HEADINGS)?;
    for contact in contacts {
        writer.write_record(contact.cells())?;
    }
    writer.into_inner().map_err(|error| ExportError(error.into_error().into()))
}

impl ExportedContact<'_> {
    fn cells(&self) -> [String; 6] {
        [
            guarded(self.first_name),
            guarded(self.last_name),
            guarded(self.phone.map_or("", Phone::as_str)),
            guarded(self.email.unwrap_or_default()),
            guarded(&self.tags.join(", ")),
            guarded(self.note),
        ]
    }
}

impl<'c> From<&'c ParsedContact> for ExportedContact<'c> {
    fn from(contact: &'c ParsedContact) -> Self {
        Self {
            first_name: &contact.first_name,
            last_name: &contact.last_name,
            phone: contact.phone.as_ref(),
            email: contact.email.as_deref(),
            tags: &contact.tags,
            note: &contact.note,
        }
    }
}
