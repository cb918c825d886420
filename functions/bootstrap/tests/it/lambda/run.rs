//! Every sample through the program itself, and what it answers.
use super::{
    answers::account,
    samples::{EVENTS, function_of, samples},
    world::{World, start},
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use testkit::lambda::{Outcome, Sample, Source};
use tokio::{sync::Semaphore, task::JoinSet};

/// Processes at the same time.
const TOGETHER: usize = 4;

/// The samples that are refused, and with which status.
const REFUSED: [(&str, u16); 3] =
    [("create_session-wrong", 401), ("get_org-no_token", 401), ("open_guest_page-forged", 404)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the files to be rewritten")]
async fn every_sample_is_answered_as_its_file_says() {
    let found = run_all().await;
    if std::env::var("UPDATE_DOCS").is_ok() {
        write(&found);
    }
    let wrong: Vec<String> = found.iter().filter_map(Run::fault).collect();
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    let known: BTreeSet<PathBuf> = found.iter().map(|run| answer_file(&run.sample)).collect();
    for source in Source::ALL {
        for file in fs::read_dir(Path::new(EVENTS).join("answers").join(source.folder())).unwrap() {
            let file = file.unwrap().path();
            assert!(known.contains(&file), "{} is the answer to nothing", file.display());
        }
    }
}

/// What became of a sample.
struct Run {
    sample: Sample,
    outcome: Outcome,
    account: Value,
    /// The log's lines that say ERROR.
    complaints: Vec<String>,
}

impl Run {
    /// What is wrong with it.
    fn fault(&self) -> Option<String> {
        let name = &self.sample.name;
        let file = answer_file(&self.sample);
        let written = fs::read_to_string(&file).unwrap_or_default();
        let status = match &self.outcome {
            Outcome::Answered(answer) => answer["statusCode"].as_u64().unwrap_or(200),
            Outcome::Failed(error) => return Some(format!("{name}: it failed: {error}")),
        };
        let refused = REFUSED.iter().find(|(known, _)| known == name);
        let is_expected = match refused {
            Some((_, expected)) => u64::from(*expected) == status,
            None => (200..400).contains(&status),
        };
        if !is_expected {
            return Some(format!("{name}: status {status}: {}", self.account));
        }
        if !self.complaints.is_empty() && !name.contains("malformed") {
            return Some(format!("{name}: it complains: {:?}", self.complaints));
        }
        let current = serde_json::from_str::<Value>(&written).unwrap_or_default();
        (current != self.account).then(|| {
            format!(
                "{name}: {} is old: look at it with UPDATE_DOCS=1\n{}",
                file.display(),
                self.account
            )
        })
    }
}

async fn run_all() -> Vec<Run> {
    let world = Arc::new(World::new().await);
    let room = Arc::new(Semaphore::new(TOGETHER));
    let mut runs = JoinSet::new();
    for sample in samples() {
        let (world, room) = (Arc::clone(&world), Arc::clone(&room));
        runs.spawn(async move {
            let _place = room.acquire().await.unwrap();
            run(&world, sample).await
        });
    }
    let mut found = runs.join_all().await;
    found.sort_by(|left, right| left.sample.name.cmp(&right.sample.name));
    found
}

async fn run(world: &World, sample: Sample) -> Run {
    let table = world.copy().await;
    let payload = world.payload(&table, &sample).await;
    let mut function = start(&function_of(&sample), Some(table)).await;
    let outcome = function.invoke(&payload).await;
    let outcome = outcome.unwrap_or_else(|error| panic!("{}: {error}", sample.name));
    assert!(function.is_alive(), "{}", sample.name);
    let account = account(&outcome, &function.cloud.take_sent());
    let lines = function.stop();
    let complains = |line: &String| {
        let line: Value = serde_json::from_str(line).unwrap_or_default();
        line["level"] == "ERROR" || line.is_null()
    };
    let complaints = lines.into_iter().filter(complains).collect();
    Run { sample, outcome, account, complaints }
}

/// Where the answer to a sample stands.
fn answer_file(sample: &Sample) -> PathBuf {
    let folder = Path::new(EVENTS).join("answers").join(sample.source.folder());
    folder.join(format!("{}.json", sample.name))
}

fn write(found: &[Run]) {
    drop(fs::remove_dir_all(Path::new(EVENTS).join("answers")));
    for run in found {
        let file = answer_file(&run.sample);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, serde_json::to_string_pretty(&run.account).unwrap() + "\n").unwrap();
    }
}
