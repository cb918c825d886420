//! One cell: what is taken off when it is read and put on when it is written.
//!
//! A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return as a
//! formula (OWASP, "CSV injection"). The export puts an apostrophe before such a cell, and before
//! one that already has apostrophes before such a character; the import takes exactly one away. So
//! guarding loses nothing, and a name such as `'t Hooft` is never touched.

/// The text of a cell as we keep it on one line: the guard removed, control characters as spaces,
/// no space or invisible mark at either end.
pub(super) fn line(cell: &str) -> String {
    let text: String =
        unguarded(cell).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    trimmed(&text).to_owned()
}

/// The text of a cell that may have several lines, each ended by `\n`, and tabs in them.
pub(super) fn lines(cell: &str) -> String {
    let text = unguarded(cell).replace("\r\n", "\n").replace('\r', "\n");
    let seen = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().map(|c| if seen(c) { c } else { ' ' }).collect();
    trimmed(&text).to_owned()
}

/// Whether nothing in the cell can be seen.
pub(super) fn is_blank(cell: &str) -> bool {
    trimmed(cell).is_empty()
}

/// The cell without its guard, if it has one.
pub(super) fn unguarded(cell: &str) -> &str {
    let cell = trimmed(cell);
    match cell.strip_prefix('\'') {
        Some(rest) if runs_as_formula(rest.trim_start_matches('\'')) => rest,
        Some(_) | None => cell,
    }
}

/// The cell with a guard, if a spreadsheet would otherwise run it.
pub(super) fn guarded(text: &str) -> String {
    if runs_as_formula(text.trim_start_matches('\'')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn runs_as_formula(text: &str) -> bool {
    // The full-width forms are folded to ASCII by some spreadsheets in some locales.
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text without space or invisible marks at its ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || is_zero_width(c))
}

/// Marks without ink that programs leave at the ends of cells. Joiners are not among them: inside
/// and at the end of words of several scripts they are spelling.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_is_put_on_and_taken_off_exactly_once() {
        for text in ["=1+1", "+12125550123", "'=x", "''-x", "@a", "'t Hooft", "'", "plain", ""] {
            assert_eq!(unguarded(&guarded(text)), text, "{text}");
        }
        assert_eq!(guarded("'t Hooft"), "'t Hooft");
        assert_eq!(guarded("=1+1"), "'=1+1");
    }

    #[test]
    fn a_cell_on_one_line_has_no_control_characters_and_no_padding() {
        assert_eq!(line("\u{feff} Ann\u{a0}"), "Ann");
        assert_eq!(line("Alta  Gracia"), "Alta  Gracia");
        assert_eq!(line("Ann\r\nLee"), "Ann  Lee");
        assert_eq!(lines(" one\r\ntwo\rthree\n"), "one\ntwo\nthree");
    }
}
