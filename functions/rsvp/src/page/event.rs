//! What it is, when and where.
use super::Page;
use crate::{
    dates::Local,
    standing::{Phase, Standing},
    words::Word,
};
use jiff::Timestamp;
use maud::{Markup, html};
use runtime::page::own_time_script;

/// Who invites to what.
pub(super) fn heading(page: &Page<'_>) -> Markup {
    let event = &page.invitation.event;
    html! {
        @if !event.host.is_empty() {
            p.host { (page.say(Word::Invites, &[("host", &event.host)])) }
        }
        h1 { bdi { (event.name) } }
    }
}

/// The date card and the place: what an answer depends on.
pub(super) fn facts(page: &Page<'_>) -> Markup {
    html! {
        div.off[page.standing() == Standing::Cancelled] {
            (when(page))
            (fact(page, Word::Where, &page.invitation.event.location))
        }
    }
}

/// What else is good to know.
pub(super) fn details(page: &Page<'_>) -> Markup {
    fact(page, Word::About, &page.invitation.event.details)
}

fn fact(page: &Page<'_>, label: Word, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            dl { dt { (page.say(label, &[])) } dd dir="auto" { (text) } }
        }
    }
}

/// The event's own wall clock comes first: that is where guests will be.
fn when(page: &Page<'_>) -> Markup {
    let when = &page.invitation.event.when;
    let (start, end) = (when.starts_at(), when.ends_at());
    let (starts, ends) = (page.local(start, &when.zone), page.local(end, &when.zone));
    html! {
        div.when {
            div.leaf aria-hidden="true" { span { (starts.month()) } b { (starts.day()) } }
            div {
                strong { time datetime=(start) { (starts.date()) } }
                bdi dir="ltr" { (starts.time()) "–" (ends.after(&starts)) " " (starts.zone_abbreviation()) }
                small { (page.say(Word::LocalTime, &[("zone", &starts.zone_place())])) }
                (for_guest(page, &starts, start))
            }
        }
        @if let Some(before) = moved_from(page, start) {
            p.notice { (page.say(Word::MovedFrom, &[("when", &page.for_guest(before))])) }
        }
    }
}

/// The start on the guest's own clock, where that is another: by the zone that we know, and by the
/// device's where it runs the script.
fn for_guest(page: &Page<'_>, starts: &Local<'_>, start: Timestamp) -> Markup {
    let zone = page.invitation.invitee.zone.as_ref().filter(|zone| starts.differs_from(zone));
    let say = |when: &str| page.say(Word::ForYou, &[("when", when)]);
    html! {
        small #here hidden[zone.is_none()] data-offset=(starts.minutes_ahead()) data-say=(say("{when}")) {
            @if let Some(zone) = zone { (say(&page.local(start, zone).date_and_time())) }
        }
        (own_time_script())
    }
}

/// The start that the guest was reminded of, where it is not the event's any more.
fn moved_from(page: &Page<'_>, start: Timestamp) -> Option<Timestamp> {
    let reminded = page.invitation.invitee.reminded;
    let told = reminded.hour_before.or(reminded.day_before)?;
    (told != start && page.phase() == Phase::Open).then_some(told)
}
