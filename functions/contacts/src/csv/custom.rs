//! The org's own fields of a row.

use std::collections::BTreeMap;

use super::{
    cell,
    findings::Findings,
    gather::Gathered,
    limits::{CUSTOM_CHARACTERS_MAX, CUSTOM_FIELDS_MAX, CUSTOM_NAME_CHARACTERS_MAX},
    problems::{ErrorCode, Field},
};

impl Findings {
    /// The custom fields of their own columns and of the column that has them all.
    pub(super) fn custom(&mut self, gathered: &Gathered<'_>) -> BTreeMap<String, String> {
        let mut custom = gathered.custom.clone();
        for (name, value) in self.custom_fields(&gathered.custom_fields) {
            let (name, value) = (cell::trimmed(&name), cell::trimmed(&value));
            if !name.is_empty() && !value.is_empty() {
                custom.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        self.check_custom(&custom);
        custom
    }

    /// The column that has them all; empty where it cannot be read.
    fn custom_fields(&mut self, json: &str) -> BTreeMap<String, String> {
        if json.is_empty() {
            return BTreeMap::new();
        }
        serde_json::from_str(json).unwrap_or_else(|_| {
            let sentence = "custom fields are written as {\"name\": \"value\"}";
            self.refuse(Field::Custom, ErrorCode::CustomInvalid, sentence);
            BTreeMap::new()
        })
    }

    fn check_custom(&mut self, custom: &BTreeMap<String, String>) {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if let Some((name, _)) = custom.iter().find(|(_, value)| long(value, CUSTOM_CHARACTERS_MAX))
        {
            let sentence =
                format!("the field `{name}` has at most {CUSTOM_CHARACTERS_MAX} characters");
            self.refuse(Field::Custom, ErrorCode::CustomTooLong, sentence);
        }
        if custom.keys().any(|name| long(name, CUSTOM_NAME_CHARACTERS_MAX)) {
            let sentence =
                format!("a field's name has at most {CUSTOM_NAME_CHARACTERS_MAX} characters");
            self.refuse(Field::Custom, ErrorCode::CustomTooLong, sentence);
        }
        let control = |text: &String| text.chars().any(char::is_control);
        if custom.iter().any(|(name, value)| control(name) || control(value)) {
            let sentence = "custom fields have no control characters";
            self.refuse(Field::Custom, ErrorCode::CustomInvalid, sentence);
        }
        if custom.len() > CUSTOM_FIELDS_MAX {
            let sentence = format!("a contact has at most {CUSTOM_FIELDS_MAX} fields of your own");
            self.refuse(Field::Custom, ErrorCode::CustomInvalid, sentence);
        }
    }
}
