//! How large and how slow what is deployed may be: limits as data (`deploy/data/budgets.csv`), which
//! `cargo xtask package` and `cargo xtask start-up` compare their figures with.
use anyhow::{Context, ensure};
use std::fmt;

/// The table of budgets.
const TABLE: &str = include_str!("../data/budgets.csv");
/// Its first line.
const HEADING: &str = "subject,measure,most";

/// The most that something may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// What is measured: a function, or the `zip`.
    pub subject: &'static str,
    /// In what: `bytes`, `instructions`, `kB` of memory, `per cent of hello`.
    pub measure: &'static str,
    /// So many at most.
    pub most: u64,
}

impl Budget {
    /// Whether `found` is within it.
    pub const fn holds(&self, found: u64) -> bool {
        found <= self.most
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: at most {} {}", self.subject, self.most, self.measure)
    }
}

/// Every budget.
///
/// Errors: a line that is none, or two of the same.
pub fn budgets() -> anyhow::Result<Vec<Budget>> {
    let mut lines = TABLE.lines();
    ensure!(lines.next() == Some(HEADING), "budgets.csv does not begin with `{HEADING}`");
    let mut budgets: Vec<Budget> = Vec::new();
    for line in lines {
        let budget = read(line).with_context(|| format!("budgets.csv: `{line}`"))?;
        let is_known =
            |other: &Budget| (other.subject, other.measure) == (budget.subject, budget.measure);
        ensure!(!budgets.iter().any(is_known), "budgets.csv: `{line}` has a line already");
        budgets.push(budget);
    }
    Ok(budgets)
}

/// The budget of `subject` in `measure`.
///
/// Errors: the table has none.
pub fn budget(subject: &str, measure: &str) -> anyhow::Result<Budget> {
    let mut budgets = budgets()?.into_iter();
    let found = budgets.find(|budget| budget.subject == subject && budget.measure == measure);
    found.with_context(|| format!("budgets.csv has no `{measure}` of {subject}"))
}

fn read(line: &'static str) -> anyhow::Result<Budget> {
    let [subject, measure, most] =
        line.split(',').collect::<Vec<_>>().try_into().ok().context("has not three columns")?;
    ensure!(!subject.is_empty() && !measure.is_empty(), "a name is missing");
    Ok(Budget { subject, measure, most: most.parse().context("the most is no number")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_budget() {
        assert!(budgets().unwrap().len() > 5);
        let zip = budget("zip", "bytes").unwrap();
        assert!(zip.holds(zip.most) && !zip.holds(zip.most + 1));
        assert!(budget("zip", "kB").is_err());
    }

    #[test]
    fn a_line_that_is_no_budget_is_refused() {
        for line in ["zip,bytes", "zip,bytes,many", ",bytes,1", "zip,bytes,-1", "zip,bytes,1,2"] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
