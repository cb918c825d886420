//! Places in an event's queue: fractional, so that a move changes one row (ENGINE.md, section 4).
use jiff::Timestamp;
use std::fmt;

/// Most characters of a position. Each move into one and the same gap adds a sixth of a character,
/// and 61 moves to the very top add one; it takes a thousand of the former to get here.
pub const POSITION_CHARS_MAX: usize = 200;

/// The digits, in the order of their bytes.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u8 = 62;
/// The digit in the middle, which leaves room on both sides.
const MIDDLE: u8 = BASE / 2;
/// Digits of a number of milliseconds since 1970: enough until the year 8888.
const TIME_DIGITS: usize = 8;
/// Digits of an offset: enough for every `u32`.
const OFFSET_DIGITS: usize = 6;

/// A place in a queue. Places sort as their texts, which are read as digits after a point; none ends
/// with a zero, so there is always room before it and between any two.
///
/// [`Position::at_end`] makes 15 characters; [`Position::between`] looks for the shortest text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(String);

/// Why there is no such place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// The text is no position.
    #[error("expected a position as the queue gives it")]
    Malformed,
    /// The two neighbours are the same place or in the wrong order.
    #[error("the two neighbours are not in the queue's order")]
    Order,
    /// Too many moves went into this one gap.
    #[error("there is no room left between these two; move one of them first")]
    Crowded,
}

impl Position {
    /// The end of the queue at `now`: after everything that was put at its end earlier, by a
    /// millisecond at least, or with a smaller offset in the same millisecond.
    pub fn at_end(now: Timestamp, offset: u32) -> Self {
        let millisecond = u64::try_from(now.as_millisecond()).unwrap_or_default();
        let mut digits = fixed(millisecond, TIME_DIGITS);
        digits.extend(fixed(u64::from(offset), OFFSET_DIGITS));
        digits.push(MIDDLE);
        Self::written(&digits)
    }

    /// A place before `first`.
    pub fn first_before(first: &Self) -> Result<Self, PositionError> {
        Self::between(None, Some(first))
    }

    /// A place between two neighbours; either may be missing at an end of the queue.
    ///
    /// After the last one it stays before everything that [`Position::at_end`] makes later.
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Result<Self, PositionError> {
        let digits = match (before, after) {
            (None, None) => vec![MIDDLE],
            (Some(before), None) => just_after(before.digits()),
            (None, Some(after)) => just_before(&after.digits()),
            (Some(before), Some(after)) if before < after => {
                middle(&before.digits(), &after.digits())
            }
            (Some(_), Some(_)) => return Err(PositionError::Order),
        };
        if digits.len() > POSITION_CHARS_MAX {
            return Err(PositionError::Crowded);
        }
        Ok(Self::written(&digits))
    }

    /// Reads a position as it is stored.
    pub fn parse(text: &str) -> Result<Self, PositionError> {
        let known = text.bytes().all(|byte| DIGITS.contains(&byte));
        let sized = (1..=POSITION_CHARS_MAX).contains(&text.len());
        if known && sized && !text.ends_with('0') {
            Ok(Self(text.to_owned()))
        } else {
            Err(PositionError::Malformed)
        }
    }

    /// Its text, which sorts as the queue does.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn digits(&self) -> Vec<u8> {
        self.0.bytes().map(value).collect()
    }

    fn written(digits: &[u8]) -> Self {
        let text = digits.iter().filter_map(|digit| DIGITS.get(usize::from(*digit)));
        Self(text.map(|byte| char::from(*byte)).collect())
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value of a digit.
fn value(byte: u8) -> u8 {
    DIGITS.iter().position(|digit| *digit == byte).and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

/// `number` with exactly so many digits; all nines, as it were, where it has more.
fn fixed(number: u64, length: usize) -> Vec<u8> {
    let base = u64::from(BASE);
    let mut left = number;
    let mut digits: Vec<u8> = (0..length)
        .map(|_| {
            let digit = u8::try_from(left % base).unwrap_or_default();
            left /= base;
            digit
        })
        .collect();
    if left > 0 {
        digits.fill(BASE - 1);
    }
    digits.reverse();
    digits
}

/// A little more than `digits`, without touching any but the last: a time stays that time.
fn just_after(mut digits: Vec<u8>) -> Vec<u8> {
    match digits.last_mut() {
        Some(last) if *last < BASE - 1 => *last += 1,
        Some(_) | None => digits.push(1),
    }
    digits
}

/// Less than `digits`, by one of its first digit that is not zero.
fn just_before(digits: &[u8]) -> Vec<u8> {
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    let mut result = vec![0; zeros];
    match digits.get(zeros) {
        Some(first) if *first > 1 => result.push(first - 1),
        Some(_) | None => result.extend([0, BASE - 1]),
    }
    result
}

/// A short number between `low` and `high`, where `low` < `high`.
fn middle(low: &[u8], high: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(low.len().max(high.len()) + 1);
    // While they agree, so does the result; then `high` is ahead by one, or far enough.
    let mut bounded = true;
    for at in 0.. {
        let from = low.get(at).copied().unwrap_or(0);
        let to = if bounded { high.get(at).copied().unwrap_or(0) } else { BASE };
        if to > from + 1 {
            result.push(from + (to - from) / 2);
            break;
        }
        if bounded && to > from && high.len() > at + 1 {
            // `high` goes on behind this digit, so the digit alone is less than `high`.
            result.push(to);
            break;
        }
        bounded = bounded && to == from;
        result.push(from);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn position(text: &str) -> Position {
        Position::parse(text).unwrap()
    }

    #[test]
    fn what_is_appended_later_comes_later() {
        let places = [
            Position::at_end(now(), 0),
            Position::at_end(now(), 1),
            Position::at_end(now(), u32::MAX),
            Position::at_end(now() + SignedDuration::from_millis(1), 0),
            Position::at_end(Timestamp::MAX, 0),
        ];
        assert!(places.is_sorted_by(|a, b| a < b));
        assert_eq!(places[0].as_str().len(), 15);
    }

    #[test]
    fn a_move_behind_the_last_stays_before_what_is_appended_later() {
        let mut last = Position::at_end(now(), 7);
        let next = Position::at_end(now(), 8);
        for _ in 0..200 {
            let moved = Position::between(Some(&last), None).unwrap();
            assert!(last < moved && moved < next);
            last = moved;
        }
    }

    #[test]
    fn a_thousand_moves_to_the_top_cost_a_few_characters() {
        let mut first = Position::at_end(now(), 0);
        for _ in 0..1_000 {
            let moved = Position::first_before(&first).unwrap();
            assert!(moved < first);
            first = moved;
        }
        assert!(first.as_str().len() < 25, "{first}");
    }

    #[test]
    fn six_hundred_moves_into_one_gap_fit_and_more_are_refused() {
        let (low, mut high) = (position("1"), position("2"));
        let mut moves = 0;
        let refusal = loop {
            match Position::between(Some(&low), Some(&high)) {
                Ok(moved) => high = moved,
                Err(refusal) => break refusal,
            }
            moves += 1;
        };
        assert_eq!(refusal, PositionError::Crowded);
        assert!(moves > 600, "{moves}");
    }

    #[test]
    fn neighbours_in_the_wrong_order_are_refused() {
        let (a, b) = (position("A"), position("B"));
        assert_eq!(Position::between(Some(&b), Some(&a)), Err(PositionError::Order));
        assert_eq!(Position::between(Some(&a), Some(&a)), Err(PositionError::Order));
    }

    #[test]
    fn only_positions_are_read() {
        for text in ["", "0", "A0", "-", "a b", "é", &"1".repeat(201)] {
            assert_eq!(Position::parse(text), Err(PositionError::Malformed), "{text:?}");
        }
        assert_eq!(Position::between(None, None).unwrap().as_str(), "V");
    }

    proptest! {
        #[test]
        fn there_is_room_between_any_two(
            one in "[0-9A-Za-z]{0,6}[1-9A-Za-z]",
            other in "[0-9A-Za-z]{0,6}[1-9A-Za-z]",
        ) {
            prop_assume!(one != other);
            let (low, high) = if one < other { (one, other) } else { (other, one) };
            let (low, high) = (position(&low), position(&high));
            let found = Position::between(Some(&low), Some(&high)).unwrap();
            prop_assert!(low < found && found < high, "{low} {found} {high}");
            prop_assert_eq!(Position::parse(found.as_str()), Ok(found.clone()));
            prop_assert!(found.as_str().len() <= low.as_str().len().max(high.as_str().len()) + 1);
            let first = Position::first_before(&low).unwrap();
            prop_assert!(first < low);
            prop_assert_eq!(Position::parse(first.as_str()), Ok(first));
            let last = Position::between(Some(&high), None).unwrap();
            prop_assert!(high < last);
            prop_assert_eq!(Position::parse(last.as_str()), Ok(last));
        }

        #[test]
        fn moves_put_rows_where_they_were_dropped(
            moves in prop::collection::vec((0_usize..20, 0_usize..20), 1..200),
        ) {
            let mut queue: Vec<(Position, u32)> =
                (0..20).map(|row| (Position::at_end(now(), row), row)).collect();
            let mut expected: Vec<u32> = (0..20).collect();
            for (from, to) in moves {
                let (_, row) = queue.remove(from);
                expected.retain(|kept| *kept != row);
                let before = to.checked_sub(1).map(|at| &queue[at].0);
                let after = queue.get(to).map(|(place, _)| place);
                let place = Position::between(before, after).unwrap();
                queue.insert(to, (place, row));
                expected.insert(to, row);
                queue.sort();
                let rows: Vec<u32> = queue.iter().map(|(_, row)| *row).collect();
                prop_assert_eq!(&rows, &expected);
            }
        }
    }
}
