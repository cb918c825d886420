//! The samples of the table's stream, as the table itself writes them.
use super::{
    samples::EVENTS,
    seeds::{self, deeds},
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use testkit::Stage;

/// A record that is a sample: the file, and how to know it.
struct Kind {
    file: &'static str,
    name: &'static str,
    item: &'static str,
    /// What the later image, or the only one, must hold.
    holds: fn(&Value) -> bool,
}

const fn kind(
    file: &'static str,
    name: &'static str,
    item: &'static str,
    holds: fn(&Value) -> bool,
) -> Kind {
    Kind { file, name, item, holds }
}

const KINDS: [Kind; 10] = [
    kind("invitee-queued", "INSERT", "invitee", |image| image.get("gsi1pk").is_some()),
    kind("invitee-to_be_texted", "MODIFY", "invitee", |image| {
        image["st"]["S"] == "inviting" && image["dl"]["S"] == "queued"
    }),
    kind("invitee-accepted", "MODIFY", "invitee", |image| {
        image["st"]["S"] == "accepted" && image.get("cd").is_some()
    }),
    kind("seats-freed", "MODIFY", "seats", |image| image.get("wakes").is_some()),
    kind("event-changed", "MODIFY", "event", |_| true),
    kind("message-recorded", "INSERT", "message", |_| true),
    kind("mail-recorded", "INSERT", "mail", |_| true),
    kind("phone-suppressed", "MODIFY", "phone", |image| image.get("suppressed").is_some()),
    kind("contact-deleted", "REMOVE", "contact", |_| true),
    kind("idempotency-expired", "REMOVE", "idempotent_answer", |_| true),
];

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the files to be rewritten")]
async fn every_stream_sample_is_what_the_table_writes() {
    let stage = Stage::new().await;
    let (values, people) = seeds::sow(&stage).await;
    deeds(&stage, &values, &people).await;
    let records = stage.table.next_records(0, 10_000).unwrap().records;
    let folder = Path::new(EVENTS).join("stream");
    for (number, kind) in KINDS.iter().enumerate() {
        let record = records.iter().rev().find(|record| kind.is(record));
        let record = record.unwrap_or_else(|| panic!("{}: no such record", kind.file));
        let payload = json!({ "Records": [as_on_aws(record.clone(), number)] });
        let (file, text) = (folder.join(format!("{}.json", kind.file)), pretty(&payload));
        if std::env::var("UPDATE_DOCS").is_ok() {
            fs::write(&file, &text).unwrap();
        }
        let written = fs::read_to_string(&file).unwrap_or_default();
        assert!(written == text, "{} is old: run this test with UPDATE_DOCS=1", file.display());
    }
}

impl Kind {
    fn is(&self, record: &Value) -> bool {
        let change = &record["dynamodb"];
        let image = change.get("NewImage").unwrap_or(&change["OldImage"]);
        record["eventName"] == self.name && image["kind"]["S"] == self.item && (self.holds)(image)
    }
}

/// The embedded table's record with the names and numbers that one of AWS has.
fn as_on_aws(mut record: Value, number: usize) -> Value {
    record["eventID"] = format!("c81e728d9d4c2f636f067f89cc14{number:04}").into();
    record["awsRegion"] = "us-east-1".into();
    record["eventSourceARN"] =
        "arn:aws:dynamodb:us-east-1:123456789012:table/convoke/stream/2026-06-01T12:00:00.000"
            .into();
    record["dynamodb"]["ApproximateCreationDateTime"] = 1_780_315_200.into();
    record["dynamodb"]["SequenceNumber"] = format!("10000000000000000000{number:04}").into();
    record
}

fn pretty(payload: &Value) -> String {
    serde_json::to_string_pretty(payload).unwrap() + "\n"
}
