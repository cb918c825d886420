//! Lists of contacts by several things at once.
use crate::world::World;
use domain::ids::ContactListId;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::{Consistency, Transaction, contacts::Contact};

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// What a list says, whatever the size of its pages.
async fn found(world: &World, query: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for limit in [1, 2, 200] {
        let (items, _) = world.list(&format!("/contacts?limit={limit}&{query}")).await;
        found.insert(names(&items).into_iter().map(str::to_owned).collect::<Vec<_>>());
    }
    assert_eq!(found.len(), 1, "{query}: {found:?}");
    found.pop_first().unwrap()
}

async fn change(world: &World, contact: &str, change: impl FnOnce(&mut Contact)) {
    let id = contact.parse().unwrap();
    let stored = world.ctx.store.contact(world.team.org, id, Consistency::Strong).await;
    let stored = stored.unwrap().unwrap();
    let mut changed = stored.value.clone();
    change(&mut changed);
    let mut transaction = Transaction::new();
    transaction.replace_contact(&stored, &changed);
    world.ctx.store.commit(transaction).await.unwrap();
}

/// Five people and one without a name; the list that Ada and Dan are on.
async fn people(world: &World) -> ContactListId {
    let choir = ContactListId::from_bytes([7; 10]);
    let person = async |number: usize, name: &str, tags: &[&str], city: &str| {
        let phone = format!("+1212555{:04}", 100 + number);
        let email = format!("guest{number}@example.org");
        let body = json!({
            "name": name, "phone": phone, "email": email, "tags": tags,
            "fields": { "city": city }, "custom": { "Team": city },
        });
        world.contact(body).await
    };
    let ada = person(1, "Ada Lovelace", &["vip", "family"], "Bern").await;
    let bob = person(2, "Bob Ray", &["vip"], "Zürich").await;
    person(3, "Cleo O'Hara", &["family"], "bern").await;
    let dan = person(4, "Dan 100%", &["work", "vip"], "").await;
    person(5, "Émile Zola", &[], "Bern").await;
    let nobody = person(6, "", &["vip"], "Bern").await;
    for contact in [&ada, &dan] {
        change(world, contact, |contact| contact.lists = vec![choir]).await;
    }
    for contact in [&ada, &bob, &nobody] {
        change(world, contact, |contact| contact.invited = true).await;
    }
    change(world, &bob, |contact| contact.opted_out = true).await;
    world.fold().await;
    choir
}

#[tokio::test]
async fn all_that_is_asked_for_holds_at_once() {
    let world = World::new().await;
    let choir = people(&world).await;
    for (query, expected) in [
        ("tag=vip&all_tags=family", &["Ada Lovelace"][..]),
        ("tag=family&tag=work&all_tags=vip", &["Ada Lovelace", "Dan 100%"]),
        ("tag=vip&match=all&never_invited=true", &["Dan 100%"]),
        ("tag=vip&name=b", &["Bob Ray"]),
        ("tag=vip&opted_out=false", &["", "Ada Lovelace", "Dan 100%"]),
        ("opted_out=true", &["Bob Ray"]),
        ("never_invited=true", &["Cleo O'Hara", "Dan 100%", "Émile Zola"]),
        ("never_invited=false&opted_out=false", &["Ada Lovelace", ""]),
        ("field.city=BERN", &["Ada Lovelace", "Cleo O'Hara", "Émile Zola", ""]),
        ("field.city=zurich", &["Bob Ray"]),
        ("field.city=", &["Dan 100%"]),
        ("field.custom:Team=bern&tag=family", &["Ada Lovelace", "Cleo O'Hara"]),
        ("field.city=bern&never_invited=true&q=cleo", &["Cleo O'Hara"]),
        ("name=a&field.city=bern", &["Ada Lovelace"]),
    ] {
        assert_eq!(found(&world, query).await, expected, "{query}");
    }
    assert_eq!(found(&world, &format!("list={choir}")).await, ["Ada Lovelace", "Dan 100%"]);
    assert_eq!(found(&world, &format!("list={choir}&tag=family")).await, ["Ada Lovelace"]);
    let page = world.get(&format!("/contacts?list={choir}")).await.with(200);
    assert_eq!(page["total"], 2);
}

#[tokio::test]
async fn c19_a_search_finds_words_digits_and_addresses_and_no_sign_has_a_meaning() {
    let world = World::new().await;
    people(&world).await;
    for (query, expected) in [
        ("q=love", &["Ada Lovelace"][..]),
        ("q=lovelace+ada", &["Ada Lovelace"]),
        ("q=emile", &["Émile Zola"]),
        ("q=hara", &["Cleo O'Hara"]),
        ("q=%25", &["Dan 100%"]),
        ("q=_", &[]),
        ("q=a%25a", &[]),
        ("q=5550104", &["Dan 100%"]),
        ("q=(212)+555-0106", &[""]),
        ("q=guest5%40", &["Émile Zola"]),
        ("q=guest&tag=family", &["Ada Lovelace", "Cleo O'Hara"]),
        ("q=nobody", &[]),
    ] {
        assert_eq!(found(&world, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_request_looks_at_a_bounded_number_of_contacts_and_leads_on() {
    let world = World::new().await;
    let rows = (0..700).map(|n| format!("Guest {n:04},g{n}@example.org,{}\n", n % 350));
    let file = String::from("name,email,job_title\n") + &rows.collect::<String>();
    world.import(&[file.as_bytes()], &json!({})).await;
    let before = world.table.meter();
    let first = world.get("/contacts?field.job_title=349").await.with(200);
    let read = world.table.meter().since(&before).read_units();
    assert!(read <= testkit::Units::whole(180), "{read}");
    assert_eq!(first["items"], json!([]));
    assert!(first["next_cursor"].is_string());
    let (items, pages) = world.list("/contacts?field.job_title=349").await;
    assert_eq!((names(&items), pages), (vec!["Guest 0349", "Guest 0699"], 3));
    let before = world.table.meter();
    let one = world.get("/contacts?q=g699").await.with(200);
    let read = world.table.meter().since(&before).read_units();
    assert_eq!(names(one["items"].as_array().unwrap()), ["Guest 0699"]);
    assert!(one["next_cursor"].is_null());
    assert!(read <= testkit::Units::whole(20), "{read}");
}

#[tokio::test]
async fn a_filter_that_does_not_fit_is_named() {
    let world = World::new().await;
    for (query, pointers) in [
        ("q=a&email=a%40example.org", &["/name"][..]),
        ("list=x", &["/list"]),
        ("opted_out=maybe&never_invited=1", &["/never_invited", "/opted_out"]),
        ("field.height=1&field.city=a&field.city=b", &["/field.city", "/field/height"]),
        ("q=1+2+3+4+5+6+7+8+9+10+a", &["/q"]),
    ] {
        let refused = world.get(&format!("/contacts?{query}")).await;
        assert_eq!(refused.pointers(), pointers, "{query}");
    }
}
