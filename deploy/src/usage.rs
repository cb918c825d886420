//! What is done of what is granted.
//!
//! A test runs functions through all that they do, and keeps `deploy/data/uses.csv`: the table of grants
//! as they used it. What a function needs and none of those tests comes to stands in
//! `deploy/data/unreached.csv`, with its reason.
use crate::grant::{Grant, grants, read_all};
use anyhow::{Context, ensure};
use std::collections::BTreeSet;

/// What tests did.
const USES: &str = include_str!("../data/uses.csv");
/// What they did not come to.
const UNREACHED: &str = include_str!("../data/unreached.csv");
/// The first line of the latter.
const HEADING: &str = "zone,resource,partition,action,when";

/// One action that is granted and that no test comes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreached {
    /// Zone, resource, partition and action, as in a line of the table of grants.
    pub line: &'static str,
    /// When it is used.
    pub when: &'static str,
}

/// What no test comes to.
///
/// Errors: a line that does not say when.
pub fn unreached() -> anyhow::Result<Vec<Unreached>> {
    let mut lines = UNREACHED.lines();
    ensure!(lines.next() == Some(HEADING), "unreached.csv does not begin with `{HEADING}`");
    lines
        .map(|line| {
            let at = line.match_indices(',').nth(3).map(|(at, _)| at);
            let (line, when) = at.and_then(|at| line.split_at_checked(at)).context(line)?;
            let when = when.trim_start_matches(',');
            ensure!(!when.is_empty(), "unreached.csv: `{line}` has no reason");
            Ok(Unreached { line, when })
        })
        .collect()
}

/// The actions that are granted, and neither used by a test nor for a reason; each with its zone, resource
/// and partition, by commas. There are to be none.
///
/// Errors: a table that cannot be read.
pub fn unused() -> anyhow::Result<Vec<String>> {
    let mut used: BTreeSet<String> = read_all(USES)?.iter().flat_map(actions).collect();
    used.extend(unreached()?.into_iter().map(|one| one.line.to_owned()));
    let granted = grants()?;
    Ok(granted.iter().flat_map(actions).filter(|action| !used.contains(action)).collect())
}

fn actions(grant: &Grant) -> impl Iterator<Item = String> {
    let beside = format!("{},{},{}", grant.zone.name(), grant.resource, grant.partition);
    grant.actions.iter().map(move |action| format!("{beside},{action}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_granted_that_nobody_uses() {
        assert_eq!(unused().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_no_test_comes_to_is_granted_and_has_its_reason() {
        let granted: BTreeSet<String> = grants().unwrap().iter().flat_map(actions).collect();
        for Unreached { line, when } in unreached().unwrap() {
            assert!(granted.contains(line) && when.len() > 10, "{line}");
        }
    }
}
