//! How much of CloudFormation's and IAM's limits the templates use, which grants nobody uses, and which
//! functions have no sample.
use crate::generate::{granularity, root};
use anyhow::Context;
use deploy::{
    Function, POLICY_BYTES_MAX, STACK_RESOURCES_MAX, Template, Trigger, grants, policies,
};
use std::{fs, path::Path};

/// What there is to say, and what is wrong.
pub(super) struct Report {
    pub(super) lines: Vec<String>,
    pub(super) faults: Vec<String>,
}

/// Counts everything.
pub(super) fn report() -> anyhow::Result<Report> {
    let functions = deploy::functions()?;
    let mut report = Report { lines: Vec::new(), faults: Vec::new() };
    for template in deploy::templates(&functions, granularity())? {
        report.stack(&template);
    }
    for (zone, bytes) in policies()? {
        let sentence = format!("policy {:<12} {bytes:>6} of {POLICY_BYTES_MAX} bytes", zone.name());
        report.say(sentence, bytes <= POLICY_BYTES_MAX);
    }
    let (unused, unreached) = (deploy::unused()?, deploy::unreached()?.len());
    report.lines.push(format!(
        "grants: {} lines; actions without a use: {}; used where no test comes to: {unreached}",
        grants()?.len(),
        unused.len(),
    ));
    report.faults.extend(unused.iter().map(|action| format!("granted and never used: {action}")));
    let unsampled = without_sample(&functions, &root().join("events"))?;
    report.lines.push(format!("routes without a sample in events/: {}", unsampled.len()));
    report.faults.extend(unsampled.iter().map(|route| format!("no sample in events/: {route}")));
    Ok(report)
}

impl Report {
    fn stack(&mut self, template: &Template) {
        let (name, resources) = (template.file.trim_end_matches(".json"), template.resources());
        let sentence =
            format!("stack {name:<13} {resources:>6} of {STACK_RESOURCES_MAX} resources");
        self.say(sentence, resources <= STACK_RESOURCES_MAX);
    }

    fn say(&mut self, sentence: String, is_fine: bool) {
        if !is_fine {
            self.faults.push(format!("too large: {sentence}"));
        }
        self.lines.push(sentence);
    }
}

/// The routes that no file in `events` is named after, whatever the case, underscores and folders.
fn without_sample(functions: &[Function], events: &Path) -> anyhow::Result<Vec<String>> {
    let mut samples = Vec::new();
    names(events, &mut samples)?;
    let is_sampled = |function: &&Function| {
        let name = function.id.to_lowercase();
        samples.iter().any(|sample| sample.replace('_', "").starts_with(&name))
    };
    let routes =
        functions.iter().filter(|function| matches!(function.trigger, Trigger::Route { .. }));
    Ok(routes.filter(|route| !is_sampled(route)).map(|route| route.id.clone()).collect())
}

/// The names of all files below `folder`, in lower case.
fn names(folder: &Path, found: &mut Vec<String>) -> anyhow::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            names(&path, found)?;
        } else if let Some(name) = path.file_name() {
            found.push(name.to_string_lossy().to_lowercase());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stack_and_policy_is_within_its_limit() {
        assert_eq!(report().unwrap().faults, Vec::<String>::new());
    }
}
