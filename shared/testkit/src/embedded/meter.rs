//! What was consumed: DynamoDB's own figures, exact.
use super::{connector::OK, operations::Reply};
use dynoxide::types::ConsumedCapacity;
use std::{
    collections::BTreeMap,
    fmt,
    ops::{AddAssign, Sub},
};

/// Capacity units, exact to a tenth: reads come in halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Units {
    tenths: u64,
}

impl Units {
    /// Whole units.
    pub const fn whole(units: u64) -> Self {
        Self { tenths: units.saturating_mul(10) }
    }

    /// Tenths of a unit.
    pub const fn tenths(self) -> u64 {
        self.tenths
    }

    /// That many tenths of a unit.
    pub const fn from_tenths(tenths: u64) -> Self {
        Self { tenths }
    }

    /// Through its text, because figures are never calculated as floating-point numbers.
    fn of(figure: f64) -> Self {
        let tenths = format!("{figure:.1}").replace('.', "").parse();
        Self { tenths: tenths.unwrap_or_default() }
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.tenths / 10, self.tenths % 10);
        if rest == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{rest}") }
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        self.tenths = self.tenths.saturating_add(other.tenths);
    }
}

impl Sub for Units {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { tenths: self.tenths.saturating_sub(other.tenths) }
    }
}

/// What one operation consumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OperationUse {
    /// Calls that succeeded.
    pub calls: u64,
    /// Calls that were answered with an error. Where a condition failed the real table bills the write
    /// all the same, which no figure here contains.
    pub refused: u64,
    /// Read units.
    pub read: Units,
    /// Write units.
    pub write: Units,
}

/// What was consumed in all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meter {
    /// By operation.
    pub operations: BTreeMap<String, OperationUse>,
    /// Read units by index; the table's own are under `table`.
    pub read: BTreeMap<String, Units>,
    /// Write units by index; the table's own are under `table`.
    pub write: BTreeMap<String, Units>,
}

impl Meter {
    /// Calls of every kind, the refused ones too.
    pub fn calls(&self) -> u64 {
        self.operations.values().map(|used| used.calls.saturating_add(used.refused)).sum()
    }

    /// Calls that were answered with an error.
    pub fn refused(&self) -> u64 {
        self.operations.values().map(|used| used.refused).sum()
    }

    /// All read units.
    pub fn read_units(&self) -> Units {
        sum(self.read.values().copied())
    }

    /// All write units.
    pub fn write_units(&self) -> Units {
        sum(self.write.values().copied())
    }

    /// What was consumed between `earlier` and this.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut used = self.clone();
        for (name, one) in &mut used.operations {
            let before = earlier.operations.get(name).copied().unwrap_or_default();
            one.calls = one.calls.saturating_sub(before.calls);
            one.refused = one.refused.saturating_sub(before.refused);
            one.read = one.read - before.read;
            one.write = one.write - before.write;
        }
        used.operations.retain(|_, one| *one != OperationUse::default());
        subtract(&mut used.read, &earlier.read);
        subtract(&mut used.write, &earlier.write);
        used
    }

    pub(super) fn count(&mut self, operation: &str, reply: &Reply) {
        let used = self.operations.entry(operation.to_owned()).or_default();
        if reply.status != OK {
            used.refused = used.refused.saturating_add(1);
            return;
        }
        used.calls = used.calls.saturating_add(1);
        let writes = !matches!(
            operation,
            "GetItem"
                | "Query"
                | "Scan"
                | "BatchGetItem"
                | "TransactGetItems"
                | "BatchExecuteStatement"
        );
        for figure in &reply.consumed {
            let units = Units::of(figure.capacity_units);
            let (total, places) = if writes {
                (&mut used.write, &mut self.write)
            } else {
                (&mut used.read, &mut self.read)
            };
            *total += units;
            for (place, units) in split(figure, units) {
                *places.entry(place).or_default() += units;
            }
        }
    }
}

/// A figure by place; what no place claims is the table's.
fn split(figure: &ConsumedCapacity, total: Units) -> Vec<(String, Units)> {
    let indexes = figure.global_secondary_indexes.iter().flatten();
    let mut places: Vec<(String, Units)> =
        indexes.map(|(name, detail)| (name.clone(), Units::of(detail.capacity_units))).collect();
    let claimed = sum(places.iter().map(|(_, units)| *units));
    places.push(("table".to_owned(), total - claimed));
    places.retain(|(_, units)| *units != Units::default());
    places
}

fn subtract(places: &mut BTreeMap<String, Units>, earlier: &BTreeMap<String, Units>) {
    for (name, units) in places.iter_mut() {
        *units = *units - earlier.get(name).copied().unwrap_or_default();
    }
    places.retain(|_, units| *units != Units::default());
}

fn sum(units: impl Iterator<Item = Units>) -> Units {
    units.fold(Units::default(), |mut sum, one| {
        sum += one;
        sum
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_exact() {
        assert_eq!(Units::of(1.5).tenths(), 15);
        assert_eq!(Units::of(12.0), Units::whole(12));
        assert_eq!(Units::of(0.5).to_string(), "0.5");
        assert_eq!(Units::whole(3).to_string(), "3");
    }
}
