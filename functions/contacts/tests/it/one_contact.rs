//! Contacts one by one: made, read, changed, deleted, and each of them once.
use crate::world::World;
use http::{Method, header};
use serde_json::{Value, json};
use store::Consistency;
use testkit::stage::{Request, Team};

fn ada() -> Value {
    json!({
        "first_name": "Ada", "last_name": "Lovelace",
        "phone": "(212) 555-0123", "email": "Ada@Example.com",
        "tags": ["vip", "Family", "VIP"], "note": "likes tea\nand numbers",
        "organization": "Engines", "custom": { "Shoe size": "38" }, "zone": "europe/london",
    })
}

#[tokio::test]
async fn a_contact_is_kept_as_it_was_given() {
    let world = World::new().await;
    let made = world.post("/contacts", &ada()).await.with(201);
    let id = made["id"].as_str().unwrap();
    let read = world.get(&format!("/contacts/{id}")).await;
    assert_eq!(read.headers[header::ETAG], "\"1\"");
    let read = read.with(200);
    assert_eq!(read, made);
    let expected = json!({
        "id": id, "name": "Ada Lovelace", "first_name": "Ada", "last_name": "Lovelace",
        "phone": "+12125550123", "email": "Ada@Example.com", "tags": ["Family", "vip"],
        "note": "likes tea\nand numbers", "organization": "Engines", "phone_is_mobile": false,
        "fields": {}, "lists": [], "invited": false, "opted_out": false, "former": [],
        "custom": { "Shoe size": "38" }, "zone": "Europe/London",
        "created_at": "2026-06-01T12:00:00Z", "rev": 1,
    });
    assert_eq!(read, expected);
}

#[tokio::test]
async fn a_phone_belongs_to_one_contact_of_an_org() {
    let world = World::new().await;
    let id = world.contact(ada()).await;
    let twin = json!({ "name": "Augusta", "phone": "+1 212-555-0123" });
    let refused = world.post("/contacts", &twin).await;
    assert_eq!(refused.problem(), "taken");
    let problem = refused.with(409);
    assert_eq!(
        (problem["contact"].as_str(), problem["field"].as_str()),
        (Some(&*id), Some("phone"))
    );
    let twin = json!({ "name": "Augusta", "email": "ADA@example.com" });
    let problem = world.post("/contacts", &twin).await.with(409);
    assert_eq!(
        (problem["contact"].as_str(), problem["field"].as_str()),
        (Some(&*id), Some("email"))
    );
    assert_eq!(world.count("contact"), 1);
    let (other, bearer) = world.other_org().await;
    let theirs = world.api.post(format!("/v1/orgs/{other}/contacts")).by(bearer).json(&ada());
    theirs.send().await.with(201);
}

#[tokio::test]
async fn of_many_at_once_one_gets_the_phone() {
    let world = World::new().await;
    let body = ada();
    let tries: Vec<_> = (0..8).map(|_| world.post("/contacts", &body)).collect();
    let replies = futures::future::join_all(tries).await;
    let made = replies.iter().filter(|reply| reply.status.as_u16() == 201).count();
    assert_eq!((made, world.count("contact"), world.count("contact_phone")), (1, 1, 1));
    assert!(replies.iter().all(|reply| matches!(reply.status.as_u16(), 201 | 409)));
}

#[tokio::test]
async fn a_changed_phone_is_free_for_others() {
    let world = World::new().await;
    let id = world.contact(ada()).await;
    let path = format!("/contacts/{id}");
    let changed = world.patch(&path, &json!({ "phone": "212 555 0124", "email": null })).await;
    assert_eq!(changed.headers[header::ETAG], "\"2\"");
    let changed = changed.with(200);
    assert_eq!((&changed["phone"], &changed["email"]), (&json!("+12125550124"), &Value::Null));
    assert_eq!(changed["note"], "likes tea\nand numbers");
    let other = world.contact(json!({ "phone": "2125550123", "email": "ada@example.com" })).await;
    let taken = world.patch(&path, &json!({ "phone": "2125550123" })).await;
    assert_eq!(taken.problem(), "taken");
    assert_eq!(taken.json()["contact"], json!(other));
    assert_eq!((world.count("contact_phone"), world.count("contact_email")), (2, 1));
}

#[tokio::test]
async fn a_stale_copy_changes_nothing() {
    let world = World::new().await;
    let path = format!("/contacts/{}", world.contact(ada()).await);
    world.patch_if(&path, "\"1\"", &json!({ "note": "first" })).await.with(200);
    let stale = world.patch_if(&path, "\"1\"", &json!({ "note": "second" })).await;
    assert_eq!((stale.status.as_u16(), stale.problem().as_str()), (412, "stale"));
    assert_eq!(world.get(&path).await.with(200)["note"], "first");
    world.patch_if(&path, "rubbish", &json!({ "note": "third" })).await.with(400);
}

#[tokio::test]
async fn a_change_that_changes_nothing_writes_nothing() {
    let world = World::new().await;
    let path = format!("/contacts/{}", world.contact(ada()).await);
    let before = world.table.meter();
    let same = world.patch(&path, &json!({ "tags": ["VIP", "family"] })).await.with(200);
    assert_eq!(same["rev"], 2, "the case of a tag is a change");
    let after = world.table.meter();
    let again = world.patch(&path, &json!({ "tags": ["VIP", "family"] })).await.with(200);
    assert_eq!(again["rev"], 2);
    assert!(after.since(&before).write_units().tenths() > 0);
    assert_eq!(world.table.meter().since(&after).write_units().tenths(), 0);
}

#[tokio::test]
async fn a_deleted_contact_frees_its_phone_and_leaves_who_did_it() {
    let world = World::new().await;
    let path = format!("/contacts/{}", world.contact(ada()).await);
    assert_eq!(world.delete(&path).await.status.as_u16(), 204);
    world.get(&path).await.with(404);
    world.delete(&path).await.with(404);
    let left = (world.count("contact"), world.count("contact_phone"), world.count("contact_email"));
    assert_eq!(left, (0, 0, 0));
    let rows = world.table.rows().unwrap();
    let tombstone = rows.iter().find(|row| row.kind() == Some("tombstone")).unwrap();
    assert!(tombstone.text("by").unwrap().starts_with("usr_"));
    world.contact(ada()).await;
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let world = World::new().await;
    let body =
        json!({ "name": "Ada", "first_name": "Ada", "phone": "12", "email": "x", "zone": "x" });
    let refused = world.post("/contacts", &body).await;
    assert_eq!(refused.pointers(), ["/email", "/name", "/phone", "/zone"]);
    let unknown = json!({ "name": "Ada", "phone": 5, "colour": "red" });
    assert_eq!(world.post("/contacts", &unknown).await.pointers(), ["/colour", "/phone"]);
    let nobody = json!({ "name": "Ada" });
    assert_eq!(world.post("/contacts", &nobody).await.pointers(), ["/phone"]);
    assert_eq!(world.count("contact"), 0);
}

#[tokio::test]
async fn a_repeated_request_with_a_key_makes_one_contact() {
    let world = World::new().await;
    let send = async || {
        let request = world.api.post(world.path("/contacts")).by(world.team.owner);
        request.header("idempotency-key", "form-1").json(&ada()).send().await.with(201)
    };
    assert_eq!(send().await, send().await);
    assert_eq!(world.count("contact"), 1);
}

#[tokio::test]
async fn contacts_are_nobodys_business_outside_their_org() {
    let world = World::new().await;
    let id = world.contact(ada()).await;
    let (other, stranger) = world.other_org().await;
    let own = world.path(&format!("/contacts/{id}"));
    let foreign = format!("/v1/orgs/{other}/contacts/{id}");
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(world.api.request(&method, &own).send().await.status.as_u16(), 401);
        for path in [&own, &foreign] {
            let reply = world.api.request(&method, path).by(stranger).send().await;
            assert_eq!(reply.status.as_u16(), 404, "{method} {path}");
        }
    }
    let change = world.api.patch(&foreign).by(stranger).json(&json!({ "note": "x" }));
    assert_eq!(change.send().await.status.as_u16(), 404);
    world.get("/contacts/con_rubbish").await.with(404);
    assert_eq!(world.count("contact"), 1);
}

#[tokio::test]
async fn a_role_does_what_it_may() {
    let world = World::new().await;
    let path = world.path(&format!("/contacts/{}", world.contact(ada()).await));
    let Team { viewer, member, admin, .. } = world.team;
    let note = json!({ "note": "x" });
    let status = async |request: Request<'_>| request.send().await.status.as_u16();
    assert_eq!(status(world.api.get(&path).by(viewer)).await, 200);
    assert_eq!(status(world.api.patch(&path).by(viewer).json(&note)).await, 403);
    assert_eq!(status(world.api.patch(&path).by(member).json(&note)).await, 200);
    assert_eq!(status(world.api.delete(&path).by(member)).await, 403);
    assert_eq!(status(world.api.delete(&path).by(admin)).await, 204);
}

#[tokio::test]
async fn j24_a_deleted_contact_in_a_selection_harms_no_other() {
    let world = World::new().await;
    let gone = world.contact(json!({ "phone": "2125550101" })).await;
    let kept = world.contact(json!({ "phone": "2125550102" })).await;
    world.delete(&format!("/contacts/{gone}")).await;
    let ids = [gone.parse().unwrap(), kept.parse().unwrap()];
    let found = world.ctx.store.contacts(world.team.org, &ids).await.unwrap();
    let found: Vec<String> = found.iter().map(|one| one.key.contact.to_string()).collect();
    assert_eq!(found, [kept]);
}

#[tokio::test]
async fn j32_a_name_that_is_markup_stays_a_text() {
    let world = World::new().await;
    for name in ["<img src=x onerror=alert(1)>", "');alert(1)//", "\u{202e}gnp"] {
        let body = json!({ "first_name": name, "email": "x@example.com" });
        let made = world.post("/contacts", &body).await;
        assert_eq!(made.headers[header::CONTENT_TYPE], "application/json");
        assert_eq!(made.headers["x-content-type-options"], "nosniff");
        let made = made.with(201);
        assert_eq!(made["first_name"], name);
        world.delete(&format!("/contacts/{}", made["id"].as_str().unwrap())).await;
    }
}

#[tokio::test]
async fn a_lock_is_opened_by_its_own_contact_only() {
    let world = World::new().await;
    let id = world.contact(ada()).await.parse().unwrap();
    let stored =
        world.ctx.store.contact(world.team.org, id, Consistency::Strong).await.unwrap().unwrap();
    let mut impostor = stored.clone();
    impostor.key.contact = domain::ids::ContactId::from_bytes([9; 10]);
    let mut transaction = store::Transaction::new();
    transaction.delete_contact(&impostor, world.ctx.clock.now());
    assert!(world.ctx.store.commit(transaction).await.is_err());
    assert_eq!(world.count("contact_phone"), 1);
}
