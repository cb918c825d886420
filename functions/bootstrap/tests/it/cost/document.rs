//! The table of costs, and what `docs/COST.md` says beside it.
use super::figure::{Calls, Cost, Figure};
use std::collections::BTreeSet;

/// What something may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Budget {
    pub(super) calls: Option<Figure>,
    pub(super) read: Option<Figure>,
    pub(super) write: Option<Figure>,
}

impl Budget {
    pub(super) const NONE: Self = Self { calls: None, read: None, write: None };

    pub(super) const fn write(units: u64) -> Self {
        Self { write: Some(Figure::whole(units)), ..Self::NONE }
    }

    pub(super) const fn read(thousandths: u64) -> Self {
        Self { read: Some(Figure::thousandths(thousandths)), ..Self::NONE }
    }

    pub(super) const fn one_call(self) -> Self {
        Self { calls: Some(Figure::whole(1)), ..self }
    }

    pub(super) const fn and_write(self, thousandths: u64) -> Self {
        Self { write: Some(Figure::thousandths(thousandths)), ..self }
    }

    fn is_met(&self, cost: &Cost) -> bool {
        let within = |used: Figure, most: Option<Figure>| most.is_none_or(|most| used <= most);
        within(cost.calls, self.calls)
            && within(cost.read, self.read)
            && within(cost.write, self.write)
    }

    fn text(&self) -> String {
        let named = [(self.calls, "calls"), (self.read, "read"), (self.write, "write")];
        let parts = named.iter().filter_map(|(most, of)| Some(format!("{} {of}", (*most)?)));
        parts.collect::<Vec<_>>().join(", ").replace("1 calls", "1 call")
    }
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    name: String,
    cost: Cost,
    budget: Budget,
}

impl Line {
    pub(super) fn new(name: &str, calls: &Calls, budget: Budget) -> Self {
        Self::each(name, calls, 1, budget)
    }

    /// One of `per`.
    pub(super) fn each(name: &str, calls: &Calls, per: u64, budget: Budget) -> Self {
        Self { budget, ..Self::at(name, calls.each(per)) }
    }

    /// A figure that has no budget.
    pub(super) fn at(name: &str, cost: Cost) -> Self {
        Self { name: name.to_owned(), cost, budget: Budget::NONE }
    }

    fn is_over(&self) -> bool {
        !self.budget.is_met(&self.cost)
    }

    fn render(&self) -> String {
        let Cost { calls, read, table, gsi1, gsi2, write } = self.cost;
        let budget = self.budget.text();
        let standing = match (budget.is_empty(), self.is_over()) {
            (true, _) => "",
            (false, true) => "**over**",
            (false, false) => "met",
        };
        format!(
            "| {} | {calls} | {read} | {table} | {gsi1} | {gsi2} | {write} | {budget} | {standing} |\n",
            self.name
        )
    }
}

const OVER: &str = "\n## Over budget\n";
const HEAD: &str = "\
| | calls | read units | write units, table | gsi1 | gsi2 | write units, all | budget | |
|---|---:|---:|---:|---:|---:|---:|---|---|
";

/// The document with its measured table replaced.
pub(super) fn measured(document: &str, lines: &[Line]) -> String {
    let rows: String = lines.iter().map(Line::render).collect();
    replaced(document, "measured", &format!("{HEAD}{rows}"))
}

/// The document with what stands between the marks of that name replaced.
pub(super) fn replaced(document: &str, name: &str, block: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
    let (before, rest) = document.split_once(&begin).expect("docs/COST.md marks what is generated");
    let (_, after) = rest.split_once(&end).expect("docs/COST.md marks where that ends");
    format!("{before}{begin}{block}{end}{after}")
}

/// What is over its budget.
pub(super) fn over(lines: &[Line]) -> BTreeSet<String> {
    lines.iter().filter(|line| line.is_over()).map(|line| line.name.clone()).collect()
}

/// What the document says is over its budget, and why: `- **name**: reason`.
pub(super) fn excused(document: &str) -> BTreeSet<String> {
    let (_, section) = document.split_once(OVER).expect("docs/COST.md says what is over budget");
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let names = section.lines().filter_map(|line| line.strip_prefix("- **"));
    names.map(|line| line.split_once("**: ").expect("a reason").0.to_owned()).collect()
}
