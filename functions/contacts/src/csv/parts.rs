//! Cutting a file that is too large for one request into parts, only ever between rows.

use std::ops::Range;

use super::{plan::Format, scan};

/// A file that cannot be cut into parts of the asked size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// One row alone is larger than a part; most often a quotation mark is never closed.
    #[error(
        "the row that starts in line {line} is larger than a part; is a quotation mark left open?"
    )]
    RowTooLarge {
        /// The row's first line in the file, from 1.
        line: u32,
    },
}

/// The byte ranges of the parts of a file: together the whole file in order, each at most
/// `bytes_max` bytes, each ending at the end of a row. An empty file has no parts.
///
/// Only the first part has the header row and the byte order mark; the plan that the dry run of
/// the first part fixed stands for both in the others.
pub fn split(
    bytes: &[u8],
    format: &Format,
    bytes_max: usize,
) -> Result<Vec<Range<usize>>, SplitError> {
    let mut parts = Vec::new();
    let mut cut = Cut { start: 0, row_end: 0, row_line: 1 };
    for end in row_ends(bytes, format) {
        if end.offset.saturating_sub(cut.start) > bytes_max {
            parts.extend(cut.part());
            if end.offset.saturating_sub(cut.row_end) > bytes_max {
                return Err(SplitError::RowTooLarge { line: cut.row_line });
            }
            cut.start = cut.row_end;
        }
        cut.row_end = end.offset;
        cut.row_line = end.next_line;
    }
    parts.extend(cut.part());
    Ok(parts)
}

/// Where the part being made starts, and where its last whole row ends.
struct Cut {
    start: usize,
    row_end: usize,
    /// The line of the row after `row_end`.
    row_line: u32,
}

impl Cut {
    fn part(&self) -> Option<Range<usize>> {
        (self.start < self.row_end).then_some(self.start..self.row_end)
    }
}

struct RowEnd {
    offset: usize,
    next_line: u32,
}

/// Every row's end: the offset after its line end, and the end of the file. A `\r\n` is one line
/// end and is never cut in two.
fn row_ends(bytes: &[u8], format: &Format) -> impl Iterator<Item = RowEnd> {
    const CARRIAGE_RETURN: u16 = 0x0d;
    const LINE_FEED: u16 = 0x0a;
    let mut state = scan::Scan::new(format.delimiter.byte());
    let mut units = scan::units(bytes, format.encoding.unit()).peekable();
    let mut line = 1_u32;
    // A byte order mark before an opening quote must not hide it.
    let mut first = true;
    std::iter::from_fn(move || {
        let mut last = None;
        while let Some((unit, offset)) = units.next() {
            last = Some(offset);
            if first && matches!(unit, 0xfeff | 0xef | 0xbb | 0xbf) {
                continue;
            }
            first = false;
            let pair = unit == CARRIAGE_RETURN
                && units.peek().is_some_and(|(following, _)| *following == LINE_FEED);
            line = line.saturating_add(u32::from(scan::is_line_end(unit) && !pair));
            if state.push(unit) && !pair {
                return Some(RowEnd { offset, next_line: line });
            }
        }
        last.map(|offset| RowEnd { offset, next_line: line })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::{encoding::TextEncoding, plan::Delimiter};

    fn comma(encoding: TextEncoding) -> Format {
        Format { encoding, delimiter: Delimiter::Comma, header: false }
    }

    fn cut(text: &str, bytes_max: usize) -> Result<Vec<&str>, SplitError> {
        let parts = split(text.as_bytes(), &comma(TextEncoding::UTF_8), bytes_max)?;
        Ok(parts.into_iter().map(|range| text.get(range).unwrap()).collect())
    }

    #[test]
    fn a_part_ends_where_a_row_ends() {
        assert_eq!(cut("a,1\nb,2\nc,3\n", 8).unwrap(), ["a,1\nb,2\n", "c,3\n"]);
        assert_eq!(cut("a,1\r\nb,2", 6).unwrap(), ["a,1\r\n", "b,2"]);
        assert_eq!(cut("", 6).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn a_line_end_within_quotes_ends_no_row() {
        let text = "\"a\n\"\"b\",1\nc,2\n";
        assert_eq!(cut(text, 11).unwrap(), ["\"a\n\"\"b\",1\n", "c,2\n"]);
        let marked = format!("\u{feff}{text}");
        assert_eq!(cut(&marked, 14).unwrap(), ["\u{feff}\"a\n\"\"b\",1\n", "c,2\n"]);
    }

    #[test]
    fn a_row_larger_than_a_part_is_named_by_its_line() {
        assert_eq!(cut("a\n\"b\nccccccccccc\n", 8), Err(SplitError::RowTooLarge { line: 2 }));
    }

    #[test]
    fn utf_16_is_cut_between_whole_units() {
        let bytes: Vec<u8> =
            "\u{feff}ä,1\n\u{0a0a},2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let parts = split(&bytes, &comma(TextEncoding::UTF_16LE), 10).unwrap();
        assert_eq!(parts, [0..10, 10..18]);
    }
}
