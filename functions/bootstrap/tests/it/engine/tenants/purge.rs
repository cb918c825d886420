//! An org, or an event, whose time is over: nothing of it is left, and nothing of others is gone.
use super::{rows_of, tenant::Tenant, two};
use crate::engine::world::World;
use domain::{ids::EventId, phone::Phone};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::{
    Row,
    keys::Place,
    orgs::PURGED_AFTER,
    purge::{Budget, Purged, SETTLED_AFTER},
    read_models::{LogScope, MessageFilter},
};
use testkit::{Faults, identity::as_function, stage::Api};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const NANOSECOND: SignedDuration = SignedDuration::from_nanos(1);
/// Hourly runs until a purge is through: rows first, lists a day and an hour later.
const RUNS: usize = 30;

async fn ask(api: &Api, of: &Tenant, method: &str, path: &str, body: &Value) -> Value {
    let path = format!("/v1/orgs/{}{path}", of.org);
    let answer = api.request(method, &path).by(of.owner).json(body).send().await;
    assert!(answer.status.is_success(), "{method} {path}: {}", answer.body);
    answer.json()
}

/// More of what an org may have: a tag, an address, guests who were asked, an admin who looked in, an
/// archived event.
async fn lived_in(engine: &mut World, api: &Api, tenant: &Tenant) {
    let more = json!({ "name": "Ada", "phone": "+12125550193", "email": "ada@example.org",
        "tags": ["family"] });
    ask(api, tenant, "POST", "/contacts", &more).await;
    let event = format!("/events/{}", tenant.id("event"));
    ask(api, tenant, "POST", &format!("{event}/invitees"), &json!({ "all": true })).await;
    ask(api, tenant, "POST", &format!("{event}/start"), &json!({})).await;
    let admin = engine.platform_admin().await;
    engine.enter(admin, tenant.org, true).await;
    engine.settle().await;
    assert!(!engine.texts.accepted().is_empty());
}

async fn archived(engine: &mut World, api: &Api, tenant: &Tenant) -> Timestamp {
    for hole in ["event", "other event"] {
        ask(api, tenant, "POST", &format!("/events/{}/cancel", tenant.id(hole)), &json!({})).await;
    }
    ask(api, tenant, "POST", &format!("/events/{}/archive", tenant.id("event")), &json!({})).await;
    engine.settle().await;
    let done = ask(api, tenant, "DELETE", "", &json!({ "name": "The club" })).await;
    engine.settle().await;
    done["purge_at"].as_str().unwrap().parse().unwrap()
}

/// Runs the job every hour until nothing is due any more.
async fn purged(engine: &mut World) {
    for _ in 0..RUNS {
        while engine.run("purge", json!({})).await["done"] != true {}
        engine.settle().await;
        engine.clock.advance(HOUR);
    }
    engine.table.sweep_ttl(engine.now()).unwrap();
}

/// What is stored of a tenant, but for what phones remember, which all orgs share, and for its people's
/// accounts, which are their own.
fn left_of(engine: &World, tenant: &Tenant) -> Vec<Row> {
    let org = tenant.org.to_string();
    let mut rows = rows_of(engine, tenant);
    rows.retain(|row| {
        let shared = row.address(Place::Table).is_some_and(|at| at.pk.starts_with("PHONE"));
        let own = ["user", "user_email", "user_event_role_count", "session"]
            .map(Some)
            .contains(&row.kind());
        !shared && (!own || format!("{row:?}").contains(&org))
    });
    rows
}

/// What lasts of a tenant, whatever the time.
fn lasting(engine: &World, tenant: &Tenant) -> Vec<Row> {
    let mut rows = left_of(engine, tenant);
    rows.retain(|row| row.number("ttl").is_none());
    rows
}

#[tokio::test]
async fn j22_after_thirty_days_nothing_is_left_of_an_archived_org() {
    let (mut engine, api, ours, theirs) = two().await;
    lived_in(&mut engine, &api, &ours).await;
    lived_in(&mut engine, &api, &theirs).await;
    let phone = Phone::from_e164("+12125550193").unwrap();
    for tenant in [&ours, &theirs] {
        ask(&api, tenant, "PUT", &format!("/suppressions/{phone}"), &json!({})).await;
    }
    engine.settle().await;
    let purge_at = archived(&mut engine, &api, &ours).await;
    assert_eq!(purge_at, engine.now() + PURGED_AFTER);
    engine.clock.set(purge_at - NANOSECOND);
    engine.settle().await;
    let before = (lasting(&engine, &ours), lasting(&engine, &theirs));
    let run = engine.run("purge", json!({})).await;
    assert_eq!((&run["rows"], &run["done"]), (&json!(0), &json!(true)));
    assert!(before.0 == lasting(&engine, &ours));
    engine.clock.set(purge_at);
    purged(&mut engine).await;
    let left = left_of(&engine, &ours);
    assert!(left.is_empty(), "{left:#?}");
    assert!(before.1 == lasting(&engine, &theirs), "something of theirs was changed");
    let known = engine.ctx.store.recent_invitations(&phone).await.unwrap();
    assert!(!known.refuses("", ours.org) && known.refuses("", theirs.org));
    let orgs = api.get("/v1/orgs").by(ours.owner).send().await.with(200);
    assert_eq!(orgs, json!({ "orgs": [] }));
}

#[tokio::test]
async fn a_purge_that_fails_anywhere_is_done_by_the_next() {
    for seed in 0..3 {
        let (mut engine, api, ours, _) = two().await;
        lived_in(&mut engine, &api, &ours).await;
        let purge_at = archived(&mut engine, &api, &ours).await;
        engine.clock.set(purge_at);
        let faults =
            Faults { seed, lose_reply_per_mille: 50, throttle_per_mille: 50, ..Faults::default() };
        engine.table.inject(faults).await.unwrap();
        for _ in 0..20 {
            let job = bootstrap::job("purge").unwrap();
            drop(as_function("purge", job.run(engine.ctx.clone(), json!({}))).await);
        }
        engine.table.heal();
        purged(&mut engine).await;
        let left = left_of(&engine, &ours);
        assert!(left.is_empty(), "{seed}: {left:#?}");
    }
}

#[tokio::test]
async fn a_purge_ends_however_little_each_run_may_do() {
    let (mut engine, api, ours, _) = two().await;
    lived_in(&mut engine, &api, &ours).await;
    let purge_at = archived(&mut engine, &api, &ours).await;
    let store = engine.ctx.store.clone();
    let mut now = purge_at;
    for _ in 0..1_000 {
        let mut budget = Budget::of(3);
        let step = store.purge_org(ours.org, "", now, &mut budget).await.unwrap();
        assert!(budget.spent() <= 13, "{budget:?}");
        match step {
            Purged::Partly => (),
            Purged::Emptied => now += SETTLED_AFTER,
            Purged::Wholly => return,
            Purged::NotDue => panic!("it stopped"),
        }
    }
    panic!("it never ends");
}

#[tokio::test]
async fn w9_a_deleted_event_is_cancelled_and_gone_after_thirty_days() {
    let (mut engine, api, ours, _) = two().await;
    lived_in(&mut engine, &api, &ours).await;
    let (event, path) = (ours.id("event"), format!("/events/{}", ours.id("event")));
    let sent = engine.texts.accepted().len();
    let deleted = ask(&api, &ours, "DELETE", &path, &json!({})).await;
    assert_eq!((&deleted["state"], &deleted["archived"]), (&json!("cancelled"), &json!(true)));
    assert_eq!(deleted["deleted_at"], engine.now().to_string());
    engine.settle().await;
    assert!(engine.texts.accepted().len() > sent, "the guests hear of it");
    assert_eq!(
        ask(&api, &ours, "DELETE", &path, &json!({})).await["purge_at"],
        deleted["purge_at"]
    );
    let listed = ask(&api, &ours, "GET", "/events?archived=true", &json!({})).await;
    assert_eq!(listed["events"][0]["purge_at"], deleted["purge_at"]);
    let purge_at: Timestamp = deleted["purge_at"].as_str().unwrap().parse().unwrap();
    engine.clock.set(purge_at - NANOSECOND);
    engine.settle().await;
    assert_eq!(engine.run("purge", json!({})).await["rows"], 0);
    engine.clock.set(purge_at);
    purged(&mut engine).await;
    let id: EventId = event.parse().unwrap();
    assert!(engine.ctx.store.event_and_seats(id).await.unwrap().is_none());
    let partitions = engine.table.rows().unwrap();
    let partitions = partitions.iter().filter_map(|row| row.address(Place::Table));
    let left: Vec<_> = partitions.filter(|at| at.pk.contains(event)).collect();
    assert!(left.is_empty(), "{left:?}");
    // Nor does the org's own log show who was asked.
    let log = LogScope::Org(ours.org);
    let logged = engine.ctx.store.message_log(log, &MessageFilter::default(), None, 100).await;
    let logged = logged.unwrap().items;
    assert!(logged.iter().all(|one| one.id.key().event() != Some(id)), "{logged:?}");
    let other = format!("/events/{}", ours.id("other event"));
    assert_eq!(ask(&api, &ours, "GET", &other, &json!({})).await["state"], "draft");
}

#[tokio::test]
async fn w9_a_deleted_event_comes_back_within_thirty_days() {
    let (mut engine, api, ours, _) = two().await;
    let path = format!("/events/{}", ours.id("event"));
    let deleted = ask(&api, &ours, "DELETE", &path, &json!({})).await;
    engine.settle().await;
    let purge_at: Timestamp = deleted["purge_at"].as_str().unwrap().parse().unwrap();
    engine.clock.set(purge_at - NANOSECOND);
    let back = ask(&api, &ours, "POST", &format!("{path}/unarchive"), &json!({})).await;
    assert_eq!((&back["archived"], back.get("purge_at")), (&json!(false), None));
    engine.clock.advance(PURGED_AFTER);
    assert_eq!(engine.run("purge", json!({})).await["rows"], 0);
    ask(&api, &ours, "GET", &path, &json!({})).await;
    ask(&api, &ours, "DELETE", &path, &json!({})).await;
    engine.clock.advance(PURGED_AFTER);
    let unarchive = format!("/v1/orgs/{}{path}/unarchive", ours.org);
    let late = api.post(unarchive).by(ours.owner).json(&json!({})).send().await;
    assert_eq!(late.refused(409), "not-allowed-now");
}
