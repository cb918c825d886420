//! What a provider's error codes mean, as data (ENGINE.md, section 11).
use std::{collections::BTreeMap, sync::LazyLock};

/// What an error code of a provider asks of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorClass {
    /// The recipient refuses our texts, for good.
    Consent,
    /// The address cannot receive texts, for good.
    Address,
    /// It may work later.
    Transient,
    /// The provider or a carrier takes no more for now.
    Throttle,
    /// We send faster than the sender can.
    OurPace,
    /// These words are not let through.
    Content,
    /// The account or the sender has to be set up.
    Configuration,
    /// The account is suspended: everything stops.
    StopEverything,
    /// A code that we do not know: the message is held and an alarm is raised.
    Ambiguous,
}

impl ErrorClass {
    /// Every class.
    pub const ALL: [Self; 9] = [
        Self::Consent,
        Self::Address,
        Self::Transient,
        Self::Throttle,
        Self::OurPace,
        Self::Content,
        Self::Configuration,
        Self::StopEverything,
        Self::Ambiguous,
    ];

    /// Its name, in the data file, stored and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Address => "address",
            Self::Transient => "transient",
            Self::Throttle => "throttle",
            Self::OurPace => "our_pace",
            Self::Content => "content",
            Self::Configuration => "configuration",
            Self::StopEverything => "stop_everything",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// The class of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether sending the same message again can never help.
    pub const fn is_permanent(self) -> bool {
        match self {
            Self::Consent | Self::Address | Self::Content => true,
            Self::Transient
            | Self::Throttle
            | Self::OurPace
            | Self::Configuration
            | Self::StopEverything
            | Self::Ambiguous => false,
        }
    }
}

const TWILIO: &str = include_str!("../data/twilio-errors.csv");

static CLASSES: LazyLock<BTreeMap<u32, (ErrorClass, &str)>> =
    LazyLock::new(|| rows().filter_map(read).collect());

/// The class of Twilio's error `code`; `Ambiguous` where we do not know the code.
pub fn classify(code: u32) -> ErrorClass {
    CLASSES.get(&code).map_or(ErrorClass::Ambiguous, |(class, _)| *class)
}

/// Plain words for Twilio's error `code`, where we know it.
pub fn meaning(code: u32) -> Option<&'static str> {
    CLASSES.get(&code).map(|(_, meaning)| *meaning)
}

fn rows() -> impl Iterator<Item = &'static str> {
    TWILIO.lines().filter(|line| !line.starts_with('#')).skip(1)
}

fn read(row: &'static str) -> Option<(u32, (ErrorClass, &'static str))> {
    let mut cells = row.splitn(3, ',');
    let code = cells.next()?.parse().ok()?;
    let class = ErrorClass::parse(cells.next()?)?;
    Some((code, (class, cells.next()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_file_is_read() {
        assert_eq!(CLASSES.len(), rows().count());
        assert!(
            CLASSES
                .values()
                .all(|(class, meaning)| { *class != ErrorClass::Ambiguous && !meaning.is_empty() })
        );
    }

    #[test]
    fn the_codes_that_matter_have_their_classes() {
        for (class, codes) in [
            (ErrorClass::Consent, &[21610][..]),
            (ErrorClass::Address, &[21211, 21614, 21635, 30005, 30006]),
            (ErrorClass::Transient, &[30003, 30008]),
            (ErrorClass::Throttle, &[20429, 30022, 30027]),
            (ErrorClass::Content, &[30004, 30007]),
            (ErrorClass::Configuration, &[30034, 21408]),
            (ErrorClass::OurPace, &[30001, 21611]),
            (ErrorClass::StopEverything, &[30002]),
        ] {
            for code in codes {
                assert_eq!(classify(*code), class, "{code}");
            }
        }
    }

    #[test]
    fn an_unknown_code_is_held_for_a_person() {
        assert_eq!(classify(99_999), ErrorClass::Ambiguous);
        assert!(!classify(99_999).is_permanent());
        assert_eq!(meaning(99_999), None);
    }

    #[test]
    fn a_class_is_known_by_its_name() {
        for class in ErrorClass::ALL {
            assert_eq!(ErrorClass::parse(class.name()), Some(class));
        }
    }
}
