//! A contact as a row gives it: clean, within its limits, ready to be written.

use std::collections::{BTreeMap, BTreeSet};

use domain::phone::{Phone, Region};

use super::{
    cell,
    gather::Gathered,
    limits::{
        CONTACT_TAGS_MAX, CUSTOM_CHARACTERS_MAX, NAME_CHARACTERS_MAX, NOTE_CHARACTERS_MAX,
        TAG_CHARACTERS_MAX,
    },
    mapping::{Mapping, ORGANIZATION},
    problems::{ErrorCode, Field, Notice, RowError},
    shapes::is_email,
};

/// A person as a file knows them. It has a name and at least one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedContact {
    /// The first and middle names; empty if the file has only a last one.
    pub first_name: String,
    /// The last name; empty if there is one name only.
    pub last_name: String,
    /// The phone that texts go to.
    pub phone: Option<Phone>,
    /// The e-mail address, as it is written.
    pub email: Option<String>,
    /// Tags in alphabetical order, each once whatever its case.
    pub tags: Vec<String>,
    /// A note, perhaps of several lines; empty if there is none.
    pub note: String,
    /// Custom fields that are filled, by name.
    pub custom: BTreeMap<String, String>,
}

impl ParsedContact {
    /// The whole name, first names first.
    pub fn name(&self) -> String {
        joined(&self.first_name, &self.last_name)
    }
}

/// A row's cells as a contact, or all reasons why they are none.
pub(super) fn read(
    cells: &[String],
    mapping: &Mapping,
    region: Region,
) -> (Result<ParsedContact, Vec<RowError>>, BTreeSet<Notice>) {
    let gathered = Gathered::new(cells, mapping);
    let mut reading = Reading { errors: Vec::new(), notices: BTreeSet::new() };
    if cells.iter().skip(mapping.uses().len()).any(|cell| !cell::is_blank(cell)) {
        reading.notices.insert(Notice::ExtraCells);
    }
    let (first_name, last_name) = reading.names(&gathered);
    let contact = ParsedContact {
        first_name,
        last_name,
        phone: reading.phone(&gathered, region),
        email: reading.email(&gathered),
        tags: reading.tags(gathered.tags),
        note: reading.note(&gathered.note),
        custom: reading.custom(gathered.custom),
    };
    if reading.errors.is_empty() && contact.phone.is_none() && contact.email.is_none() {
        reading.errors.push(RowError::new(
            Field::Row,
            ErrorCode::NoAddress,
            "the row has neither a phone number nor an e-mail address",
        ));
    }
    let outcome = if reading.errors.is_empty() { Ok(contact) } else { Err(reading.errors) };
    (outcome, reading.notices)
}

/// What has been found wrong or worth a word so far.
struct Reading {
    errors: Vec<RowError>,
    notices: BTreeSet<Notice>,
}

impl Reading {
    fn refuse(&mut self, field: Field, code: ErrorCode, sentence: impl Into<String>) {
        self.errors.push(RowError::new(field, code, sentence));
    }

    fn names(&mut self, gathered: &Gathered<'_>) -> (String, String) {
        let mut first = joined(&gathered.first, &gathered.middle);
        let mut last = gathered.last.clone();
        if first.is_empty() && last.is_empty() {
            (first, last) = divided(&gathered.whole);
        }
        if first.is_empty() && last.is_empty() {
            first = gathered.custom.get(ORGANIZATION).cloned().unwrap_or_default();
        }
        let name = joined(&first, &last);
        if name.is_empty() {
            self.refuse(Field::Name, ErrorCode::NameMissing, "the row has no name");
        }
        if name.chars().count() > NAME_CHARACTERS_MAX {
            let sentence = format!("a name has at most {NAME_CHARACTERS_MAX} characters");
            self.refuse(Field::Name, ErrorCode::NameTooLong, sentence);
        }
        self.note_losses(&name);
        (first, last)
    }

    /// The first phone that can be used. Where there are some and none can, the row is refused: its
    /// owner meant it to have a phone, and would miss the texts without a word.
    fn phone(&mut self, gathered: &Gathered<'_>, region: Region) -> Option<Phone> {
        let mut refused = None;
        for (_, text) in &gathered.phones {
            match Phone::parse(cell::unguarded(text), region) {
                Ok(phone) => {
                    self.note_losses(text);
                    self.note_passed_over(refused.is_some());
                    return Some(phone);
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        let error = refused?;
        self.refuse(Field::Phone, ErrorCode::Phone(error), error.to_string());
        None
    }

    /// The first address that can be used; where there are some and none can, the row is refused.
    fn email(&mut self, gathered: &Gathered<'_>) -> Option<String> {
        let texts = || gathered.emails.iter().map(|(_, text)| cell::line(text));
        let found = texts().position(|text| is_email(&text));
        self.note_passed_over(found.is_some_and(|place| place > 0));
        if found.is_none() && !gathered.emails.is_empty() {
            let sentence = "this is not written like an e-mail address";
            self.refuse(Field::Email, ErrorCode::EmailInvalid, sentence);
        }
        texts().nth(found?)
    }

    fn tags(&mut self, found: Vec<String>) -> Vec<String> {
        let mut by_fold = BTreeMap::new();
        for tag in found {
            by_fold.entry(tag.to_lowercase()).or_insert(tag);
        }
        let tags: Vec<String> = by_fold.into_values().collect();
        if tags.len() > CONTACT_TAGS_MAX {
            let sentence = format!("a contact has at most {CONTACT_TAGS_MAX} tags");
            self.refuse(Field::Tags, ErrorCode::TooManyTags, sentence);
        }
        if tags.iter().any(|tag| tag.chars().count() > TAG_CHARACTERS_MAX) {
            let sentence = format!("a tag has at most {TAG_CHARACTERS_MAX} characters");
            self.refuse(Field::Tags, ErrorCode::TagTooLong, sentence);
        }
        tags
    }

    fn note(&mut self, note: &str) -> String {
        if note.chars().count() > NOTE_CHARACTERS_MAX {
            let sentence = format!("a note has at most {NOTE_CHARACTERS_MAX} characters");
            self.refuse(Field::Note, ErrorCode::NoteTooLong, sentence);
        }
        note.to_owned()
    }

    fn custom(&mut self, custom: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let too_long =
            custom.iter().find(|(_, value)| value.chars().count() > CUSTOM_CHARACTERS_MAX);
        if let Some((name, _)) = too_long {
            let sentence =
                format!("the field `{name}` has at most {CUSTOM_CHARACTERS_MAX} characters");
            self.refuse(Field::Custom, ErrorCode::CustomTooLong, sentence);
        }
        custom
    }

    fn note_losses(&mut self, text: &str) {
        if text.contains(['?', char::REPLACEMENT_CHARACTER]) {
            self.notices.insert(Notice::LostCharacters);
        }
    }

    fn note_passed_over(&mut self, passed_over: bool) {
        if passed_over {
            self.notices.insert(Notice::PassedOver);
        }
    }
}

fn joined(first: &str, last: &str) -> String {
    match (first.is_empty(), last.is_empty()) {
        (false, false) => format!("{first} {last}"),
        (_, true) => first.to_owned(),
        (true, false) => last.to_owned(),
    }
}

/// A whole name as first names and a last one. The cut is a guess that joining undoes.
fn divided(whole: &str) -> (String, String) {
    match whole.rsplit_once(' ') {
        Some((first, last)) => (first.trim_end().to_owned(), last.to_owned()),
        None => (whole.to_owned(), String::new()),
    }
}
