//! What functions do, gathered from the tests that run them, against what they may.
use super::{
    guard::USES,
    table::{Use, differences, document, granted},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The tests that run functions through all that they do: every sample through its own process; every
/// route, as everybody and with everybody's ids; whole events, what is sent and what comes back; and the
/// ways that none of these goes.
const RUNS: [&str; 10] = [
    "engine::archived::",
    "engine::broadcasts::",
    "engine::consent::",
    "engine::hints::",
    "engine::poison::j9_a_message_that_cannot_be_read_s",
    "engine::sending::",
    "engine::tenants::",
    "iam::paths::",
    "lambda::run::",
    "matrix::c3_",
];

/// Tests at the same time: many wait for a process.
const TOGETHER: &str = "4";

#[test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
fn every_function_may_do_what_it_does_and_nothing_else() {
    let (mut used, faults) = gathered();
    let unreached: BTreeSet<Use> =
        deploy::unreached().unwrap().iter().map(|one| one.line.parse().unwrap()).collect();
    let reached: Vec<String> = unreached.intersection(&used).map(Use::to_string).collect();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/data");
    // What a failed test did not reach is no reason to take it away.
    let is_update = faults.is_empty() && std::env::var("UPDATE_DOCS").is_ok();
    let (uses, used_alone) = (data.join("uses.csv"), document(&used));
    used.extend(unreached);
    if is_update {
        fs::write(&uses, &used_alone).unwrap();
        fs::write(data.join("grants.csv"), document(&used)).unwrap();
    }
    assert_eq!(reached, Vec::<String>::new(), "unreached.csv lists what tests do reach");
    let found = differences(&granted(), &used).join("\n");
    assert!(faults.is_empty(), "tests that uses are gathered from fail:\n{faults}\n{found}");
    assert!(found.is_empty(), "deploy/data/grants.csv, or UPDATE_DOCS=1:\n{found}");
    let known = fs::read_to_string(&uses).unwrap();
    assert!(known == used_alone, "deploy/data/uses.csv is old: run this test with UPDATE_DOCS=1");
}

/// Negative control: whichever action is taken away, or given beside, it is found.
#[test]
fn an_action_that_is_missing_or_unused_is_found() {
    let all = granted();
    assert_eq!(differences(&all, &all), Vec::<String>::new());
    for one in &all {
        let mut less = all.clone();
        less.remove(one);
        assert!(!differences(&less, &all).is_empty(), "{one} can be missing");
        assert!(!differences(&all, &less).is_empty(), "{one} can be unused");
    }
    let mut more = all.clone();
    more.insert("Public,table,USER#,GetItem".parse().unwrap());
    assert_eq!(differences(&more, &all), ["- Public,table,USER#,GetItem"]);
    assert_eq!(differences(&all, &more), ["+ Public,table,USER#,GetItem"]);
}

/// What the functions of those tests do, and what the tests say where one fails. They run in a process
/// of their own, this very program.
fn gathered() -> (BTreeSet<Use>, String) {
    let file = new_file();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(RUNS).args(["--test-threads", TOGETHER]);
    command.env(USES, &file).env_remove("UPDATE_DOCS");
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for run in RUNS {
        assert!(said.contains(run), "no test is called `{run}..`");
    }
    let text = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let faults = if output.status.success() { String::new() } else { said };
    (text.lines().map(|line| line.parse().unwrap()).collect(), faults)
}

fn new_file() -> PathBuf {
    let name = format!("iam-uses-{}", std::process::id());
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_file(&file));
    file
}
