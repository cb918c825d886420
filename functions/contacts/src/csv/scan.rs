//! Where rows end, found without reading their cells: the same rules of quoting as the reader's,
//! so that a cut never falls into a cell.

use super::encoding::Unit;

/// Where the scan stands inside a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the first character of a cell, where a quote opens.
    CellStart,
    /// In a cell that is not quoted, or after the closing quote of one that is.
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: the end of it, or half of a doubled quote.
    QuoteSeen,
}

/// Follows quotes and row ends.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    state: State,
    delimiter: u16,
}

impl Scan {
    pub(super) fn new(delimiter: u8) -> Self {
        Self { state: State::CellStart, delimiter: u16::from(delimiter) }
    }

    /// Takes the next unit; true when it is a line end that ends a row (or a blank line).
    pub(super) fn push(&mut self, unit: u16) -> bool {
        const QUOTE: u16 = 0x22;
        let line_end = is_line_end(unit);
        self.state = match self.state {
            State::Quoted if unit == QUOTE => State::QuoteSeen,
            State::Quoted => State::Quoted,
            State::QuoteSeen | State::CellStart if unit == QUOTE => State::Quoted,
            State::CellStart | State::Plain | State::QuoteSeen => {
                if line_end || unit == self.delimiter { State::CellStart } else { State::Plain }
            }
        };
        line_end && self.state == State::CellStart
    }

    /// Whether a quoted cell is still open.
    pub(super) fn in_quotes(&self) -> bool {
        self.state == State::Quoted
    }
}

/// Whether the unit is a carriage return or a line feed.
pub(super) fn is_line_end(unit: u16) -> bool {
    unit == 0x0a || unit == 0x0d
}

/// The units of `bytes`, each with the offset of the first byte after it.
pub(super) fn units(bytes: &[u8], unit: Unit) -> impl Iterator<Item = (u16, usize)> + '_ {
    let width = match unit {
        Unit::Byte => 1,
        Unit::LittleEndianPair | Unit::BigEndianPair => 2,
    };
    bytes.chunks(width).scan(0_usize, move |end, piece| {
        *end = end.saturating_add(piece.len());
        let value = match (unit, piece) {
            (Unit::LittleEndianPair, [low, high]) | (Unit::BigEndianPair, [high, low]) => {
                u16::from_be_bytes([*high, *low])
            }
            // A lone byte at the end of a damaged file is nothing that we look for.
            (Unit::LittleEndianPair | Unit::BigEndianPair, _) => 0,
            (Unit::Byte, piece) => piece.first().copied().map_or(0, u16::from),
        };
        Some((value, *end))
    })
}

/// Whether `text` ends inside a quoted cell.
pub(super) fn ends_in_quotes(text: &str, delimiter: u8) -> bool {
    let mut scan = Scan::new(delimiter);
    for byte in text.bytes() {
        scan.push(u16::from(byte));
    }
    scan.in_quotes()
}
