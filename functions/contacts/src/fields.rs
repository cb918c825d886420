//! What callers write about a contact, parsed; every field that does not fit is named.
use crate::{
    limits::{
        CONTACT_TAGS_MAX, CUSTOM_CHARACTERS_MAX, CUSTOM_FIELDS_MAX, CUSTOM_NAME_CHARACTERS_MAX,
        NAME_CHARACTERS_MAX, NOTE_CHARACTERS_MAX, ORGANIZATION_CHARACTERS_MAX, TAG_CHARACTERS_MAX,
    },
    region,
    wire::{ChangeContact, NewContact},
};
use domain::{
    phone::{Phone, Region},
    zone::Zone,
};
use jiff::Timestamp;
use runtime::{Problem, extract::Fields};
use std::collections::BTreeMap;
use store::contacts::{Contact, ContactField, Email, PersonName, Reading, tidy_tags};

/// A contact made at `now` as the caller describes it.
pub(crate) fn new_contact(
    new: NewContact,
    region: Region,
    now: Timestamp,
) -> Result<Contact, Problem> {
    let blank = Contact::blank(now);
    let as_change = ChangeContact {
        name: Some(new.name).filter(Option::is_some),
        first_name: Some(new.first_name).filter(Option::is_some),
        last_name: Some(new.last_name).filter(Option::is_some),
        phone: Some(new.phone),
        email: Some(new.email),
        tags: Some(new.tags),
        note: Some(new.note),
        organization: Some(new.organization),
        fields: Some(new.fields.into_iter().map(|(name, text)| (name, Some(text))).collect()),
        custom: Some(new.custom),
        zone: Some(new.zone),
    };
    changed_contact(&blank, as_change, region::reading(region, now))
}

/// `contact` with the caller's changes.
pub(crate) fn changed_contact(
    contact: &Contact,
    change: ChangeContact,
    reading: Reading,
) -> Result<Contact, Problem> {
    let mut fields = Fields::new();
    let name = name(&mut fields, &contact.name, &change);
    let mut changed = contact.clone();
    if let Some(name) = name {
        changed.name = name;
    }
    if let Some(text) = change.phone {
        changed.phone = phone(&mut fields, text.as_deref(), reading.region);
    }
    if let Some(text) = change.email {
        let email = filled(text.as_deref()).map(str::parse::<Email>);
        changed.email = fields.take_optional("/email", email).flatten();
    }
    if let Some(text) = change.zone {
        let zone = filled(text.as_deref()).map(Zone::parse);
        changed.zone = fields.take_optional("/zone", zone).flatten();
    }
    if let Some(tags) = change.tags {
        changed.tags = self::tags(&mut fields, "/tags", &tags);
    }
    if let Some(text) = change.note {
        changed.note = note(&mut fields, text.as_deref());
    }
    if let Some(text) = change.organization {
        let text = filled(text.as_deref());
        changed.organization = text
            .and_then(|text| fields.text("/organization", text, ORGANIZATION_CHARACTERS_MAX))
            .unwrap_or_default();
    }
    if let Some(more) = change.fields {
        self::more(&mut fields, &mut changed.fields, more, reading);
    }
    if let Some(custom) = change.custom {
        changed.custom = self::custom(&mut fields, custom);
    }
    fields.finish()?;
    changed.text_to_mobile(contact);
    if changed.phone.is_none() && changed.email.is_none() {
        return Err(Problem::field(
            "/phone",
            "a contact has a phone, a mobile or an e-mail address",
        ));
    }
    Ok(changed)
}

/// Tags that a caller gives, tidied and within their limits.
pub(crate) fn tags(fields: &mut Fields, pointer: &str, tags: &[String]) -> Vec<String> {
    for (place, tag) in tags.iter().enumerate() {
        let pointer = format!("{pointer}/{place}");
        fields.text(&pointer, tag, TAG_CHARACTERS_MAX);
        let separated = tag.contains([',', ';', '|']);
        fields.check(&pointer, !separated, "a tag has no comma, semicolon or bar");
    }
    let tidy = tidy_tags(tags);
    let detail = format!("a contact has at most {CONTACT_TAGS_MAX} tags");
    fields.check(pointer, tidy.len() <= CONTACT_TAGS_MAX, detail);
    tidy
}

/// The text, if there is one.
fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The name after the change; `None` where it stays.
fn name(fields: &mut Fields, old: &PersonName, change: &ChangeContact) -> Option<PersonName> {
    let parts = change.first_name.is_some() || change.last_name.is_some();
    fields.check(
        "/name",
        change.name.is_none() || !parts,
        "give the whole name or first and last name, not both",
    );
    let part = |fields: &mut Fields, pointer: &str, text: Option<&str>| {
        let text = filled(text)?;
        fields.text(pointer, text, NAME_CHARACTERS_MAX)
    };
    let new = if let Some(whole) = &change.name {
        PersonName::divided(&part(fields, "/name", whole.as_deref()).unwrap_or_default())
    } else if parts {
        let mut either = |pointer: &str, text: &Option<Option<String>>, old: &str| match text {
            Some(text) => part(fields, pointer, text.as_deref()).unwrap_or_default(),
            None => old.to_owned(),
        };
        let first = either("/first_name", &change.first_name, old.first());
        let last = either("/last_name", &change.last_name, old.last());
        PersonName::new(&first, &last)
    } else {
        return None;
    };
    let characters = new.whole().chars().count();
    let pointer = if parts { "/first_name" } else { "/name" };
    let detail = format!("a name has at most {NAME_CHARACTERS_MAX} characters");
    fields.check(pointer, characters <= NAME_CHARACTERS_MAX, detail);
    Some(new)
}

fn phone(fields: &mut Fields, text: Option<&str>, region: Region) -> Option<Phone> {
    let phone = filled(text).map(|text| Phone::parse(text, region));
    fields.take_optional("/phone", phone).flatten()
}

/// Sets and clears fields by their names.
fn more(
    fields: &mut Fields,
    kept: &mut BTreeMap<ContactField, String>,
    more: BTreeMap<String, Option<String>>,
    reading: Reading,
) {
    for (name, text) in more {
        let pointer = format!("/fields/{}", name.replace('~', "~0").replace('/', "~1"));
        let Some(field) = fields.take(&pointer, name.parse::<ContactField>()) else { continue };
        let read = field.read(&text.unwrap_or_default(), reading);
        match fields.take(&pointer, read) {
            Some(Some(value)) => {
                kept.insert(field, value);
            }
            Some(None) => {
                kept.remove(&field);
            }
            None => (),
        }
    }
}

fn note(fields: &mut Fields, text: Option<&str>) -> String {
    let note = filled(text).unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    let within = note.chars().count() <= NOTE_CHARACTERS_MAX;
    fields.check("/note", within, format!("must have at most {NOTE_CHARACTERS_MAX} characters"));
    let plain = !note.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    fields.check("/note", plain, "must have no control characters");
    note
}

fn custom(fields: &mut Fields, custom: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let detail = format!("a contact has at most {CUSTOM_FIELDS_MAX} fields of your own");
    fields.check("/custom", custom.len() <= CUSTOM_FIELDS_MAX, detail);
    let mut kept = BTreeMap::new();
    for (name, value) in custom {
        let pointer = format!("/custom/{}", name.replace('~', "~0").replace('/', "~1"));
        let named = fields.text(&pointer, &name, CUSTOM_NAME_CHARACTERS_MAX);
        if let (Some(name), Some(value)) = (named, filled(Some(&value))) {
            let value = fields.text(&pointer, value, CUSTOM_CHARACTERS_MAX);
            kept.extend(value.map(|value| (name, value)));
        }
    }
    kept
}

#[cfg(test)]
mod tests;
