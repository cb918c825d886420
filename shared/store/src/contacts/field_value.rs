//! What the values of a contact's fields look like.
use super::{email::Email, field::ContactField};
use domain::phone::{Phone, PhoneError, Region};
use jiff::civil::Date;

/// Most characters of a field that has no reason for another limit: it is shown on one line.
pub const FIELD_CHARACTERS_MAX: usize = 200;
/// Most characters of a web address: longer ones are made by machines and lead nowhere a month later.
const WEBSITE_CHARACTERS_MAX: usize = 500;
/// Most characters of a postal code; no country has longer ones than 12.
const POSTAL_CODE_CHARACTERS_MAX: usize = 20;
/// Most characters of a fax number as people write it.
const FAX_CHARACTERS_MAX: usize = 40;

/// The priority that a contact has where none is kept.
pub const USUAL_PRIORITY: &str = "normal";

/// What a value is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The region of phones without a country code.
    pub region: Region,
    /// The last day on which somebody may have been born: today, where the day is furthest on.
    pub today: Date,
}

/// Why a text is no value of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// It is longer than the field may be.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// It has characters that cannot be shown.
    #[error("must be one line of text without control characters")]
    Control,
    /// It is no e-mail address.
    #[error("must be an e-mail address, as in ada@example.com")]
    Email,
    /// It is no phone number that can be written to.
    #[error("{0}")]
    Phone(PhoneError),
    /// It is no address of a page.
    #[error("must be a web address, as in https://example.com/ada")]
    Website,
    /// It is no day of the calendar.
    #[error("must be a date written as YYYY-MM-DD")]
    Date,
    /// It is a day that has not come yet.
    #[error("must not be in the future")]
    Future,
    /// It is none of the three priorities.
    #[error("must be high, normal or low")]
    Priority,
}

impl ContactField {
    /// A field's value as it is kept; `None` where the text says nothing beyond the usual.
    ///
    /// A web address without a scheme is taken for `https`, priorities are read in any case, phones in
    /// any writing.
    pub fn read(self, text: &str, reading: Reading) -> Result<Option<String>, FieldError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().any(char::is_control) {
            return Err(FieldError::Control);
        }
        let most = self.characters_max();
        if text.chars().count() > most {
            return Err(FieldError::TooLong(most));
        }
        self.value(text, reading)
    }

    /// Most characters of a value.
    pub const fn characters_max(self) -> usize {
        match self {
            Self::Website => WEBSITE_CHARACTERS_MAX,
            Self::PostalCode => POSTAL_CODE_CHARACTERS_MAX,
            Self::Fax => FAX_CHARACTERS_MAX,
            Self::MiddleName
            | Self::Prefix
            | Self::Suffix
            | Self::EmailSecondary
            | Self::Mobile
            | Self::JobTitle
            | Self::Department
            | Self::Industry
            | Self::Address
            | Self::AddressLine2
            | Self::City
            | Self::State
            | Self::Country
            | Self::Birthday
            | Self::Gender
            | Self::MaritalStatus
            | Self::Linkedin
            | Self::Twitter
            | Self::Facebook
            | Self::Instagram
            | Self::Skype
            | Self::Whatsapp
            | Self::Telegram
            | Self::LeadSource
            | Self::LeadStatus
            | Self::Priority => FIELD_CHARACTERS_MAX,
        }
    }

    fn value(self, text: &str, reading: Reading) -> Result<Option<String>, FieldError> {
        match self {
            Self::EmailSecondary => {
                let email = text.parse::<Email>().map_err(|_| FieldError::Email)?;
                Ok(Some(email.as_str().to_owned()))
            }
            Self::Mobile | Self::Whatsapp => Phone::parse(text, reading.region)
                .map(|phone| Some(phone.to_string()))
                .map_err(FieldError::Phone),
            Self::Website => website(text).map(Some).ok_or(FieldError::Website),
            Self::Birthday => birthday(text, reading.today).map(Some),
            Self::Priority => priority(text),
            Self::MiddleName
            | Self::Prefix
            | Self::Suffix
            | Self::Fax
            | Self::JobTitle
            | Self::Department
            | Self::Industry
            | Self::Address
            | Self::AddressLine2
            | Self::City
            | Self::State
            | Self::PostalCode
            | Self::Country
            | Self::Gender
            | Self::MaritalStatus
            | Self::Linkedin
            | Self::Twitter
            | Self::Facebook
            | Self::Instagram
            | Self::Skype
            | Self::Telegram
            | Self::LeadSource
            | Self::LeadStatus => Ok(Some(text.to_owned())),
        }
    }
}

/// Ten characters as ISO 8601 writes a day, and nothing that the calendar does not have.
fn birthday(text: &str, today: Date) -> Result<String, FieldError> {
    let date: Date = text.parse().map_err(|_| FieldError::Date)?;
    if date.to_string() != text {
        return Err(FieldError::Date);
    }
    if date > today { Err(FieldError::Future) } else { Ok(date.to_string()) }
}

fn priority(text: &str) -> Result<Option<String>, FieldError> {
    let text = text.to_lowercase();
    match text.as_str() {
        "high" | "low" => Ok(Some(text)),
        USUAL_PRIORITY => Ok(None),
        _ => Err(FieldError::Priority),
    }
}

/// The address of a page by its scheme and host; what follows the host is the server's matter.
fn website(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let scheme = scheme.to_ascii_lowercase();
    let known = matches!(scheme.as_str(), "http" | "https");
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(host_end)?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().is_ok()),
        None => (authority, true),
    };
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let right = known
        && port
        && host.contains('.')
        && host.split('.').all(label)
        && !path.chars().any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>'));
    right.then(|| format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(field: ContactField, text: &str) -> Result<Option<String>, FieldError> {
        field.read(text, Reading { region: Region::US, today: date(2026, 6, 1) })
    }

    #[test]
    fn a_birthday_is_a_day_that_has_come() {
        use ContactField::Birthday;
        assert_eq!(read(Birthday, "1815-12-10"), Ok(Some("1815-12-10".to_owned())));
        assert_eq!(read(Birthday, "2024-02-29"), Ok(Some("2024-02-29".to_owned())));
        assert_eq!(read(Birthday, "2026-06-01"), Ok(Some("2026-06-01".to_owned())));
        assert_eq!(read(Birthday, "2026-06-02"), Err(FieldError::Future));
        for text in ["2023-02-29", "10.12.1815", "1815-12-10T00:00", "18151210", "soon"] {
            assert_eq!(read(Birthday, text), Err(FieldError::Date), "{text}");
        }
    }

    #[test]
    fn the_usual_priority_is_not_kept() {
        use ContactField::Priority;
        assert_eq!(read(Priority, "High"), Ok(Some("high".to_owned())));
        assert_eq!(read(Priority, "normal"), Ok(None));
        assert_eq!(read(Priority, "urgent"), Err(FieldError::Priority));
    }

    #[test]
    fn a_phone_that_is_texted_is_a_number_and_a_fax_is_what_is_written() {
        assert_eq!(
            read(ContactField::Mobile, "(212) 555-0123"),
            Ok(Some("+12125550123".to_owned()))
        );
        assert!(matches!(read(ContactField::Whatsapp, "ada"), Err(FieldError::Phone(_))));
        assert_eq!(read(ContactField::Fax, "on request"), Ok(Some("on request".to_owned())));
    }

    #[test]
    fn a_website_leads_to_a_page_and_nowhere_else() {
        use ContactField::Website;
        assert_eq!(
            read(Website, "www.example.com/a?b=c"),
            Ok(Some("https://www.example.com/a?b=c".to_owned()))
        );
        assert_eq!(
            read(Website, "HTTP://example.com:8080"),
            Ok(Some("http://example.com:8080".to_owned()))
        );
        for text in ["javascript:alert(1)", "ftp://example.com", "example", "https://", "a b.com"] {
            assert_eq!(read(Website, text), Err(FieldError::Website), "{text}");
        }
    }

    #[test]
    fn a_value_is_one_line_within_its_length() {
        use ContactField::{City, PostalCode};
        assert_eq!(read(City, "  Bern "), Ok(Some("Bern".to_owned())));
        assert_eq!(read(City, " "), Ok(None));
        assert_eq!(read(City, "a\nb"), Err(FieldError::Control));
        assert_eq!(read(PostalCode, &"1".repeat(21)), Err(FieldError::TooLong(20)));
        assert_eq!(read(City, &"x".repeat(201)), Err(FieldError::TooLong(200)));
        let wrong = read(ContactField::EmailSecondary, "ada");
        assert_eq!(wrong, Err(FieldError::Email));
    }
}
