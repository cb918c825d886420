//! Texts and mails whose outcome nobody knows.
use crate::world::{World, column};
use domain::{
    ids::{InviteeId, MailId},
    invitee::Status,
    message::{Delivery, MessageId, MessageKey, Purpose},
};
use runtime::{
    invitation,
    mail::{Letter, PendingMail, Reader},
};
use serde_json::json;
use store::{Transaction, mails::MailState};
use testkit::{fixtures, stage::Reply};

const PATH: &str = "/v1/admin/unknown/messages";

/// A guest whose invitation's outcome is not known.
async fn guest(
    world: &World,
    number: u16,
    status: Status,
    delivery: Delivery,
) -> (InviteeId, String) {
    let event = fixtures::event(1).id;
    let guest = world.guest(event, number, status).await;
    let change = |invitee: &mut domain::invitee::Invitee| {
        if let Some(message) = &mut invitee.message {
            message.delivery = delivery;
            message.provider_id = None;
        }
    };
    world.change_invitee((event, guest), change).await;
    let message = MessageId::of(MessageKey::Invitation {
        event,
        invitee: guest,
        generation: world.load(event, guest).await.generation,
        purpose: Purpose::Invite,
        sequence: 1,
    });
    (guest, message.to_string())
}

async fn decide(world: &World, message: &str, outcome: &str) -> Reply {
    world.sends("POST", &format!("{PATH}/{message}"), json!({ "outcome": outcome })).await
}

async fn world() -> World {
    let world = World::new().await;
    world.create_event(&fixtures::event(1), 10).await;
    world
}

const INVITING: Status = Status::Inviting { held: 1 };

#[tokio::test]
async fn what_nobody_knows_is_listed_and_what_is_known_is_not() {
    let world = world().await;
    let (_, unknown) = guest(&world, 1, INVITING, Delivery::Unknown).await;
    let (_, unconfirmed) = guest(&world, 2, world.live(1), Delivery::Unconfirmed).await;
    guest(&world, 3, world.live(1), Delivery::Delivered).await;
    world.fold().await;
    let list = world.reads(PATH).await.with(200);
    let mut listed = column(&list, "id");
    listed.sort();
    let mut expected = [unknown, unconfirmed];
    expected.sort();
    assert_eq!(listed, expected);
    assert_eq!(list["items"][0]["org"], fixtures::ORG.to_string());
    assert_eq!(world.reads("/v1/admin/figures?period=all").await.with(200)["unknown_messages"], 2);
}

#[tokio::test]
async fn an_invitation_that_was_sent_is_out_and_its_time_runs() {
    let world = world().await;
    let (id, message) = guest(&world, 1, INVITING, Delivery::Unknown).await;
    assert_eq!(decide(&world, &message, "sent").await.with(200)["state"], "submitted");
    let invitee = world.load(fixtures::event(1).id, id).await;
    assert!(matches!(invitee.status, Status::Invited { .. }), "{:?}", invitee.status);
    let again = decide(&world, &message, "not_sent").await;
    assert_eq!(again.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn an_invitation_that_was_not_sent_is_a_failure_and_is_never_sent_again_by_itself() {
    let world = world().await;
    let event = fixtures::event(1).id;
    let (id, message) = guest(&world, 1, INVITING, Delivery::Unknown).await;
    let left = world.event_and_seats(event).await.seats.left;
    assert_eq!(decide(&world, &message, "not_sent").await.with(200)["state"], "gave_up");
    let invitee = world.load(event, id).await;
    assert_eq!((invitee.status, invitee.delivery()), (Status::Failed, Delivery::GaveUp));
    assert_eq!(world.event_and_seats(event).await.seats.left, left + 1, "its seat is free");
    world.fold().await;
    assert!(world.texts.submissions().is_empty());
    assert_eq!(world.reads(PATH).await.with(200)["items"], json!([]));
    let resolved = world.reads(&format!("{PATH}?resolved=true")).await.with(200);
    let by = format!("admin {}", world.admin.user);
    assert_eq!(column(&resolved, "decided_by"), [by]);
}

#[tokio::test]
async fn a_guest_who_counts_as_invited_stays_so_and_may_be_sent_it_again() {
    let world = world().await;
    let event = fixtures::event(1).id;
    let (id, message) = guest(&world, 1, world.live(1), Delivery::Unconfirmed).await;
    assert_eq!(decide(&world, &message, "not_sent").await.with(200)["state"], "gave_up");
    let invitee = world.load(event, id).await;
    assert!(matches!(invitee.status, Status::Invited { .. }), "{:?}", invitee.status);
    assert_eq!(domain::transition::next_resend(&invitee, world.now()), Ok(2));
}

#[tokio::test]
async fn a_reminder_is_decided_like_an_invitation_and_its_guest_stays() {
    let world = world().await;
    let event = fixtures::event(1);
    let id = world.guest(event.id, 1, world.live(1)).await;
    let invitee = world.load(event.id, id).await;
    let (which, now) = ((Purpose::Reminder, 1), world.now());
    let mut reminder =
        invitation::new_message(&world.ctx, &event, &invitee, which, &[], now).unwrap();
    reminder.life.delivery = Delivery::Unknown;
    let mut transaction = Transaction::new();
    transaction.create_message(&reminder);
    world.ctx.store.commit(transaction).await.unwrap();
    world.fold().await;
    let list = world.reads(PATH).await.with(200);
    assert_eq!(column(&list, "purpose"), ["reminder"]);
    let message = MessageId::of(reminder.key.clone()).to_string();
    assert_eq!(decide(&world, &message, "not_sent").await.with(200)["state"], "gave_up");
    assert_eq!(decide(&world, &message, "sent").await.refused(409), "not-allowed-now");
    assert_eq!(world.load(event.id, id).await, invitee);
    world.fold().await;
    assert!(world.queues.is_empty(), "nobody is told to send it again");
    assert_eq!(world.reads(PATH).await.with(200)["items"], json!([]));
}

#[tokio::test]
async fn only_the_message_that_is_asked_about_is_decided() {
    let world = world().await;
    let (id, message) = guest(&world, 1, world.live(1), Delivery::Unconfirmed).await;
    let event = fixtures::event(1).id;
    let next = |invitee: &mut domain::invitee::Invitee| {
        if let Some(message) = &mut invitee.message {
            message.sequence = 2;
        }
    };
    world.change_invitee((event, id), next).await;
    assert_eq!(decide(&world, &message, "sent").await.refused(404), "not-found");
    let wrong = decide(&world, &message, "perhaps").await;
    assert_eq!(wrong.pointers(), ["/outcome"]);
    assert_eq!(decide(&world, "msg_0", "sent").await.refused(404), "not-found");
}

#[tokio::test]
async fn records_that_come_late_twice_and_in_any_order_leave_the_same_list() {
    let world = world().await;
    let (_, decided) = guest(&world, 1, INVITING, Delivery::Unknown).await;
    let (_, open) = guest(&world, 2, INVITING, Delivery::Unknown).await;
    decide(&world, &decided, "not_sent").await.with(200);
    let (records, _) = world.records(0);
    for record in records.iter().rev().chain(&records).chain(records.iter().rev()) {
        world.ctx.store.fold_stream(vec![record.clone()], world.now()).await.unwrap();
    }
    assert_eq!(column(&world.reads(PATH).await.with(200), "id"), [open]);
    let all = world.reads(&format!("{PATH}?resolved=true")).await.with(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    assert_eq!(world.reads("/v1/admin/figures?period=all").await.with(200)["unknown_messages"], 1);
}

#[tokio::test]
async fn a_message_whose_place_another_took_is_nobodys_question_any_more() {
    let world = world().await;
    let (id, _) = guest(&world, 1, world.live(1), Delivery::Unconfirmed).await;
    let next = |invitee: &mut domain::invitee::Invitee| {
        if let Some(message) = &mut invitee.message {
            message.sequence = 2;
            message.delivery = Delivery::Queued;
        }
    };
    world.change_invitee((fixtures::event(1).id, id), next).await;
    world.fold().await;
    assert_eq!(world.reads(PATH).await.with(200)["items"], json!([]));
}

#[tokio::test]
async fn a_mail_is_decided_once_and_who_did_is_recorded() {
    let world = world().await;
    let id = MailId::from_bytes([3; 10]);
    let letter = Letter::already_registered(&Reader::default());
    let now = world.now();
    let mut pending = PendingMail::new(&world.ctx, "ada@example.org", &letter, now);
    pending.mail.state = MailState::Unknown { claimed_at: now };
    let mut transaction = Transaction::new();
    transaction.create_mail(id, &pending.mail);
    world.ctx.store.commit(transaction).await.unwrap();
    let list = world.reads("/v1/admin/unknown/mails").await.with(200);
    assert_eq!(column(&list, "to"), ["ada@example.org"]);
    let path = format!("/v1/admin/unknown/mails/{id}");
    let decide = || world.sends("POST", &path, json!({ "outcome": "not_sent" }));
    assert_eq!(decide().await.status, 204);
    assert_eq!(decide().await.refused(409), "not-allowed-now");
    let by = format!("admin {}", world.admin.user);
    assert_eq!(world.rows("mail")[0].text("by"), Some(by.as_str()));
    assert_eq!(world.reads("/v1/admin/unknown/mails").await.with(200)["items"], json!([]));
}

#[tokio::test]
async fn a_mail_that_is_not_there_is_not_decided() {
    let world = world().await;
    assert_eq!(world.reads("/v1/admin/unknown/mails").await.with(200)["items"], json!([]));
    let path = "/v1/admin/unknown/mails/mal_0000000000000000";
    let reply = world.sends("POST", path, json!({ "outcome": "sent" })).await;
    assert_eq!(reply.refused(404), "not-found");
}
