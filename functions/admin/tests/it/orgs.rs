//! Orgs.
use crate::world::{World, column};
use domain::{ids::EventId, invitee::Status, quota::Reserve, rights::Role};
use jiff::SignedDuration;
use serde_json::json;
use store::{Consistency, Transaction};
use testkit::{
    Units,
    fixtures::{self, ORG},
};

const PATH: &str = "/v1/admin/orgs";

#[tokio::test]
async fn orgs_are_listed_newest_first_with_owners_counts_and_what_they_used() {
    let world = World::new().await;
    world.create_event(&fixtures::event(1), 10).await;
    world.guest(fixtures::event(1).id, 1, world.live(1)).await;
    world.guest(fixtures::event(1).id, 2, world.live(1)).await;
    world.fold().await;
    let mut allowance = world.ctx.store.allowance(ORG, Consistency::Eventual).await.unwrap();
    allowance.take(ORG, EventId::from_bytes([1; 6]), world.now(), 3);
    let mut transaction = Transaction::new();
    transaction.replace_allowance(&allowance);
    world.ctx.store.commit(transaction).await.unwrap();
    world.sends("PATCH", "/v1/admin/settings", json!({ "segment_price_micros": 7_900 })).await;
    world.clock.advance(SignedDuration::from_secs(1));
    let newest = world.org().await;
    let orgs = world.reads(PATH).await.with(200);
    assert_eq!(column(&orgs, "id"), [newest.to_string(), ORG.to_string()]);
    let org = &orgs["items"][1];
    let owner = world.team.owner.user.to_string();
    assert_eq!(
        org["owners"],
        json!([
            { "id": owner, "name": "Grace", "email": format!("{owner}@example.com") },
        ])
    );
    assert_eq!(org["members"], 4);
    assert_eq!(org["events"], json!({ "count": 1, "more": false }));
    assert_eq!(org["contacts"], json!({ "count": 0, "more": false }));
    let messages = &org["messages"];
    assert_eq!((&messages["submitted"], &messages["segments"]), (&json!(2), &json!(2)));
    assert_eq!(messages["spend_micros"], 15_800);
    assert_eq!(org["used"], json!({ "hour": 3, "day": 3 }));
    assert_eq!(org["limits"], json!({ "hour_limit": 100, "day_limit": 500 }));
}

#[tokio::test]
async fn the_pages_of_orgs_join_without_a_gap() {
    let world = World::new().await;
    for _ in 0..4 {
        world.clock.advance(SignedDuration::from_secs(1));
        world.org().await;
    }
    let all = column(&world.reads(PATH).await.with(200), "id");
    let (mut pages, mut path) = (Vec::new(), format!("{PATH}?limit=2"));
    loop {
        let page = world.reads(&path).await.with(200);
        pages.extend(column(&page, "id"));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{PATH}?limit=2&cursor={cursor}");
    }
    assert_eq!((pages.len(), &pages), (5, &all));
    assert_eq!(world.reads(&format!("{PATH}?limit=21")).await.pointers(), ["/limit"]);
    let (mut found, mut path) = (Vec::new(), format!("{PATH}?limit=2&q=CLUB"));
    loop {
        let page = world.reads(&path).await.with(200);
        found.extend(column(&page, "id"));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{PATH}?limit=2&q=CLUB&cursor={cursor}");
    }
    assert_eq!(found, all);
}

#[tokio::test]
async fn orgs_are_found_by_part_of_a_name_and_by_an_owners_address() {
    let world = World::new().await;
    let fair = world.new_org_id();
    world.create_org(fair, |org| org.display_name = "Spring Fair".into()).await;
    let grace = world.member(fair, Role::Owner).await;
    world.member(fair, Role::Admin).await;
    let found =
        async |query: &str| column(&world.reads(&format!("{PATH}?{query}")).await.with(200), "id");
    assert_eq!(found("q=ring%20f").await, [fair.to_string()]);
    assert_eq!(found(&format!("q={fair}")).await, [fair.to_string()]);
    assert_eq!(found("q=autumn").await, Vec::<String>::new());
    assert_eq!(found(&format!("owner={}@EXAMPLE.com", grace.user)).await, [fair.to_string()]);
    assert_eq!(found("owner=nobody@example.org").await, Vec::<String>::new());
    let viewer = world.team.viewer.user;
    assert_eq!(found(&format!("owner={viewer}@example.com")).await, Vec::<String>::new());
    let both = world.reads(&format!("{PATH}?q=a&owner=b@example.org")).await;
    assert_eq!(both.pointers(), ["/owner"]);
}

#[tokio::test]
async fn an_orgs_limits_stay_within_the_platforms() {
    let world = World::new().await;
    let path = format!("{PATH}/{ORG}");
    let wrong = json!({ "hour_limit": 1_001, "day_limit": 5_001, "invitees_max": 100_001 });
    let wrong = world.sends("PATCH", &path, wrong).await.pointers();
    assert_eq!(wrong, ["/day_limit", "/hour_limit", "/invitees_max"]);
    let none = json!({ "hour_limit": 600, "invitees_max": 0, "name": "Mine" });
    assert_eq!(world.sends("PATCH", &path, none).await.pointers(), ["/name"]);
    let wrong = json!({ "hour_limit": 501, "invitees_max": 0 });
    let wrong = world.sends("PATCH", &path, wrong).await.pointers();
    assert_eq!(wrong, ["/day_limit", "/invitees_max"]);
    let change = json!({ "hour_limit": 200, "invitees_max": 50 });
    let org = world.sends("PATCH", &path, change).await.with(200);
    let limits = json!({ "hour_limit": 200, "day_limit": 500, "invitees_max": 50 });
    assert_eq!(org["limits"], limits);
    let org = world.sends("PATCH", &path, json!({ "invitees_max": null })).await.with(200);
    assert_eq!(org["limits"].get("invitees_max"), None);
}

#[tokio::test]
async fn of_two_who_saw_the_same_limits_the_second_is_told_so() {
    let world = World::new().await;
    let path = format!("{PATH}/{ORG}");
    let seen = world.reads(&path).await.header("etag").to_owned();
    let edit = |limit: u32| {
        let request = world.api.patch(&path).by(world.admin).header("if-match", &seen);
        request.json(&json!({ "hour_limit": limit })).send()
    };
    assert_eq!(edit(10).await.with(200)["limits"]["hour_limit"], 10);
    assert_eq!(edit(20).await.refused(412), "stale");
}

#[tokio::test]
async fn j26_whoever_sends_next_obeys_an_orgs_new_limit() {
    let world = World::new().await;
    let (now, event) = (world.now(), EventId::from_bytes([1; 6]));
    let mut before = world.ctx.store.allowance(ORG, Consistency::Eventual).await.unwrap();
    before.take(ORG, event, now, 1);
    world.sends("PATCH", &format!("{PATH}/{ORG}"), json!({ "hour_limit": 2 })).await.with(200);
    let mut transaction = Transaction::new();
    transaction.replace_allowance(&before);
    assert!(world.ctx.store.commit(transaction).await.is_err(), "it decided by the old limit");
    let after = world.ctx.store.allowance(ORG, Consistency::Eventual).await.unwrap();
    assert_eq!(after.permits(ORG, event, now, Reserve::Used), 2);
}

#[tokio::test]
async fn j36_what_an_admin_changes_in_an_org_is_recorded_as_the_admins() {
    let world = World::new().await;
    world.sends("PATCH", &format!("{PATH}/{ORG}"), json!({ "hour_limit": 7 })).await.with(200);
    world.fold().await;
    let log = world.ctx.store.audit_log(ORG, None, 50).await.unwrap().items;
    let by = format!("admin {}", world.admin.user);
    assert!(log.iter().any(|entry| entry.by == by), "{log:?}");
}

#[tokio::test]
async fn a_queued_guest_costs_nothing() {
    let world = World::new().await;
    world.create_event(&fixtures::event(1), 10).await;
    world.guest(fixtures::event(1).id, 1, Status::Queued).await;
    world.fold().await;
    let org = world.reads(&format!("{PATH}/{ORG}")).await.with(200);
    assert_eq!(org["messages"]["segments"], 0);
    assert_eq!(org["messages"].get("spend_micros"), None, "nobody said what a segment costs");
}

#[tokio::test]
async fn an_address_that_is_too_long_to_be_one_is_a_wrong_field() {
    let world = World::new().await;
    let long = format!("{PATH}?owner={}@example.org", "x".repeat(3_000));
    assert_eq!(world.reads(&long).await.pointers(), ["/owner"]);
}

#[tokio::test]
async fn a_page_of_orgs_does_not_read_every_member_of_each() {
    let world = World::new().await;
    let path = format!("{PATH}?limit=1");
    let (_, few) = world.metered(world.reads(&path)).await;
    for _ in 0..300 {
        world.member(ORG, Role::Viewer).await;
    }
    let (page, many) = world.metered(world.reads(&path)).await;
    assert_eq!(page.with(200)["items"][0]["owners"].as_array().unwrap().len(), 1);
    let mut most = few.read_units();
    most += Units::whole(5);
    assert!(many.read_units() < most, "{few:?} {many:?}");
    // As it was: all of them, as of now.
    let (_, all) = world.metered(world.ctx.store.members(ORG)).await;
    assert!(all.read_units() > Units::whole(7), "{all:?}");
}
