//! What became of messages.
use crate::world::World;
use domain::{
    change::Reason,
    event::Event,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    message::{Delivery, MessageKey, Purpose},
    outbox::{Life, claimed},
};
use http::StatusCode;
use jiff::SignedDuration;
use testkit::{Units, fixtures};

/// A guest whose invitation may be out, or not: the call ended without an answer.
async fn unknown(world: &World, event: &Event) -> Invitee {
    let mut invitee = fixtures::invitee(event, 1);
    let life = Life::queued(1, "words".into(), 1, event.closes_at());
    let life = Life { delivery: Delivery::Unknown, ..claimed(&life, world.now()) };
    invitee.message = Some(life);
    invitee = fixtures::with_status(invitee, Status::Inviting { held: 1 }, world.now());
    world.keep(invitee).await
}

#[tokio::test]
async fn a_delivery_is_one_call_and_one_unit() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.table.reset_meter();
    assert_eq!(world.report(&guest, "delivered", None).await, StatusCode::NO_CONTENT);
    let meter = world.table.meter();
    assert_eq!((meter.calls(), meter.write_units()), (1, Units::whole(1)));
    let stored = world.stored(&guest).await;
    assert_eq!((stored.delivery(), stored.status), (Delivery::Delivered, guest.status));
}

#[tokio::test]
async fn reports_that_repeat_or_come_late_change_nothing() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    for status in ["queued", "sent"] {
        world.table.reset_meter();
        assert_eq!(world.report(&guest, status, None).await, StatusCode::NO_CONTENT);
        let meter = world.table.meter();
        assert_eq!(
            (meter.write_units(), meter.read_units()),
            (Units::default(), Units::from_tenths(5))
        );
    }
    world.report(&guest, "delivered", None).await;
    world.report(&guest, "read", None).await;
    let before = world.table.rows().unwrap();
    for (status, error) in [
        ("sent", None),
        ("delivered", None),
        ("read", None),
        ("undelivered", Some(30003)),
        ("odd", None),
    ] {
        assert_eq!(world.report(&guest, status, error).await, StatusCode::NO_CONTENT, "{status}");
    }
    assert_eq!(world.table.rows().unwrap(), before);
    assert_eq!(world.stored(&guest).await.delivery(), Delivery::Read);
}

#[tokio::test]
async fn a_report_is_the_proof_that_an_unknown_invitation_is_out() {
    for status in ["sent", "delivered"] {
        let world = World::new().await;
        let event = world.event(1, 5).await;
        let guest = unknown(&world, &event).await;
        world.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(world.report(&guest, status, None).await, StatusCode::NO_CONTENT);
        let stored = world.stored(&guest).await;
        let Status::Invited { held: 1, expires_at } = stored.status else {
            panic!("{:?}", stored.status)
        };
        assert_eq!(expires_at, world.now() + SignedDuration::from_hours(24));
        assert_eq!(stored.sent_at, Some(world.now()));
        assert!(stored.due_at.is_some_and(|at| at <= expires_at));
        let message = stored.message.unwrap();
        assert_eq!(message.provider_id.as_deref(), Some(fixtures::provider_id(&guest).as_str()));
        assert!(message.body.is_empty() && message.lease_until.is_none());
    }
}

#[tokio::test]
async fn a_permanent_failure_ends_the_invitation_and_frees_its_seats() {
    for (code, reason) in
        [(30005, Reason::BadAddress), (30007, Reason::Refused), (21610, Reason::Suppressed)]
    {
        let world = World::new().await;
        let event = world.event(1, 5).await;
        let guest = world.invited(&event, 1).await;
        assert_eq!(world.report(&guest, "undelivered", Some(code)).await, StatusCode::NO_CONTENT);
        let stored = world.stored(&guest).await;
        assert_eq!(stored.status, Status::Failed, "{code}");
        assert_eq!(stored.history.last().map(|change| change.reason), Some(reason));
        let seen = world.ctx.store.event_and_seats(event.id).await.unwrap().unwrap();
        assert_eq!((seen.seats.left, seen.engine.wakes), (5, 1));
        let refuses = world.suppressed(guest.phone.as_ref().unwrap()).await;
        assert_eq!(refuses, reason == Reason::Suppressed);
    }
}

#[tokio::test]
async fn a_passing_failure_is_flagged_and_due_once_more_in_a_quarter_of_an_hour() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    world.report(&guest, "undelivered", Some(30003)).await;
    let stored = world.stored(&guest).await;
    let again = world.now() + SignedDuration::from_mins(15);
    assert_eq!((stored.status, stored.delivery()), (guest.status, Delivery::Undelivered));
    assert_eq!(stored.due_at, Some(again));
    assert_eq!(stored.message.as_ref().and_then(|message| message.not_before), Some(again));
    let due = world.ctx.store.timetable(guest.event, again, 10).await.unwrap();
    assert_eq!(due.due, [guest.id]);
    let seen = world.ctx.store.event_and_seats(guest.event).await.unwrap().unwrap();
    assert_eq!(seen.engine.wakes, 1, "the event's timer has to be set anew");
    world.report(&guest, "undelivered", Some(30003)).await;
    assert_eq!(world.stored(&guest).await, stored, "a repeated report moves nothing");
}

#[tokio::test]
async fn a_second_failure_is_final() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let sent_at = world.now();
    let guest = fixtures::invitee(&event, 1);
    let mut guest = fixtures::invited(guest, 1, sent_at, sent_at + SignedDuration::from_hours(24));
    let message = guest.message.as_mut().unwrap();
    (message.sequence, message.is_retry) = (2, true);
    let guest = world.keep(guest).await;
    world.report(&guest, "failed", Some(30008)).await;
    let stored = world.stored(&guest).await;
    assert_eq!(stored.status, Status::Failed);
    assert_eq!(stored.history.last().map(|change| change.reason), Some(Reason::Undelivered));
}

#[tokio::test]
async fn an_offer_or_a_resend_by_hand_has_a_second_try_of_its_own() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let sent_at = world.now();
    let guest = fixtures::invitee(&event, 1);
    let mut guest = fixtures::invited(guest, 1, sent_at, sent_at + SignedDuration::from_hours(4));
    guest.message.as_mut().unwrap().sequence = 2;
    let guest = world.keep(guest).await;
    world.report(&guest, "undelivered", Some(30003)).await;
    let stored = world.stored(&guest).await;
    assert_eq!((stored.status, stored.delivery()), (guest.status, Delivery::Undelivered));
    assert_eq!(stored.due_at, Some(world.now() + SignedDuration::from_mins(15)));
}

#[tokio::test]
async fn a_failure_after_an_answer_does_not_matter() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let guest = world.at_status(&event, 1, Status::Accepted { taken: 1 }).await;
    for code in [30003, 30005] {
        assert_eq!(world.report(&guest, "undelivered", Some(code)).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(world.stored(&guest).await, guest);
}

#[tokio::test]
async fn a_report_about_an_older_invitation_or_another_message_changes_nothing() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    let key = |generation, sequence| MessageKey::Invitation {
        event: guest.event,
        invitee: guest.id,
        generation,
        purpose: Purpose::Invite,
        sequence,
    };
    let sid = fixtures::provider_id(&guest);
    for (key, sid) in [(key(2, 1), sid.as_str()), (key(1, 2), sid.as_str()), (key(1, 1), "SMother")]
    {
        let heard = world.report_of(key, sid, "undelivered", Some(30005)).await;
        assert_eq!(heard, StatusCode::NO_CONTENT);
    }
    assert_eq!(world.stored(&guest).await, guest);
}

#[tokio::test]
async fn a_report_about_a_message_that_is_not_ours_is_refused() {
    let world = World::new().await;
    for purpose in [Purpose::Invite, Purpose::Reminder] {
        let key = MessageKey::Invitation {
            event: EventId::from_bytes([9; 6]),
            invitee: InviteeId::from_bytes([9; 5]),
            generation: 1,
            purpose,
            sequence: 1,
        };
        for status in ["sent", "delivered"] {
            let refused = world.report_of(key.clone(), "SM1", status, None).await;
            assert_eq!(refused, StatusCode::FORBIDDEN, "{purpose:?} {status}");
        }
    }
}

#[tokio::test]
async fn other_messages_merge_their_reports_on_their_own_items() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let guest = world.invited(&event, 1).await;
    let life = Life::queued(1, "words".into(), 1, event.closes_at());
    let life = Life { delivery: Delivery::Unknown, ..claimed(&life, world.now()) };
    let key = world.reminder(&guest, life).await;
    world.report_of(key.clone(), "SMr", "sent", None).await;
    assert_eq!(world.message(&key).await.message.life.delivery, Delivery::Submitted);
    world.report_of(key.clone(), "SMr", "delivered", None).await;
    world.report_of(key.clone(), "SMr", "sent", None).await;
    world.report_of(key.clone(), "SMother", "read", None).await;
    world.report_of(key.clone(), "SMr", "undelivered", Some(30003)).await;
    let life = world.message(&key).await.message.life;
    assert_eq!((life.delivery, life.provider_id.as_deref()), (Delivery::Delivered, Some("SMr")));
    let (pending, _) = world.ctx.store.pending_messages(10, None).await.unwrap();
    assert!(pending.is_empty(), "nothing is left to do about it");
}

#[tokio::test]
async fn a_recipient_who_refuses_our_texts_gets_none_any_more() {
    let world = World::new().await;
    let event = world.event(1, 5).await;
    let guest = world.invited(&event, 1).await;
    let life = Life::queued(1, String::new(), 1, event.closes_at());
    let key = world.reminder(&guest, Life { delivery: Delivery::Submitted, ..life }).await;
    world.report_of(key, "SMr", "undelivered", Some(21610)).await;
    assert!(world.suppressed(guest.phone.as_ref().unwrap()).await);
}
