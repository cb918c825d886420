//! Lists of contacts: names, members, deletion.
use crate::world::World;
use http::Method;
use serde_json::{Value, json};

async fn list(world: &World, name: &str) -> String {
    let list = world.post("/lists", &json!({ "name": name })).await.with(201);
    list["id"].as_str().unwrap().to_owned()
}

async fn person(world: &World, number: u32) -> String {
    let body = json!({ "name": format!("Guest {number}"), "phone": format!("212555{number:04}") });
    world.contact(body).await
}

async fn put(world: &World, list: &str, contact: &str) -> u16 {
    let path = world.path(&format!("/lists/{list}/contacts/{contact}"));
    let put = world.api.put(path).by(world.team.member).send().await;
    put.status.as_u16()
}

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| format!("{} {}", item["name"].as_str().unwrap(), item["contacts"])).collect()
}

#[tokio::test]
async fn a_list_has_a_name_of_its_own_whatever_its_case() {
    let world = World::new().await;
    let friends = list(&world, "Freunde aus Köln").await;
    let taken = world.post("/lists", &json!({ "name": "FREUNDE AUS KOLN" })).await;
    assert_eq!(
        (taken.json()["field"].clone(), taken.refused(409)),
        (json!("name"), "taken".into())
    );
    let other = list(&world, "Family").await;
    let path = format!("/lists/{other}");
    let renamed = world.patch(&path, &json!({ "name": "freunde aus köln" })).await;
    assert_eq!(renamed.refused(409), "taken");
    // The old name is free once the list has another.
    world.patch(&format!("/lists/{friends}"), &json!({ "name": "Cologne" })).await.with(200);
    world.patch(&path, &json!({ "name": "Freunde aus Köln" })).await.with(200);
    list(&world, "Family").await;
    assert_eq!(names(&world.get("/lists").await.with(200)).len(), 3);
    assert_eq!(names(&world.get("/lists?q=koln").await.with(200)), ["Freunde aus Köln 0"]);
    for body in [json!({ "name": " " }), json!({ "name": "x".repeat(101) })] {
        assert_eq!(world.post("/lists", &body).await.pointers(), ["/name"]);
    }
}

#[tokio::test]
async fn a_list_is_changed_only_as_it_was_seen() {
    let world = World::new().await;
    let id = list(&world, "Friends").await;
    let path = format!("/lists/{id}");
    let etag = world.get(&path).await.header("etag").to_owned();
    let body = json!({ "description": "From school" });
    assert_eq!(world.patch_if(&path, &etag, &body).await.with(200)["description"], "From school");
    assert_eq!(world.patch_if(&path, &etag, &json!({ "name": "x" })).await.refused(412), "stale");
    assert_eq!(world.patch(&path, &json!({ "description": null })).await.with(200)["rev"], 3);
}

#[tokio::test]
async fn a_contact_is_on_a_list_once_and_the_list_counts_it() {
    let world = World::new().await;
    let (friends, contact) = (list(&world, "Friends").await, person(&world, 101).await);
    assert_eq!(put(&world, &friends, &contact).await, 204);
    assert_eq!(put(&world, &friends, &contact).await, 204);
    world.fold().await;
    assert_eq!(names(&world.get("/lists").await.with(200)), ["Friends 1"]);
    let found = world.get(&format!("/contacts?list={friends}")).await.with(200);
    assert_eq!(found["items"][0]["id"], contact.as_str());
    assert_eq!(
        world.get(&format!("/contacts/{contact}")).await.with(200)["lists"],
        json!([friends])
    );
    let path = format!("/lists/{friends}/contacts/{contact}");
    assert_eq!(world.delete(&path).await.status, 204);
    assert_eq!(world.delete(&path).await.status, 204);
    world.fold().await;
    assert_eq!(names(&world.get("/lists").await.with(200)), ["Friends 0"]);
}

#[tokio::test]
async fn a_contact_is_on_at_most_20_lists() {
    let world = World::new().await;
    let contact = person(&world, 101).await;
    for number in 0..20 {
        let id = list(&world, &format!("List {number}")).await;
        assert_eq!(put(&world, &id, &contact).await, 204);
    }
    let one_more = list(&world, "One more").await;
    assert_eq!(put(&world, &one_more, &contact).await, 409);
}

#[tokio::test]
async fn c18_a_list_is_deleted_whoever_is_on_it_and_nobody_is_left_on_it() {
    let world = World::new().await;
    let (friends, contact) = (list(&world, "Friends").await, person(&world, 101).await);
    put(&world, &friends, &contact).await;
    let job = world.delete(&format!("/lists/{friends}")).await.with(202);
    assert_eq!(
        (job["act"].as_str(), job["state"].as_str()),
        (Some("delete_list"), Some("running"))
    );
    // It is gone at once: nobody sees it, nobody joins it, its name is not free yet.
    assert_eq!(world.get(&format!("/lists/{friends}")).await.refused(404), "not-found");
    assert_eq!(put(&world, &friends, &person(&world, 102).await).await, 404);
    let body = json!({ "name": "Friends" });
    assert_eq!(world.post("/lists", &body).await.refused(409), "taken");
    assert!(world.write_chunks().await.is_empty());
    let done = world.get(&format!("/bulk/{}", job["id"].as_str().unwrap())).await.with(200);
    assert_eq!((done["state"].as_str(), &done["changed"]), (Some("done"), &json!(1)));
    assert_eq!(world.get(&format!("/contacts/{contact}")).await.with(200)["lists"], json!([]));
    world.post("/lists", &body).await.with(201);
    assert_eq!(world.count("contact_list"), 1);
}

#[tokio::test]
async fn c18_who_joins_while_the_list_is_deleted_is_not_left_on_it() {
    for without_guard in [false, true] {
        let world = World::new().await;
        let (friends, contact) = (list(&world, "Friends").await, person(&world, 101).await);
        // A join has read the list, and is about to write, when the list is deleted.
        let (org, id) = (world.team.org, contact.parse().unwrap());
        let stored = world.ctx.store.contact(org, id, store::Consistency::Strong).await;
        let stored = stored.unwrap().unwrap();
        let list = friends.parse().unwrap();
        world.delete(&format!("/lists/{friends}")).await.with(202);
        world.write_chunks().await;
        if without_guard {
            world.table.unguard("LIST");
        }
        let mut joins = store::Transaction::new();
        let changed = store::contacts::Contact { lists: vec![list], ..stored.value.clone() };
        joins.replace_contact(&stored, &changed);
        joins.check_contact_list(org, list);
        let joined = world.ctx.store.commit(joins).await.is_ok();
        world.table.heal();
        assert_eq!(joined, without_guard, "the guard is what keeps it off");
    }
}

#[tokio::test]
async fn a_name_that_divides_lists_in_files_is_refused() {
    let world = World::new().await;
    let body = json!({ "name": "Friends ::: Family" });
    assert_eq!(world.post("/lists", &body).await.pointers(), ["/name"]);
}

#[tokio::test]
async fn j32_a_name_is_text_in_json_and_markup_nowhere() {
    let world = World::new().await;
    let name = "<img src=x onerror=alert(1)>');alert(1)//";
    let id = list(&world, name).await;
    let reply = world.get(&format!("/lists/{id}")).await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.with(200)["name"], name);
}

#[tokio::test]
async fn another_orgs_lists_are_nobodys_business() {
    let world = World::new().await;
    let (friends, contact) = (list(&world, "Friends").await, person(&world, 101).await);
    let (other, stranger) = world.other_org().await;
    for (method, rest) in [
        (Method::GET, format!("/lists/{friends}")),
        (Method::PATCH, format!("/lists/{friends}")),
        (Method::DELETE, format!("/lists/{friends}")),
        (Method::PUT, format!("/lists/{friends}/contacts/{contact}")),
        (Method::POST, format!("/lists/{friends}/sign-up")),
    ] {
        let path = format!("/v1/orgs/{other}{rest}");
        let asked = world.api.request(&method, &path).by(stranger).json(&json!({})).send().await;
        assert_eq!(asked.refused(404), "not-found", "{method} {path}");
    }
    let page = world.api.get(format!("/v1/orgs/{other}/lists")).by(stranger).send().await;
    assert_eq!(page.with(200)["items"], json!([]));
}
