//! The likeliest mapping of a file, from its headings and its first rows.

use super::{
    headers::{self, Meaning, PhoneKind},
    limits::COLUMNS_MAX,
    mapping::{ColumnUse, Mapping},
    shapes::{Shape, shape},
};

impl Mapping {
    /// The likeliest mapping for these headings and first rows. Columns that nobody asked for are
    /// ignored rather than kept: less of other people's lives in our table.
    pub fn guess(headings: Option<&[String]>, rows: &[Vec<String>]) -> Self {
        let widest = || rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = headings.map_or_else(widest, <[String]>::len).min(COLUMNS_MAX);
        let mut meanings: Vec<Option<Meaning>> = (0..width)
            .map(|column| headings.and_then(|row| headers::meaning(row.get(column)?)))
            .collect();
        settle_phones(&mut meanings, headings.unwrap_or_default());
        by_content(&mut meanings, rows);
        settle_names(&mut meanings);
        Self::of_columns(uses(&meanings))
    }
}

/// Beside a column that is called `phone` and nothing else, `mobile` and `whatsapp` are fields of their
/// own; anywhere else they are what texts go to.
fn settle_phones(meanings: &mut [Option<Meaning>], headings: &[String]) {
    if !headings.iter().any(|heading| headers::is_phone_itself(heading)) {
        return;
    }
    for (meaning, heading) in meanings.iter_mut().zip(headings) {
        if let Some(field) = headers::beside_phone(heading) {
            *meaning = Some(Meaning::Field(field));
        }
    }
}

/// Finds phones, addresses and names by what the cells look like, where no heading said so.
fn by_content(meanings: &mut [Option<Meaning>], rows: &[Vec<String>]) {
    let is_name = |meaning: &Option<Meaning>| {
        matches!(
            meaning,
            Some(Meaning::WholeName | Meaning::SomeName | Meaning::FirstName | Meaning::LastName)
        )
    };
    let is_phone = |meaning: &Option<Meaning>| matches!(meaning, Some(Meaning::Phone(_)));
    let is_email = |meaning: &Option<Meaning>| *meaning == Some(Meaning::Email);
    if !meanings.iter().any(is_phone) {
        let phone = Meaning::Phone(PhoneKind::Plain);
        take(meanings, fullest_column(meanings, rows, Shape::Phone), phone);
    }
    if !meanings.iter().any(is_email) {
        take(meanings, fullest_column(meanings, rows, Shape::Email), Meaning::Email);
    }
    if !meanings.iter().any(is_name) {
        let words = (0..meanings.len())
            .find(|column| is_free(meanings, *column) && mostly(rows, *column, Shape::Words));
        take(meanings, words, Meaning::WholeName);
    }
}

fn take(meanings: &mut [Option<Meaning>], column: Option<usize>, meaning: Meaning) {
    if let Some(place) = column.and_then(|column| meanings.get_mut(column)) {
        *place = Some(meaning);
    }
}

fn is_free(meanings: &[Option<Meaning>], column: usize) -> bool {
    meanings.get(column).is_some_and(Option::is_none)
}

/// The free column with the most cells of the shape, the leftmost of equals.
fn fullest_column(
    meanings: &[Option<Meaning>],
    rows: &[Vec<String>],
    wanted: Shape,
) -> Option<usize> {
    (0..meanings.len())
        .filter(|column| is_free(meanings, *column) && mostly(rows, *column, wanted))
        .max_by_key(|column| (count(rows, *column, wanted), std::cmp::Reverse(*column)))
}

fn count(rows: &[Vec<String>], column: usize, wanted: Shape) -> usize {
    rows.iter().filter(|row| row.get(column).is_some_and(|cell| shape(cell) == wanted)).count()
}

/// Whether more than half of the column's filled cells have the shape.
fn mostly(rows: &[Vec<String>], column: usize, wanted: Shape) -> bool {
    let filled = rows
        .iter()
        .filter(|row| row.get(column).is_some_and(|cell| shape(cell) != Shape::Blank))
        .count();
    count(rows, column, wanted).saturating_mul(2) > filled
}

/// Decides what a bare `Name` is from the other columns: beside first names it is the last one,
/// beside last names the first, beside both it repeats them.
fn settle_names(meanings: &mut [Option<Meaning>]) {
    let has = |wanted: Meaning| meanings.contains(&Some(wanted));
    let settled = match (has(Meaning::FirstName), has(Meaning::LastName)) {
        (false, false) if has(Meaning::WholeName) => None,
        (false, false) => Some(Meaning::WholeName),
        (true, false) => Some(Meaning::LastName),
        (false, true) => Some(Meaning::FirstName),
        (true, true) => None,
    };
    for meaning in meanings.iter_mut().filter(|meaning| **meaning == Some(Meaning::SomeName)) {
        *meaning = settled;
    }
}

fn uses(meanings: &[Option<Meaning>]) -> Vec<ColumnUse> {
    let ranks = phone_ranks(meanings);
    let mut emails = 0_u8;
    let mut taken: Vec<Meaning> = Vec::new();
    let mut column_use = |column: usize, meaning: Meaning| {
        // Tags, phones and addresses add up; of all else the first column is the one that counts.
        let adds_up = matches!(
            meaning,
            Meaning::Phone(_)
                | Meaning::PhoneLabel(_)
                | Meaning::Email
                | Meaning::Tags
                | Meaning::Labels
        );
        if taken.contains(&meaning) && !adds_up {
            return ColumnUse::Ignore;
        }
        taken.push(meaning);
        match meaning {
            Meaning::WholeName | Meaning::SomeName => ColumnUse::Name,
            Meaning::FirstName => ColumnUse::FirstName,
            Meaning::LastName => ColumnUse::LastName,
            Meaning::Phone(_) => ColumnUse::Phone { rank: rank_of(&ranks, |at, _| at == column) },
            Meaning::PhoneLabel(number) => ColumnUse::PhoneLabel {
                rank: rank_of(&ranks, |_, kind| kind == PhoneKind::Numbered(number)),
            },
            Meaning::Email => {
                emails = emails.saturating_add(1);
                ColumnUse::Email { rank: emails }
            }
            Meaning::Tags => ColumnUse::Tags { also: String::new() },
            Meaning::Labels => ColumnUse::Labels,
            Meaning::Group => ColumnUse::Group,
            Meaning::Note => ColumnUse::Note,
            Meaning::Organization => ColumnUse::Organization,
            Meaning::Zone => ColumnUse::Zone,
            Meaning::CustomFields => ColumnUse::CustomFields,
            Meaning::Field(field) => ColumnUse::Field(field),
        }
    };
    meanings
        .iter()
        .enumerate()
        .map(|(column, meaning)| {
            meaning.map_or(ColumnUse::Ignore, |meaning| column_use(column, meaning))
        })
        .collect()
}

/// The phone columns, the one that most likely receives texts first.
fn phone_ranks(meanings: &[Option<Meaning>]) -> Vec<(PhoneKind, usize)> {
    let mut ranks: Vec<(PhoneKind, usize)> = meanings
        .iter()
        .enumerate()
        .filter_map(|(column, meaning)| match meaning {
            Some(Meaning::Phone(kind)) => Some((*kind, column)),
            Some(_) | None => None,
        })
        .collect();
    ranks.sort_unstable();
    ranks
}

/// The rank, from 1, of the phone column that is asked for; past the last if there is none.
fn rank_of(ranks: &[(PhoneKind, usize)], wanted: impl Fn(usize, PhoneKind) -> bool) -> u8 {
    let place = ranks.iter().position(|(kind, column)| wanted(*column, *kind));
    let place = place.unwrap_or(ranks.len()).saturating_add(1);
    u8::try_from(place).unwrap_or(u8::MAX)
}
