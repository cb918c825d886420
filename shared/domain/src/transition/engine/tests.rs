use super::*;
use crate::{
    event::Event,
    invitee::Reminded,
    outbox::RESEND_AFTER,
    samples::{at, decide, event, guest, hours, invited, inviting, life, name, now},
    transition::Trigger,
};

fn offered() -> Invitee {
    let waitlisted = Invitee {
        sent_at: Some(now() - hours(48)),
        resent_at: Some(now() - hours(40)),
        reminded: Reminded { silent: true, ..Reminded::default() },
        message: Some(Life { fence: 3, ..life(Delivery::Delivered) }),
        ..at(Status::Waitlisted { party: 2, since: now() })
    };
    let message = Life { sequence: 2, ..life(Delivery::Queued) };
    let pick = Trigger::Pick { held: 2, message };
    decide(&waitlisted, pick, (&event(), 2, now())).unwrap().invitee
}

#[test]
fn the_time_of_an_offer_counts_from_its_own_sending() {
    let picked = offered();
    assert_eq!((picked.sent_at, picked.resent_at, picked.reminded.silent), (None, None, false));
    let later = now() + hours(1);
    let message = Life { delivery: Delivery::Submitted, ..picked.message.clone().unwrap() };
    let trigger = Trigger::ProviderAccepted { message, expires_at: later + hours(4) };
    let sent = decide(&picked, trigger, (&event(), 0, later)).unwrap().invitee;
    assert_eq!((sent.sent_at, sent.due_at), (Some(later), Some(later + hours(2))));
}

#[test]
fn an_offer_that_was_sent_back_waits_for_an_ordinary_invitation() {
    let trigger = Trigger::Unclaimed { not_before: None, skip: None };
    let back = decide(&offered(), trigger, (&event(), 0, now())).unwrap().invitee;
    assert_eq!((back.status, back.offer), (Status::Queued, false));
}

#[test]
fn a_claim_of_an_earlier_message_can_write_nothing() {
    let picked = offered();
    let fence = picked.message.as_ref().unwrap().fence;
    assert!(fence > 3);
    let old = Life { fence: 3, ..life(Delivery::Submitted) };
    let expires_at = now() + hours(24);
    let failed = Life { delivery: Delivery::Rejected, ..old.clone() };
    for trigger in [
        Trigger::ProviderAccepted { message: old.clone(), expires_at },
        Trigger::PermanentFailure { message: failed, reason: Reason::BadAddress },
        Trigger::Reported { message: old },
    ] {
        let outcome = decide(&picked, trigger, (&event(), 0, now())).unwrap();
        assert_eq!(outcome, unchanged(&picked));
    }
}

#[test]
fn a_new_try_after_a_failed_delivery_wakes_the_event() {
    let event = event();
    let guest = Invitee { due_at: Some(now() + hours(12)), ..invited(2, now() + hours(24)) };
    let message = Life {
        fence: 1,
        not_before: Some(due::resend_after_failure(now())),
        ..life(Delivery::Undelivered)
    };
    let outcome = decide(&guest, Trigger::Reported { message }, (&event, 0, now())).unwrap();
    assert!(outcome.wake);
    assert_eq!(outcome.invitee.due_at, Some(now() + RESEND_AFTER));
}

#[test]
fn an_invitation_that_is_sent_late_wakes_the_event_for_its_times() {
    let guest = inviting(1, Delivery::Unconfirmed);
    let trigger = Trigger::ProviderAccepted {
        message: life(Delivery::Submitted),
        expires_at: now() + hours(24),
    };
    let outcome = decide(&guest, trigger, (&event(), 0, now())).unwrap();
    assert!(outcome.wake && outcome.invitee.due_at == Some(now() + hours(12)));
}

#[test]
fn what_will_never_be_confirmed_ends_with_the_event_or_when_it_is_called_back() {
    let event = event();
    let guest = inviting(2, Delivery::Unconfirmed);
    for trigger in [Trigger::CloseEvent, Trigger::Revoke] {
        let ended = decide(&guest, trigger, (&event, 0, now())).unwrap();
        assert_eq!((ended.invitee.status, ended.seats.left), (Status::Expired, 2));
    }
    for unresolved in [Delivery::Submitting, Delivery::Unknown] {
        let guest = inviting(2, unresolved);
        let kept = decide(&guest, Trigger::CloseEvent, (&event, 0, now()));
        assert_eq!(kept, Ok(unchanged(&guest)));
        assert!(decide(&guest, Trigger::Revoke, (&event, 0, now())).is_err());
    }
}

#[test]
fn the_result_of_a_call_does_not_undo_what_a_callback_said_before() {
    let again_at = Some(now() + RESEND_AFTER);
    let known = Life { not_before: again_at, error: Some(30_003), ..life(Delivery::Undelivered) };
    let guest = Invitee { message: Some(known), ..inviting(1, Delivery::Submitting) };
    let message = Life { provider_id: Some("SM1".into()), ..life(Delivery::Submitted) };
    let trigger = Trigger::ProviderAccepted { message, expires_at: now() + hours(24) };
    let sent = decide(&guest, trigger, (&event(), 0, now())).unwrap().invitee;
    let message = sent.message.unwrap();
    assert_eq!((message.delivery, message.error), (Delivery::Undelivered, Some(30_003)));
    assert_eq!((message.provider_id.as_deref(), sent.due_at), (Some("SM1"), again_at));
}

#[test]
fn a_later_report_is_not_kept_out_by_an_earlier_one() {
    let known = invited(1, now() + hours(24));
    let known = Invitee { message: Some(life(Delivery::Undelivered)), ..known };
    let message = life(Delivery::Delivered);
    let trigger = Trigger::ProviderAccepted { message, expires_at: now() + hours(24) };
    let told = decide(&known, trigger, (&event(), 0, now())).unwrap();
    assert_eq!(told.invitee.delivery(), Delivery::Delivered);
}

#[test]
fn an_invitation_that_was_made_while_the_event_was_cancelled_is_cancelled() {
    let cancelled = Event { state: EventState::Cancelled, ..event() };
    let trigger = Trigger::Unclaimed { not_before: None, skip: None };
    let guest = inviting(2, Delivery::Queued);
    let outcome = decide(&guest, trigger, (&cancelled, 0, now()));
    assert_eq!(name(&outcome), crate::invitee::StatusName::Cancelled);
    let outcome = outcome.unwrap();
    assert_eq!((outcome.seats.left, outcome.message), (2, None));
}

#[test]
fn stop_takes_back_a_new_try_and_leaves_the_invitation() {
    let message = Life { sequence: 2, ..life(Delivery::Queued) };
    let guest = Invitee { message: Some(message), ..invited(2, now() + hours(24)) };
    let stopped = decide(&guest, Trigger::Stop, (&event(), 0, now())).unwrap().invitee;
    assert_eq!((stopped.status, stopped.delivery()), (guest.status, Delivery::Dropped));
}

#[test]
fn a_guest_in_the_queue_has_no_message_to_take_back() {
    let stopped = decide(&guest(), Trigger::Stop, (&event(), 0, now())).unwrap().invitee;
    assert_eq!(stopped.skip.map(|skip| skip.reason), Some(SkipReason::Suppressed));
}

#[test]
fn a_claim_that_is_refused_wakes_only_where_the_seat_becomes_somebody_elses() {
    let refused = |skip| {
        let trigger = Trigger::Unclaimed { not_before: None, skip };
        decide(&inviting(1, Delivery::Queued), trigger, (&event(), 0, now())).unwrap().wake
    };
    assert!(refused(Some(SkipReason::Suppressed)));
    assert!(!refused(Some(SkipReason::NotYet)));
    assert!(!refused(None));
}
