//! Links in the words of a text or a mail.

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// A link.
    Link(&'a str),
}

/// The text in pieces: links, and the words between them.
pub(crate) fn pieces(body: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some((before, link, after)) = split(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        pieces.push(Piece::Link(link));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// The first link in the text that leads to `site`.
pub(crate) fn first<'a>(body: &'a str, site: &str) -> Option<&'a str> {
    pieces(body).into_iter().find_map(|piece| match piece {
        Piece::Link(link) => link.strip_prefix(site)?.starts_with('/').then_some(link),
        Piece::Words(_) => None,
    })
}

fn split(text: &str) -> Option<(&str, &str, &str)> {
    let start = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let (before, rest) = text.split_at_checked(start)?;
    let token = rest.split(char::is_whitespace).next()?;
    // A full stop after a link ends the sentence, as any phone takes it.
    let link = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
    Some((before, link, rest.strip_prefix(link)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_ends_where_a_phone_would_end_it() {
        let body = "Coming? (https://example.com/r/a-_1?a=yes). Or http://example.org.";
        assert_eq!(
            pieces(body),
            [
                Piece::Words("Coming? ("),
                Piece::Link("https://example.com/r/a-_1?a=yes"),
                Piece::Words("). Or "),
                Piece::Link("http://example.org"),
                Piece::Words("."),
            ]
        );
    }

    #[test]
    fn only_a_link_to_the_site_itself_is_followed() {
        let body = "Parking: https://example.org/p https://example.com.evil.org/r/1 https://example.com/r/1";
        assert_eq!(first(body, "https://example.com"), Some("https://example.com/r/1"));
        assert_eq!(first(body, "https://example.net"), None);
        assert_eq!(first("no link here", "https://example.com"), None);
    }
}
