//! What single requests cost.
use super::{
    document::{Budget, Line},
    figure::{Calls, OneCall},
    stage::{Stage, active},
};
use http::{Method, StatusCode, header};
use ports::Queue;
use serde_json::json;

const ANSWER: Budget = Budget::write(5);
/// Rows of the measured imports, and contacts that are added together.
const MANY: u16 = 100;
/// Events of the org whose list is measured.
const EVENTS: u16 = 120;

/// What guests do.
pub(super) async fn guests() -> Vec<Line> {
    let stage = Stage::started(40, 40).await;
    let mut lines = Vec::new();
    let guest = stage.world.guest(0).await;
    let page = stage.page(&guest);
    let opened = stage.open(&page, StatusCode::OK).await;
    lines.push(Line::new("guest page", &opened, Budget::read(1_500).one_call()));
    let mut forged = page.clone();
    let last = forged.pop();
    forged.push(if last == Some('A') { 'Q' } else { 'A' });
    let forged = stage.open(&forged, StatusCode::NOT_FOUND).await;
    lines.push(Line::new("bad link", &forged, Budget::read(0).and_write(0)));
    let yes = stage.answer(&guest, "answer=yes&party=1&held=1").await;
    lines.push(Line::new("YES within the held seats", &yes, Budget::write(1).one_call()));
    let guest = stage.world.guest(1).await;
    lines.push(Line::new("NO", &stage.answer(&guest, "answer=no").await, ANSWER));
    let late = stage.answer(&guest, "answer=yes&party=1").await;
    lines.push(Line::new("late YES", &late, ANSWER));
    let withdrawn = stage.answer(&guest, "answer=no").await;
    lines.push(Line::new("NO after a YES, with its acknowledgement", &withdrawn, ANSWER));
    lines.push(late_and_full().await);
    lines
}

/// A guest who said no changes their mind when the last seat has gone.
async fn late_and_full() -> Line {
    let mut stage = Stage::started(1, 1).await;
    let guest = stage.world.guest(0).await;
    stage.answer(&guest, "answer=no").await;
    let other = stage.world.add(1, 1).await;
    stage.act(other.id, "accept", &json!({})).await;
    let late = stage.answer(&guest, "answer=yes&party=1").await;
    assert_eq!(stage.world.counts()["waitlisted"], 1);
    Line::new("late YES that joins the waitlist, with its message", &late, ANSWER)
}

/// What an organizer does to guests.
pub(super) async fn organizers() -> Vec<Line> {
    let mut stage = Stage::with(40, 100, active).await;
    let mut lines = Vec::new();
    let guest = stage.world.guest(3).await.id;
    let accepted = stage.act(guest, "accept", &json!({})).await;
    let (authorization, accepted) = accepted.split(OneCall::authorizes);
    lines.push(Line::new("manual accept of one in the queue", &accepted, ANSWER));
    stage.act(guest, "decline", &json!({})).await;
    let accepted = stage.act(guest, "accept", &json!({})).await.authorized();
    lines.push(Line::new("manual accept of one who declined", &accepted, ANSWER));
    let (last, other) = (stage.world.guest(99).await.id, stage.world.guest(50).await.id);
    let moved = stage.act(last, "move", &json!({ "before": other.to_string() })).await;
    lines.push(Line::new("move in the queue", &moved.authorized(), Budget::write(2)));
    let page = stage.get(&stage.event("/invitees")).await.1.authorized();
    lines.push(Line::new("page of 50: the queue", &page, Budget::read(3_000)));
    let (one, calls) =
        stage.contact(&json!({ "name": "Ada Lovelace", "phone": "2125550101" })).await;
    drop(calls);
    let (_, added) = stage.add(&[one]).await;
    lines.push(Line::new("add one invitee", &added.authorized(), Budget::write(2)));
    let mut contacts = Vec::new();
    for number in 0..MANY {
        let body = json!({ "name": format!("Guest {number}"), "phone": format!("212555{:04}", 1_000 + number) });
        contacts.push(stage.contact(&body).await.0);
    }
    let (_, added) = stage.add(&contacts).await;
    let name = "add an invitee, one of 100";
    lines.push(Line::each(name, &added.authorized(), MANY.into(), Budget::write(2)));
    stage.relay().await;
    let page = stage.get("/contacts").await.1.authorized();
    lines.push(Line::new("page of 50: contacts", &page, Budget::read(3_000)));
    let name = "authorization of an organizer's request, in no other line";
    lines.push(Line::new(name, &authorization, Budget::NONE));
    lines
}

/// Pages of an org's events, each with a guest on its list.
pub(super) async fn events() -> [Line; 2] {
    let mut stage = Stage::new(1, 0).await;
    let (guest, _) = stage.contact(&json!({ "name": "Ada", "phone": "2125550101" })).await;
    for number in 0..EVENTS {
        let (month, day) = (7 + number % 5, 1 + number % 28);
        let body = json!({
            "name": format!("Garden party {number} of the club"),
            "host": "The gardeners",
            "starts_local": format!("2026-{month:02}-{day:02}T19:00"),
            "capacity": 40,
        });
        let (made, _) = stage.post("/events", &body, StatusCode::CREATED).await;
        let invitees = format!("/events/{}/invitees", made["id"].as_str().unwrap());
        let body = json!({ "contacts": [guest] });
        drop(stage.post(&invitees, &body, StatusCode::OK).await);
    }
    stage.relay().await;
    let (page, calls) = stage.get("/events").await;
    let shown = page["events"].as_array().unwrap();
    assert_eq!(shown.len(), 50);
    assert!(shown.iter().skip(1).all(|event| event["counts"]["queued"] == 1), "{page}");
    let next = format!("/events?cursor={}", page["cursor"].as_str().unwrap());
    let (_, more) = stage.get(&next).await;
    let (first, next) = ("page of 50: events", "page of 50: events, the next page");
    [(first, calls), (next, more)]
        .map(|(name, calls)| Line::new(name, &calls.authorized(), Budget::read(3_000)))
}

/// What contacts cost.
pub(super) async fn contacts() -> Vec<Line> {
    let stage = Stage::new(1, 0).await;
    let mut lines = Vec::new();
    let (_, alone) = stage.contact(&json!({ "phone": "2125550101" })).await;
    lines.push(Line::new("contact with a phone alone", &alone.authorized(), Budget::write(4)));
    let whole = json!({ "name": "Ada", "phone": "2125550102", "email": "ada@example.com" });
    let (_, calls) = stage.contact(&whole).await;
    let name = "contact with phone, e-mail and name";
    lines.push(Line::new(name, &calls.authorized(), Budget::write(7)));
    let body = json!({ "phone": "2125550103" }).to_string();
    let request = stage.request(Method::POST, "/contacts");
    let request = request
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", "the first contact");
    let (_, calls) = stage.send(request, body, StatusCode::CREATED).await;
    let (key, _) = calls.split(OneCall::remembers);
    lines.push(Line::new("idempotency key, where a request has one", &key, Budget::NONE));
    let rows = |line: fn(u16) -> String| (0..MANY).map(line).collect::<String>();
    let named = rows(|n| format!("Guest {n},+1646555{n:04}\n"));
    let (named, _) = import(&format!("name,phone\n{named}")).await;
    let name = "imported contact with phone and name, one of 100";
    lines.push(Line::each(name, &named, MANY.into(), Budget::write(7)));
    let whole = rows(|n| format!("Guest {n},+1646555{n:04},guest{n}@example.org\n"));
    let (whole, bookkeeping) = import(&format!("name,phone,email\n{whole}")).await;
    let name = "imported contact with phone, e-mail and name, one of 100";
    lines.push(Line::each(name, &whole, MANY.into(), Budget::write(7)));
    lines.push(Line::new("bookkeeping of an import of 100 rows", &bookkeeping, Budget::NONE));
    lines
}

/// What the import of a file costs: its contacts, and its own rows.
async fn import(file: &str) -> (Calls, Calls) {
    let mut stage = Stage::new(1, 0).await;
    let upload = |method: Method, path: &str| {
        stage.request(method, path).header(header::CONTENT_TYPE, "text/csv")
    };
    let dry_run = upload(Method::POST, "/imports/dry-run");
    let (dry_run, mut all) = stage.send(dry_run, file.to_owned(), StatusCode::OK).await;
    let body = json!({ "plan": dry_run["plan"], "parts": 1 });
    let (import, calls) = stage.post("/imports", &body, StatusCode::CREATED).await;
    all.extend(calls);
    let part = format!("/imports/{}/parts/0", import["id"].as_str().unwrap());
    let part = upload(Method::PUT, &part);
    all.extend(stage.send(part, file.to_owned(), StatusCode::ACCEPTED).await.1);
    let chunks = stage.world.take(Queue::Imports);
    let written = stage.job("import", &chunks).await;
    let done = stage.get(&format!("/imports/{}", import["id"].as_str().unwrap())).await.0;
    assert_eq!(done["results"]["created"], MANY, "{done}");
    let (own, contacts) = written.split(OneCall::keeps_an_import);
    all.extend(own);
    (contacts, all.authorized())
}
