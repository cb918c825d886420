//! What a problem of a row can be about.

use std::fmt;

use store::contacts::ContactField;

/// What a problem is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Row,
    Name,
    Phone,
    Email,
    Tags,
    Group,
    Note,
    Organization,
    Zone,
    Custom,
    /// Any other field of a contact.
    Of(ContactField),
}

impl Field {
    /// Every field but those that the contacts' own list has.
    const OTHERS: [Self; 10] = [
        Self::Row,
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Tags,
        Self::Group,
        Self::Note,
        Self::Organization,
        Self::Zone,
        Self::Custom,
    ];

    /// The text form.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Tags => "tags",
            Self::Group => "group",
            Self::Note => "note",
            Self::Organization => "organization",
            Self::Zone => "zone",
            Self::Custom => "custom",
            Self::Of(field) => field.name(),
        }
    }

    /// The field with this text form.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let fields = ContactField::ALL.into_iter().map(Self::Of);
        Self::OTHERS.into_iter().chain(fields).find(|field| field.slug() == slug)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_text_form_that_leads_back() {
        for field in Field::OTHERS.into_iter().chain(ContactField::ALL.map(Field::Of)) {
            assert_eq!(Field::from_slug(field.slug()), Some(field));
        }
    }
}
