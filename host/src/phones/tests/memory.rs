//! A network that is closed and opened again.
use super::world::{HOUR, World, invitation, number};
use crate::phones::{Behaviour, Faults, Settings, Via};
use std::{fs, io::Write, path::PathBuf};

/// A folder of the test's own, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("phones-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn settings() -> Settings {
    let behaviour = Behaviour { yes: 1, silent: 0, via: Via::Mixed, ..Behaviour::default() };
    Settings { seed: 5, behaviour, faults: Faults::default(), ..Settings::default() }
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let folder = Folder::new("restart");
    let world = World::open(Some(settings()), Some(folder.0.clone()));
    for n in 0..10 {
        world.send(n, &invitation(n), &format!("msg_{n}"));
    }
    world.network.write(&number(3), "STOP").unwrap();
    world.pass(HOUR / 2).await;
    world.network.see(&number(1)).unwrap();
    let (messages, answers) = (world.network.messages(None), world.network.answers());
    let (pending, phones) = (world.network.due(jiff::Timestamp::MAX), world.network.phones());
    assert!(!pending.is_empty());
    drop(world);

    let world = World::open(None, Some(folder.0.clone()));
    assert_eq!(world.network.settings(), settings());
    assert_eq!(world.network.messages(None), messages);
    assert_eq!(world.network.answers(), answers);
    assert_eq!(world.network.due(jiff::Timestamp::MAX).len(), pending.len());
    assert_eq!(world.network.phones(), phones);
}

#[tokio::test]
async fn a_line_that_a_crash_cut_off_is_forgotten() {
    let folder = Folder::new("cut");
    let world = World::open(Some(settings()), Some(folder.0.clone()));
    world.send(1, &invitation(1), "msg_1");
    drop(world);
    let journal = folder.0.join("phones.jsonl");
    let mut file = fs::OpenOptions::new().append(true).open(&journal).unwrap();
    file.write_all(br#"{"message":{"sid":"SM"#).unwrap();
    let world = World::open(None, Some(folder.0.clone()));
    assert_eq!(world.network.accepted().len(), 1);
}

#[test]
fn a_line_that_cannot_be_read_stops_the_start() {
    let folder = Folder::new("damaged");
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.0.join("phones.jsonl"), "nonsense\n{\"done\":{}}\n").unwrap();
    let opened = std::panic::catch_unwind(|| World::open(None, Some(folder.0.clone())));
    assert!(opened.is_err());
}
