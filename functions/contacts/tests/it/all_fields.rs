//! Every field of a contact: as clients write it, in files, and there and back.
use crate::world::World;
use http::Method;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use testkit::{Call, Verdict};

/// The columns that a contact file may have, in the order in which they are documented.
const COLUMNS: [&str; 37] = [
    "first_name",
    "last_name",
    "middle_name",
    "prefix",
    "suffix",
    "email",
    "email_secondary",
    "phone",
    "mobile",
    "fax",
    "website",
    "company",
    "job_title",
    "department",
    "industry",
    "address",
    "address_line_2",
    "city",
    "state",
    "postal_code",
    "country",
    "birthday",
    "gender",
    "marital_status",
    "linkedin",
    "twitter",
    "facebook",
    "instagram",
    "skype",
    "whatsapp",
    "telegram",
    "lead_source",
    "lead_status",
    "priority",
    "tags",
    "group",
    "notes",
];

/// A value for each of the fields that have no rule of the store's own.
fn more_fields() -> Value {
    json!({
        "middle_name": "Augusta", "prefix": "Lady", "suffix": "PhD",
        "email_secondary": "Countess@example.org", "mobile": "+12125550102",
        "fax": "212 555-0103 (by day)", "website": "https://example.com/ada?x=1",
        "job_title": "=Analyst", "department": "-Engines", "industry": "@Computing",
        "address": "12 St James's Square\u{a0}", "address_line_2": "2nd floor, \"back\"",
        "city": "Zürich", "state": "ZH", "postal_code": "08001", "country": "Schweiz",
        "birthday": "1815-12-10", "gender": "female", "marital_status": "married",
        "linkedin": "https://linkedin.example.com/in/ada", "twitter": "@ada", "facebook": "ada",
        "instagram": "@ada", "skype": "live:ada", "whatsapp": "+12125550104",
        "telegram": "@ada", "lead_source": "fair; autumn", "lead_status": "+warm",
        "priority": "high",
    })
}

fn ada() -> Value {
    json!({
        "first_name": "Ada", "last_name": "King Lovelace", "phone": "+12125550101",
        "email": "ada@example.com", "tags": ["vip", "work"], "note": "=1+1\n\tsecond\nline",
        "organization": "'=Engines", "fields": more_fields(), "zone": "Europe/London",
        "custom": { "Shoe size": "38", "=x": "-1", "a\"b": "c,d" },
    })
}

/// The lines of an export: its order is that of ids, which a copy has others of.
async fn exported(world: &World) -> BTreeSet<Vec<String>> {
    let file = world.get("/contacts/export").await.body;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn every_field_is_kept_as_it_was_given() {
    let world = World::new().await;
    let made = world.post("/contacts", &ada()).await.with(201);
    let mut expected = more_fields();
    expected["address"] = json!("12 St James's Square");
    assert_eq!(made["fields"], expected);
    let path = format!("/contacts/{}", made["id"].as_str().unwrap());
    assert_eq!(world.get(&path).await.with(200), made);
    let change = json!({ "fields": { "city": "Bern", "fax": null, "priority": "normal" } });
    let changed = world.patch(&path, &change).await.with(200);
    assert_eq!(changed["fields"]["city"], "Bern");
    assert_eq!(changed["fields"]["country"], "Schweiz");
    let gone = |name: &str| changed["fields"].get(name).is_none();
    assert!(gone("fax") && gone("priority"));
    let wrong = json!({ "fields": { "birthday": "2026-06-03", "height": "1.70" } });
    assert_eq!(world.patch(&path, &wrong).await.pointers(), ["/fields/birthday", "/fields/height"]);
}

#[tokio::test]
async fn a_contact_with_a_mobile_alone_is_texted_there() {
    let world = World::new().await;
    let mobile = |number: &str| json!({ "fields": { "mobile": number } });
    let made = world.post("/contacts", &mobile("212 555 0101")).await.with(201);
    assert_eq!((&made["phone"], &made["phone_is_mobile"]), (&json!("+12125550101"), &json!(true)));
    let twin = world.post("/contacts", &json!({ "phone": "2125550101" })).await;
    assert_eq!(twin.problem(), "taken");
    let path = format!("/contacts/{}", made["id"].as_str().unwrap());
    let moved = world.patch(&path, &mobile("2125550102")).await.with(200);
    assert_eq!(moved["phone"], "+12125550102");
    world.post("/contacts", &json!({ "phone": "2125550101" })).await.with(201);
    assert_eq!(world.post("/contacts", &mobile("")).await.pointers(), ["/phone"]);
}

#[tokio::test]
async fn c13_all_37_documented_columns_are_mapped_however_they_are_written() {
    let world = World::new().await;
    let spaced = |name: &str| name.replace('_', " ");
    let capital = |name: &str| spaced(name).to_uppercase();
    let writings: [&dyn Fn(&str) -> String; 3] = [&str::to_owned, &spaced, &capital];
    let mut found = BTreeSet::new();
    for writing in writings {
        let headings = COLUMNS.map(writing).join(",");
        let file = format!("{headings}\nAda{}\n", ",x".repeat(36));
        let run = world.upload(Method::POST, "/imports/dry-run", file.as_bytes()).await.with(200);
        let uses: Vec<&str> =
            run["columns"].as_array().unwrap().iter().map(|c| c["use"].as_str().unwrap()).collect();
        let distinct: BTreeSet<&str> = uses.iter().copied().collect();
        assert_eq!((uses.len(), distinct.len()), (37, 37), "{uses:?}");
        assert!(!distinct.contains("ignore"), "{uses:?}");
        found.insert(uses.join(" "));
    }
    assert_eq!(found.len(), 1);
    // Without headings, whoever knows the columns names them.
    let columns = found.first().unwrap().replace(' ', "&column=");
    let row = format!("Ada,Lovelace{}ada@example.org{}", ",".repeat(4), ",".repeat(31));
    let path = format!("/imports/dry-run?header=false&column={columns}");
    let run = world.upload(Method::POST, &path, row.as_bytes()).await.with(200);
    assert_eq!(
        (&run["importable"], &run["sample"][0]["last_name"]),
        (&json!(1), &json!("Lovelace"))
    );
}

#[tokio::test]
async fn c13_37_of_37_columns_and_more_come_back_from_an_export() {
    let world = World::new().await;
    world.contact(ada()).await;
    world.contact(json!({ "email": "nobody@example.org", "organization": "No Name Ltd" })).await;
    world.contact(json!({ "name": "Bob", "fields": { "mobile": "2125550105" } })).await;
    let group = "first_name,phone,group\nCleo,+12125550106,\"=Choir ::: Board, old\"\n";
    world.import(&[group.as_bytes()], &json!({})).await;
    let first = exported(&world).await;
    assert_eq!(first.len(), 1 + 4);
    let headings = first.iter().find(|row| row[0] == "first_name").unwrap();
    assert_eq!(headings[..37], COLUMNS.map(str::to_owned));
    let full = first.iter().find(|row| row[0] == "Ada").unwrap();
    let empty: Vec<&str> = headings
        .iter()
        .zip(full)
        .filter(|(_, cell)| cell.is_empty())
        .map(|(name, _)| &**name)
        .collect();
    assert_eq!(empty, ["group"]);
    for row in &first {
        assert!(
            row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
            "{row:?}"
        );
    }
    let file = world.get("/contacts/export").await.body;
    let copy = World::new().await;
    let import = copy.import(&[file.as_bytes()], &json!({})).await;
    assert_eq!(import["results"]["created"], 4);
    assert_eq!(exported(&copy).await, first);
}

#[tokio::test]
async fn c13_files_of_every_make_lose_no_row() {
    let world = World::new().await;
    let text = "first_name;last_name;phone;city;notes\r\n\
                Zoë;\"Müller; Meier\";(212) 555-0101;Zürich;\"one\r\ntwo\"\r\n\
                Short;Row;212 555 0102\r\n\
                Long;Row;2125550103;Bern;x;y;z\r\n\
                Over;Long;2125550104;CITY;\r\n\
                Bad;Phone;12;Bern;\r\n\
                Last;Row;2125550105;Bern;\r\n"
        .replace("CITY", &"x".repeat(201));
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let latin_1 = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let marked = format!("\u{feff}{text}");
    let files = [
        text.clone().into_bytes(),
        marked.clone().into_bytes(),
        utf_16(&marked),
        utf_16(&text),
        latin_1,
        text.replace(';', "\t").into_bytes(),
    ];
    for file in files {
        let run = world.upload(Method::POST, "/imports/dry-run", &file).await.with(200);
        assert_eq!((&run["importable"], &run["refused"]), (&json!(4), &json!(2)));
        let sample = &run["sample"][0];
        assert_eq!(
            (&sample["first_name"], &sample["fields"]["city"]),
            (&json!("Zoë"), &json!("Zürich"))
        );
        assert_eq!(sample["note"], "one\ntwo");
        let codes: Vec<&Value> = run["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["errors"][0]["code"])
            .collect();
        assert_eq!(codes, [&json!("field_too_long"), &json!("phone_too_short")]);
        assert_eq!(run["refusals"][0]["errors"][0]["field"], "city");
        assert_eq!(run["notices"]["extra_cells"], 1);
    }
}

#[tokio::test]
async fn a_dry_run_counts_repeated_rows_as_the_import_does() {
    let world = World::new().await;
    let file = "name,phone,email\n\
                Ada,2125550101,ada@example.org\n\
                Twin,+1 212 555 0101,\n\
                Other,2125550102,ADA@example.org\n\
                Mail,,mail@example.org\n\
                Again,,Mail@example.org\n\
                Bad,12,\n";
    let run = world.upload(Method::POST, "/imports/dry-run", file.as_bytes()).await.with(200);
    let import = world.import(&[file.as_bytes()], &json!({})).await;
    assert_eq!(run["importable"], import["results"]["created"]);
    for name in ["same_phone", "same_email", "refused"] {
        assert_eq!((&run[name], &run[name]), (&import["results"][name], &json!(1)), "{name}");
    }
    assert_eq!(run["notices"], json!({ "email_taken": 1 }));
    let path = format!("/imports/{}/results", import["id"].as_str().unwrap());
    let (rows, _) = world.list(&path).await;
    assert_eq!(rows[2]["notices"], json!(["email_taken"]));
}

#[tokio::test]
async fn a_birthday_that_is_no_date_is_kept_as_it_is_written() {
    let world = World::new().await;
    let file =
        "name,phone,birthday\nA,2125550101,2/8/2001\nB,2125550102,0/0/00\nC,2125550103,spring\n";
    let run = world.upload(Method::POST, "/imports/dry-run", file.as_bytes()).await.with(200);
    assert_eq!(run["sample"][0]["fields"], json!({ "birthday": "2001-02-08" }));
    assert_eq!(run["sample"][1]["fields"], json!({}));
    assert_eq!(run["sample"][2]["custom"], json!({ "birthday": "spring" }));
    assert_eq!(run["notices"], json!({ "kept_as_written": 1 }));
}

#[tokio::test]
async fn w10_a_number_at_home_and_from_abroad_is_one_person() {
    let world = World::new().await;
    for (region, home, abroad) in [
        ("IL", "0542345678", "+972542345678"),
        ("GB", "07400 123456", "+447400123456"),
        ("US", "(212) 555-0101", "+12125550101"),
    ] {
        let file = format!("name,phone\nA,{home}\nB,{abroad}\nC,{}\n", "9");
        let path = format!("/imports/dry-run?region={region}");
        let run = world.upload(Method::POST, &path, file.as_bytes()).await.with(200);
        let counts = (&run["importable"], &run["same_phone"], &run["refused"]);
        assert_eq!(counts, (&json!(1), &json!(1), &json!(1)), "{region}");
        assert_eq!(run["sample"][0]["phone"], abroad);
    }
}

/// The lists of each contact by its name.
async fn lists(world: &World) -> BTreeMap<String, usize> {
    let (items, _) = world.list("/contacts").await;
    let mut lists = BTreeMap::new();
    for item in items {
        let contact =
            world.get(&format!("/contacts/{}", item["id"].as_str().unwrap())).await.with(200);
        let name = contact["name"].as_str().unwrap().to_owned();
        lists.insert(name, contact["lists"].as_array().unwrap().len());
    }
    lists
}

#[tokio::test]
async fn a_group_is_a_list_of_that_name() {
    let world = World::new().await;
    let file = "name,phone,group\nAda,2125550101,Choir\nBob,2125550102,choir ::: Board\nCleo,2125550103,\n";
    world.import(&[file.as_bytes()], &json!({})).await;
    assert_eq!(world.count("contact_list"), 2);
    let expected = |ada: usize, bob: usize| {
        BTreeMap::from([("Ada".to_owned(), ada), ("Bob".to_owned(), bob), ("Cleo".to_owned(), 0)])
    };
    assert_eq!(lists(&world).await, expected(1, 2));
    let again = "name,phone,group\nAda,2125550101,Board\n";
    world.import(&[again.as_bytes()], &json!({ "existing": "keep" })).await;
    assert_eq!(lists(&world).await, expected(1, 2));
    world.import(&[again.as_bytes()], &json!({})).await;
    assert_eq!(lists(&world).await, expected(2, 2));
    assert_eq!(world.count("contact_list"), 2);
}

#[tokio::test]
async fn rows_that_name_one_list_do_not_meet_each_other_there() {
    let world = World::new().await;
    let rows: Vec<String> = (100..160).map(|n| format!("Guest {n},2125550{n},Choir\n")).collect();
    let file = format!("name,phone,group\n{}", rows.concat());
    // How many writes that look at a list are under way, and how many were at most.
    let under_way = Arc::new(Mutex::new((0_u32, 0_u32)));
    let looks_at_a_list = |call: &Call<'_>| {
        let body = String::from_utf8_lossy(call.body);
        call.is_write() && body.contains("attribute_not_exists(deleted_at)")
    };
    let begun = Arc::clone(&under_way);
    world.table.before_calls(move |call| {
        if looks_at_a_list(call) {
            let (now, most) = &mut *begun.lock().unwrap();
            *now += 1;
            *most = (*most).max(*now);
        }
        Verdict::Pass
    });
    let ended = Arc::clone(&under_way);
    world.table.after_calls(move |call| {
        if looks_at_a_list(call) {
            ended.lock().unwrap().0 -= 1;
        }
    });
    world.table.interleave(7);
    let import = world.import(&[file.as_bytes()], &json!({})).await;
    world.table.heal();
    assert_eq!(import["results"]["created"], 60, "{import}");
    assert_eq!(*under_way.lock().unwrap(), (0, 1), "at once they would refuse each other");
    assert!(lists(&world).await.values().all(|lists| *lists == 1));
}

#[tokio::test]
async fn c18_two_imports_at_once_do_not_pass_the_limit_of_lists_unseen() {
    let world = World::new().await;
    for number in 0..199 {
        world.post("/lists", &json!({ "name": format!("List {number}") })).await.with(201);
    }
    let file = "name,phone,group\nAda,2125550101,Choir ::: Board ::: Old\n";
    world.import(&[file.as_bytes()], &json!({})).await;
    assert_eq!(world.count("contact_list"), 200);
    assert_eq!(lists(&world).await, BTreeMap::from([("Ada".to_owned(), 1)]));
}

#[tokio::test]
async fn a_list_that_is_going_is_joined_by_no_row() {
    let world = World::new().await;
    let list = world.post("/lists", &json!({ "name": "Choir" })).await.with(201);
    let path = format!("/lists/{}", list["id"].as_str().unwrap());
    let gone = world.delete(&path).await;
    assert!(gone.status.is_success(), "{}", gone.status);
    world.queues.take();
    let file = "name,phone,group\nAda,2125550101,choir ::: Board\n";
    let import = world.import(&[file.as_bytes()], &json!({})).await;
    assert_eq!(lists(&world).await, BTreeMap::from([("Ada".to_owned(), 1)]));
    let path = format!("/imports/{}/results", import["id"].as_str().unwrap());
    assert_eq!(world.list(&path).await.0[0]["notices"], json!(["list_left_out"]));
}

#[tokio::test]
async fn c18_a_contact_on_lists_is_deleted_and_its_lists_after_it() {
    let world = World::new().await;
    let file = "name,phone,group,tags\nAda,2125550101,Choir,vip\nBob,2125550102,Choir,vip\n";
    world.import(&[file.as_bytes()], &json!({})).await;
    world.fold().await;
    let (people, _) = world.list("/contacts").await;
    let ada = format!("/contacts/{}", people[0]["id"].as_str().unwrap());
    assert_eq!(world.delete(&ada).await.status.as_u16(), 204);
    world.fold().await;
    let lists = world.get("/lists").await.with(200);
    let list = lists["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.list(&format!("/contacts?list={list}")).await.0.len(), 1);
    assert!(world.delete(&format!("/lists/{list}")).await.status.is_success());
    world.get(&ada).await.with(404);
}
