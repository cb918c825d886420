//! Guests: they read what they are texted, open links, answer, change their minds, say STOP.
use crate::{
    agenda::{Deed, InboundText},
    chance::Chance,
    site::Site,
};
use domain::{message::Purpose, phone::Phone};
use jiff::SignedDuration;
use ports::Text;

/// What a guest does with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tap {
    /// Opens the page; a phone does that by itself, for a preview.
    Look,
    /// Sends the form with a yes for so many.
    Yes(u8),
    /// Sends the form with a no.
    No,
    /// Asks for the calendar file.
    Calendar,
    /// Leaves a note.
    Note,
}

/// One thing that a guest does behind a link.
#[derive(Debug, Clone)]
pub(crate) struct GuestDeed {
    pub(crate) phone: Phone,
    pub(crate) token: String,
    pub(crate) tap: Tap,
    /// Follows right on the text: the link must work from before its submission on.
    pub(crate) at_once: bool,
    pub(crate) tries: u8,
}

/// How guests are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Temper {
    /// Of 100, how many answer.
    pub(crate) answers: u64,
    /// Longest time to think, in minutes.
    pub(crate) thinks_minutes_max: u64,
    /// Largest party that anybody asks for.
    pub(crate) party_max: u8,
}

/// A guest reads a text.
pub(crate) fn receive(site: &Site, chance: &mut Chance, temper: &Temper, text: &Text) {
    let token = token_in(&text.body);
    let purpose = text.id.key().purpose();
    if let Some(token) = &token
        && (purpose == Purpose::Invite && chance.percent(35) || chance.percent(10))
    {
        site.count("guest preview");
        let look = deed(text, token, Tap::Look, true);
        site.plan(site.now(), Deed::Guest(look));
    }
    let share = match purpose {
        Purpose::Invite => temper.answers,
        Purpose::Reminder => 50,
        Purpose::Confirmation | Purpose::Promotion | Purpose::DayBefore => 12,
        Purpose::Cancellation | Purpose::Removal => 8,
        Purpose::HourBefore
        | Purpose::Waitlisted
        | Purpose::Declined
        | Purpose::Changed
        | Purpose::Broadcast
        | Purpose::Reply => 6,
    };
    if !chance.percent(share) {
        return;
    }
    let mut at = site.now() + think(chance, temper);
    // Some change their mind, some twice.
    let rounds = 1 + u64::from(chance.percent(25)) + u64::from(chance.percent(10));
    for _ in 0..rounds {
        react(site, chance, temper, text, token.as_deref(), at);
        at += think(chance, temper);
    }
}

fn think(chance: &mut Chance, temper: &Temper) -> SignedDuration {
    if chance.percent(30) {
        chance.seconds(1, 120)
    } else {
        chance.minutes(2, temper.thinks_minutes_max)
    }
}

fn react(
    site: &Site,
    chance: &mut Chance,
    temper: &Temper,
    text: &Text,
    token: Option<&str>,
    at: jiff::Timestamp,
) {
    let party = if chance.percent(70) { 1 } else { chance.small(1, temper.party_max) };
    match (chance.below(100), token) {
        (0..=54, Some(token)) => {
            let tap = match chance.below(100) {
                0..=57 => Tap::Yes(party),
                58..=85 => Tap::No,
                86..=91 => Tap::Look,
                92..=95 => Tap::Calendar,
                _ => Tap::Note,
            };
            site.plan(at, Deed::Guest(deed(text, token, tap, false)));
            if chance.percent(15) {
                site.count("guest double tap");
                site.plan(at, Deed::Guest(deed(text, token, tap, false)));
            }
        }
        (0..=92, _) => {
            let words = match chance.below(100) {
                0..=39 => "YES".to_owned(),
                40..=54 => format!("Yes {party}"),
                55..=79 => "no".to_owned(),
                80..=86 => "what is this?".to_owned(),
                87..=90 => "HELP".to_owned(),
                91..=95 => "START".to_owned(),
                _ => "y".to_owned(),
            };
            write(site, chance, &text.to, words, at);
        }
        _ => {
            site.count("guest stop");
            write(site, chance, &text.to, "STOP".to_owned(), at);
            if chance.percent(50) {
                let later = at + chance.minutes(1, 600);
                let words = if chance.percent(50) { "START" } else { "YES" };
                write(site, chance, &text.to, words.to_owned(), later);
            }
        }
    }
}

fn deed(text: &Text, token: &str, tap: Tap, at_once: bool) -> GuestDeed {
    GuestDeed { phone: text.to.clone(), token: token.to_owned(), tap, at_once, tries: 0 }
}

fn write(site: &Site, chance: &mut Chance, from: &Phone, body: String, at: jiff::Timestamp) {
    let sid = format!("IM{:012}", chance.below(1_000_000_000_000));
    let text = InboundText { sid, from: from.clone(), body, tries: 0 };
    if chance.percent(10) {
        site.count("guest text twice");
        site.plan(at + chance.seconds(0, 30), Deed::Inbound(text.clone()));
    }
    site.plan(at, Deed::Inbound(text));
}

/// The token of the link in a text.
pub(crate) fn token_in(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("/r/")?;
    Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
}
