//! The messages that a contact got.
use crate::world::World;
use domain::{
    event::Event,
    ids::{Identity, InviteeId},
    invitee::{Invitee, Status},
    message::{Delivery, MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{Transaction, invitees::NewMessage};
use testkit::fixtures;

fn phone(number: u16) -> Phone {
    Phone::from_e164(&format!("+1212555{number:04}")).unwrap()
}

/// An event with a guest of that phone, whose invitation went out an hour ago.
async fn invited(world: &World, number: u8, phone: &Phone) -> (Event, Invitee) {
    let event = Event { code: None, name: format!("Party {number}"), ..fixtures::event(number) };
    world.create_event(&event, 10).await;
    let sent_at = world.now() - SignedDuration::from_hours(1);
    let id = InviteeId::derive(event.id, Identity::Phone(phone), 0);
    let guest = Invitee { id, phone: Some(phone.clone()), ..fixtures::invitee(&event, 1) };
    let guest = fixtures::invited(guest, 1, sent_at, world.now() + SignedDuration::from_hours(9));
    let mut message = guest.message.clone().unwrap();
    message.recorded_at = Some(sent_at);
    message.body = "Come to the party".into();
    let guest = Invitee { message: Some(message), ..guest };
    world.create_invitee(&guest).await;
    world.fold().await;
    (event, guest)
}

async fn record(world: &World, guest: &Invitee, purpose: Purpose, words: &str) {
    let (event, invitee) = (guest.event, guest.id);
    let key = MessageKey::Invitation { event, invitee, generation: 1, purpose, sequence: 1 };
    let mut life = Life::queued(1, words.into(), 1, world.now() + SignedDuration::from_hours(1));
    life.delivery = Delivery::Rejected;
    life.error = Some(30_006);
    let message = NewMessage {
        key,
        org: guest.org,
        name: guest.name.clone(),
        phone: guest.phone.clone().unwrap(),
        life,
        created_at: world.now(),
    };
    let mut transaction = Transaction::new();
    transaction.create_message(&message);
    world.ctx.store.commit(transaction).await.unwrap();
}

fn told(items: &[Value]) -> Vec<String> {
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or("-").to_owned();
    let told = |item: &Value| {
        format!("{} {} {}", text(item, "event_name"), text(item, "purpose"), text(item, "state"))
    };
    items.iter().map(told).collect()
}

#[tokio::test]
async fn a_contact_sees_every_message_the_newest_first() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let (_, guest) = invited(&world, 1, &phone(101)).await;
    // Somebody else is on the list, too.
    let other = Invitee { status: Status::Queued, ..fixtures::invitee(&fixtures::event(1), 9) };
    world.create_invitee(&other).await;
    record(&world, &guest, Purpose::Reminder, "Will you come?").await;
    let (items, _) = world.list(&format!("/contacts/{ada}/messages")).await;
    assert_eq!(told(&items), ["Party 1 reminder rejected", "Party 1 invite submitted"]);
    assert_eq!((&items[0]["error"], &items[0]["body"]), (&json!(30_006), &json!("Will you come?")));
    assert_eq!(items[1]["provider_id"], guest.message.unwrap().provider_id.unwrap());
    assert_eq!(items[1]["segments"], 1);
}

#[tokio::test]
async fn words_that_the_row_forgot_are_in_the_history() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let (event, guest) = invited(&world, 1, &phone(101)).await;
    world
        .change_invitee((event.id, guest.id), |invitee| {
            invitee.message.as_mut().unwrap().body = String::new();
        })
        .await;
    world.fold().await;
    let (items, _) = world.list(&format!("/contacts/{ada}/messages")).await;
    assert_eq!(items[0]["body"], "Come to the party");
}

#[tokio::test]
async fn an_invitation_that_a_later_one_replaced_is_in_the_history() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let (event, guest) = invited(&world, 1, &phone(101)).await;
    let sent_at = world.now() - SignedDuration::from_hours(1);
    world
        .change_invitee((event.id, guest.id), |invitee| {
            let status = Status::Inviting { held: 1 };
            let inviting = fixtures::with_status(invitee.clone(), status, sent_at);
            invitee.history = inviting.history;
            invitee.generation = 2;
            let message = invitee.message.as_mut().unwrap();
            message.recorded_at = Some(sent_at + SignedDuration::from_mins(30));
            message.body = "Once more".into();
        })
        .await;
    world.fold().await;
    let (items, _) = world.list(&format!("/contacts/{ada}/messages")).await;
    let bodies: Vec<&str> = items.iter().map(|item| item["body"].as_str().unwrap()).collect();
    assert_eq!(bodies, ["Once more", "Come to the party"]);
}

#[tokio::test]
async fn the_history_of_a_merged_contact_shows_both() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let other = world.contact(json!({ "name": "A. L.", "phone": "2125550102" })).await;
    invited(&world, 1, &phone(101)).await;
    invited(&world, 2, &phone(102)).await;
    world.post(&format!("/contacts/{ada}/merge"), &json!({ "with": other })).await.with(200);
    let (items, _) = world.list(&format!("/contacts/{ada}/messages")).await;
    let mut told = told(&items);
    told.sort();
    assert_eq!(told, ["Party 1 invite submitted", "Party 2 invite submitted"]);
    let gone = world.get(&format!("/contacts/{other}/messages")).await;
    assert_eq!(gone.refused(404), "not-found");
}

#[tokio::test]
async fn a_long_history_is_paged_through_to_its_end() {
    let world = World::new().await;
    let ada = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    for number in 1..=120 {
        invited(&world, number, &phone(101)).await;
    }
    let (items, pages) = world.list(&format!("/contacts/{ada}/messages")).await;
    assert_eq!(items.len(), 120);
    assert!(pages >= 2, "{pages}");
}

#[tokio::test]
async fn a_phone_that_two_orgs_know_has_a_history_in_each() {
    let world = World::new().await;
    invited(&world, 1, &phone(101)).await;
    let (other, stranger) = world.other_org().await;
    let path = format!("/v1/orgs/{other}/contacts");
    let body = json!({ "name": "Ada", "phone": "2125550101" });
    let ada = world.api.post(&path).by(stranger).json(&body).send().await.with(201);
    let path = format!("{path}/{}/messages", ada["id"].as_str().unwrap());
    let page = world.api.get(&path).by(stranger).send().await.with(200);
    assert_eq!(page["items"], json!([]));
}
