//! The rows of a part, each with its result.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
};

use domain::phone::Phone;
use store::contacts::Reading;

use super::{
    cell,
    contact::{self, ParsedContact},
    limits::{IMPORT_ROWS_MAX, PART_BYTES_MAX},
    plan::{Delimiter, Plan},
    problems::{ErrorCode, Field, FileError, Notice, RowError},
    scan,
};

/// Which row of an import: the same for the same bytes however often they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowNumber {
    /// The part, from 0.
    pub part: u16,
    /// The data row within the part, from 1; the header and blank rows are not counted.
    pub row: u32,
}

/// One row with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which row it is.
    pub number: RowNumber,
    /// The line of the part in which it starts, from 1, as an editor counts.
    pub line: u32,
    /// The contact, or every reason (at least one) why there is none.
    pub outcome: Result<ParsedContact, Vec<RowError>>,
    /// What its owner may want to look at all the same.
    pub notices: BTreeSet<Notice>,
}

/// The place of a part in its import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The part, from 0. Only part 0 can have a header row.
    pub number: u16,
    /// Data rows in all parts before it, towards the limit of an import.
    pub rows_before: u32,
}

/// Every row of a part in order. Duplicates by phone (by e-mail address, where there is no phone)
/// within the part are refused with the number of the first; those across parts are found by the
/// table's identity locks when they are written.
pub fn read_part(
    bytes: &[u8],
    plan: &Plan,
    part: Part,
    reading: Reading,
) -> Result<Vec<Row>, FileError> {
    if bytes.len() > PART_BYTES_MAX {
        return Err(FileError::PartTooLarge { bytes: bytes.len() });
    }
    let text = plan.format.encoding.decode(bytes);
    let headings = usize::from(plan.format.header && part.number == 0);
    let left = IMPORT_ROWS_MAX.saturating_sub(part.rows_before);
    let mut seen = Seen::default();
    let mut rows = Vec::new();
    for (row, record) in (1..).zip(Cells::new(&text, plan.format.delimiter).skip(headings)) {
        if row > left {
            return Err(FileError::TooManyRows);
        }
        let number = RowNumber { part: part.number, row };
        let (read, mut notices) = contact::read(&record.cells, &plan.mapping, reading);
        let outcome = if record.unclosed {
            Err(vec![unclosed(record.line)])
        } else {
            read.and_then(|contact| seen.admit(contact, number, record.line))
                .map(|contact| seen.without_anothers_email(contact, number, &mut notices))
        };
        rows.push(Row { number, line: record.line, outcome, notices });
    }
    Ok(rows)
}

/// The identities of the part's contacts so far, with the row and line of each.
#[derive(Default)]
struct Seen {
    phones: HashMap<Phone, (RowNumber, u32)>,
    emails: HashMap<String, (RowNumber, u32)>,
}

impl Seen {
    fn admit(
        &mut self,
        contact: ParsedContact,
        number: RowNumber,
        line: u32,
    ) -> Result<ParsedContact, Vec<RowError>> {
        let email = contact.email.as_ref().map(|email| email.to_lowercase());
        let same_phone = contact.phone.as_ref().and_then(|phone| self.phones.get(phone));
        let same_email = match &contact.phone {
            Some(_) => None,
            None => email.as_ref().and_then(|email| self.emails.get(email)),
        };
        if let Some((first, line)) = same_phone {
            let sentence = format!("the row in line {line} has the same phone number; it is kept");
            let error = RowError::new(Field::Phone, ErrorCode::SamePhone, sentence);
            return Err(vec![RowError { first: Some(*first), ..error }]);
        }
        if let Some((first, line)) = same_email {
            let sentence =
                format!("the row in line {line} has the same e-mail address; it is kept");
            let error = RowError::new(Field::Email, ErrorCode::SameEmail, sentence);
            return Err(vec![RowError { first: Some(*first), ..error }]);
        }
        if let Some(phone) = &contact.phone {
            self.phones.insert(phone.clone(), (number, line));
        }
        if let Some(email) = email {
            self.emails.entry(email).or_insert((number, line));
        }
        Ok(contact)
    }

    /// The contact of an admitted row. Where an earlier row has its address, it goes without: no two
    /// contacts share one.
    fn without_anothers_email(
        &self,
        mut contact: ParsedContact,
        number: RowNumber,
        notices: &mut BTreeSet<Notice>,
    ) -> ParsedContact {
        let first = contact.email.as_ref().and_then(|email| self.emails.get(&email.to_lowercase()));
        if first.is_some_and(|(first, _)| *first != number) {
            contact.email = None;
            notices.insert(Notice::EmailTaken);
        }
        contact
    }
}

fn unclosed(line: u32) -> RowError {
    let sentence = format!(
        "a quotation mark that is opened in the row of line {line} is never closed, so nothing \
         after it could be read"
    );
    RowError::new(Field::Row, ErrorCode::UnclosedQuote, sentence)
}

/// The cells of one row.
pub(super) struct Record {
    pub(super) cells: Vec<String>,
    /// The line in which the row starts, from 1.
    pub(super) line: u32,
    /// Whether a quoted cell is still open where the text ends.
    pub(super) unclosed: bool,
}

/// The rows of a text that have something in them.
pub(super) struct Cells<'t> {
    reader: ::csv::Reader<&'t [u8]>,
    lines: Lines<'t>,
    length: u64,
    ends_in_quotes: bool,
}

impl<'t> Cells<'t> {
    pub(super) fn new(text: &'t str, delimiter: Delimiter) -> Self {
        let reader = ::csv::ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Self {
            reader,
            lines: Lines { bytes: text.as_bytes(), offset: 0, line: 1 },
            length: u64::try_from(text.len()).unwrap_or(u64::MAX),
            ends_in_quotes: scan::ends_in_quotes(text, delimiter.byte()),
        }
    }
}

impl Iterator for Cells<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let mut record = ::csv::ByteRecord::new();
        loop {
            // A reader of memory that tolerates rows of any width has no error left to report.
            if !self.reader.read_byte_record(&mut record).unwrap_or(false) {
                return None;
            }
            let start = record.position().map_or(0, ::csv::Position::byte);
            let line = self.lines.line_of_row(usize::try_from(start).unwrap_or(usize::MAX));
            let cells: Vec<String> =
                record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            if cells.iter().all(|cell| cell::is_blank(cell)) {
                continue;
            }
            let unclosed = self.ends_in_quotes && self.reader.position().byte() >= self.length;
            return Some(Record { cells, line, unclosed });
        }
    }
}

/// Counts lines up to a row. The reader's own count is that of the blank lines before the row, and
/// takes a bare carriage return for no line end.
struct Lines<'t> {
    bytes: &'t [u8],
    offset: usize,
    line: u32,
}

impl Lines<'_> {
    fn line_of_row(&mut self, start: usize) -> u32 {
        while let Some((byte, rest)) = self.bytes.get(self.offset..).and_then(<[u8]>::split_first) {
            if self.offset >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            let pair = *byte == b'\r' && rest.first() == Some(&b'\n');
            self.line = self.line.saturating_add(u32::from(matches!(byte, b'\r' | b'\n') && !pair));
            self.offset = self.offset.saturating_add(1);
        }
        self.line
    }
}

impl fmt::Display for RowNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "part {}, row {}", self.part, self.row)
    }
}
