//! Duplicates: found, and made one.
use crate::world::World;
use domain::ids::ContactId;
use serde_json::{Value, json};
use store::Consistency;

fn groups(page: &Value) -> Vec<(Vec<&str>, Vec<&str>)> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|group| {
            let reasons = group["reasons"].as_array().unwrap().iter();
            let contacts = group["contacts"].as_array().unwrap().iter();
            (
                reasons.map(|reason| reason.as_str().unwrap()).collect(),
                contacts.map(|one| one["id"].as_str().unwrap()).collect(),
            )
        })
        .collect()
}

async fn merge(world: &World, contact: &str, with: &str) -> testkit::stage::Reply {
    world.post(&format!("/contacts/{contact}/merge"), &json!({ "with": with })).await
}

#[tokio::test]
async fn contacts_of_one_name_are_found_whatever_its_accents() {
    let world = World::new().await;
    let first = world.contact(json!({ "name": "Zoë Doe", "email": "zoe@example.com" })).await;
    let second = world.contact(json!({ "name": "zoe doe", "email": "ZOE@example.org" })).await;
    let third = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let fourth = world.contact(json!({ "name": "ADA", "phone": "2125550102" })).await;
    world.contact(json!({ "name": "Eve", "phone": "2125550103" })).await;
    let page = world.get("/contacts/duplicates").await.with(200);
    let mut found = groups(&page);
    for (_, contacts) in &mut found {
        contacts.sort_unstable();
    }
    let sorted = |left: &'_ str, right: &'_ str| {
        let mut both = [left.to_owned(), right.to_owned()];
        both.sort();
        both
    };
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[0],
        (vec!["name"], sorted(&third, &fourth).iter().map(String::as_str).collect())
    );
    assert_eq!(
        found[1],
        (vec!["name", "email"], sorted(&first, &second).iter().map(String::as_str).collect())
    );
}

#[tokio::test]
async fn a_phone_that_is_anothers_mobile_is_found() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let fields = json!({ "mobile": "2125550101", "email_secondary": "eve@example.com" });
    let body = json!({ "name": "A. L.", "phone": "2125550102", "fields": fields });
    let second = world.contact(body).await;
    let eve = world.contact(json!({ "name": "Eve", "email": "Eve@example.com" })).await;
    let page = world.get("/contacts/duplicates?by=phone").await.with(200);
    let found = groups(&page);
    assert_eq!(found.len(), 2);
    for (reasons, contacts) in found {
        let other = if reasons == ["phone"] { &ada } else { &eve };
        assert!(contacts.contains(&second.as_str()) && contacts.contains(&other.as_str()));
    }
    assert_eq!(world.get("/contacts/duplicates?by=shoes").await.pointers(), ["/by"]);
}

#[tokio::test]
async fn a_name_that_goes_on_behind_a_page_is_one_group() {
    let world = World::new().await;
    let rows = (0..230).map(|n| {
        let name =
            if (195..225).contains(&n) { "Guest 195".to_owned() } else { format!("Guest {n:03}") };
        format!("{name},+1212555{n:04}\n")
    });
    let file = String::from("name,phone\n") + &rows.collect::<String>();
    world.import(&[file.as_bytes()], &json!({})).await;
    let page = world.get("/contacts/duplicates").await.with(200);
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["contacts"].as_array().unwrap().len(), 20);
    assert_eq!((&items[0]["more"], &page["next_cursor"]), (&json!(true), &Value::Null));
}

#[tokio::test]
async fn two_contacts_become_one_and_keep_what_both_had() {
    let world = World::new().await;
    let list = world.post("/lists", &json!({ "name": "Friends" })).await.with(201);
    let list = list["id"].as_str().unwrap();
    let ada = world
        .contact(json!({ "name": "Ada Lovelace", "email": "ada@example.com", "tags": ["vip"] }))
        .await;
    let body = json!({ "name": "A. L.", "phone": "2125550101", "email": "al@example.com",
        "tags": ["VIP", "work"], "custom": { "Shoes": "38" }, "fields": { "city": "London" } });
    let other = world.contact(body).await;
    let path = world.path(&format!("/lists/{list}/contacts/{other}"));
    world.api.put(path).by(world.team.member).send().await;
    let merged = merge(&world, &ada, &other).await.with(200);
    assert_eq!(merged["name"], "Ada Lovelace");
    assert_eq!(
        (&merged["phone"], &merged["email"]),
        (&json!("+12125550101"), &json!("ada@example.com"))
    );
    assert_eq!(merged["tags"], json!(["vip", "work"]));
    assert_eq!((&merged["lists"], &merged["former"]), (&json!([list]), &json!([other])));
    assert_eq!(
        (&merged["fields"]["city"], &merged["custom"]["Shoes"]),
        (&json!("London"), &json!("38"))
    );
    assert_eq!(world.get(&format!("/contacts/{ada}")).await.with(200), merged);
    assert_eq!(world.get(&format!("/contacts/{other}")).await.refused(404), "not-found");
    // The phone's lock has a new holder, the address that nobody has any more is free.
    let taken = world.post("/contacts", &json!({ "phone": "2125550101" })).await;
    assert_eq!(taken.json()["contact"], ada.as_str());
    world.contact(json!({ "email": "al@example.com" })).await;
    assert_eq!(world.count("contact_phone"), 1);
}

#[tokio::test]
async fn a_merged_contact_is_gone_for_good_and_no_other_lock_is_touched() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let bob = world.contact(json!({ "name": "Bob", "phone": "2125550102" })).await;
    merge(&world, &ada, &bob).await.with(200);
    assert_eq!(merge(&world, &ada, &bob).await.refused(404), "not-found");
    assert_eq!(merge(&world, &ada, &ada).await.pointers(), ["/with"]);
    assert_eq!(merge(&world, &ada, "x").await.pointers(), ["/with"]);
    let held = world.post("/contacts", &json!({ "phone": "2125550101" })).await;
    assert_eq!(held.refused(409), "taken");
    world.contact(json!({ "phone": "2125550102" })).await;
    let org = world.team.org;
    let (ada, bob): (ContactId, ContactId) = (ada.parse().unwrap(), bob.parse().unwrap());
    assert_eq!(world.ctx.store.merged_into(org, bob).await.unwrap(), Some(ada));
    let stored = world.ctx.store.contact(org, ada, Consistency::Strong).await.unwrap().unwrap();
    assert_eq!(stored.value.former[0].phone.as_ref().unwrap().as_str(), "+12125550102");
}

#[tokio::test]
async fn w2_of_two_merges_at_once_one_happens() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let bob = world.contact(json!({ "name": "Bob", "phone": "2125550102" })).await;
    world.table.interleave(3);
    let (one, two) = tokio::join!(merge(&world, &ada, &bob), merge(&world, &bob, &ada));
    world.table.heal();
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
    assert_eq!((world.count("contact"), world.count("contact_phone")), (1, 1));
}

#[tokio::test]
async fn another_orgs_contact_cannot_be_merged() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let (other, stranger) = world.other_org().await;
    let path = format!("/v1/orgs/{other}/contacts");
    let body = json!({ "name": "Eve", "phone": "2125550109" });
    let eve = world.api.post(&path).by(stranger).json(&body).send().await.with(201);
    let eve = eve["id"].as_str().unwrap();
    assert_eq!(merge(&world, &ada, eve).await.refused(404), "not-found");
    let path = format!("/v1/orgs/{other}/contacts/{eve}/merge");
    let stolen = world.api.post(&path).by(stranger).json(&json!({ "with": ada })).send().await;
    assert_eq!(stolen.refused(404), "not-found");
}

#[tokio::test]
async fn c18_a_merge_brings_nobody_onto_a_list_that_is_being_deleted() {
    let world = World::new().await;
    let list = world.post("/lists", &json!({ "name": "Friends" })).await.with(201);
    let list = list["id"].as_str().unwrap();
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let bob = world.contact(json!({ "name": "Bob", "phone": "2125550102" })).await;
    let path = world.path(&format!("/lists/{list}/contacts/{bob}"));
    assert!(world.api.put(path).by(world.team.member).send().await.status.is_success());
    world.delete(&format!("/lists/{list}")).await.with(202);
    let merged = merge(&world, &ada, &bob).await.with(200);
    assert_eq!(merged["lists"], json!([]));
    assert!(world.write_chunks().await.is_empty());
    assert_eq!(world.get(&format!("/contacts/{ada}")).await.with(200)["lists"], json!([]));
}
