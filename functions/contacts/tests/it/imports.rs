//! Imports from the first look at a file to the last result.
use crate::world::World;
use http::{Method, header};
use serde_json::{Value, json};
use std::{
    cmp::Ordering,
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};
use testkit::Verdict;

const EXPECTED: &str = include_str!("../../../../testdata/contacts/expected.csv");
const GOOGLE: &[u8] = include_bytes!("../../../../testdata/contacts/google-contacts.csv");
const OUTLOOK: &[u8] = include_bytes!("../../../../testdata/contacts/outlook-contacts.csv");
const SIMPLE: &[u8] = include_bytes!("../../../../testdata/contacts/simple.csv");
const MESSY: &[u8] = include_bytes!("../../../../testdata/contacts/messy-latin1.csv");

/// Name, e-mail and tags by phone.
type People = BTreeMap<String, (String, String, Vec<String>)>;

fn expected(with_email: bool) -> People {
    let mut people = People::new();
    for record in csv::Reader::from_reader(EXPECTED.as_bytes()).records() {
        let record = record.unwrap();
        let tags = record[4].split('|').filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
        let email = if with_email { record[3].to_owned() } else { String::new() };
        people
            .insert(record[2].to_owned(), (format!("{} {}", &record[0], &record[1]), email, tags));
    }
    people
}

async fn imported(world: &World) -> People {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (items, _) = world.list("/contacts?limit=200").await;
    let person = |item: &Value| {
        let tags = item["tags"].as_array().unwrap().iter().map(text).collect();
        (text(&item["phone"]), (text(&item["name"]), text(&item["email"]), tags))
    };
    items.iter().map(person).collect()
}

fn counts(import: &Value) -> (u64, u64, u64, u64) {
    let count = |name: &str| import["results"][name].as_u64().unwrap();
    (count("created"), count("same_phone"), count("same_email"), count("refused"))
}

fn people(from: u32, to: u32) -> String {
    let rows = (from..to).map(|n| format!("Guest {n},+1212555{n:04},guest{n}@example.org\n"));
    format!("name,phone,email\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn googles_export_becomes_every_expected_contact() {
    let world = World::new().await;
    let import = world.import(&[GOOGLE], &json!({})).await;
    assert_eq!((&import["state"], counts(&import)), (&json!("done"), (400, 0, 0, 0)));
    assert_eq!(imported(&world).await, expected(true));
}

#[tokio::test]
async fn outlooks_export_becomes_every_expected_contact() {
    let world = World::new().await;
    let import = world.import(&[OUTLOOK], &json!({})).await;
    assert_eq!(counts(&import), (200, 0, 0, 0));
    let expected = expected(true);
    let imported = imported(&world).await;
    assert_eq!(imported.len(), 200);
    assert!(imported.iter().all(|(phone, person)| expected[phone] == *person));
}

#[tokio::test]
async fn a_simple_file_after_a_full_one_adds_nobody() {
    let world = World::new().await;
    assert_eq!(counts(&world.import(&[SIMPLE], &json!({})).await), (400, 0, 0, 0));
    assert_eq!(imported(&world).await, expected(false));
    let again = world.import(&[GOOGLE], &json!({})).await;
    assert_eq!(counts(&again), (0, 400, 0, 0));
    assert_eq!(imported(&world).await, expected(false));
}

#[tokio::test]
async fn a_messy_file_gives_each_row_its_result() {
    let world = World::new().await;
    let import = world.import(&[MESSY], &json!({})).await;
    let (created, same_phone, _, refused) = counts(&import);
    let id = import["id"].as_str().unwrap();
    assert_eq!(created + same_phone + refused, import["rows"].as_u64().unwrap());
    assert!(created > 0 && refused > 0 && same_phone > 0);
    assert_eq!(imported(&world).await.len(), usize::try_from(created).unwrap());
    let (rows, _) = world.list(&format!("/imports/{id}/results?filter=refused&limit=7")).await;
    assert_eq!(rows.len(), usize::try_from(refused).unwrap());
    assert!(rows.iter().all(|row| !row["errors"][0]["detail"].as_str().unwrap().is_empty()));
    let (rows, _) = world.list(&format!("/imports/{id}/results")).await;
    let numbers: Vec<u64> = rows.iter().map(|row| row["row"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=import["rows"].as_u64().unwrap()).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_shows_what_would_be() {
    let world = World::new().await;
    let before = world.table.rows().unwrap().len();
    let run = world.upload(Method::POST, "/imports/dry-run", MESSY).await.with(200);
    assert_eq!(world.table.rows().unwrap().len(), before);
    assert_eq!(
        (&run["encoding"], &run["delimiter"]),
        (&json!("windows-1252"), &json!("semicolon"))
    );
    assert_eq!(run["columns"][1], json!({ "heading": "Téléphone", "use": "phone:1" }));
    let counts = ["importable", "same_phone", "same_email", "refused"];
    let total: u64 = counts.iter().map(|name| run[name].as_u64().unwrap()).sum();
    assert_eq!(run["rows"].as_u64(), Some(total));
}

#[tokio::test]
async fn a_dry_run_obeys_whoever_knows_better() {
    let world = World::new().await;
    let file = b"a;2125550101;x\nb;2125550102;y\n";
    let query = "delimiter=semicolon&header=false&column=last-name&column=phone&column=custom:Size";
    let run =
        world.upload(Method::POST, &format!("/imports/dry-run?{query}"), file).await.with(200);
    assert_eq!(run["rows"], 2);
    assert_eq!(run["sample"][0]["custom"], json!({ "Size": "x" }));
    assert_eq!(run["sample"][0]["last_name"], "a");
    for (query, pointer) in [
        ("column=shoe", "/column"),
        ("delimiter=dot", "/delimiter"),
        ("encoding=klingon", "/encoding"),
        ("header=perhaps", "/header"),
        ("region=ZZ", "/region"),
        ("colour=red", "/colour"),
    ] {
        let path = format!("/imports/dry-run?{query}");
        let refused = world.upload(Method::POST, &path, file).await;
        assert_eq!(refused.pointers(), [pointer]);
    }
}

#[tokio::test]
async fn a_file_in_parts_is_one_import() {
    let world = World::new().await;
    let (first, second) = (people(100, 103), people(103, 105));
    // The second part has no headings, and repeats a phone of the first.
    let second =
        second.replacen("name,phone,email\n", "", 1) + "Twin,+12125550100,twin@example.org\n";
    let parts: [&[u8]; 2] = [first.as_bytes(), second.as_bytes()];
    let import = world.start_import(&parts, &json!({ "tags": ["spring"] })).await;
    let path = |part: usize| format!("/imports/{import}/parts/{part}");
    world.upload(Method::PUT, &path(1), parts[1]).await.with(202);
    assert!(world.write_chunks().await.is_empty());
    let waiting = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!(waiting["state"], "waiting_for_parts");
    assert_eq!((&waiting["parts_received"], &waiting["rows"]), (&json!([1]), &json!(3)));
    world.upload(Method::PUT, &path(0), parts[0]).await.with(202);
    let writing = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!(writing["state"], "writing");
    assert!(world.write_chunks().await.is_empty());
    let done = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), (5, 1, 0, 0)));
    world.fold().await;
    assert_eq!(world.list("/contacts?tag=spring").await.0.len(), 5);
    world.upload(Method::PUT, &path(2), parts[1]).await.with(404);
}

#[tokio::test]
async fn a_part_that_is_put_again_changes_nothing() {
    let world = World::new().await;
    let file = people(100, 110);
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    let path = format!("/imports/{import}/parts/0");
    let first = world.upload(Method::PUT, &path, file.as_bytes()).await.with(202);
    let second = world.upload(Method::PUT, &path, file.as_bytes()).await.with(202);
    assert_eq!(first, second);
    assert!(world.write_chunks().await.is_empty());
    world.upload(Method::PUT, &path, file.as_bytes()).await.with(202);
    assert!(world.write_chunks().await.is_empty());
    let done = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!((&done["rows"], counts(&done)), (&json!(10), (10, 0, 0, 0)));
    let other = people(200, 210);
    let refused = world.upload(Method::PUT, &path, other.as_bytes()).await;
    assert_eq!(refused.problem(), "not-allowed-now");
}

#[tokio::test]
async fn a_part_whose_queue_failed_is_queued_when_it_is_put_again() {
    let world = World::new().await;
    let file = people(100, 103);
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    let path = format!("/imports/{import}/parts/0");
    world.queues.refuse_next(1);
    world.upload(Method::PUT, &path, file.as_bytes()).await.with(503);
    world.upload(Method::PUT, &path, file.as_bytes()).await.with(202);
    assert!(world.write_chunks().await.is_empty());
    assert_eq!(world.count("contact"), 3);
}

#[tokio::test]
async fn a_chunk_that_is_handled_twice_doubles_nothing() {
    let world = World::new().await;
    let file = people(100, 120);
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    let path = format!("/imports/{import}/parts/0");
    world.upload(Method::PUT, &path, file.as_bytes()).await.with(202);
    let messages = world.queues.take();
    assert_eq!(messages.len(), 1);
    assert!(world.write_chunk(&messages[0]).await);
    let before = world.table.meter();
    let both = futures::join!(world.write_chunk(&messages[0]), world.write_chunk(&messages[0]));
    assert_eq!(both, (true, true));
    assert_eq!(world.table.meter().since(&before).write_units().tenths(), 0);
    let done = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!((counts(&done), world.count("contact")), ((20, 0, 0, 0), 20));
}

#[tokio::test]
async fn two_workers_on_one_chunk_double_nothing() {
    let world = World::new().await;
    let file = people(100, 160);
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    world
        .upload(Method::PUT, &format!("/imports/{import}/parts/0"), file.as_bytes())
        .await
        .with(202);
    let messages = world.queues.take();
    let workers = (0..4).map(|_| world.write_chunk(&messages[0]));
    futures::future::join_all(workers).await;
    while !world.write_chunk(&messages[0]).await {}
    let done = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!((counts(&done), world.count("contact")), ((60, 0, 0, 0), 60));
}

/// Wherever the worker dies, the next one finds what was written and ends with the same results.
#[tokio::test]
async fn a_crash_at_any_write_resumes_and_doubles_nothing() {
    let file = people(100, 112) + "Bad,12,\n" + "Twin,+12125550100,\n";
    let whole = World::new().await;
    whole.import(&[file.as_bytes()], &json!({})).await;
    for (step, lost) in
        (0..15).flat_map(|step| [(step, Verdict::LoseRequest), (step, Verdict::LoseReply)])
    {
        let world = World::new().await;
        let import = world.start_import(&[file.as_bytes()], &json!({})).await;
        let path = format!("/imports/{import}");
        world.upload(Method::PUT, &format!("{path}/parts/0"), file.as_bytes()).await.with(202);
        let message = world.queues.take().remove(0);
        let writes = Arc::new(AtomicU32::new(0));
        world.table.before_calls(move |call| {
            if !call.is_write() {
                return Verdict::Pass;
            }
            // From the step on the table cannot be reached any more.
            let write = writes.fetch_add(1, Relaxed);
            match write.cmp(&step) {
                Ordering::Less => Verdict::Pass,
                Ordering::Equal => lost,
                Ordering::Greater => Verdict::LoseRequest,
            }
        });
        world.write_chunk(&message).await;
        world.table.heal();
        assert!(world.write_chunk(&message).await, "{step} {lost:?}");
        let done = world.get(&path).await.with(200);
        assert_eq!(counts(&done), (12, 1, 0, 1), "{step} {lost:?}");
        assert_eq!(world.count("contact"), 12);
        assert_eq!(world.count("contact_phone"), 12);
        assert_eq!(imported(&world).await, imported(&whole).await);
    }
}

#[tokio::test]
async fn a_table_that_fails_now_and_then_only_delays() {
    let world = World::new().await;
    let file = people(100, 300);
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    world
        .upload(Method::PUT, &format!("/imports/{import}/parts/0"), file.as_bytes())
        .await
        .with(202);
    let message = world.queues.take().remove(0);
    let faults = testkit::Faults {
        seed: 7,
        conflict_per_mille: 20,
        throttle_per_mille: 5,
        lose_request_per_mille: 5,
        lose_reply_per_mille: 5,
        ..testkit::Faults::default()
    };
    world.table.inject(faults).await.unwrap();
    let mut runs = 1;
    while !world.write_chunk(&message).await {
        runs += 1;
        assert!(runs < 100);
    }
    world.table.heal();
    let done = world.get(&format!("/imports/{import}")).await.with(200);
    assert!(runs > 1, "the faults were felt");
    assert_eq!((counts(&done), world.count("contact")), ((200, 0, 0, 0), 200));
}

#[tokio::test]
async fn contacts_that_are_there_get_the_tags_unless_they_shall_stay() {
    let world = World::new().await;
    let ada = json!({ "name": "Ada", "phone": "+12125550100", "tags": ["old"] });
    let id = world.contact(ada).await;
    let file = b"name,phone,tags\nAugusta,212-555-0100,\"new, OLD\"\n";
    let kept = world.import(&[file], &json!({ "existing": "keep", "tags": ["spring"] })).await;
    assert_eq!(counts(&kept), (0, 1, 0, 0));
    let contact = async || world.get(&format!("/contacts/{id}")).await.with(200);
    assert_eq!(contact().await["tags"], json!(["old"]));
    let merged = world.import(&[file], &json!({ "tags": ["spring"] })).await;
    let now = contact().await;
    assert_eq!((&now["tags"], &now["name"]), (&json!(["new", "old", "spring"]), &json!("Ada")));
    let results = format!("/imports/{}/results", merged["id"].as_str().unwrap());
    let (rows, _) = world.list(&results).await;
    assert_eq!((&rows[0]["result"], &rows[0]["contact"]), (&json!("same_phone"), &json!(id)));
}

#[tokio::test]
async fn an_address_that_another_has_is_left_out_where_there_is_a_phone() {
    let world = World::new().await;
    let id = world.contact(json!({ "name": "Ada", "email": "house@example.org" })).await;
    let results = async |file: &str| {
        let import = world.import(&[file.as_bytes()], &json!({})).await;
        world.list(&format!("/imports/{}/results", import["id"].as_str().unwrap())).await.0
    };
    let rows = results("name,phone,email\nBob,2125550101,House@example.org\n").await;
    assert_eq!(
        (&rows[0]["result"], &rows[0]["notices"]),
        (&json!("created"), &json!(["email_taken"]))
    );
    assert_eq!(imported(&world).await["+12125550101"].1, "");
    let rows = results("name,phone,email\nCleo,,house@example.org\n").await;
    assert_eq!((&rows[0]["result"], &rows[0]["contact"]), (&json!("same_email"), &json!(id)));
    let rows = results("name,phone,email\nA,,new@example.org\nB,,NEW@example.org\n").await;
    assert_eq!((&rows[1]["result"], &rows[1]["first_row"]), (&json!("same_email"), &json!(1)));
}

#[tokio::test]
async fn a_part_of_4_mb_is_taken_and_a_larger_one_is_not() {
    let world = World::new().await;
    let note = "n".repeat(1_900);
    let rows = (0..2_100).map(|n| format!("Guest {n},+1212555{n:04},{note}\n"));
    let mut file = String::from("name,phone,note\n") + &rows.collect::<String>();
    assert!(file.len() > 4_000_000 && file.len() < 4 * 1024 * 1024);
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    let path = format!("/imports/{import}/parts/0");
    let part = world.upload(Method::PUT, &path, file.as_bytes()).await.with(202);
    assert_eq!(part["rows"], 2_100);
    assert!(world.queues.take().len() >= 9);
    file.push_str(&"x".repeat(300_000));
    let refused = world.upload(Method::PUT, &path, file.as_bytes()).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (413, "too-large"));
}

#[tokio::test]
async fn an_import_has_at_most_50_000_rows_over_all_its_parts() {
    let world = World::new().await;
    let rows = |from: u32, to: u32| -> String {
        (from..to).fold(String::new(), |rows, n| rows + &format!("G,g{n}@example.org\n"))
    };
    let first = format!("name,email\n{}", rows(0, 30_000));
    let second = rows(30_000, 50_001);
    let parts: [&[u8]; 2] = [first.as_bytes(), second.as_bytes()];
    let import = world.start_import(&parts, &json!({})).await;
    let path = |part: usize| format!("/imports/{import}/parts/{part}");
    world.upload(Method::PUT, &path(0), parts[0]).await.with(202);
    world.upload(Method::PUT, &path(1), parts[1]).await.with(413);
    let less = rows(30_000, 50_000);
    world.upload(Method::PUT, &path(1), less.as_bytes()).await.with(202);
    let import = world.get(&format!("/imports/{import}")).await.with(200);
    assert_eq!(import["rows"], 50_000);
}

#[tokio::test]
async fn what_is_no_file_of_rows_is_refused() {
    let world = World::new().await;
    let refused = async |file: &[u8]| {
        let reply = world.upload(Method::POST, "/imports/dry-run", file).await;
        (reply.status.as_u16(), reply.problem())
    };
    assert_eq!(refused(b"").await, (422, "invalid-fields".to_owned()));
    assert_eq!(refused(b"PK\x03\x04\0\0\0\0workbook").await, (422, "invalid-fields".to_owned()));
    let form = world.api.post(world.path("/imports/dry-run")).by(world.team.owner);
    let form = form.body("multipart/form-data; boundary=x", "name,phone\n").send().await;
    assert_eq!(form.status.as_u16(), 415);
    let start = world.post("/imports", &json!({ "plan": "rubbish" })).await;
    assert_eq!(start.pointers(), ["/plan"]);
    let run = world.upload(Method::POST, "/imports/dry-run", b"name,phone\nA,2125550101\n").await;
    let body =
        json!({ "plan": run.json()["plan"], "parts": 65, "tags": ["a,b"], "existing": "keep" });
    assert_eq!(world.post("/imports", &body).await.pointers(), ["/parts", "/tags/0"]);
}

#[tokio::test]
async fn an_import_is_nobodys_business_outside_its_org() {
    let world = World::new().await;
    let import = world.import(&[b"name,phone\nA,2125550101\n"], &json!({})).await;
    let id = import["id"].as_str().unwrap();
    let run = world.upload(Method::POST, "/imports/dry-run", b"name,phone\nA,2125550101\n").await;
    let (other, stranger) = world.other_org().await;
    for path in ["", "/results", "/report"] {
        let path = format!("/v1/orgs/{other}/imports/{id}{path}");
        assert_eq!(world.api.get(&path).by(stranger).send().await.status.as_u16(), 404);
    }
    let path = format!("/v1/orgs/{other}/imports/{id}/parts/0");
    let put = world.api.put(path).by(stranger).body("text/csv", "A,1\n");
    assert_eq!(put.send().await.status.as_u16(), 404);
    let body = json!({ "plan": run.json()["plan"] });
    let start = world.api.post(format!("/v1/orgs/{other}/imports")).by(stranger).json(&body);
    assert_eq!(start.send().await.pointers(), ["/plan"]);
}

#[tokio::test]
async fn a_message_that_names_no_chunk_is_parked() {
    let world = World::new().await;
    let mut message = ports::QueueMessage {
        queue: ports::Queue::Imports,
        group: None,
        deduplication_id: None,
        delay_seconds: 0,
        body: "{}".into(),
    };
    assert!(world.write_chunk(&message).await);
    message.body = json!({ "import": "imp_0000000000000000", "part": 0, "chunk": 0 }).to_string();
    assert!(world.write_chunk(&message).await);
    assert!(world.count("parked") >= 1);
}

#[tokio::test]
async fn a_report_has_a_line_for_every_row_and_no_formula() {
    let world = World::new().await;
    let file = "name,phone\nAda,2125550101\n=cmd()|x,12\nTwin,212 555 0101\n";
    let import = world.import(&[file.as_bytes()], &json!({})).await;
    let path = format!("/imports/{}/report", import["id"].as_str().unwrap());
    let reply = world.get(&path).await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let report = reply.body;
    let mut reader = csv::Reader::from_reader(report.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let results: Vec<&str> = rows.iter().map(|row| &row[3]).collect();
    assert_eq!(results, ["created", "refused", "same_phone"]);
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    let refused = world.get(&format!("{path}?filter=refused")).await.body;
    assert_eq!(refused.lines().count(), 2);
}
