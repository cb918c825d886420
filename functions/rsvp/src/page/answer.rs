//! The forms that take an answer. Big targets; a yes and a no are never closer than a thumb.
use super::Page;
use crate::{
    calendar::Web,
    notice::Notice,
    standing::{Late, Standing},
    words::Word,
};
use maud::{Markup, html};

/// Parties up to this size are chosen by tapping a number, larger ones from a list.
const TILES_MAX: u8 = 6;

/// What the guest can do now.
pub(super) fn forms(page: &Page<'_>) -> Markup {
    let (standing, phase) = (page.standing(), page.phase());
    let yes = standing.may_say_yes(phase);
    let no = standing.may_say_no(phase);
    html! {
        @if matches!(standing, Standing::Coming { .. }) && phase.is_to_come() {
            (calendars(page))
        }
        @if yes || no {
            @if is_settled(standing) {
                details open[page.arrival.notice().is_some_and(Notice::is_about_answer)] {
                    summary { (page.say(Word::ChangeOfMind, &[])) }
                    (form(page, standing, yes, no))
                }
            } @else {
                (form(page, standing, yes, no))
            }
        }
    }
}

/// Ways into the guest's calendar: a file, and calendars on the web.
fn calendars(page: &Page<'_>) -> Markup {
    let file = format!("{}/calendar.ics", page.path);
    html! {
        a.button.first href=(file) { (page.say(Word::Calendar, &[])) }
        div.pair role="group" aria-label=(page.say(Word::Calendar, &[])) {
            @for web in Web::ALL {
                a.button href={ (file) "?in=" (web.name()) } { (web.title()) }
            }
        }
    }
}

/// Whether the guest has said what there is to say, so that the form steps back.
const fn is_settled(standing: Standing) -> bool {
    match standing {
        Standing::Coming { .. }
        | Standing::Declined
        | Standing::Withdrawn
        | Standing::Waiting { .. } => true,
        Standing::Asked { .. }
        | Standing::Queued
        | Standing::OnItsWay
        | Standing::Late(_)
        | Standing::Revoked(_)
        | Standing::Failed
        | Standing::Removed
        | Standing::Cancelled => false,
    }
}

fn form(page: &Page<'_>, standing: Standing, yes: bool, no: bool) -> Markup {
    let party_max = page.invitation.invitee.party_max.max(1);
    // Who comes alone and may bring nobody has nothing to say yes to again.
    let repeats = matches!(standing, Standing::Coming { .. } | Standing::Waiting { .. });
    let yes = yes && !(repeats && party_max == 1);
    let suggested = page.arrival.suggested();
    let prefers_no = suggested == Some(false);
    html! {
        form method="post" action=(page.path) {
            @if let Some(held) = cheap(page, standing) {
                input type="hidden" name="held" value=(held);
            }
            @if yes {
                (party(page, standing.party().min(party_max), party_max))
                button.first[!prefers_no] name="answer" value="yes"
                    autofocus[suggested == Some(true)] { (page.say(yes_word(standing), &[])) }
            }
            @if no {
                button.first[prefers_no] name="answer" value="no" autofocus[prefers_no] {
                    (page.say(no_word(standing), &[]))
                }
            }
        }
    }
}

/// The seats that a first yes to this invitation can take the cheap way.
fn cheap(page: &Page<'_>, standing: Standing) -> Option<u8> {
    match standing {
        Standing::Asked { held, deadline: Some(_) } => {
            (page.invitation.invitee.confirmations.due == 0).then_some(held)
        }
        Standing::Asked { deadline: None, .. }
        | Standing::Queued
        | Standing::OnItsWay
        | Standing::Coming { .. }
        | Standing::Declined
        | Standing::Withdrawn
        | Standing::Waiting { .. }
        | Standing::Late(_)
        | Standing::Revoked(_)
        | Standing::Failed
        | Standing::Removed
        | Standing::Cancelled => None,
    }
}

fn party(page: &Page<'_>, chosen: u8, most: u8) -> Markup {
    let legend = page.say(Word::Party, &[]);
    html! {
        @if most == 1 {
            input type="hidden" name="party" value="1";
        } @else if most <= TILES_MAX {
            fieldset {
                legend { (legend) }
                div.parties {
                    @for number in 1..=most {
                        label {
                            input type="radio" name="party" value=(number) checked[number == chosen];
                            span { (number) }
                        }
                    }
                }
            }
        } @else {
            label {
                b { (legend) }
                select name="party" {
                    @for number in 1..=most {
                        option value=(number) selected[number == chosen] { (number) }
                    }
                }
            }
        }
    }
}

const fn yes_word(standing: Standing) -> Word {
    match standing {
        Standing::Coming { .. } | Standing::Waiting { .. } => Word::SaveParty,
        Standing::Declined | Standing::Withdrawn => Word::YesAfterAll,
        Standing::Late(Late::Waitlist) | Standing::Revoked(Late::Waitlist) => Word::YesWaitlist,
        Standing::Asked { .. }
        | Standing::Queued
        | Standing::OnItsWay
        | Standing::Late(Late::Allowed | Late::Refused)
        | Standing::Revoked(Late::Allowed | Late::Refused)
        | Standing::Failed
        | Standing::Removed
        | Standing::Cancelled => Word::Yes,
    }
}

const fn no_word(standing: Standing) -> Word {
    match standing {
        Standing::Coming { .. } => Word::NoAfterAll,
        Standing::Waiting { .. } => Word::LeaveWaitlist,
        Standing::Asked { .. }
        | Standing::Queued
        | Standing::OnItsWay
        | Standing::Declined
        | Standing::Withdrawn
        | Standing::Late(_)
        | Standing::Revoked(_)
        | Standing::Failed
        | Standing::Removed
        | Standing::Cancelled => Word::No,
    }
}
