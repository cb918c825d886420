//! Contacts as files: safe to open, and the same when they are read again.
use crate::world::World;
use serde_json::json;

#[tokio::test]
async fn an_export_runs_nothing_in_a_spreadsheet_and_reads_back_the_same() {
    let world = World::new().await;
    let names =
        ["=HYPERLINK(\"http://example.com\")", "+1", "-2", "@sum", "'t Hooft", "<b>, \"x\""];
    for (number, name) in names.iter().enumerate() {
        let body = json!({
            "first_name": name, "last_name": "=1+1", "phone": format!("+1212555{:04}", 100 + number),
            "email": format!("guest{number}@example.org"), "tags": ["@vip", "work"],
            "note": "=cmd|' /C calc'!A0\nsecond line",
        });
        world.contact(body).await;
    }
    let reply = world.get("/contacts/export").await;
    assert_eq!(reply.headers["content-disposition"], "attachment; filename=\"contacts.csv\"");
    assert!(!reply.headers.contains_key("x-next-cursor"));
    let file = reply.body.clone();
    let text = reply.body;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cells: Vec<String> = reader
        .records()
        .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert_eq!(cells.len(), names.len() * 39);
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));

    let copy = World::new().await;
    let import = copy.import(&[file.as_bytes()], &json!({})).await;
    assert_eq!(import["results"]["created"], names.len());
    let contacts = async |world: &World| {
        let mut found = Vec::new();
        for item in world.list("/contacts").await.0 {
            let path = format!("/contacts/{}", item["id"].as_str().unwrap());
            let mut contact = world.get(&path).await.with(200);
            contact["id"].take();
            found.push(contact);
        }
        found
    };
    assert_eq!(contacts(&copy).await, contacts(&world).await);
}

#[tokio::test]
async fn an_export_of_many_contacts_goes_on_in_the_next_file() {
    let world = World::new().await;
    let rows = (0..5_300).map(|n| format!("Guest {n},g{n}@example.org\n"));
    let file = String::from("name,email\n") + &rows.collect::<String>();
    world.import(&[file.as_bytes()], &json!({})).await;
    let first = world.get("/contacts/export").await;
    let next = first.headers["x-next-cursor"].to_str().unwrap().to_owned();
    let second = world.get(&format!("/contacts/export?cursor={next}")).await;
    assert!(!second.headers.contains_key("x-next-cursor"));
    let lines = first.body.lines().count() + second.body.lines().count();
    assert_eq!(lines, 5_300 + 2);
    assert_eq!(world.get("/contacts/export?cursor=x").await.pointers(), ["/cursor"]);
}
