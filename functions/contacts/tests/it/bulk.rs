//! Changes of many contacts: what they do, how they go on, and what stands in their way.
use crate::world::World;
use jiff::SignedDuration;
use ports::Queue;
use serde_json::{Value, json};
use testkit::Verdict;

async fn people(world: &World, count: u32, tags: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        let phone = format!("212555{:04}", 100 + number);
        let name = format!("Guest {number}");
        ids.push(world.contact(json!({ "name": name, "phone": phone, "tags": tags })).await);
    }
    ids
}

async fn tags(world: &World, id: &str) -> Value {
    world.get(&format!("/contacts/{id}")).await.with(200)["tags"].clone()
}

async fn start(world: &World, body: &Value) -> String {
    let job = world.post("/contacts/bulk", body).await.with(202);
    job["id"].as_str().unwrap().to_owned()
}

/// Runs all that is queued, and what that queues, to the end.
async fn run(world: &World, job: &str) -> Value {
    while !world.queues.is_empty() {
        assert!(world.write_chunks().await.is_empty());
    }
    world.get(&format!("/bulk/{job}")).await.with(200)
}

fn counts(job: &Value) -> [u64; 4] {
    ["changed", "unchanged", "gone", "refused"].map(|name| job[name].as_u64().unwrap())
}

#[tokio::test]
async fn tags_come_and_go_on_named_contacts() {
    let world = World::new().await;
    let ids = people(&world, 3, &["vip"]).await;
    let nobody = "con_0000000000000000";
    let select = json!({ "contacts": [ids[0], ids[1], nobody] });
    let job = start(&world, &json!({ "select": select, "act": "add_tags", "tags": ["New"] })).await;
    let done = run(&world, &job).await;
    assert_eq!((done["state"].as_str(), counts(&done)), (Some("done"), [2, 0, 1, 0]));
    assert_eq!(done["named"], 3);
    assert_eq!(tags(&world, &ids[0]).await, json!(["New", "vip"]));
    assert_eq!(tags(&world, &ids[2]).await, json!(["vip"]));
    let body = json!({ "select": { "all": true }, "act": "remove_tags", "tags": ["NEW"] });
    let job = start(&world, &body).await;
    assert_eq!(counts(&run(&world, &job).await), [2, 1, 0, 0]);
    assert_eq!(tags(&world, &ids[0]).await, json!(["vip"]));
}

#[tokio::test]
async fn a_filter_chooses_by_the_contacts_themselves() {
    let world = World::new().await;
    let ids = people(&world, 2, &["vip"]).await;
    let other = world.contact(json!({ "email": "eve@example.com" })).await;
    let list = world.post("/lists", &json!({ "name": "Friends" })).await.with(201);
    let list = list["id"].as_str().unwrap();
    // The lists that are folded from the stream know nothing yet.
    let select = json!({ "filter": { "tag": ["VIP"] } });
    let body = json!({ "select": select, "act": "add_to_list", "list": list });
    let job = start(&world, &body).await;
    assert_eq!(counts(&run(&world, &job).await), [2, 0, 0, 0]);
    let select = json!({ "filter": { "list": list } });
    let body = json!({ "select": select, "act": "remove_from_list", "list": list });
    world.delete(&format!("/contacts/{}", ids[0])).await;
    let job = start(&world, &body).await;
    assert_eq!(counts(&run(&world, &job).await), [1, 0, 0, 0]);
    assert_eq!(world.get(&format!("/contacts/{other}")).await.with(200)["lists"], json!([]));
}

#[tokio::test]
async fn many_contacts_are_deleted_with_their_locks() {
    let world = World::new().await;
    let ids = people(&world, 5, &[]).await;
    let select = json!({ "contacts": ids });
    let job = start(&world, &json!({ "select": select, "act": "delete" })).await;
    assert_eq!(counts(&run(&world, &job).await), [5, 0, 0, 0]);
    assert_eq!((world.count("contact"), world.count("contact_phone")), (0, 0));
    assert_eq!(world.count("tombstone"), 5);
}

#[tokio::test]
async fn a_contact_without_room_for_a_tag_is_refused_and_the_others_are_not() {
    let world = World::new().await;
    let many: Vec<String> = (0..50).map(|number| format!("tag {number}")).collect();
    world.contact(json!({ "email": "full@example.com", "tags": many })).await;
    world.contact(json!({ "email": "free@example.com" })).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    let job = start(&world, &body).await;
    assert_eq!(counts(&run(&world, &job).await), [1, 0, 0, 1]);
}

#[tokio::test]
async fn a_tag_is_renamed_merged_and_taken_off_all_contacts() {
    let world = World::new().await;
    let both = world.contact(json!({ "email": "a@example.com", "tags": ["Guest", "vip"] })).await;
    let one = world.contact(json!({ "email": "b@example.com", "tags": ["guest"] })).await;
    let job = world.post("/tags/rename", &json!({ "from": "GUEST", "to": "VIP" })).await.with(202);
    assert_eq!(job["act"], "rename_tag");
    assert_eq!(counts(&run(&world, job["id"].as_str().unwrap()).await), [2, 0, 0, 0]);
    assert_eq!(tags(&world, &both).await, json!(["VIP"]));
    assert_eq!(tags(&world, &one).await, json!(["VIP"]));
    let job = world.delete("/tags/vip").await.with(202);
    assert_eq!(counts(&run(&world, job["id"].as_str().unwrap()).await), [2, 0, 0, 0]);
    assert_eq!(tags(&world, &both).await, json!([]));
    for (body, pointer) in [
        (json!({ "from": "a", "to": "b,c" }), "/to"),
        (json!({ "from": " ", "to": "b" }), "/from"),
        (json!({ "from": "a", "to": "t".repeat(61) }), "/to"),
    ] {
        assert_eq!(world.post("/tags/rename", &body).await.pointers(), [pointer]);
    }
}

#[tokio::test]
async fn a_long_job_takes_several_steps_and_misses_nobody() {
    let world = World::new().await;
    let rows = (0..600).map(|n| format!("Guest {n},+1212555{n:04}\n"));
    let file = String::from("name,phone\n") + &rows.collect::<String>();
    world.import(&[file.as_bytes()], &json!({})).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["all"] });
    let job = start(&world, &body).await;
    world.write_chunks().await;
    let underway = world.get(&format!("/bulk/{job}")).await.with(200);
    assert_eq!((underway["state"].as_str(), counts(&underway)[0]), (Some("running"), 250));
    assert_eq!(counts(&run(&world, &job).await), [600, 0, 0, 0]);
    let tagged =
        world.rows("contact").iter().filter(|row| format!("{row:?}").contains("all")).count();
    assert_eq!(tagged, 600);
}

#[tokio::test]
async fn a_step_that_dies_anywhere_is_done_again_and_loses_nothing() {
    // The process dies after so many calls to the table: each of them once.
    for died_after in 0..12 {
        let world = World::new().await;
        people(&world, 4, &["old"]).await;
        let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
        let job = start(&world, &body).await;
        let hint = world.queues.take_from(Queue::Imports).remove(0);
        let mut calls = 0;
        world.table.before_calls(move |_| {
            calls += 1;
            if calls > died_after { Verdict::LoseRequest } else { Verdict::Pass }
        });
        let left = world.write_chunk(&hint).await;
        world.table.heal();
        if !left {
            // What did not leave the queue comes back.
            assert!(world.write_chunk(&hint).await, "{died_after}");
        }
        let done = run(&world, &job).await;
        assert_eq!(done["state"], "done", "{died_after}");
        let [changed, unchanged, gone, refused] = counts(&done);
        assert_eq!((changed + unchanged, gone, refused), (4, 0, 0), "{died_after}");
        let list = world.list("/contacts").await.0;
        assert!(list.iter().all(|one| one["tags"] == json!(["new", "old"])), "{died_after}");
        // A late hint of a job that is done does nothing.
        assert!(world.write_chunk(&hint).await);
        assert_eq!(world.get(&format!("/bulk/{job}")).await.with(200), done);
    }
}

#[tokio::test]
async fn two_who_do_the_same_step_are_counted_once() {
    let world = World::new().await;
    people(&world, 4, &[]).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    let job = start(&world, &body).await;
    let hint = world.queues.take_from(Queue::Imports).remove(0);
    world.table.interleave(7);
    let both = tokio::join!(world.write_chunk(&hint), world.write_chunk(&hint));
    world.table.heal();
    assert_eq!(both, (true, true));
    let [changed, unchanged, _, _] = counts(&run(&world, &job).await);
    assert_eq!(changed + unchanged, 4);
}

#[tokio::test]
async fn a_job_whose_hint_is_lost_goes_on_when_somebody_looks() {
    let world = World::new().await;
    people(&world, 1, &[]).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    let job = start(&world, &body).await;
    world.queues.take();
    world.get(&format!("/bulk/{job}")).await.with(200);
    assert!(world.queues.is_empty(), "a job that only just began is not restarted");
    world.clock.advance(SignedDuration::from_mins(5));
    world.get(&format!("/bulk/{job}")).await.with(200);
    assert_eq!(counts(&run(&world, &job).await), [1, 0, 0, 0]);
}

#[tokio::test]
async fn three_jobs_of_an_org_run_at_once_and_a_fourth_waits() {
    let world = World::new().await;
    people(&world, 1, &[]).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    let mut jobs = Vec::new();
    for _ in 0..3 {
        jobs.push(start(&world, &body).await);
    }
    let fourth = world.post("/contacts/bulk", &body).await;
    assert_eq!(
        (fourth.json()["max"].clone(), fourth.refused(409)),
        (json!(3), "not-allowed-now".into())
    );
    // One that stands still is woken by whoever waits for it.
    world.queues.take();
    world.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(world.post("/contacts/bulk", &body).await.refused(409), "not-allowed-now");
    run(&world, &jobs[0]).await;
    start(&world, &body).await;
}

#[tokio::test]
async fn the_same_request_twice_is_one_job() {
    let world = World::new().await;
    people(&world, 1, &[]).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    let ask = || {
        let request = world.api.post(world.path("/contacts/bulk")).by(world.team.member);
        request.header("idempotency-key", "k1").json(&body).send()
    };
    let (first, second) = (ask().await.with(202), ask().await.with(202));
    assert_eq!(first["id"], second["id"]);
    assert_eq!(world.count("bulk"), 1);
}

#[tokio::test]
async fn deleting_needs_the_right_to_delete() {
    let world = World::new().await;
    let ids = people(&world, 1, &[]).await;
    let ask = async |act: Value| {
        let request = world.api.post(world.path("/contacts/bulk")).by(world.team.member);
        request.json(&act).send().await
    };
    let select = json!({ "contacts": ids });
    assert_eq!(ask(json!({ "select": select, "act": "delete" })).await.refused(403), "forbidden");
    ask(json!({ "select": select, "act": "add_tags", "tags": ["a"] })).await.with(202);
}

#[tokio::test]
async fn every_field_that_does_not_fit_is_named() {
    let world = World::new().await;
    let many: Vec<String> = (0..1_001).map(|_| "con_0000000000000000".to_owned()).collect();
    for (body, pointers) in [
        (json!({ "select": {}, "act": "delete" }), vec!["/select"]),
        (json!({ "select": { "all": true, "contacts": [] }, "act": "delete" }), vec!["/select"]),
        (json!({ "select": { "filter": {} }, "act": "delete" }), vec!["/select/filter"]),
        (json!({ "select": { "contacts": many }, "act": "delete" }), vec!["/select/contacts"]),
        (json!({ "select": { "contacts": ["x"] }, "act": "delete" }), vec!["/select/contacts/0"]),
        (json!({ "select": { "all": true }, "act": "add_tags" }), vec!["/tags"]),
        (json!({ "select": { "all": true }, "act": "add_to_list" }), vec!["/list"]),
        (json!({ "select": { "all": true }, "act": "add_to_list", "list": "x" }), vec!["/list"]),
        (json!({ "select": { "all": true }, "act": "delete", "tags": ["a"] }), vec!["/tags"]),
        (json!({ "select": { "all": true }, "act": "fly" }), vec!["/act"]),
    ] {
        assert_eq!(world.post("/contacts/bulk", &body).await.pointers(), pointers, "{body}");
    }
    let list = "lst_0000000000000000";
    let body = json!({ "select": { "all": true }, "act": "add_to_list", "list": list });
    assert_eq!(world.post("/contacts/bulk", &body).await.refused(404), "not-found");
}

#[tokio::test]
async fn a_filter_that_a_job_cannot_keep_is_refused_by_its_field() {
    let world = World::new().await;
    let long = "x".repeat(400_000);
    let many: Vec<&str> = vec!["vip"; 11];
    for (filter, pointer) in [
        (json!({ "tag": [long] }), "/select/filter/tag"),
        (json!({ "all_tags": many }), "/select/filter/all_tags"),
        (json!({ "field": { "city": long } }), "/select/filter/field/city"),
        (json!({ "name": long }), "/select/filter/name"),
        (json!({ "q": long }), "/select/filter/q"),
    ] {
        let body = json!({ "select": { "filter": filter }, "act": "delete" });
        assert_eq!(world.post("/contacts/bulk", &body).await.pointers(), [pointer]);
    }
    let (name, body) = (format!("custom:{long}"), |name: &str| {
        let filter = json!({ "field": { name: "x" } });
        json!({ "select": { "filter": filter }, "act": "delete" })
    });
    assert_eq!(world.post("/contacts/bulk", &body(&name)).await.status, 422);
}

#[tokio::test]
async fn no_tag_is_deleted_that_cannot_be() {
    let world = World::new().await;
    for tag in ["%20", "a%2Cb"] {
        assert_eq!(world.delete(&format!("/tags/{tag}")).await.pointers(), ["/tag"]);
    }
}

#[tokio::test]
async fn another_orgs_job_is_not_there_and_touches_nobody_else() {
    let world = World::new().await;
    let ids = people(&world, 1, &[]).await;
    let body = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    let job = start(&world, &body).await;
    let (other, stranger) = world.other_org().await;
    let path = format!("/v1/orgs/{other}/bulk/{job}");
    assert_eq!(world.api.get(&path).by(stranger).send().await.refused(404), "not-found");
    world.queues.take();
    // A foreign contact in a selection is one that is not there.
    let path = format!("/v1/orgs/{other}/contacts/bulk");
    let body = json!({ "select": { "contacts": ids }, "act": "delete" });
    let foreign = world.api.post(&path).by(stranger).json(&body).send().await.with(202);
    while !world.queues.is_empty() {
        world.write_chunks().await;
    }
    let path = format!("/v1/orgs/{other}/bulk/{}", foreign["id"].as_str().unwrap());
    let done = world.api.get(&path).by(stranger).send().await.with(200);
    assert_eq!(counts(&done), [0, 0, 1, 0]);
    assert_eq!(world.count("contact"), 1);
}

#[tokio::test]
async fn a_contact_that_loses_the_tag_while_those_with_it_are_deleted_stays() {
    for seed in 0..24 {
        let world = World::new().await;
        let one = people(&world, 1, &["old"]).await.remove(0);
        let body = json!({ "select": { "filter": { "tag": ["old"] } }, "act": "delete" });
        let job = start(&world, &body).await;
        let hint = world.queues.take_from(Queue::Imports).remove(0);
        let path = format!("/contacts/{one}");
        let without = json!({ "tags": [] });
        world.table.interleave(seed);
        let (done, kept) = tokio::join!(world.write_chunk(&hint), world.patch(&path, &without));
        world.table.heal();
        assert!(done, "{seed}");
        let there = world.get(&path).await.status == 200;
        assert_eq!(there, kept.status == 200, "{seed}");
        let changed = u64::from(!there);
        assert_eq!(counts(&run(&world, &job).await)[0], changed, "{seed}");
    }
}
