//! Lists of contacts: in order, by what their names begin with, by phone, by tags.
use crate::world::World;
use http::Method;
use serde_json::{Value, json};

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// Contacts with these names and tags; each with a phone of its own.
async fn people(world: &World, people: &[(&str, &[&str])]) {
    for (number, (name, tags)) in people.iter().enumerate() {
        let phone = format!("+1212555{:04}", 100 + number);
        world.contact(json!({ "name": name, "phone": phone, "tags": tags })).await;
    }
    world.fold().await;
}

#[tokio::test]
async fn contacts_are_listed_by_name_whatever_its_accents_and_case() {
    let world = World::new().await;
    let list: &[(&str, &[&str])] =
        &[("zoe", &[]), ("Éva", &[]), ("Evan", &[]), ("Östen", &[]), ("ada", &[])];
    people(&world, list).await;
    let (items, pages) = world.list("/contacts?limit=2").await;
    assert_eq!(names(&items), ["ada", "Éva", "Evan", "Östen", "zoe"]);
    assert_eq!(pages, 3);
    let (items, _) = world.list("/contacts?name=%C3%89V").await;
    assert_eq!(names(&items), ["Éva", "Evan"]);
    let (items, _) = world.list("/contacts?name=oste").await;
    assert_eq!(names(&items), ["Östen"]);
}

#[tokio::test]
async fn contacts_without_a_name_are_listed_last() {
    let world = World::new().await;
    people(&world, &[("", &[]), ("Ada", &[]), ("", &["vip"]), ("Bob", &[])]).await;
    for limit in 1..=5 {
        let (items, _) = world.list(&format!("/contacts?limit={limit}")).await;
        assert_eq!(names(&items), ["Ada", "Bob", "", ""], "{limit}");
    }
    let (items, _) = world.list("/contacts?name=b").await;
    assert_eq!(names(&items), ["Bob"]);
}

#[tokio::test]
async fn a_phone_is_found_in_any_spelling() {
    let world = World::new().await;
    people(&world, &[("Ada", &[])]).await;
    for spelling in ["%2B12125550100", "+12125550100", "(212)%20555-0100", "212.555.0100"] {
        let (items, _) = world.list(&format!("/contacts?phone={spelling}")).await;
        assert_eq!(names(&items), ["Ada"], "{spelling}");
    }
    assert_eq!(world.list("/contacts?phone=2125550199").await.0, Vec::<Value>::new());
    assert_eq!(world.get("/contacts?phone=12").await.pointers(), ["/phone"]);
}

#[tokio::test]
async fn an_address_is_found_in_any_case() {
    let world = World::new().await;
    world.contact(json!({ "name": "Ada", "email": "Ada@example.com" })).await;
    assert_eq!(names(&world.list("/contacts?email=aDA%40EXAMPLE.com").await.0), ["Ada"]);
    assert!(world.list("/contacts?email=bob%40example.com").await.0.is_empty());
}

#[tokio::test]
async fn j25_contacts_are_filtered_by_several_tags() {
    let world = World::new().await;
    let list: &[(&str, &[&str])] = &[
        ("Ada", &["vip", "family"]),
        ("Bob", &["vip"]),
        ("Cleo", &["Family"]),
        ("Dan", &[]),
        ("Eve", &["FAMILY", "VIP", "work"]),
    ];
    people(&world, list).await;
    for limit in [1, 2, 200] {
        let list = async |query: &str| {
            let (items, _) = world.list(&format!("/contacts?limit={limit}&{query}")).await;
            names(&items).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(list("tag=vip").await, ["Ada", "Bob", "Eve"]);
        assert_eq!(list("tag=vip&tag=family").await, ["Ada", "Bob", "Cleo", "Eve"]);
        assert_eq!(list("tag=vip&tag=family&match=all").await, ["Ada", "Eve"]);
        assert_eq!(list("tag=vip&tag=family&tag=work&match=all").await, ["Eve"]);
        assert!(list("tag=vip&tag=nothing&match=all").await.is_empty());
    }
}

#[tokio::test]
async fn tags_are_counted_and_follow_what_happens_to_contacts() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101", "tags": ["vip"] })).await;
    let bob = world
        .contact(json!({ "name": "Bob", "phone": "2125550102", "tags": ["VIP", "work"] }))
        .await;
    world.fold().await;
    let tags = async || {
        let tags = world.get("/tags").await.with(200);
        let tag = |tag: &Value| format!("{} {}", tag["name"].as_str().unwrap(), tag["contacts"]);
        tags["items"].as_array().unwrap().iter().map(tag).collect::<Vec<_>>()
    };
    assert_eq!(tags().await, ["vip 2", "work 1"]);
    world.patch(&format!("/contacts/{ada}"), &json!({ "tags": ["new"], "name": "Aida" })).await;
    world.delete(&format!("/contacts/{bob}")).await;
    world.fold().await;
    assert_eq!(tags().await, ["new 1"]);
    let page = world.get("/contacts?tag=new").await.with(200);
    assert_eq!(
        (names(page["items"].as_array().unwrap()), &page["total"]),
        (vec!["Aida"], &json!(1))
    );
    assert_eq!(page["as_of"], "2026-06-01T12:00:00Z");
    assert!(world.list("/contacts?tag=vip").await.0.is_empty());
}

#[tokio::test]
async fn a_contact_with_many_long_tags_is_listed_whole() {
    let world = World::new().await;
    let tags: Vec<String> = (0..50).map(|number| format!("{number:060}")).collect();
    world.contact(json!({ "name": "Ada", "phone": "2125550101", "tags": tags })).await;
    world.fold().await;
    let (items, _) = world.list(&format!("/contacts?tag={}", tags[7])).await;
    assert_eq!(items[0]["tags"].as_array().unwrap().len(), 50);
}

#[tokio::test]
async fn a_cursor_opens_no_other_list() {
    let world = World::new().await;
    people(&world, &[("Ada", &["vip"]), ("Bob", &["vip"])]).await;
    let page = world.get("/contacts?limit=1").await.with(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let refused = async |path: &str| world.get(path).await.pointers();
    assert_eq!(refused(&format!("/contacts?name=a&cursor={cursor}")).await, ["/cursor"]);
    assert_eq!(refused(&format!("/contacts?tag=vip&cursor={cursor}")).await, ["/cursor"]);
    assert_eq!(refused(&format!("/contacts?cursor=A{cursor}")).await, ["/cursor"]);
    let (other, stranger) = world.other_org().await;
    let path = format!("/v1/orgs/{other}/contacts?limit=1&cursor={cursor}");
    let foreign = world.api.get(&path).by(stranger).send().await;
    assert_eq!(foreign.pointers(), ["/cursor"]);
}

#[tokio::test]
async fn another_orgs_contacts_are_in_no_list() {
    let world = World::new().await;
    people(&world, &[("Ada", &["vip"]), ("", &["vip"])]).await;
    let (other, stranger) = world.other_org().await;
    for query in ["", "?name=a", "?phone=2125550100", "?tag=vip"] {
        let path = format!("/v1/orgs/{other}/contacts{query}");
        let page = world.api.get(&path).by(stranger).send().await.with(200);
        assert_eq!(page["items"], json!([]), "{query}");
        let foreign = world.api.get(world.path(&format!("/contacts{query}"))).by(stranger);
        assert_eq!(foreign.send().await.status.as_u16(), 404);
    }
}

#[tokio::test]
async fn a_parameter_that_does_not_fit_is_named() {
    let world = World::new().await;
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=many", "/limit"),
        ("page=2", "/page"),
        ("name=a&phone=2125550100", "/name"),
        ("tag=a&match=some", "/match"),
        ("email=a", "/email"),
        ("cursor=a&cursor=b", "/cursor"),
        ("tag=1&tag=2&tag=3&tag=4&tag=5&tag=6&tag=7&tag=8&tag=9&tag=10&tag=11", "/tag"),
    ] {
        let refused = world.get(&format!("/contacts?{query}")).await;
        assert_eq!(refused.pointers(), [pointer], "{query}");
    }
}

#[tokio::test]
async fn a_tag_that_nobody_has_any_more_makes_room_for_another() {
    let world = World::new().await;
    let tags = |from: u32| (from..from + 50).map(|n| format!("tag {n}")).collect::<Vec<_>>();
    let mut last = String::new();
    for from in (0..500).step_by(50) {
        let body = json!({ "email": format!("g{from}@example.org"), "tags": tags(from) });
        last = world.contact(body).await;
    }
    world.fold().await;
    world.delete(&format!("/contacts/{last}")).await;
    world.fold().await;
    for number in 0..50 {
        let tag = format!("new {number}");
        world.contact(json!({ "email": format!("n{number}@example.org"), "tags": [tag] })).await;
    }
    world.fold().await;
    let one_more = json!({ "email": "ada@example.org", "tags": ["one more"] });
    assert_eq!(world.post("/contacts", &one_more).await.pointers(), ["/tags"]);
}

#[tokio::test]
async fn an_org_has_at_most_500_different_tags() {
    let world = World::new().await;
    let tags = |from: u32| (from..from + 50).map(|n| format!("tag {n}")).collect::<Vec<_>>();
    for from in (0..500).step_by(50) {
        world.contact(json!({ "email": format!("g{from}@example.org"), "tags": tags(from) })).await;
    }
    world.fold().await;
    let with = |tag: &str| json!({ "email": "ada@example.org", "tags": [tag] });
    assert_eq!(world.post("/contacts", &with("new")).await.pointers(), ["/tags"]);
    let id = world.contact(with("TAG 7")).await;
    let path = format!("/contacts/{id}");
    assert_eq!(world.patch(&path, &json!({ "tags": ["new"] })).await.pointers(), ["/tags"]);
    let file = b"name,email,tags\nBob,bob@example.org,new\n";
    let import = world.start_import(&[file], &json!({})).await;
    let part = world.upload(Method::PUT, &format!("/imports/{import}/parts/0"), file).await;
    assert_eq!((part.status.as_u16(), world.count("import_chunk")), (422, 0));
}
