//! Negative controls: each guard that is taken away is missed.
use sim::{Control, Law, Settings, run};
use std::collections::BTreeSet;

/// Worlds in which a missing guard has to show.
const SEEDS: u64 = 16;

#[track_caller]
fn is_missed(control: Control) {
    let mut others = Vec::new();
    for seed in 0..SEEDS {
        if let Err(failure) = run(Settings::of(seed).without(control)) {
            if control.breaks().contains(&failure.broken.law) {
                return;
            }
            others.push(failure.broken.to_string());
        }
    }
    panic!("{SEEDS} worlds did not miss {control:?}: {others:?}");
}

macro_rules! controls {
    ($($name:ident $control:ident,)*) => {
        $(#[test] fn $name() { is_missed(Control::$control); })*
    };
}

controls! {
    i1_without_the_seats_guard_the_room_is_oversold SeatsUnguarded,
    i2_without_the_rows_guard_seats_are_counted_twice InviteesUnguarded,
    i3_a_place_that_is_not_made_from_the_phone_is_a_second_one PlaceByContact,
    i4_without_a_claim_a_text_goes_out_twice ClaimsUnguarded,
    i10_without_the_phones_guard_a_refusal_is_passed PhonesUnguarded,
    i6_a_key_that_one_version_does_not_know_breaks_links UnknownLinkKey,
    i14_without_a_sweep_what_is_lost_stays_lost NoSweep,
    i8_an_index_that_is_too_old_lets_guests_be_overtaken VeryStaleReads,
    i9_a_fast_clock_refuses_guests_who_are_in_time FastGuestClock,
    i10_a_wrong_clock_texts_at_night SenderClockOff,
    i11_an_outage_that_is_taken_for_a_refusal_ends_invitations OutageIsRefusal,
    i12_a_reminder_that_goes_out_twice_is_seen RemindsAgain,
    i15_a_write_across_two_orgs_is_seen MixesOrgs,
    i16_a_text_that_is_said_to_be_sent_is_missed SaysSent,
}

#[test]
fn every_invariant_has_a_control() {
    let broken: BTreeSet<Law> =
        Control::ALL.iter().flat_map(|control| control.breaks()).copied().collect();
    let all: BTreeSet<Law> = Law::ALL.iter().copied().collect();
    assert_eq!(broken, all);
}
