//! Whether a listed message is the one that we look for, although its characters may have changed on
//! their way through the provider.

/// Normalised characters before the link by which one text about an invitation is told from another.
const OPENING_CHARS: usize = 20;

/// How a listed message compares to ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resemblance {
    /// It is ours.
    Same,
    /// It may be ours: it is no proof that ours is there, and none that ours is not.
    Doubtful,
    /// It is another message.
    Different,
}

/// Compares the body of a message that the provider lists for our recipient, at our time, to ours.
///
/// It is ours with the same words, whatever became of blanks, quotes and dashes. With other words it
/// may be ours where it has our link and the same opening: the link alone says little, because the
/// invitation, the reminder and the confirmation all carry it. Without a link in ours there is nothing
/// to tell another message by. A body that the provider does not show may be any.
pub(super) fn compare(listed: Option<&str>, ours: &str) -> Resemblance {
    let Some(listed) = listed.filter(|body| !body.is_empty()) else { return Resemblance::Doubtful };
    if listed == ours || normalised(listed) == normalised(ours) {
        return Resemblance::Same;
    }
    let Some((before, token)) = link(ours) else { return Resemblance::Doubtful };
    match link(listed) {
        Some((listed_before, listed_token))
            if listed_token == token && opening(listed_before) == opening(before) =>
        {
            Resemblance::Doubtful
        }
        Some(_) | None => Resemblance::Different,
    }
}

/// The text up to the first link to an invitation, and the link's token.
fn link(body: &str) -> Option<(&str, &str)> {
    let (before, after) = body.split_once("/r/")?;
    let token = after.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next()?;
    (!token.is_empty()).then_some((before, token))
}

fn opening(text: &str) -> String {
    normalised(text).chars().take(OPENING_CHARS).collect()
}

/// `text` with one kind of blank, quote and dash, as providers replace them to save segments.
fn normalised(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{2018}'..='\u{201b}' | '\u{2032}' | '`' | '\u{b4}' => plain.push('\''),
            '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => (),
            other => plain.push(other),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "Ann, you\u{2019}re invited \u{2013} \u{201c}Spring party\u{201d}\u{2026} \
                        https://example.com/r/a-b_1.";

    #[test]
    fn the_same_words_are_ours_whatever_became_of_quotes_dashes_and_blanks() {
        let plain = "Ann, you're invited -  \"Spring\u{a0}party\"... https://example.com/r/a-b_1. ";
        assert_eq!(compare(Some(OURS), OURS), Resemblance::Same);
        assert_eq!(compare(Some(plain), OURS), Resemblance::Same);
    }

    #[test]
    fn other_words_with_our_link_and_our_opening_are_doubtful() {
        let cut = "Ann, you're invited - Sprng party https://example.com/r/a-b_1";
        assert_eq!(compare(Some(cut), OURS), Resemblance::Doubtful);
    }

    #[test]
    fn another_text_about_the_same_invitation_is_not_ours() {
        let reminder = "Reminder for Ann: Spring party https://example.com/r/a-b_1";
        assert_eq!(compare(Some(reminder), OURS), Resemblance::Different);
    }

    #[test]
    fn another_link_or_none_is_another_message() {
        for other in [OURS.replace("a-b_1", "a-b_12"), OURS.replace("/r/", "/x/")] {
            assert_eq!(compare(Some(&other), OURS), Resemblance::Different, "{other}");
        }
    }

    #[test]
    fn a_text_without_a_link_cannot_be_told_from_others() {
        assert_eq!(compare(Some("anything"), "Ask the host."), Resemblance::Doubtful);
        assert_eq!(compare(Some("Ask  the host."), "Ask the host."), Resemblance::Same);
    }

    #[test]
    fn a_body_that_is_not_shown_is_doubtful() {
        assert_eq!(compare(None, OURS), Resemblance::Doubtful);
        assert_eq!(compare(Some(""), OURS), Resemblance::Doubtful);
    }
}
