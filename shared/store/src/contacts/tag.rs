//! Tags: what differs in case only is one tag.
use std::collections::BTreeMap;

/// The form by which a tag is found.
pub fn folded_tag(tag: &str) -> String {
    tag.trim().to_lowercase()
}

/// The tags in alphabetical order, each once whatever its case, without space around them.
pub fn tidy_tags<T: AsRef<str>>(tags: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut by_fold = BTreeMap::new();
    for tag in tags {
        let tag = tag.as_ref().trim();
        if !tag.is_empty() {
            by_fold.entry(folded_tag(tag)).or_insert_with(|| tag.to_owned());
        }
    }
    by_fold.into_values().collect()
}

/// Both lists as one, at most `most` of them: what is in `tags` stays, and `more` fills the room left.
pub fn union(tags: &[String], more: &[String], most: usize) -> Vec<String> {
    let mut all: BTreeMap<String, &String> =
        tags.iter().map(|tag| (folded_tag(tag), tag)).collect();
    for tag in more {
        if all.len() < most {
            all.entry(folded_tag(tag)).or_insert(tag);
        }
    }
    all.into_values().cloned().collect()
}

/// The tags but those that are `gone`, in any case.
pub fn without_tags(tags: &[String], gone: &[String]) -> Vec<String> {
    let gone: Vec<String> = gone.iter().map(|tag| folded_tag(tag)).collect();
    tags.iter().filter(|tag| !gone.contains(&folded_tag(tag))).cloned().collect()
}

/// The tags with `to` in place of `from`; where `from` is not among them, as they are.
pub fn with_renamed_tag(tags: &[String], from: &str, to: &str) -> Vec<String> {
    let from = folded_tag(from);
    if !tags.iter().any(|tag| folded_tag(tag) == from) {
        return tags.to_vec();
    }
    let kept = tags.iter().filter(|tag| folded_tag(tag) != from).map(String::as_str);
    // The new writing counts, also where only the case changes or where both were there.
    let others = kept.filter(|tag| folded_tag(tag) != folded_tag(to));
    tidy_tags(others.chain([to]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_there_once_whatever_its_case() {
        assert_eq!(tidy_tags([" work ", "VIP", "vip", ""]), ["VIP", "work"]);
    }

    #[test]
    fn more_tags_never_push_out_those_that_are_there() {
        let (old, new) =
            (vec!["b".to_owned(), "c".to_owned()], vec!["a".to_owned(), "B".to_owned()]);
        assert_eq!(union(&old, &new, 50), ["a", "b", "c"]);
        assert_eq!(union(&old, &new, 2), ["b", "c"]);
    }

    #[test]
    fn a_renamed_tag_meets_the_one_that_is_there() {
        let tags = vec!["Guest".to_owned(), "vip".to_owned()];
        assert_eq!(with_renamed_tag(&tags, "GUEST", "VIP"), ["VIP"]);
        assert_eq!(with_renamed_tag(&tags, "guest", "guests"), ["guests", "vip"]);
        assert_eq!(with_renamed_tag(&tags, "work", "job"), tags);
        assert_eq!(without_tags(&tags, &["VIP".to_owned()]), ["Guest"]);
    }
}
