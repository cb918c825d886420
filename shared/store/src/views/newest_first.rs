//! Sort texts of lists that show the newest first.
use jiff::Timestamp;

/// The last millisecond that thirteen digits can say: in 2286.
const MILLISECONDS_MAX: i64 = 9_999_999_999_999;
/// Stands between the instant and what tells entries of the same millisecond apart.
const SEPARATOR: char = '.';

/// A text that sorts before those of earlier instants. `id` tells the entries of one millisecond
/// apart.
pub fn newest_first(at: Timestamp, id: &str) -> String {
    let left = MILLISECONDS_MAX.saturating_sub(at.as_millisecond().clamp(0, MILLISECONDS_MAX));
    format!("{left:013}{SEPARATOR}{id}")
}

/// The instant of a text that [`newest_first`] made.
pub fn instant_of(sort: &str) -> Option<Timestamp> {
    let (left, _) = sort.split_once(SEPARATOR)?;
    let left: i64 = left.parse().ok()?;
    Timestamp::from_millisecond(MILLISECONDS_MAX.checked_sub(left)?).ok()
}

/// What tells the entry apart in a text that [`newest_first`] made.
pub fn id_of(sort: &str) -> Option<&str> {
    sort.split_once(SEPARATOR).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_sorts_first_and_its_instant_comes_back() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(newest_first(at(2), "a") < newest_first(at(1), "b"));
        let sort = newest_first(at(1_780_000_000), "msg_1");
        assert_eq!(instant_of(&sort), Some(at(1_780_000_000)));
        assert_eq!(id_of(&sort), Some("msg_1"));
        assert_eq!(instant_of("no instant"), None);
    }
}
