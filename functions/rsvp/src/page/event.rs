//! What it is, when and where.
use super::Page;
use crate::words::Word;
use maud::{Markup, html};

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
        (when(page))
        (fact(page, Word::Where, &page.invitation.event.location))
    }
}

/// What else is good to know.
pub(super) fn details(page: &Page<'_>) -> Markup {
    fact(page, Word::About, &page.invitation.event.details)
}

fn fact(page: &Page<'_>, label: Word, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            dl { div { dt { (page.say(label, &[])) } dd dir="auto" { (text) } } }
        }
    }
}

/// The event's own wall clock comes first: that is where guests will be.
fn when(page: &Page<'_>) -> Markup {
    let when = &page.invitation.event.when;
    let (start, end) = (when.starts_at(), when.ends_at());
    let (starts, ends) = (page.local(start, &when.zone), page.local(end, &when.zone));
    let elsewhere = page.invitation.invitee.zone.as_ref().filter(|zone| starts.differs_from(zone));
    html! {
        div.when {
            div.leaf aria-hidden="true" { span { (starts.month()) } b { (starts.day()) } }
            div {
                strong { time datetime=(start) { (starts.date()) } }
                bdi dir="ltr" { (starts.time()) "–" (ends.after(&starts)) " " (starts.zone_abbreviation()) }
                small { (page.say(Word::LocalTime, &[("zone", when.zone.name())])) }
                @if let Some(zone) = elsewhere {
                    p.soft {
                        (page.say(Word::ForYou, &[("when", &page.local(start, zone).date_and_time())]))
                    }
                }
            }
        }
    }
}
