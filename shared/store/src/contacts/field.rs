//! The fields of a contact that have no rule of their own in the store: what they are called.
use std::{fmt, str::FromStr};

/// A field of a contact besides name, phone, e-mail address, tags, note and organization.
///
/// Kept only where it is filled. What its values look like is in [`ContactField::read`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactField {
    /// What stands between first and last name.
    MiddleName,
    /// What stands before the name, as in `Dr.`.
    Prefix,
    /// What stands after the name, as in `Jr.`.
    Suffix,
    /// A second e-mail address. It is nobody's identity.
    EmailSecondary,
    /// A phone that is carried about, in E.164 form. Texts go to it where the contact has no phone.
    Mobile,
    /// A fax number, as it is written.
    Fax,
    /// A page on the web: `http` or `https`.
    Website,
    /// What the person does.
    JobTitle,
    /// Where in the organization.
    Department,
    /// What the organization does.
    Industry,
    /// Street and number.
    Address,
    /// Whatever else the address has.
    AddressLine2,
    /// The town.
    City,
    /// The state, province or canton.
    State,
    /// The postal code.
    PostalCode,
    /// The country.
    Country,
    /// The day of birth, `YYYY-MM-DD`.
    Birthday,
    /// The gender, in the person's words.
    Gender,
    /// Married or not, in the person's words.
    MaritalStatus,
    /// The page or name at `LinkedIn`.
    Linkedin,
    /// The name at Twitter.
    Twitter,
    /// The page or name at Facebook.
    Facebook,
    /// The name at Instagram.
    Instagram,
    /// The name at Skype.
    Skype,
    /// The phone at `WhatsApp`, in E.164 form.
    Whatsapp,
    /// The name at Telegram.
    Telegram,
    /// How the org came to know the person.
    LeadSource,
    /// How far the org has come with the person.
    LeadStatus,
    /// `high` or `low`; a contact without it has the usual one, `normal`.
    Priority,
}

/// The text names no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a field of a contact")]
pub struct ParseContactFieldError;

impl ContactField {
    /// Every field, in the order in which files have them.
    pub const ALL: [Self; 29] = [
        Self::MiddleName,
        Self::Prefix,
        Self::Suffix,
        Self::EmailSecondary,
        Self::Mobile,
        Self::Fax,
        Self::Website,
        Self::JobTitle,
        Self::Department,
        Self::Industry,
        Self::Address,
        Self::AddressLine2,
        Self::City,
        Self::State,
        Self::PostalCode,
        Self::Country,
        Self::Birthday,
        Self::Gender,
        Self::MaritalStatus,
        Self::Linkedin,
        Self::Twitter,
        Self::Facebook,
        Self::Instagram,
        Self::Skype,
        Self::Whatsapp,
        Self::Telegram,
        Self::LeadSource,
        Self::LeadStatus,
        Self::Priority,
    ];

    /// What clients and files call it.
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// What items call it: a contact's size is what its writes cost.
    pub(super) const fn short(self) -> &'static str {
        self.names().1
    }

    /// The field that items call so.
    pub(super) fn of_short(short: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.short() == short)
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::MiddleName => ("middle_name", "mn"),
            Self::Prefix => ("prefix", "px"),
            Self::Suffix => ("suffix", "sx"),
            Self::EmailSecondary => ("email_secondary", "e2"),
            Self::Mobile => ("mobile", "mo"),
            Self::Fax => ("fax", "fx"),
            Self::Website => ("website", "ww"),
            Self::JobTitle => ("job_title", "jt"),
            Self::Department => ("department", "de"),
            Self::Industry => ("industry", "in"),
            Self::Address => ("address", "a1"),
            Self::AddressLine2 => ("address_line_2", "a2"),
            Self::City => ("city", "ci"),
            Self::State => ("state", "st"),
            Self::PostalCode => ("postal_code", "pc"),
            Self::Country => ("country", "co"),
            Self::Birthday => ("birthday", "bd"),
            Self::Gender => ("gender", "ge"),
            Self::MaritalStatus => ("marital_status", "ms"),
            Self::Linkedin => ("linkedin", "li"),
            Self::Twitter => ("twitter", "tw"),
            Self::Facebook => ("facebook", "fb"),
            Self::Instagram => ("instagram", "ig"),
            Self::Skype => ("skype", "sk"),
            Self::Whatsapp => ("whatsapp", "wa"),
            Self::Telegram => ("telegram", "tg"),
            Self::LeadSource => ("lead_source", "lo"),
            Self::LeadStatus => ("lead_status", "ls"),
            Self::Priority => ("priority", "pr"),
        }
    }
}

impl fmt::Display for ContactField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ContactField {
    type Err = ParseContactFieldError;
    fn from_str(text: &str) -> Result<Self, ParseContactFieldError> {
        Self::ALL.into_iter().find(|field| field.name() == text).ok_or(ParseContactFieldError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_names_of_its_own() {
        for field in ContactField::ALL {
            assert_eq!(field.name().parse(), Ok(field));
            assert_eq!(ContactField::of_short(field.short()), Some(field));
        }
    }
}
