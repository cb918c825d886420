//! I15: no write mixes two orgs.
use crate::law::{Broken, Checked, Law};
use domain::ids::OrgId;
use std::collections::BTreeSet;

pub(super) fn check(orgs: &BTreeSet<OrgId>) -> Checked {
    if orgs.len() < 2 {
        return Ok(());
    }
    let names: Vec<String> = orgs.iter().map(ToString::to_string).collect();
    Err(Broken { law: Law::I15, words: "one write changed rows of two orgs".into(), about: names })
}
