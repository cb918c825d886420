//! Single messages on their way out: whom they concern, what the provider says, what is settled.
use super::world::World;
use domain::{
    event::EventState,
    ids::ContactId,
    invitee::{Invitee, SkipReason, StatusName},
    message::{Delivery, MessageKey, Purpose},
    outbox::Life,
    texts::FIRST_MESSAGE_SUFFIX,
    transition::Trigger,
};
use jiff::SignedDuration;
use store::{
    Consistency, Transaction,
    contacts::{Contact, PersonName},
    invitees::NewMessage,
    keys::{ContactKey, Key},
};
use testkit::Answer;

#[tokio::test]
async fn the_first_text_that_a_phone_gets_says_how_to_opt_out_and_no_other_does() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    let hinted: Vec<bool> = world
        .texts
        .accepted()
        .iter()
        .map(|one| one.text.body.ends_with(FIRST_MESSAGE_SUFFIX))
        .collect();
    assert_eq!(hinted, [true, false]);
}

#[tokio::test]
async fn a_bad_address_fails_its_invitation_and_the_next_is_asked() {
    let mut world = World::new(1, 2).await;
    let bad = world.guest(0).await.phone.unwrap();
    world.texts.answer_with(move |text| {
        if text.to == bad {
            Answer::Refuse { code: 21211, status: 400, retry_after_seconds: None }
        } else {
            Answer::Accept
        }
    });
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Failed);
    assert_eq!(world.guest(0).await.delivery(), Delivery::Rejected);
    assert_eq!(world.guest(1).await.status.name(), StatusName::Invited);
    assert_eq!(world.permits_taken().await, 1, "a refused attempt counts nowhere");
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_refused_consent_suppresses_the_phone() {
    let mut world = World::new(1, 1).await;
    world.texts.answer_with(|_| Answer::Refuse {
        code: 21610,
        status: 400,
        retry_after_seconds: None,
    });
    world.start().await;
    world.settle().await;
    let guest = world.guest(0).await;
    assert_eq!(guest.status.name(), StatusName::Failed);
    let known = world.ctx.store.recent_invitations(&guest.phone.unwrap()).await.unwrap();
    assert_eq!(known.suppressed, ["+12125550100"]);
}

#[tokio::test]
async fn a_throttled_invitation_keeps_its_seat_and_goes_out_later_with_a_new_permit() {
    let mut world = World::new(1, 2).await;
    let mut first = true;
    world.texts.answer_with(move |_| {
        if std::mem::take(&mut first) {
            Answer::Refuse { code: 20429, status: 429, retry_after_seconds: Some(90) }
        } else {
            Answer::Accept
        }
    });
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Inviting);
    assert_eq!(world.permits_taken().await, 0);
    world.pass(SignedDuration::from_secs(89)).await;
    assert_eq!(world.texts.submissions().len(), 1);
    world.pass(SignedDuration::from_secs(10)).await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    assert_eq!(world.permits_taken().await, 1);
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_suspended_account_stops_everything() {
    let mut world = World::new(5, 5).await;
    world.texts.answer_with(|_| Answer::Refuse {
        code: 30002,
        status: 400,
        retry_after_seconds: None,
    });
    world.start().await;
    world.settle().await;
    let (settings, _) = world.ctx.store.platform().await.unwrap();
    assert!(!settings.sending_enabled);
    let before = world.texts.submissions().len();
    world.pass(SignedDuration::from_hours(5)).await;
    assert_eq!(world.texts.submissions().len(), before);
}

#[tokio::test]
async fn a_pause_between_wave_and_call_sends_the_unsent_back() {
    let mut world = World::new(2, 2).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.change_event(|event| event.state = EventState::Paused).await;
    world.settle().await;
    assert_eq!(world.counts()["queued"], 2);
    assert_eq!((world.texts.submissions().len(), world.seats().await.left), (0, 2));
    world.start().await;
    world.settle().await;
    assert_eq!(world.counts()["invited"], 2);
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_reminder_that_an_answer_overtook_is_dropped() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.record(0, Purpose::Reminder).await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    let reminders: Vec<_> = world
        .messages()
        .into_iter()
        .filter(|kept| kept.message.key.purpose() == Purpose::Reminder)
        .map(|kept| kept.message.life.delivery)
        .collect();
    assert_eq!(reminders, [Delivery::Dropped]);
    assert_eq!(world.texts.accepted().len(), 2, "the invitation and the confirmation");
}

#[tokio::test]
async fn a_reply_about_no_event_goes_out_once() {
    let mut world = World::new(1, 1).await;
    let phone = world.guest(0).await.phone.unwrap();
    let later = world.now() + SignedDuration::from_hours(1);
    let key = MessageKey::Recipient { phone: phone.clone(), purpose: Purpose::Reply, nonce: 7 };
    let message = NewMessage {
        key,
        org: world.event.org,
        name: String::new(),
        phone,
        life: Life::queued(1, "Reply STOP to end.".into(), 1, later),
        created_at: world.now(),
    };
    let mut transaction = Transaction::new();
    transaction.create_message(&message);
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    world.rewind();
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 1);
}

#[tokio::test]
async fn a_phone_gets_five_texts_in_ten_minutes_and_stops_nobody_else() {
    let mut world = World::new(1, 2).await;
    let phone = world.guest(0).await.phone.unwrap();
    for _ in 0..5 {
        let claim = world
            .ctx
            .store
            .claim_phone(&phone, ("+12125550100", world.event.org), None, world.now())
            .await;
        claim.unwrap().unwrap();
    }
    world.start().await;
    world.settle().await;
    let guest = world.guest(0).await;
    assert_eq!(guest.not_before, Some(world.now() + SignedDuration::from_mins(10)));
    assert_eq!(guest.skip.map(|skip| skip.reason), Some(SkipReason::NotYet));
    assert_eq!(world.guest(1).await.status.name(), StatusName::Invited);
    // The seat comes free again, and the first in line is first.
    world.pass(SignedDuration::from_mins(11)).await;
    world.answer(1, Trigger::No).await.unwrap();
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
}

#[tokio::test]
async fn a_deleted_contact_is_not_invited_any_more() {
    let mut world = World::new(1, 0).await;
    let contact = ContactId::from_bytes([5; 10]);
    let guest = Invitee { contact: Some(contact), ..super::world::guest(&world.event, 3) };
    world.create(&guest).await;
    world.add(4, 1).await;
    let key = ContactKey { org: world.event.org, contact };
    let mut transaction = Transaction::by("usr_1");
    transaction.put(
        &key,
        &Contact {
            name: PersonName::new("Grace", "Hopper"),
            phone: guest.phone.clone(),
            ..Contact::blank(world.now())
        },
    );
    world.ctx.store.commit(transaction).await.unwrap();
    let mut transaction = Transaction::by("usr_1");
    transaction.delete_if(&key, None);
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    assert!(world.ctx.store.get_row(key.address(), Consistency::Strong).await.unwrap().is_none());
    world.start().await;
    world.settle().await;
    let skipped = world.guest(3).await;
    assert_eq!(skipped.skip.map(|skip| skip.reason), Some(SkipReason::ContactDeleted));
    assert_eq!(world.guest(4).await.status.name(), StatusName::Invited);
}
