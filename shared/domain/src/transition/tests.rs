//! The table of transitions as a whole: what it does not list is refused, and what it moves adds up.
use super::*;
use crate::{
    change::Actor,
    invitee::StatusName,
    message::Delivery,
    outbox::Life,
    samples::{at, decide, event, guest, hours, invited, inviting, life, now},
};
use proptest::prelude::*;

/// A guest in every status, and in every standing of the message where that matters.
fn everybody() -> Vec<Invitee> {
    let mut all = vec![
        guest(),
        invited(2, now() + hours(24)),
        at(Status::Accepted { taken: 2 }),
        at(Status::Declined),
        at(Status::Expired),
        at(Status::Withdrawn),
        at(Status::Waitlisted { party: 2, since: now() }),
        at(Status::Failed),
        at(Status::Removed),
        at(Status::Cancelled { before: StatusName::Accepted }),
    ];
    all.extend(Delivery::ALL.into_iter().map(|delivery| inviting(2, delivery)));
    all
}

/// Every trigger, with numbers that the guards allow.
fn every_trigger() -> Vec<Trigger> {
    // The result of the latest claim.
    let message = || Life { fence: 1, ..life(Delivery::Submitted) };
    let rejected = Life { fence: 1, ..life(Delivery::Rejected) };
    vec![
        Trigger::Pick { held: 2, message: life(Delivery::Queued) },
        Trigger::ProviderAccepted { message: message(), expires_at: now() + hours(24) },
        Trigger::Reported { message: message() },
        Trigger::Unclaimed { not_before: None, skip: None },
        Trigger::PermanentFailure { message: rejected, reason: Reason::BadAddress },
        Trigger::Yes { party: 2 },
        Trigger::No,
        Trigger::Expire,
        Trigger::Promote,
        Trigger::MarkAccepted { party: 2, force: false, silent: false },
        Trigger::MarkDeclined,
        Trigger::Remove { notify: false },
        Trigger::Reinvite { position: guest().position },
        Trigger::CancelEvent,
        Trigger::CloseEvent,
        Trigger::Stop,
        Trigger::Revoke,
    ]
}

/// What ENGINE.md lists, for an open event with room where nobody waits: the status after it; `None`
/// where it is not listed. A trigger of the engine or the provider that has nothing to do changes
/// nothing.
#[expect(clippy::match_same_arms, reason = "one line for each line of the table")]
fn listed(invitee: &Invitee, trigger: &Trigger) -> Option<StatusName> {
    use StatusName as To;
    let same = invitee.status.name();
    let unsent = invitee.is_unsent();
    let live_or = |moved: To| if invitee.status.is_live() { moved } else { same };
    match (trigger, same) {
        (Trigger::Pick { .. }, To::Queued | To::Waitlisted) => Some(To::Inviting),
        (Trigger::Pick { .. }, _) => None,
        (Trigger::ProviderAccepted { .. }, To::Inviting) => Some(To::Invited),
        (Trigger::ProviderAccepted { .. } | Trigger::Reported { .. }, _) => Some(same),
        (Trigger::Unclaimed { .. }, To::Inviting) if unsent => Some(To::Queued),
        (Trigger::Unclaimed { .. }, _) => None,
        (Trigger::PermanentFailure { .. }, _) => Some(live_or(To::Failed)),
        (Trigger::Yes { .. } | Trigger::No, To::Inviting) if unsent => None,
        (Trigger::Yes { .. } | Trigger::No, To::Removed | To::Cancelled) => None,
        (Trigger::Yes { .. }, To::Waitlisted | To::Expired) => Some(To::Waitlisted),
        (Trigger::Yes { .. }, _) => Some(To::Accepted),
        (Trigger::No, To::Accepted | To::Withdrawn) => Some(To::Withdrawn),
        (Trigger::No, _) => Some(To::Declined),
        (Trigger::Expire, _) => None,
        (Trigger::Promote, To::Waitlisted) => Some(To::Accepted),
        (Trigger::Promote, _) => None,
        (Trigger::MarkAccepted { .. } | Trigger::Remove { .. }, To::Removed | To::Cancelled) => {
            None
        }
        (Trigger::MarkAccepted { .. }, _) => Some(To::Accepted),
        (Trigger::Remove { .. }, _) => Some(To::Removed),
        (
            Trigger::MarkDeclined,
            To::Queued | To::Inviting | To::Invited | To::Accepted | To::Waitlisted | To::Declined,
        ) => Some(To::Declined),
        (Trigger::MarkDeclined, _) => None,
        (
            Trigger::Reinvite { .. },
            To::Declined | To::Expired | To::Withdrawn | To::Failed | To::Removed,
        ) => Some(To::Queued),
        (Trigger::Reinvite { .. }, _) => None,
        (
            Trigger::CancelEvent,
            To::Queued | To::Inviting | To::Invited | To::Accepted | To::Waitlisted,
        ) => Some(To::Cancelled),
        (Trigger::CloseEvent | Trigger::Revoke, To::Invited) => Some(To::Expired),
        // Nobody will ever know: it ends as if it were out.
        (Trigger::CloseEvent | Trigger::Revoke, To::Inviting)
            if invitee.delivery() == Delivery::Unconfirmed =>
        {
            Some(To::Expired)
        }
        (Trigger::CloseEvent | Trigger::Stop, To::Inviting) if unsent => Some(To::Queued),
        (Trigger::CancelEvent | Trigger::CloseEvent | Trigger::Stop, _) => Some(same),
        (Trigger::Revoke, To::Inviting) if unsent => Some(To::Queued),
        (Trigger::Revoke, _) => None,
        (Trigger::Resend { .. }, _) => unreachable!("it has its own tests"),
    }
}

#[test]
fn what_the_table_does_not_list_is_refused_and_all_else_goes_where_it_says() {
    for invitee in everybody() {
        for trigger in every_trigger() {
            let outcome = decide(&invitee, trigger.clone(), (&event(), 10, now()));
            let went = outcome.ok().map(|outcome| outcome.invitee.status.name());
            let case = (invitee.status, invitee.delivery(), &trigger);
            assert_eq!(went, listed(&invitee, &trigger), "{case:?}");
        }
    }
}

#[test]
fn every_change_of_status_is_recorded_once_and_nothing_else_is() {
    for invitee in everybody() {
        for trigger in every_trigger() {
            let Ok(outcome) = decide(&invitee, trigger, (&event(), 10, now())) else { continue };
            let moved = outcome.invitee.status != invitee.status;
            let recorded = outcome.invitee.history.len() - invitee.history.len();
            assert_eq!(
                recorded,
                usize::from(moved),
                "{:?} to {:?}",
                invitee.status,
                outcome.invitee.status
            );
            if let (true, Some(last)) = (moved, outcome.invitee.history.last()) {
                assert_eq!(last.before, Some(invitee.status.name()));
                assert_eq!(last.after, outcome.invitee.status.name());
            }
        }
    }
}

#[test]
fn repeating_an_answer_changes_nothing_and_sends_nothing() {
    let answers = [
        (at(Status::Accepted { taken: 2 }), Trigger::Yes { party: 2 }),
        (at(Status::Declined), Trigger::No),
        (at(Status::Withdrawn), Trigger::No),
        (at(Status::Waitlisted { party: 2, since: now() }), Trigger::Yes { party: 2 }),
    ];
    for (invitee, trigger) in answers {
        let outcome = decide(&invitee, trigger, (&event(), 0, now())).unwrap();
        assert_eq!(outcome.invitee, invitee);
        assert_eq!((outcome.message, outcome.wake), (None, false));
    }
}

#[test]
fn an_old_claim_of_the_message_never_passes_for_one_of_the_next() {
    let waiting = Invitee {
        message: Some(Life { fence: 7, ..life(Delivery::Submitted) }),
        ..at(Status::Waitlisted { party: 1, since: now() })
    };
    let pick = Trigger::Pick { held: 1, message: life(Delivery::Queued) };
    let offered = decide(&waiting, pick, (&event(), 5, now())).unwrap().invitee;
    assert!(offered.message.unwrap().fence >= 7);
}

#[test]
fn an_offer_that_could_not_leave_is_an_ordinary_place_in_the_queue() {
    let offered = Invitee { offer: true, ..inviting(1, Delivery::Queued) };
    let held_back = Trigger::Unclaimed { not_before: None, skip: None };
    let back = decide(&offered, held_back, (&event(), 5, now())).unwrap().invitee;
    assert_eq!((back.status, back.offer), (Status::Queued, false));
}

fn any_trigger() -> impl Strategy<Value = Trigger> {
    (0..every_trigger().len(), 1..=4_u8, any::<bool>()).prop_map(|(which, party, flag)| {
        let mut trigger = every_trigger().swap_remove(which);
        if let Trigger::Pick { held, .. } = &mut trigger {
            *held = party;
        } else if let Trigger::Yes { party: wanted } = &mut trigger {
            *wanted = party;
        } else if let Trigger::MarkAccepted { party: marked, silent, .. } = &mut trigger {
            (*marked, *silent) = (party, flag);
        } else if let Trigger::Remove { notify } = &mut trigger {
            *notify = flag;
        }
        trigger
    })
}

proptest! {
    #[test]
    fn the_counters_always_move_by_exactly_what_the_guest_takes_or_leaves(
        triggers in prop::collection::vec((any_trigger(), 0..30_i64), 1..40),
        room in 0..8_i64,
    ) {
        let event = event();
        let mut invitee = guest();
        let mut seats = Seats { capacity: Some(10), organizer: false, left: room, waiting: 0 };
        let mut at = now();
        for (trigger, minutes) in triggers {
            at += jiff::SignedDuration::from_mins(minutes);
            let circumstances =
                Circumstances { event: &event, seats: &seats, now: at, by: Actor::Engine };
            let Ok(outcome) = transition(&invitee, trigger, &circumstances) else { continue };
            let (before, after) = (invitee.status, outcome.invitee.status);
            prop_assert_eq!(
                outcome.seats.left,
                i64::from(before.seats()) - i64::from(after.seats())
            );
            prop_assert_eq!(
                outcome.seats.waiting,
                i64::from(after.is_waitlisted()) - i64::from(before.is_waitlisted())
            );
            // What the commit guards is what is needed.
            let held = match outcome.guard {
                Guard::Nothing => outcome.seats.needs() == 0,
                Guard::Left(seats) | Guard::LeftAndNobodyWaits(seats) => {
                    seats >= outcome.seats.needs()
                }
            };
            prop_assert!(held, "{:?} to {:?} with {:?}", before, after, outcome.guard);
            let refused = match outcome.guard {
                Guard::Nothing => false,
                Guard::Left(needed) => seats.left < i64::from(needed),
                Guard::LeftAndNobodyWaits(needed) => {
                    seats.left < i64::from(needed) || seats.waiting > 0
                }
            };
            if refused {
                continue;
            }
            seats.left += outcome.seats.left;
            seats.waiting = u32::try_from(i64::from(seats.waiting) + outcome.seats.waiting).unwrap();
            prop_assert!(seats.left >= 0);
            prop_assert_eq!(seats.left, room - i64::from(after.seats()));
            prop_assert!(outcome.invitee.history.len() <= crate::change::HISTORY_TRIMMED);
            if let Status::Invited { .. } = after {
                prop_assert!(outcome.invitee.sent_at.is_some(), "I7");
            }
            invitee = outcome.invitee;
        }
    }
}
