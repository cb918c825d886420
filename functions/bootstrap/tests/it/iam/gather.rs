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

/// What a zone needs and none of these tests reaches: the line, and when it comes to that. Most of it the
/// contexts' own tests show.
const UNREACHED: &[(&str, &str)] = &[
    ("Guests,table,VIEW#,Query", "a guest who comes is told who else does"),
    ("Guests,table,COUNTS#,GetItem", "more than 200 guests come to the event"),
    ("SignIn,table,ORG#,ConditionCheckItem", "somebody registers with an invitation to a team"),
    ("SignIn,table,REGISTRATION#,GetItem", "somebody registers with a code"),
    ("SignIn,table,USERNAME#,PutItem", "somebody registers with a username"),
    ("Admins,imports,,SendMessage", "a parked message goes back to its queue"),
    ("Admins,outbox,,SendMessage", "a parked message goes back to its queue"),
    ("Admins,table,IDEMPOTENT#,DeleteItem", "an admin's request fails and gives its key back"),
    ("Admins,table,PHONE#,GetItem", "a text about no invitation is unknown, and an admin decides"),
    ("Admins,table,PHONE#,PutItem", "what the admin decided"),
    (
        "Webhooks,table,PHONE#,ConditionCheckItem",
        "a text that nobody understands is answered once an hour",
    ),
    ("Webhooks,table,PHONE#,PutItem", "the answer to it"),
    ("Sweep,table,PLATFORM,PutItem", "more events wait than one sweep looks at"),
];

/// Tests at the same time: many wait for a process.
const TOGETHER: &str = "4";

#[test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
fn every_function_may_do_what_it_does_and_nothing_else() {
    let (mut used, faults) = gathered();
    let unreached: BTreeSet<Use> =
        UNREACHED.iter().map(|(line, _)| line.parse().unwrap()).collect();
    let reached: Vec<String> = unreached.intersection(&used).map(Use::to_string).collect();
    used.extend(unreached);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/data/grants.csv");
    // What a failed test did not reach is no reason to take it away.
    if faults.is_empty() && std::env::var("UPDATE_DOCS").is_ok() {
        fs::write(&file, document(&used)).unwrap();
    }
    assert_eq!(reached, Vec::<String>::new(), "UNREACHED lists what tests do reach");
    let found = differences(&granted(), &used).join("\n");
    assert!(faults.is_empty(), "tests that uses are gathered from fail:\n{faults}\n{found}");
    assert!(found.is_empty(), "deploy/data/grants.csv, or UPDATE_DOCS=1:\n{found}");
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
