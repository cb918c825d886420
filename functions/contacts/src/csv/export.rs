//! Contacts as a file that opens in a spreadsheet without running anything, and that reads back as
//! the same contacts.
//!
//! UTF-8 with a byte order mark (without it, spreadsheets take UTF-8 for the local encoding),
//! commas, quotes and line ends of RFC 4180. A cell that a spreadsheet would run as a formula gets
//! an apostrophe before it. So does every phone, whose `+` would be one: `'+12125550123` also stays
//! text and keeps its plus when the spreadsheet saves the file. The import takes the apostrophe
//! away.

use std::collections::BTreeMap;

use domain::phone::Phone;
use store::contacts::ContactField;

use super::{cell::guarded, contact::ParsedContact, gather::GOOGLE_SEPARATOR};

/// A column of the file.
#[derive(Debug, Clone, Copy)]
enum Column {
    FirstName,
    LastName,
    Email,
    Phone,
    Company,
    Tags,
    Group,
    Notes,
    Zone,
    CustomFields,
    Field(ContactField),
}

/// The columns from the left.
const COLUMNS: [Column; 39] = {
    use ContactField as Of;
    [
        Column::FirstName,
        Column::LastName,
        Column::Field(Of::MiddleName),
        Column::Field(Of::Prefix),
        Column::Field(Of::Suffix),
        Column::Email,
        Column::Field(Of::EmailSecondary),
        Column::Phone,
        Column::Field(Of::Mobile),
        Column::Field(Of::Fax),
        Column::Field(Of::Website),
        Column::Company,
        Column::Field(Of::JobTitle),
        Column::Field(Of::Department),
        Column::Field(Of::Industry),
        Column::Field(Of::Address),
        Column::Field(Of::AddressLine2),
        Column::Field(Of::City),
        Column::Field(Of::State),
        Column::Field(Of::PostalCode),
        Column::Field(Of::Country),
        Column::Field(Of::Birthday),
        Column::Field(Of::Gender),
        Column::Field(Of::MaritalStatus),
        Column::Field(Of::Linkedin),
        Column::Field(Of::Twitter),
        Column::Field(Of::Facebook),
        Column::Field(Of::Instagram),
        Column::Field(Of::Skype),
        Column::Field(Of::Whatsapp),
        Column::Field(Of::Telegram),
        Column::Field(Of::LeadSource),
        Column::Field(Of::LeadStatus),
        Column::Field(Of::Priority),
        Column::Tags,
        Column::Group,
        Column::Notes,
        Column::Zone,
        Column::CustomFields,
    ]
};

/// What is written of one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportedContact<'c> {
    /// The first names.
    pub first_name: &'c str,
    /// The last name.
    pub last_name: &'c str,
    /// The phone.
    pub phone: Option<&'c Phone>,
    /// The e-mail address.
    pub email: Option<&'c str>,
    /// The tags.
    pub tags: &'c [String],
    /// The names of its lists.
    pub groups: &'c [String],
    /// The note.
    pub note: &'c str,
    /// Where the person belongs.
    pub organization: &'c str,
    /// The zone by its name.
    pub zone: Option<&'c str>,
    /// Whatever other fields are filled.
    pub fields: &'c BTreeMap<ContactField, String>,
    /// The org's own fields.
    pub custom: &'c BTreeMap<String, String>,
}

/// A file that could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the export could not be written")]
pub enum ExportError {
    /// A row could not be written.
    Row(#[from] ::csv::Error),
    /// A contact's own fields could not be written.
    Custom(#[from] serde_json::Error),
}

/// The whole file.
pub fn export(contacts: &[ExportedContact<'_>]) -> Result<Vec<u8>, ExportError> {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(COLUMNS.map(Column::heading))?;
    for contact in contacts {
        let cells = COLUMNS.iter().map(|column| contact.cell(*column));
        writer.write_record(cells.collect::<Result<Vec<_>, _>>()?)?;
    }
    writer.into_inner().map_err(|error| ExportError::Row(error.into_error().into()))
}

impl Column {
    const fn heading(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Company => "company",
            Self::Tags => "tags",
            Self::Group => "group",
            Self::Notes => "notes",
            Self::Zone => "zone",
            Self::CustomFields => "custom_fields",
            Self::Field(field) => field.name(),
        }
    }
}

impl ExportedContact<'_> {
    fn cell(&self, column: Column) -> Result<String, serde_json::Error> {
        Ok(match column {
            Column::FirstName => guarded(self.first_name),
            Column::LastName => guarded(self.last_name),
            Column::Email => guarded(self.email.unwrap_or_default()),
            Column::Phone => guarded(self.phone.map_or("", Phone::as_str)),
            Column::Company => guarded(self.organization),
            Column::Tags => guarded(&self.tags.join(", ")),
            Column::Group => guarded(&self.groups.join(GOOGLE_SEPARATOR)),
            Column::Notes => guarded(self.note),
            Column::Zone => guarded(self.zone.unwrap_or_default()),
            Column::CustomFields if self.custom.is_empty() => String::new(),
            Column::CustomFields => guarded(&serde_json::to_string(self.custom)?),
            Column::Field(field) => guarded(self.fields.get(&field).map_or("", String::as_str)),
        })
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
            groups: &contact.groups,
            note: &contact.note,
            organization: &contact.organization,
            zone: contact.zone.as_ref().map(domain::zone::Zone::name),
            fields: &contact.fields,
            custom: &contact.custom,
        }
    }
}
