//! Texts that phones write.
use super::{
    delivery::message_sid,
    number::Number,
    record::{Action, Direction, Entry, Message, Pending, Status},
    state::{Phone, State},
};
use domain::segments;
use jiff::Timestamp;

/// Words that end all texts, at the provider (its Advanced Opt-Out's defaults).
const STOP: [&str; 8] =
    ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"];
/// Words that let texts come again.
const START: [&str; 3] = ["START", "UNSTOP", "YES"];
/// Words that ask for help.
const HELP: [&str; 2] = ["HELP", "INFO"];

/// A text that a person writes.
#[derive(Debug)]
pub(super) struct Written {
    /// The words.
    pub(super) body: String,
    /// The number it goes to.
    pub(super) to: Number,
    /// The messaging service that the number belongs to, if any.
    pub(super) service: Option<String>,
}

/// What happens when the person at `phone` writes: the message's id and the changes.
pub(super) fn written(
    state: &State,
    phone: &Number,
    text: Written,
    now: Timestamp,
) -> (String, Vec<Entry>) {
    let sid = message_sid(state.settings().seed, phone, state.message_count(), now);
    let opted_out_at = state.phone(phone).and_then(Phone::opted_out_at);
    let word = text.body.trim().to_uppercase();
    let word = word.as_str();
    let mut entries = Vec::new();
    let opt_out = if STOP.contains(&word) {
        entries.push(Entry::OptOut { phone: phone.clone(), at: Some(now) });
        Some("STOP")
    } else if START.contains(&word) && (word != "YES" || opted_out_at.is_some()) {
        // YES is an everyday answer; it lifts an opt-out only where there is one.
        entries.push(Entry::OptOut { phone: phone.clone(), at: None });
        Some("START")
    } else {
        HELP.contains(&word).then_some("HELP")
    };
    let opt_out = opt_out.map(str::to_owned);
    entries.push(Entry::Message(message(&sid, phone, text, now)));
    entries.push(Entry::Planned(Pending {
        number: 0,
        at: now,
        phone: phone.clone(),
        action: Action::Inbound { sid: sid.clone(), opt_out },
        failures: 0,
    }));
    (sid, entries)
}

fn message(sid: &str, phone: &Number, text: Written, now: Timestamp) -> Message {
    Message {
        sid: sid.to_owned(),
        direction: Direction::Inbound,
        phone: phone.clone(),
        sender: text.to,
        service: text.service,
        segments: segments_of(&text.body),
        body: text.body,
        status: Status::Received,
        error_code: None,
        created_at: now,
        sent_at: Some(now),
        updated_at: now,
        status_callback: None,
    }
}

/// How many segments `body` takes.
pub(super) fn segments_of(body: &str) -> u16 {
    segments::count(body).segments
}
