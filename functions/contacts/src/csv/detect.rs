//! What a file is: its encoding, its delimiter, whether it has a header row.

use std::cmp::Reverse;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::{
    encoding::TextEncoding,
    headers,
    limits::{GUESS_BYTES, GUESS_ROWS},
    plan::{Delimiter, Format},
    problems::FileError,
    rows::Cells,
    shapes::{Shape, shape},
};

/// What the file seems to be. It fails only for what no choice of format could make readable.
pub fn detect(bytes: &[u8]) -> Result<Format, FileError> {
    let encoding = encoding(bytes)?;
    let text = encoding.decode(bytes);
    let delimiter = delimiter(&text);
    let header = has_header(&first_rows(&text, delimiter));
    Ok(Format { encoding, delimiter, header })
}

/// The file's encoding: by its byte order mark, else UTF-8 if it is valid, else UTF-16 where every
/// other byte is zero, else the likeliest of the old ones.
pub fn encoding(bytes: &[u8]) -> Result<TextEncoding, FileError> {
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    if is_workbook(bytes) {
        return Err(FileError::NotText);
    }
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return Ok(TextEncoding::of(marked));
    }
    if bytes.contains(&0) {
        return unmarked_utf_16(bytes).ok_or(FileError::NotText);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(TextEncoding::UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(TextEncoding::of(detector.guess(None, Utf8Detection::Deny)))
}

/// The delimiter with which the first row has the most known headings; among equals, the one with
/// which the most rows are equally wide.
pub fn delimiter(text: &str) -> Delimiter {
    let score = |delimiter: Delimiter| {
        let rows = first_rows(text, delimiter);
        let known = rows.first().map_or(0, |row| known_headings(row));
        let (agreeing, width) = usual_width(&rows);
        if width < 2 { (known, 0, 0) } else { (known, agreeing, width) }
    };
    Delimiter::ALL
        .into_iter()
        .enumerate()
        .max_by_key(|(place, delimiter)| (score(*delimiter), Reverse(*place)))
        .map_or(Delimiter::Comma, |(_, delimiter)| delimiter)
}

/// Whether the first of these rows names the columns.
pub fn has_header(rows: &[Vec<String>]) -> bool {
    let has_address = |row: &Vec<String>| {
        row.iter().any(|cell| matches!(shape(cell), Shape::Phone | Shape::Email))
    };
    match rows.split_first() {
        None => false,
        Some((first, _)) if has_address(first) => false,
        Some((first, rest)) => known_headings(first) > 0 || rest.iter().any(has_address),
    }
}

/// The first rows that have something in them.
pub(super) fn first_rows(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let end = text.floor_char_boundary(GUESS_BYTES);
    let start = text.get(..end).unwrap_or(text);
    Cells::new(start, delimiter).map(|record| record.cells).take(GUESS_ROWS).collect()
}

fn known_headings(row: &[String]) -> usize {
    row.iter().filter(|cell| headers::meaning(cell).is_some()).count()
}

/// How many rows have the most usual number of cells, and that number.
fn usual_width(rows: &[Vec<String>]) -> (usize, usize) {
    rows.iter()
        .map(|row| (rows.iter().filter(|other| other.len() == row.len()).count(), row.len()))
        .max()
        .unwrap_or((0, 0))
}

/// The first bytes of zipped (xlsx, ods) and older (xls) workbooks.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// UTF-16 without its mark: in most scripts' files the delimiters, digits and line ends alone make
/// one half of the pairs mostly zero and the other never.
fn unmarked_utf_16(bytes: &[u8]) -> Option<TextEncoding> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let low_first = pairs.iter().filter(|[_, high]| *high == 0).count();
    let high_first = pairs.iter().filter(|[high, _]| *high == 0).count();
    let mostly = |zeros: usize| zeros.saturating_mul(2) > pairs.len();
    match (low_first, high_first) {
        (zeros, 0) if mostly(zeros) => Some(TextEncoding::UTF_16LE),
        (0, zeros) if mostly(zeros) => Some(TextEncoding::UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn the_byte_order_mark_decides_the_encoding() {
        let text = "\u{feff}name,phone\nÅsa,+12125550123\n";
        assert_eq!(encoding(text.as_bytes()), Ok(TextEncoding::UTF_8));
        assert_eq!(encoding(&utf_16(text, u16::to_le_bytes)), Ok(TextEncoding::UTF_16LE));
        assert_eq!(encoding(&utf_16(text, u16::to_be_bytes)), Ok(TextEncoding::UTF_16BE));
    }

    #[test]
    fn a_file_without_a_mark_is_known_by_its_bytes() {
        let text = "name,phone\nÅsa,+12125550123\n";
        assert_eq!(encoding(text.as_bytes()), Ok(TextEncoding::UTF_8));
        assert_eq!(encoding(&utf_16(text, u16::to_le_bytes)), Ok(TextEncoding::UTF_16LE));
        assert_eq!(
            encoding(b"Nom;T\xe9l\xe9phone\r\nRen\xe9 L\xe9vy;+12125550123\r\n"),
            Ok(TextEncoding::WINDOWS_1252)
        );
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(encoding(b""), Err(FileError::Empty));
        assert_eq!(encoding(b"PK\x03\x04rest"), Err(FileError::NotText));
        assert_eq!(encoding(b"a\0\0b\0c"), Err(FileError::NotText));
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        for (text, expected) in [
            ("name,phone,tags\nAnn,+12125550123,\"a;b;c\"\n", Delimiter::Comma),
            ("Nom;Téléphone\n\"Lévy, René\";+12125550123\n", Delimiter::Semicolon),
            ("x\ty\n1,5\t2\n1,6\t3\n", Delimiter::Tab),
            ("Ann|+12125550123\nBob|+12125550124\n", Delimiter::Pipe),
            ("phone\n+12125550123\n", Delimiter::Comma),
            ("", Delimiter::Comma),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }

    #[test]
    fn a_header_row_names_columns_and_has_no_address() {
        for (text, expected) in [
            ("name,phone\nAnn,+12125550123\n", true),
            ("wer,wohin\nAnn,+12125550123\n", true),
            ("Ann,+12125550123\nBob,+12125550124\n", false),
            ("Ann,ann@example.com\n", false),
            ("name,phone\n", true),
            ("", false),
        ] {
            assert_eq!(has_header(&first_rows(text, Delimiter::Comma)), expected, "{text}");
        }
    }
}
