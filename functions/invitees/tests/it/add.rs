//! Adding contacts to a list.
use crate::world::{World, list, one};
use domain::{event::EventState, invitee::Status};
use serde_json::{Value, json};
use store::{
    Consistency, Transaction, contacts::FormerIdentity, orgs::Org, platform::PlatformSettings,
};
use testkit::fixtures;

fn ids(contacts: &[u16]) -> Value {
    json!({ "contacts": contacts.iter().map(|one| fixtures::contact_id(*one).to_string()).collect::<Vec<_>>() })
}

fn results(body: &Value) -> Vec<String> {
    let results = body["results"].as_array().unwrap();
    results.iter().map(|one| one["result"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn contacts_join_the_end_of_the_queue_in_the_order_given() {
    let world = World::new().await;
    let event = world.event().await;
    for (number, name) in [(1, "Ann"), (2, "Bob"), (3, "Cyd")] {
        world.contact(number, name, &[]).await;
    }
    let added = world.post(&list(event), ids(&[3, 1])).await.with(200);
    assert_eq!(added["added"], 2);
    assert_eq!(results(&added), ["added", "added"]);
    world.post(&list(event), ids(&[2])).await.with(200);
    assert_eq!(world.queue(event).await, ["Cyd", "Ann", "Bob"]);
}

#[tokio::test]
async fn contacts_join_the_top_in_the_order_given() {
    let world = World::new().await;
    let event = world.event().await;
    for (number, name) in [(1, "Ann"), (2, "Bob"), (3, "Cyd"), (4, "Dan")] {
        world.contact(number, name, &[]).await;
    }
    world.post(&list(event), ids(&[1])).await.with(200);
    let mut body = ids(&[2, 3, 4]);
    body["position"] = json!("top");
    world.post(&list(event), body).await.with(200);
    assert_eq!(world.queue(event).await, ["Bob", "Cyd", "Dan", "Ann"]);
}

#[tokio::test]
async fn an_invitee_is_a_snapshot_with_the_events_party_unless_said_otherwise() {
    let world = World::new().await;
    let event = world.event_with(|event| event.settings.max_party = 3).await;
    world.contact(1, "Ann Lee", &[]).await;
    world.contact_with(2, |contact| contact.zone = Some("Asia/Tokyo".parse().unwrap())).await;
    let first = world.post(&list(event), ids(&[1])).await.with(200);
    let mut body = ids(&[2]);
    body["max_party"] = json!(5);
    let second = world.post(&list(event), body).await.with(200);
    let of = |added: &Value| added["results"][0]["invitee"].as_str().unwrap().parse().unwrap();
    let (ann, bob) = (world.load(event, of(&first)).await, world.load(event, of(&second)).await);
    assert_eq!(
        (ann.name.as_str(), ann.phone.clone(), ann.party_max),
        ("Ann Lee", Some(fixtures::phone(1)), 3)
    );
    assert_eq!((bob.party_max, bob.zone.unwrap().name()), (5, "Asia/Tokyo"));
    assert_eq!((ann.status, ann.generation, ann.history.len()), (Status::Queued, 1, 1));
    assert_eq!(ann.history[0].by, domain::change::Actor::User(world.team.member.user));
}

#[tokio::test]
async fn j13_the_same_phone_is_on_a_list_once() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "Ann", &[]).await;
    // Another contact has Ann's number by now.
    world.contact_with(2, |contact| contact.phone = Some(fixtures::phone(1))).await;
    let both = world.post(&list(event), ids(&[1, 2])).await.with(200);
    let mut found = results(&both);
    found.sort();
    assert_eq!(found, ["added", "same_phone"]);
    let second =
        both["results"].as_array().unwrap().iter().find(|one| one["result"] == "same_phone");
    let second = second.unwrap();
    assert_eq!(second["status"], "queued");
    assert!(["Ann", "Guest 2"].contains(&second["name"].as_str().unwrap()));
    assert_eq!(world.queue(event).await.len(), 1);
}

#[tokio::test]
async fn j24_a_deleted_contact_does_not_stop_the_others() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "Ann", &[]).await;
    world.contact(3, "Cyd", &[]).await;
    let mut body = ids(&[1, 2, 3, 1]);
    body["contacts"].as_array_mut().unwrap().push(json!("con_nonsense"));
    let added = world.post(&list(event), body).await.with(200);
    assert_eq!(added["added"], 2);
    assert_eq!(results(&added), ["added", "added", "contact_not_found", "contact_not_found"]);
    assert_eq!(added["results"][2]["contact"], fixtures::contact_id(2).to_string());
    assert_eq!(added["results"][3]["contact"], "con_nonsense");
    assert_eq!(world.queue(event).await, ["Ann", "Cyd"]);
}

#[tokio::test]
async fn adding_twice_changes_nothing() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "Ann", &[]).await;
    let first = world.post(&list(event), ids(&[1])).await.with(200);
    let invitee = first["results"][0]["invitee"].as_str().unwrap().parse().unwrap();
    world.post(&one(event, invitee, "/decline"), json!({})).await.with(200);
    let again = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(
        (again["added"].clone(), results(&again)),
        (json!(0), vec!["already_on_list".into()])
    );
    assert_eq!(again["results"][0]["status"], "declined");
    assert_eq!(world.load(event, invitee).await.status, Status::Declined);
}

#[tokio::test]
async fn who_was_taken_off_the_list_is_asked_anew() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "Ann", &[]).await;
    let first = world.post(&list(event), ids(&[1])).await.with(200);
    let invitee = first["results"][0]["invitee"].as_str().unwrap().parse().unwrap();
    world.post(&one(event, invitee, "/remove"), json!({})).await.with(200);
    world.contact(1, "Anna", &[]).await;
    let again = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(results(&again), ["added"]);
    let anna = world.load(event, invitee).await;
    assert_eq!((anna.name.as_str(), anna.generation, anna.status), ("Anna", 2, Status::Queued));
    assert_eq!(anna.history.len(), 3);
}

#[tokio::test]
async fn who_was_taken_off_and_said_stop_is_not_asked_anew() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "Ann", &[]).await;
    let first = world.post(&list(event), ids(&[1])).await.with(200);
    let invitee = first["results"][0]["invitee"].as_str().unwrap().parse().unwrap();
    world.post(&one(event, invitee, "/remove"), json!({})).await.with(200);
    let mut transaction = Transaction::new();
    transaction.suppress(&fixtures::phone(1), &world.ctx.texts.account().sender);
    world.ctx.store.commit(transaction).await.unwrap();
    let again = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(results(&again), ["suppressed"]);
    assert_eq!(world.load(event, invitee).await.status, Status::Removed);
}

#[tokio::test]
async fn who_has_no_phone_is_on_the_list_but_not_in_line() {
    let world = World::new().await;
    let event = world.event().await;
    world
        .contact_with(1, |contact| {
            contact.phone = None;
            contact.email = Some("ann@example.com".parse().unwrap());
        })
        .await;
    let added = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!((added["added"].clone(), results(&added)), (json!(0), vec!["no_address".into()]));
    assert_eq!(world.queue(event).await, Vec::<String>::new());
    let invitee = added["results"][0]["invitee"].as_str().unwrap().parse().unwrap();
    let read = world.get(&one(event, invitee, "")).await.with(200);
    assert_eq!(
        (&read["status"], &read["skipped"]["reason"]),
        (&json!("queued"), &json!("no_address"))
    );
    let again = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(results(&again), ["already_on_list"]);
}

#[tokio::test]
async fn a_contact_without_a_name_is_called_a_guest() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "", &[]).await;
    world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(world.queue(event).await, ["Guest"]);
}

#[tokio::test]
async fn all_with_a_tag_are_added_page_by_page() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 0..230 {
        let tags: &[&str] = if number % 23 == 0 { &["vip"] } else { &["Family"] };
        world.contact(number, &format!("Guest {number:03}"), tags).await;
    }
    world.fold().await;
    let vip = world.post(&list(event), json!({ "tag": "VIP" })).await.with(200);
    assert_eq!((&vip["added"], &vip["cursor"]), (&json!(10), &json!(null)));
    let first = world.post(&list(event), json!({ "tag": "family" })).await.with(200);
    assert_eq!(first["added"], 200);
    let body = json!({ "tag": "family", "cursor": first["cursor"] });
    let rest = world.post(&list(event), body).await.with(200);
    assert_eq!((&rest["added"], &rest["cursor"]), (&json!(20), &json!(null)));
    assert_eq!(world.queue(event).await.len(), 230);
}

#[tokio::test]
async fn all_contacts_are_added_page_by_page() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 0..430 {
        world.contact(number, &format!("Guest {number}"), &[]).await;
    }
    let (mut added, mut cursor) = (0, Value::Null);
    loop {
        let mut body = json!({ "all": true });
        if cursor.is_string() {
            body["cursor"] = cursor.clone();
        }
        let page = world.post(&list(event), body).await.with(200);
        added += page["added"].as_u64().unwrap();
        cursor = page["cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(added, 430);
    assert_eq!(world.queue(event).await.len(), 430);
}

#[tokio::test]
async fn a_closed_or_cancelled_event_takes_nobody() {
    let world = World::new().await;
    world.contact(1, "Ann", &[]).await;
    let event = world.event().await;
    world.set_state(event, EventState::Cancelled).await;
    assert_eq!(world.post(&list(event), ids(&[1])).await.refused(409), "event-cancelled");
    world.set_state(event, EventState::Closed).await;
    assert_eq!(world.post(&list(event), ids(&[1])).await.refused(409), "event-closed");
    world.set_state(event, EventState::Active).await;
    world.clock.set("2026-06-12T23:00:00Z".parse().unwrap());
    assert_eq!(world.post(&list(event), ids(&[1])).await.refused(409), "event-closed");
}

#[tokio::test]
async fn a_list_is_as_long_as_the_platform_allows() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 1..=3 {
        world.contact(number, &format!("Guest {number}"), &[]).await;
    }
    let mut transaction = Transaction::new();
    transaction.replace_platform(None, &PlatformSettings { invitees_max: 2, ..Default::default() });
    world.ctx.store.commit(transaction).await.unwrap();
    let refused = world.post(&list(event), ids(&[1, 2, 3])).await.with(409);
    assert_eq!(
        (&refused["type"], &refused["max"]),
        (&json!("/problems/not-allowed-now"), &json!(2))
    );
    world.post(&list(event), ids(&[1, 2])).await.with(200);
    world.fold().await;
    assert_eq!(world.post(&list(event), ids(&[3])).await.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn an_org_may_have_a_lower_limit_of_its_own() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 1..=2 {
        world.contact(number, &format!("Guest {number}"), &[]).await;
    }
    let org = world.ctx.store.org(fixtures::ORG, Consistency::Strong).await.unwrap().unwrap();
    let limited = Org { invitees_max: Some(1), ..org.value.clone() };
    let mut transaction = Transaction::new();
    transaction.replace_org(&org, &limited);
    world.ctx.store.commit(transaction).await.unwrap();
    let refused = world.post(&list(event), ids(&[1, 2])).await.with(409);
    assert_eq!(refused["max"], 1);
    world.post(&list(event), ids(&[1])).await.with(200);
}

#[tokio::test]
async fn a_request_says_exactly_once_who_is_meant() {
    let world = World::new().await;
    let event = world.event().await;
    let many: Vec<String> =
        (0..201).map(|number| fixtures::contact_id(number).to_string()).collect();
    for (body, pointer) in [
        (json!({}), ""),
        (json!({ "all": true, "tag": "vip" }), ""),
        (json!({ "contacts": [], }), "/contacts"),
        (json!({ "contacts": many }), "/contacts"),
        (json!({ "contacts": [7] }), "/contacts/0"),
        (json!({ "tag": " " }), "/tag"),
        (json!({ "all": true, "max_party": 0 }), "/max_party"),
        (json!({ "all": true, "max_party": 21 }), "/max_party"),
        (json!({ "all": true, "position": "middle" }), "/position"),
        (json!({ "all": true, "cursor": "abc" }), "/cursor"),
        (json!({ "contacts": ["con_x"], "cursor": "abc" }), "/cursor"),
        (json!({ "all": true, "priority": 1 }), "/priority"),
    ] {
        assert_eq!(world.post(&list(event), body.clone()).await.pointers(), [pointer], "{body}");
    }
}

#[tokio::test]
async fn one_adds_its_own_contacts_to_its_own_events_only() {
    let world = World::new().await;
    let other = domain::ids::OrgId::from_bytes([8; 10]);
    let event = world.event_with(|event| event.org = other).await;
    world.contact(1, "Ann", &[]).await;
    assert_eq!(world.post(&list(event), ids(&[1])).await.refused(404), "not-found");
}

#[tokio::test]
async fn a_person_who_is_on_the_list_as_a_merged_contact_is_not_added_again() {
    let world = World::new().await;
    let event = world.event().await;
    let bob = world.contact(2, "Bob", &[]).await;
    let first = world.post(&list(event), ids(&[2])).await.with(200);
    let former = FormerIdentity { contact: bob, phone: Some(fixtures::phone(2)) };
    world.contact_with(1, |contact| contact.former = vec![former]).await;
    let again = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(results(&again), ["already_on_list"]);
    assert_eq!(again["results"][0]["invitee"], first["results"][0]["invitee"]);
    assert_eq!(world.queue(event).await.len(), 1);
    // Once that place is given up, the contact gets its own.
    let invitee = first["results"][0]["invitee"].as_str().unwrap().parse().unwrap();
    world.change_invitee((event, invitee), |row| row.status = Status::Removed).await;
    let added = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(results(&added), ["added"]);
}

#[tokio::test]
async fn a_contact_whose_phone_changed_keeps_its_place() {
    let world = World::new().await;
    let event = world.event().await;
    world.contact(1, "Ann", &[]).await;
    world.post(&list(event), ids(&[1])).await.with(200);
    let own = FormerIdentity { contact: fixtures::contact_id(1), phone: Some(fixtures::phone(1)) };
    world
        .contact_with(1, |contact| {
            contact.phone = Some(fixtures::phone(7));
            contact.former = vec![own];
        })
        .await;
    let again = world.post(&list(event), ids(&[1])).await.with(200);
    assert_eq!(results(&again), ["already_on_list"]);
    // Whoever has that phone now is somebody else, and so is the place.
    assert_eq!(world.queue(event).await.len(), 1);
}

#[tokio::test]
async fn everybody_on_a_list_joins_and_nobody_else() {
    let world = World::new().await;
    let event = world.event().await;
    let office = domain::ids::ContactListId::from_bytes([4; 10]);
    let made = store::contact_lists::ContactList {
        title: "Office".into(),
        description: String::new(),
        created_at: world.now(),
        sign_up_sequence: 0,
        sign_up: None,
        deleted_at: None,
    };
    let mut transaction = Transaction::new();
    transaction.create_contact_list(world.team.org, office, &made);
    world.ctx.store.commit(transaction).await.unwrap();
    for number in 1..=3 {
        world
            .contact_with(number, |contact| {
                contact.lists = if number < 3 { vec![office] } else { Vec::new() };
            })
            .await;
    }
    world.fold().await;
    let added = world.post(&list(event), json!({ "list": office.to_string() })).await.with(200);
    assert_eq!(results(&added), ["added", "added"]);
    let other = domain::ids::ContactListId::from_bytes([5; 10]);
    for (named, pointer) in [(other.to_string(), "/list"), ("x".to_owned(), "/list")] {
        let refused = world.post(&list(event), json!({ "list": named })).await;
        assert_eq!(refused.pointers(), [pointer]);
    }
}
