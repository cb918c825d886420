//! Which contacts a job is about, where it does not name them.
use crate::filter::{ContactFilter, FilterBody};
use domain::ids::ContactId;
use runtime::extract::Fields;
use store::contacts::{Contact, ContactSummary};

/// A filter as a job reads it back.
#[derive(Debug)]
pub(crate) struct Matching(ContactFilter);

impl Matching {
    /// The filter of that text, as [`text`] wrote it. No text at all takes all; `None` where it is none
    /// of ours.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let body: FilterBody = if text.is_empty() {
            FilterBody::default()
        } else {
            serde_json::from_str(text).ok()?
        };
        let mut fields = Fields::new();
        let filter = body.read(&mut fields, "");
        fields.finish().ok().map(|()| Self(filter))
    }

    /// Whether it takes a contact.
    pub(crate) fn takes(&self, id: ContactId, contact: &Contact) -> bool {
        self.0.matches(&ContactSummary::of(id, contact), contact)
    }
}

/// A filter as a job keeps it.
pub(crate) fn text(filter: &FilterBody) -> String {
    serde_json::to_string(filter).unwrap_or_default()
}

/// The filter for contacts with a tag.
pub(crate) fn with_tag(tag: &str) -> String {
    text(&FilterBody { tag: vec![tag.to_owned()], ..FilterBody::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn a_filter_survives_the_job() {
        let tagged =
            Contact { tags: vec!["VIP".to_owned()], ..Contact::blank(Timestamp::UNIX_EPOCH) };
        let id = ContactId::from_bytes([1; 10]);
        assert!(Matching::of_text(&with_tag("vip")).unwrap().takes(id, &tagged));
        assert!(!Matching::of_text(&with_tag("work")).unwrap().takes(id, &tagged));
        assert!(Matching::of_text("").unwrap().takes(id, &tagged));
        assert!(Matching::of_text("{\"color\":1}").is_none());
    }
}
