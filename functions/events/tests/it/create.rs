//! Making events, and every field that is refused.
use crate::world::{World, at, events};
use serde_json::{Value, json};

fn party() -> Value {
    json!({ "name": "Garden party", "starts_local": "2026-06-12T19:00", "capacity": 10 })
}

fn with(field: &str, value: Value) -> Value {
    let mut body = party();
    body[field] = value;
    body
}

fn with_setting(field: &str, value: &Value) -> Value {
    with("settings", json!({ field: value }))
}

#[tokio::test]
async fn an_event_takes_what_is_not_said_from_its_org_and_the_defaults() {
    let world = World::new().await;
    let made = world.post(&events(), party()).await.with(201);
    assert_eq!(made["host"], "Ada");
    assert_eq!(made["zone"], "America/New_York");
    assert_eq!(made["region"], "US");
    assert_eq!(made["state"], "draft");
    assert_eq!(made["starts_at"], "2026-06-12T23:00:00Z");
    assert_eq!(made["ends_at"], "2026-06-13T01:00:00Z");
    assert_eq!(made["closes_at"], made["starts_at"]);
    assert_eq!(
        made["settings"],
        json!({
            "fill": "guaranteed",
            "expiry_hours": 24.0,
            "batch_limit": null,
            "max_party": 1,
            "all_or_nothing": false,
            "waitlist": "auto",
            "allow_late": false,
            "quiet_hours": { "from": "21:00", "until": "08:00" },
            "min_notice_minutes": 120,
            "reminders": { "silent": true, "day_before": true, "hour_before": true },
            "show_attendees": false,
            "viewers_can_message": true,
        })
    );
    let seats = json!({
        "capacity": 10, "organizer_attends": false, "free": 10, "committed": 0, "waiting": 0,
    });
    assert_eq!(made["seats"], seats);
}

#[tokio::test]
async fn everything_that_can_be_said_is_kept() {
    let world = World::new().await;
    let body = json!({
        "name": " Jazz night ",
        "host": "The club",
        "details": "Bring a friend.\nDoors at 18:30.",
        "location": "12 Main Street",
        "starts_local": "2026-07-01T20:00",
        "zone": "Europe/Berlin",
        "duration_minutes": 90,
        "rsvp_deadline": "2026-06-30T12:00",
        "capacity": null,
        "organizer_attends": true,
        "region": "DE",
        "settings": {
            "fill": "guaranteed",
            "expiry_hours": "until_close",
            "batch_limit": 5,
            "max_party": 3,
            "all_or_nothing": true,
            "waitlist": "offer",
            "allow_late": true,
            "quiet_hours": null,
            "min_notice_minutes": 0,
            "reminders": { "silent": false },
            "show_attendees": true,
            "viewers_can_message": false,
        },
        "texts": { "invite": "Join us, {{name}}: {{link}}" },
    });
    let made = world.post(&events(), body).await.with(201);
    let id = made["id"].as_str().unwrap();
    let read = world.get(&at(id.parse().unwrap(), "")).await.with(200);
    assert_eq!(read["name"], "Jazz night");
    assert_eq!(read["details"], "Bring a friend.\nDoors at 18:30.");
    assert_eq!(read["rsvp_deadline"], "2026-06-30T10:00:00Z");
    assert_eq!(read["seats"]["capacity"], Value::Null);
    assert_eq!(read["seats"]["free"], Value::Null);
    assert_eq!(read["seats"]["committed"], 1);
    assert_eq!(read["settings"]["expiry_hours"], "until_close");
    assert_eq!(read["settings"]["quiet_hours"], Value::Null);
    assert_eq!(read["settings"]["reminders"]["silent"], false);
    assert_eq!(read["settings"]["reminders"]["day_before"], true);
    assert_eq!(read["texts"]["invite"], "Join us, {{name}}: {{link}}");
}

#[tokio::test]
async fn j9_an_expiry_that_is_no_number_of_hours_is_refused() {
    let world = World::new().await;
    for hours in ["NaN", "Infinity", "-Infinity", "1e999"] {
        let body = format!(
            r#"{{"name":"Tea","starts_local":"2026-06-12T19:00","capacity":10,"settings":{{"expiry_hours":{hours}}}}}"#
        );
        let answer = world.api.post(events()).by(world.team.member).body("application/json", body);
        let answer = answer.send().await;
        assert_eq!(answer.pointers(), ["/settings/expiry_hours"], "{hours}");
    }
    for hours in
        [json!("nan"), json!(-1), json!(0), json!(0.24), json!(2160.5), json!(1e9), json!([])]
    {
        let answer = world.post(&events(), with_setting("expiry_hours", &hours)).await;
        assert_eq!(answer.pointers(), ["/settings/expiry_hours"], "{hours}");
    }
    for hours in [json!(0.25), json!(2160), json!(36.5)] {
        world.post(&events(), with_setting("expiry_hours", &hours)).await.with(201);
    }
}

#[tokio::test]
async fn j10_a_capacity_of_nothing_or_less_is_refused() {
    let world = World::new().await;
    for capacity in [json!(0), json!(-5), json!(100_001), json!(1.5), json!("ten"), json!(1e300)] {
        let answer = world.post(&events(), with("capacity", capacity.clone())).await;
        assert_eq!(answer.pointers(), ["/capacity"], "{capacity}");
    }
    let mut without = party();
    without.as_object_mut().unwrap().remove("capacity");
    assert_eq!(world.post(&events(), without).await.pointers(), ["/capacity"]);
    for capacity in [json!(1), json!(100_000), json!(null)] {
        world.post(&events(), with("capacity", capacity)).await.with(201);
    }
}

#[tokio::test]
async fn every_field_that_does_not_fit_is_named_at_once() {
    let world = World::new().await;
    let body = json!({
        "name": "x".repeat(201),
        "host": " ",
        "details": "d".repeat(2_001),
        "location": "l".repeat(201),
        "starts_local": "2026-06-12",
        "zone": "Mars/Base",
        "duration_minutes": 0,
        "rsvp_deadline": "soon",
        "capacity": 0,
        "region": "ZZ",
        "settings": {
            "expiry_hours": "never",
            "batch_limit": 0,
            "max_party": 21,
            "waitlist": "maybe",
            "quiet_hours": { "from": "9 pm", "until": "25:00" },
            "min_notice_minutes": 50_000,
        },
        "texts": { "invite": "no link", "reply": "x", "a/b": "x" },
    });
    let expected = [
        "/capacity",
        "/details",
        "/duration_minutes",
        "/host",
        "/location",
        "/name",
        "/region",
        "/rsvp_deadline",
        "/settings/batch_limit",
        "/settings/expiry_hours",
        "/settings/max_party",
        "/settings/min_notice_minutes",
        "/settings/quiet_hours/from",
        "/settings/quiet_hours/until",
        "/settings/waitlist",
        "/starts_local",
        "/texts/a~1b",
        "/texts/invite",
        "/texts/reply",
        "/zone",
    ];
    assert_eq!(world.post(&events(), body).await.pointers(), expected);
}

#[tokio::test]
async fn an_unknown_field_is_named_wherever_it_stands() {
    let world = World::new().await;
    assert_eq!(world.post(&events(), with("color", json!("red"))).await.pointers(), ["/color"]);
    let answer = world.post(&events(), with_setting("risk", &json!(0.05))).await;
    assert_eq!(answer.pointers(), ["/settings/risk"]);
}

#[tokio::test]
async fn fast_fill_is_refused_with_the_reason() {
    let world = World::new().await;
    let refused = world.post(&events(), with_setting("fill", &json!("fast"))).await.with(422);
    assert_eq!(refused["errors"][0]["pointer"], "/settings/fill");
    assert!(refused["errors"][0]["detail"].as_str().unwrap().contains("use guaranteed"));
    let answer = world.post(&events(), with_setting("fill", &json!("slow"))).await;
    assert_eq!(answer.pointers(), ["/settings/fill"]);
}

#[tokio::test]
async fn a_deadline_after_the_start_is_refused() {
    let world = World::new().await;
    let answer = world.post(&events(), with("rsvp_deadline", json!("2026-06-12T19:01"))).await;
    assert_eq!(answer.pointers(), ["/rsvp_deadline"]);
    world.post(&events(), with("rsvp_deadline", json!("2026-06-12T19:00"))).await.with(201);
}

#[tokio::test]
async fn a_text_is_checked_when_it_is_saved() {
    let world = World::new().await;
    for (text, words) in [
        ("Hello {{name}}", "the text has to contain {{link}}"),
        ("{{link}} {{phone}}", "there is no variable `phone`"),
        ("{{link}} {{deadline}}", "`deadline` cannot be used in this text"),
        ("{{link}} {{name", "not closed"),
        ("", "the text is empty"),
    ] {
        let body = with("texts", json!({ "invite": text }));
        let refused = world.post(&events(), body).await.with(422);
        let detail = refused["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{text:?}: {detail}");
    }
}

#[tokio::test]
async fn a_repeated_request_with_its_key_makes_one_event() {
    let world = World::new().await;
    let make = async |body: Value| {
        let request = world.api.post(events()).by(world.team.member);
        request.header("idempotency-key", "first").json(&body).send().await
    };
    let once = make(party()).await.with(201);
    let twice = make(party()).await.with(201);
    assert_eq!(once["id"], twice["id"]);
    let other = make(with("capacity", json!(11))).await;
    assert_eq!(other.refused(422), "idempotency-mismatch");
    let listed = world.get(&events()).await.with(200);
    assert_eq!(listed["events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_event_costs_five_units_to_make() {
    let world = World::new().await;
    let (made, used) = world.metered(world.post(&events(), party())).await;
    made.with(201);
    // Two items in a transaction, twice the price, and the list of events.
    assert_eq!(used.write_units().to_string(), "5", "{used:?}");
}
