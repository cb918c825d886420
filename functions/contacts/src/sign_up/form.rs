//! The form of a list's page.
use super::words::Word;
use crate::limits::NAME_CHARACTERS_MAX;
use domain::phone::{Phone, Region};
use runtime::{Problem, page::field_pointer};

/// Largest body of the form, in bytes: a name in the worst encoding, and what surrounds it.
pub(crate) const FORM_BYTES_MAX: usize = 8 * 1024;
/// A field that no visitor sees. What fills it in is a machine.
pub(crate) const TRAP: &str = "website";

/// What a visitor wrote, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// The name.
    pub(crate) name: String,
    /// The phone.
    pub(crate) phone: String,
    /// Whether the box is ticked.
    pub(crate) agrees: bool,
    /// Whether the field that nobody sees has something in it.
    pub(crate) trapped: bool,
}

/// A visitor who wants to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// The name.
    pub(crate) name: String,
    /// The phone.
    pub(crate) phone: Phone,
}

/// What is wrong with what was written. It says nothing about anybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No name, or too long a one.
    Name,
    /// No phone number.
    Phone,
    /// The box is not ticked.
    Consent,
}

impl Fault {
    /// What the visitor can do.
    pub(crate) const fn word(self) -> Word {
        match self {
            Self::Name => Word::NameFault,
            Self::Phone => Word::PhoneFault,
            Self::Consent => Word::ConsentFault,
        }
    }

    /// Where on the page it is explained.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Name => "wrong-name",
            Self::Phone => "wrong-phone",
            Self::Consent => "wrong-consent",
        }
    }
}

impl Written {
    /// Reads the fields of the form; one that it does not have is refused.
    pub(crate) fn read(fields: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut written = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "name" => written.name = value,
                "phone" => written.phone = value,
                "consent" => written.agrees = value == "yes",
                TRAP => written.trapped = !value.is_empty(),
                _ => {
                    return Err(Problem::field(
                        field_pointer(&name),
                        "is not a field of this form",
                    ));
                }
            }
        }
        Ok(written)
    }

    /// The visitor, or all that is wrong.
    pub(crate) fn visitor(&self, region: Region) -> Result<Visitor, Vec<Fault>> {
        let name = self.name.trim();
        let named = (1..=NAME_CHARACTERS_MAX).contains(&name.chars().count())
            && !name.chars().any(char::is_control);
        let phone = Phone::parse(&self.phone, region);
        let mut faults = Vec::new();
        faults.extend((!named).then_some(Fault::Name));
        faults.extend(phone.is_err().then_some(Fault::Phone));
        faults.extend((!self.agrees).then_some(Fault::Consent));
        match phone {
            Ok(phone) if faults.is_empty() => Ok(Visitor { name: name.to_owned(), phone }),
            Ok(_) | Err(_) => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let written = Written { phone: "12".into(), ..Written::default() };
        let faults = written.visitor(Region::US).unwrap_err();
        assert_eq!(faults, [Fault::Name, Fault::Phone, Fault::Consent]);
        let right = Written {
            name: " Ada ".into(),
            phone: "(212) 555-0101".into(),
            agrees: true,
            ..written
        };
        let visitor = right.visitor(Region::US).unwrap();
        assert_eq!((visitor.name.as_str(), visitor.phone.as_str()), ("Ada", "+12125550101"));
    }
}
