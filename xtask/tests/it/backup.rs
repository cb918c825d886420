//! A backup of a host at work, restored elsewhere.
use crate::stage::{Folder, Organizer, Ports, tool};
use host::{Host, World};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const CAPACITY: u64 = 6;
/// Longer than people take to answer, and than a provider that takes nothing is left alone.
const A_WHILE: SignedDuration = SignedDuration::from_hours(6);

/// Everybody says yes at once; the provider refuses so many requests for a while.
fn people(throttled_percent: u8) -> Value {
    json!({
        "seed": 1,
        "behaviour": { "yes": 1, "no": 0, "silent": 0, "delay_seconds_min": 0, "delay_seconds_max": 0 },
        "faults": { "throttled_percent": throttled_percent },
    })
}

fn back_up(data: &Path, archive: &Path) {
    let output = tool().arg("backup").arg("--data").arg(data).arg("--to").arg(archive).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn restore(archive: &Path, data: &Path) -> bool {
    let output = tool().arg("restore").arg("--from").arg(archive).arg("--data").arg(data).output();
    output.unwrap().status.success()
}

async fn pass(host: &Host) -> Timestamp {
    let world: World = host.world().unwrap();
    world.run_until(world.now() + A_WHILE).await.unwrap();
    world.now()
}

async fn counted(organizer: &Organizer, event: &str) -> Value {
    organizer.get(&format!("{event}/status")).await["counts"]["accepted"].clone()
}

#[tokio::test]
async fn a_backup_of_a_host_at_work_goes_on_elsewhere_and_texts_nobody_twice() {
    let (folder, other) = (Folder::new("backup"), Folder::new("restored"));
    let archives = Folder::new("archives");
    fs::create_dir(archives.path()).unwrap();
    let archive = archives.path().join("backup.tar");
    let ports = Ports::free();
    let start = "2031-06-01T12:00:00Z".parse().unwrap();
    let host = ports.start_within(folder.path(), start, 1).await;
    let organizer = Organizer::log_in(ports).await;
    organizer.set_phones(&people(0)).await;
    let full = organizer.prepare("Dinner", CAPACITY, 0).await;
    organizer.post(&format!("{full}/start"), &json!({})).await;
    let now = pass(&host).await;
    let organizer = Organizer::log_in(ports).await;
    // From here on the provider takes nothing: what is to be sent waits in its queue.
    organizer.set_phones(&people(100)).await;
    let waiting = organizer.prepare("Breakfast", CAPACITY, 50).await;
    organizer.post(&format!("{waiting}/start"), &json!({})).await;
    host.world().unwrap().settle().await.unwrap();

    back_up(folder.path(), &archive);
    let mode = fs::metadata(&archive).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it holds secrets");
    host.stop().await;
    assert!(restore(&archive, other.path()));
    assert!(!restore(&archive, other.path()), "a folder that is there is left alone");
    let queues = fs::read_to_string(other.path().join("queues.jsonl")).unwrap();
    assert!(queues.contains("\"outbox\""), "{queues}");

    let host = ports.start_within(other.path(), now, 2).await;
    // The token of before: its key came along.
    assert_eq!(counted(&organizer, &full).await, CAPACITY);
    organizer.set_phones(&people(0)).await;
    let accepted = organizer.phones("/accepted").await;
    pass(&host).await;
    assert_eq!(organizer.phones("/accepted").await, accepted, "sending is off after a restore");
    let organizer = Organizer::log_in(ports).await;
    organizer.patch("/v1/admin/settings", &json!({ "sending_enabled": true })).await;
    pass(&host).await;
    let organizer = Organizer::log_in(ports).await;
    assert_eq!(counted(&organizer, &waiting).await, CAPACITY);
    assert_eq!(counted(&organizer, &full).await, CAPACITY);
    assert_eq!(organizer.phones("/duplicates").await, json!([]));
    host.stop().await;
}

#[test]
fn what_is_no_data_folder_and_no_backup_is_refused_and_leaves_nothing_behind() {
    let folder = Folder::new("no-backup");
    fs::create_dir(folder.path()).unwrap();
    let archive = folder.path().join("backup.tar");
    let mut backup = tool();
    backup.arg("backup").arg("--data").arg(folder.path()).arg("--to").arg(&archive);
    assert!(!backup.output().unwrap().status.success());
    fs::write(&archive, "no archive").unwrap();
    assert!(!restore(&archive, &folder.path().join("data")));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
