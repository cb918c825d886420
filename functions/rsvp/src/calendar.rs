//! The calendar file (RFC 5545): one event, in UTC, which is right through every change of clocks.
mod web;

pub(crate) use web::Web;

use crate::{link::Invitation, standing::Standing};
use icalendar::{Calendar, Component, EventLike};
use jiff::Timestamp;

/// The file for a guest, who finds the page again at `link`. `host` is our own name in the network.
pub(crate) fn file(invitation: &Invitation, link: &str, host: &str, now: Timestamp) -> String {
    let event = &invitation.event;
    let comes = match Standing::of(&invitation.invitee, event, now) {
        Standing::Coming { .. } => "CONFIRMED",
        Standing::Asked { .. }
        | Standing::Queued
        | Standing::OnItsWay
        | Standing::Declined
        | Standing::Withdrawn
        | Standing::Waiting { .. }
        | Standing::Late(_)
        | Standing::Revoked(_)
        | Standing::Failed
        | Standing::Removed
        | Standing::Cancelled => "TENTATIVE",
    };
    let description = format!("{}\n\n{link}", event.details);
    let mut entry = icalendar::Event::new();
    entry
        .uid(&format!("{}-{}@{host}", event.id, invitation.invitee.id))
        .add_property("DTSTAMP", utc(now))
        .add_property("DTSTART", utc(event.when.starts_at()))
        .add_property("DTEND", utc(event.when.ends_at()))
        .add_property("SEQUENCE", sequence(invitation.event_rev))
        .add_property("STATUS", comes)
        .summary(&text(&event.name))
        .description(&text(description.trim_start()))
        .url(link);
    if !event.location.is_empty() {
        entry.location(&text(&event.location));
    }
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Convoke//Guest page//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .push(entry.done());
    calendar.to_string()
}

/// `20260309T020000Z`.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The event's revision, which only grows, from 0. The format's integers have 31 bits.
fn sequence(rev: u64) -> String {
    rev.saturating_sub(1).min(u64::from(u32::MAX >> 1)).to_string()
}

/// Words without what would break a line or a file: line ends of one kind, no other control
/// characters. The library escapes and folds.
fn text(words: &str) -> String {
    let lines = words.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}
