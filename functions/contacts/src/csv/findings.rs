//! A row's values one by one: each as it is kept, or the reason why the row is refused.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    phone::{Phone, Region},
    zone::Zone,
};
use store::contacts::{ContactField, FieldError, Reading, tidy_tags};

use super::{
    birthday::{self, Birthday},
    cell,
    gather::Gathered,
    limits::{
        CONTACT_LISTS_MAX, CONTACT_TAGS_MAX, CUSTOM_CHARACTERS_MAX, LIST_NAME_CHARACTERS_MAX,
        NAME_CHARACTERS_MAX, NOTE_CHARACTERS_MAX, ORGANIZATION_CHARACTERS_MAX, TAG_CHARACTERS_MAX,
    },
    problems::{ErrorCode, Field, Notice, RowError},
    shapes::is_email,
};

/// The custom field that keeps a birthday which is no date.
const BIRTHDAY_AS_WRITTEN: &str = "birthday";

/// What has been found wrong or worth a word so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) errors: Vec<RowError>,
    pub(super) notices: BTreeSet<Notice>,
}

impl Findings {
    pub(super) fn refuse(&mut self, field: Field, code: ErrorCode, sentence: impl Into<String>) {
        self.errors.push(RowError::new(field, code, sentence));
    }

    /// First and last name; either may be missing, and both.
    pub(super) fn names(&mut self, gathered: &Gathered<'_>) -> (String, String) {
        let (first, last) = if gathered.first.is_empty() && gathered.last.is_empty() {
            divided(&gathered.whole)
        } else {
            (gathered.first.clone(), gathered.last.clone())
        };
        if first.is_empty() && last.is_empty() {
            self.notices.insert(Notice::NoName);
        }
        let gap = usize::from(!first.is_empty() && !last.is_empty());
        let characters = first.chars().count().saturating_add(last.chars().count());
        if characters.saturating_add(gap) > NAME_CHARACTERS_MAX {
            let sentence = format!("a name has at most {NAME_CHARACTERS_MAX} characters");
            self.refuse(Field::Name, ErrorCode::NameTooLong, sentence);
        }
        self.note_losses(&first);
        self.note_losses(&last);
        (first, last)
    }

    /// The phone that texts go to, and the mobile where the file has a column of its own for it.
    ///
    /// The first phone that can be used counts. Where there are some and none can, the row is refused:
    /// its owner meant it to have a phone, and would miss the texts without a word.
    pub(super) fn phones(
        &mut self,
        gathered: &Gathered<'_>,
        region: Region,
    ) -> (Option<Phone>, Option<Phone>) {
        let mobile = gathered.fields.get(&ContactField::Mobile).map(String::as_str);
        let texts = gathered.phones.iter().map(|(_, text)| cell::unguarded(text)).chain(mobile);
        let mut refused = None;
        let mut phone = None;
        for text in texts {
            match Phone::parse(text, region) {
                Ok(found) => {
                    self.note_losses(text);
                    phone = Some(found);
                    break;
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        let kept = mobile.and_then(|text| Phone::parse(text, region).ok());
        match (refused, &phone) {
            (Some(error), None) => {
                self.refuse(Field::Phone, ErrorCode::Phone(error), error.to_string());
            }
            (Some(_), Some(_)) => self.note_passed_over(true),
            (None, _) => self.note_passed_over(mobile.is_some() && kept.is_none()),
        }
        (phone, kept)
    }

    /// The first address that can be used; where there are some and none can, the row is refused.
    pub(super) fn email(&mut self, gathered: &Gathered<'_>) -> Option<String> {
        let texts = || gathered.emails.iter().map(|(_, text)| cell::line(text));
        let found = texts().position(|text| is_email(&text));
        self.note_passed_over(found.is_some_and(|place| place > 0));
        if found.is_none() && !gathered.emails.is_empty() {
            let sentence = "this is not written like an e-mail address";
            self.refuse(Field::Email, ErrorCode::EmailInvalid, sentence);
        }
        texts().nth(found?)
    }

    pub(super) fn tags(&mut self, found: &[String]) -> Vec<String> {
        let tags = tidy_tags(found);
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

    pub(super) fn groups(&mut self, found: &[String]) -> Vec<String> {
        let groups = tidy_tags(found);
        if groups.len() > CONTACT_LISTS_MAX {
            let sentence = format!("a contact is on at most {CONTACT_LISTS_MAX} lists");
            self.refuse(Field::Group, ErrorCode::TooManyGroups, sentence);
        }
        if groups.iter().any(|group| group.chars().count() > LIST_NAME_CHARACTERS_MAX) {
            let sentence =
                format!("a list's name has at most {LIST_NAME_CHARACTERS_MAX} characters");
            self.refuse(Field::Group, ErrorCode::FieldTooLong, sentence);
        }
        groups
    }

    pub(super) fn note(&mut self, note: &str) -> String {
        if note.chars().count() > NOTE_CHARACTERS_MAX {
            let sentence = format!("a note has at most {NOTE_CHARACTERS_MAX} characters");
            self.refuse(Field::Note, ErrorCode::NoteTooLong, sentence);
        }
        note.to_owned()
    }

    pub(super) fn organization(&mut self, name: &str) -> String {
        if name.chars().count() > ORGANIZATION_CHARACTERS_MAX {
            let sentence =
                format!("an organization has at most {ORGANIZATION_CHARACTERS_MAX} characters");
            self.refuse(Field::Organization, ErrorCode::FieldTooLong, sentence);
        }
        name.to_owned()
    }

    pub(super) fn zone(&mut self, name: &str) -> Option<Zone> {
        if name.is_empty() {
            return None;
        }
        let zone = Zone::parse(name);
        if let Err(error) = &zone {
            self.refuse(Field::Zone, ErrorCode::FieldInvalid, format!("the zone {error}"));
        }
        zone.ok()
    }

    /// All other fields but the mobile, which is a phone. A birthday that nobody can date is kept in
    /// `custom`.
    pub(super) fn fields(
        &mut self,
        gathered: &Gathered<'_>,
        reading: Reading,
        custom: &mut BTreeMap<String, String>,
    ) -> BTreeMap<ContactField, String> {
        let mut fields = BTreeMap::new();
        let others = gathered.fields.iter().filter(|(field, _)| **field != ContactField::Mobile);
        for (field, text) in others {
            let dated = *field == ContactField::Birthday;
            let value = if dated { self.day(text, reading.region, custom) } else { text.clone() };
            match field.read(&value, reading) {
                Ok(value) => fields.extend(value.map(|value| (*field, value))),
                Err(error) => self.refuse_value(*field, error),
            }
        }
        fields
    }

    /// The day of a birthday; empty where it is none.
    fn day(&mut self, text: &str, region: Region, custom: &mut BTreeMap<String, String>) -> String {
        match birthday::read(text, region) {
            Birthday::Unknown => String::new(),
            Birthday::On(date) => date.to_string(),
            Birthday::Unreadable => {
                self.notices.insert(Notice::KeptAsWritten);
                let short = text.chars().take(CUSTOM_CHARACTERS_MAX).collect();
                custom.entry(BIRTHDAY_AS_WRITTEN.to_owned()).or_insert(short);
                String::new()
            }
        }
    }

    fn refuse_value(&mut self, field: ContactField, error: FieldError) {
        let code = match error {
            FieldError::TooLong(_) => ErrorCode::FieldTooLong,
            FieldError::Phone(error) => ErrorCode::Phone(error),
            FieldError::Control
            | FieldError::Email
            | FieldError::Website
            | FieldError::Date
            | FieldError::Future
            | FieldError::Priority => ErrorCode::FieldInvalid,
        };
        self.refuse(Field::Of(field), code, format!("`{field}`: {error}"));
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

/// A whole name as first names and a last one. The cut is a guess that joining undoes.
fn divided(whole: &str) -> (String, String) {
    match whole.rsplit_once(' ') {
        Some((first, last)) => (first.trim_end().to_owned(), last.to_owned()),
        None => (whole.to_owned(), String::new()),
    }
}
