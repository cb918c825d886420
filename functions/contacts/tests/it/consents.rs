//! Whom an org does not write to, and what the ledger says.
use crate::world::World;
use domain::phone::Phone;
use serde_json::{Value, json};
use store::{
    Transaction,
    suppressions::{Recipient, Suppression},
};
use testkit::stage::{Reply, SENDER};

async fn put(world: &World, recipient: &str, body: Value) -> Reply {
    let path = world.path(&format!("/suppressions/{recipient}"));
    world.api.put(path).by(world.team.member).json(&body).send().await
}

async fn refuses(world: &World, phone: &str) -> bool {
    let phone = Phone::from_e164(phone).unwrap();
    let known = world.ctx.store.recent_invitations(&phone).await.unwrap();
    known.refuses(SENDER, world.team.org)
}

#[tokio::test]
async fn a_suppressed_phone_is_refused_until_it_is_lifted() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let kept = put(&world, "(212)%20555-0101", json!({ "reason": "She called." })).await.with(200);
    assert_eq!(
        (&kept["recipient"], &kept["reason"]),
        (&json!("+12125550101"), &json!("She called."))
    );
    assert_eq!(kept["stopped"], false);
    assert!(refuses(&world, "+12125550101").await);
    let contact = world.get(&format!("/contacts/{ada}")).await.with(200);
    assert_eq!(contact["opted_out"], true);
    let ledger = world.get(&format!("/contacts/{ada}/consents")).await.with(200);
    let entry = &ledger["items"][0];
    assert_eq!((&entry["kind"], &entry["source"]), (&json!("withdrawn"), &json!("organizer")));
    // A new reason takes the place of the old one.
    put(&world, "2125550101", json!({ "reason": "She wrote." })).await.with(200);
    let page = world.get("/suppressions").await.with(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert_eq!(page["items"][0]["reason"], "She wrote.");
    assert_eq!(world.delete("/suppressions/2125550101").await.status, 204);
    assert!(!refuses(&world, "+12125550101").await);
    assert_eq!(world.get(&format!("/contacts/{ada}")).await.with(200)["opted_out"], false);
    assert_eq!(world.delete("/suppressions/2125550101").await.refused(404), "not-found");
}

#[tokio::test]
async fn what_the_person_asked_for_only_the_person_takes_back() {
    let world = World::new().await;
    let recipient = Recipient::Phone(Phone::from_e164("+12125550101").unwrap());
    let stopped = Suppression { stopped_at: Some(world.now()), organizer: None };
    let mut transaction = Transaction::new();
    transaction.change_suppression(world.team.org, &recipient, None, &stopped, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(world.delete("/suppressions/2125550101").await.refused(409), "suppressed");
    let page = world.get("/suppressions").await.with(200);
    assert_eq!(page["items"][0]["stopped"], true);
}

#[tokio::test]
async fn an_organizer_takes_the_own_word_back_and_the_persons_stands() {
    let world = World::new().await;
    put(&world, "2125550101", json!({ "reason": "She called." })).await.with(200);
    let recipient = Recipient::Phone(Phone::from_e164("+12125550101").unwrap());
    let seen = world.ctx.store.suppression(world.team.org, &recipient).await.unwrap().unwrap();
    let both = Suppression { stopped_at: Some(world.now()), ..seen.value.clone() };
    let mut transaction = Transaction::new();
    let org = world.team.org;
    transaction.change_suppression(org, &recipient, Some(&seen), &both, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(world.delete("/suppressions/2125550101").await.status, 204);
    let page = world.get("/suppressions").await.with(200);
    assert_eq!(
        (&page["items"][0]["stopped"], &page["items"][0]["reason"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(world.delete("/suppressions/2125550101").await.refused(409), "suppressed");
}

#[tokio::test]
async fn whoever_gets_a_phone_that_is_not_texted_is_opted_out_from_the_first() {
    let world = World::new().await;
    for phone in ["2125550101", "2125550103"] {
        put(&world, phone, json!({})).await.with(200);
    }
    let opted_out =
        async |id: &str| world.get(&format!("/contacts/{id}")).await.with(200)["opted_out"].clone();
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    assert_eq!(opted_out(&ada).await, true);
    let bob = world.contact(json!({ "name": "Bob", "phone": "2125550102" })).await;
    assert_eq!(opted_out(&bob).await, false);
    for (phone, expected) in [("2125550103", true), ("2125550104", false)] {
        let change = json!({ "phone": phone });
        world.patch(&format!("/contacts/{bob}"), &change).await.with(200);
        assert_eq!(opted_out(&bob).await, expected, "{phone}");
    }
    world.import(&[b"name,phone\nCyd,2125550103\nDan,2125550105\n"], &json!({})).await;
    let listed = world.list("/contacts?opted_out=true").await.0;
    let mut names: Vec<&str> = listed.iter().map(|one| one["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Ada", "Cyd"]);
}

#[tokio::test]
async fn whoever_lifts_a_suppression_is_named() {
    let world = World::new().await;
    put(&world, "2125550101", json!({})).await.with(200);
    let before = world.count("tombstone");
    assert_eq!(world.delete("/suppressions/2125550101").await.status, 204);
    let tombstones = world.rows("tombstone");
    assert_eq!(tombstones.len(), before + 1);
    let by = tombstones.iter().filter_map(|row| row.text("by"));
    assert!(by.collect::<Vec<_>>().contains(&world.team.owner.user.to_string().as_str()));
}

#[tokio::test]
async fn addresses_are_suppressed_in_any_case_and_lists_are_paged() {
    let world = World::new().await;
    put(&world, "Ada@Example.com", json!({})).await.with(200);
    for number in 0..4 {
        put(&world, &format!("212555010{number}"), json!({})).await.with(200);
    }
    let (items, pages) = world.list("/suppressions?limit=2").await;
    assert_eq!((items.len(), pages >= 3), (5, true));
    assert!(items.iter().any(|one| one["recipient"] == "ada@example.com"));
    assert_eq!(world.delete("/suppressions/ADA@example.com").await.status, 204);
    for (recipient, body, pointer) in [
        ("12", json!({}), "/recipient"),
        ("a@b", json!({}), "/recipient"),
        ("2125550101", json!({ "reason": "x".repeat(201) }), "/reason"),
    ] {
        assert_eq!(put(&world, recipient, body).await.pointers(), [pointer]);
    }
}

#[tokio::test]
async fn an_orgs_suppressions_are_its_own() {
    let world = World::new().await;
    put(&world, "2125550101", json!({})).await.with(200);
    let (other, stranger) = world.other_org().await;
    let path = format!("/v1/orgs/{other}/suppressions");
    assert_eq!(world.api.get(&path).by(stranger).send().await.with(200)["items"], json!([]));
    let phone = Phone::from_e164("+12125550101").unwrap();
    let known = world.ctx.store.recent_invitations(&phone).await.unwrap();
    assert!(!known.refuses(SENDER, other));
    let lifted = world.api.delete(format!("{path}/2125550101")).by(stranger).send().await;
    assert_eq!(lifted.refused(404), "not-found");
}
