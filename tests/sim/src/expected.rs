//! What a simulation that is worth something exercises.
use crate::{fault::Fault, orders, provider};
use domain::{
    event::EventState,
    invitee::StatusName,
    message::{Delivery, Purpose},
};

/// Moves of the table of transitions (ENGINE.md, section 2), by its number.
const MOVES: &[(&str, &str)] = &[
    ("T1", "nothing>queued user"),
    ("T2", "queued>inviting engine"),
    ("T3", "inviting>invited engine"),
    ("T4", "inviting>queued engine"),
    ("T5", "inviting>failed engine"),
    ("T5", "invited>failed callback"),
    ("T6", "inviting>accepted guest_link"),
    ("T6", "invited>accepted guest_link"),
    ("T6", "invited>accepted sms"),
    ("T9", "invited>declined guest_link"),
    ("T9", "invited>declined sms"),
    ("T10", "invited>expired engine"),
    ("T10", "invited>expired guest_link"),
    ("T11", "accepted>accepted guest_link"),
    ("T12", "accepted>withdrawn guest_link"),
    ("T12", "accepted>withdrawn sms"),
    ("T13", "declined>accepted guest_link"),
    ("T13", "declined>waitlisted guest_link"),
    ("T13", "expired>accepted guest_link"),
    ("T13", "expired>waitlisted guest_link"),
    ("T13", "withdrawn>accepted guest_link"),
    ("T13", "queued>accepted guest_link"),
    ("T14", "expired>declined guest_link"),
    ("T15", "waitlisted>accepted engine"),
    ("T15", "waitlisted>inviting engine"),
    ("T16", "waitlisted>declined guest_link"),
    ("T17", "queued>accepted user"),
    ("T17", "invited>accepted user"),
    ("T17", "waitlisted>accepted user"),
    ("T17", "accepted>accepted user"),
    ("T18", "queued>declined user"),
    ("T18", "invited>declined user"),
    ("T18", "accepted>declined user"),
    ("T19", "queued>removed user"),
    ("T19", "invited>removed user"),
    ("T19", "accepted>removed user"),
    ("T20", "declined>queued user"),
    ("T20", "expired>queued user"),
    ("T20", "removed>queued user"),
    ("T20", "failed>queued user"),
    ("T21", "queued>cancelled engine"),
    ("T21", "invited>cancelled engine"),
    ("T21", "accepted>cancelled engine"),
];
/// What guests do.
const GUESTS: &[&str] = &[
    "look",
    "yes",
    "no",
    "calendar",
    "note",
    "preview",
    "double tap",
    "stop",
    "text yes",
    "text no",
    "text stop",
    "text start",
    "text help",
    "text nonsense",
    "text twice",
];
/// Answers to a YES behind a link: taken, T8, too late, a party that nobody may bring.
const REPLIES: [u16; 4] = [200, 409, 410, 422];
/// What the provider reports.
const REPORTS: [&str; 5] = ["sent", "delivered", "read", "undelivered", "failed"];
/// Invariants that are checked where something happens, not at every write.
const LAWS: [&str; 4] = ["I6", "I8", "I9", "I14"];

/// Names of a [`Coverage`](crate::Coverage), none of which may be missing over many worlds.
pub fn expected() -> Vec<String> {
    let mut names = vec!["two organizers at once".to_owned()];
    let mut all = |kind: &str, more: Vec<String>| {
        names.extend(more.into_iter().map(|name| format!("{kind} {name}")));
    };
    let text = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    all("fault", Fault::ALL.iter().map(|fault| fault.name().to_owned()).collect());
    all("refusal", provider::CODES.iter().map(|(code, _)| code.to_string()).collect());
    all("status", StatusName::ALL.iter().map(|status| status.name().to_owned()).collect());
    all("delivery", Delivery::ALL.iter().map(|delivery| delivery.name().to_owned()).collect());
    all("text", Purpose::ALL.iter().map(|purpose| purpose.name().to_owned()).collect());
    all("event", EventState::ALL.iter().map(|state| state.name().to_owned()).collect());
    all("move", MOVES.iter().map(|(_, name)| (*name).to_owned()).collect());
    all("organizer", orders::names().map(ToOwned::to_owned).collect());
    all("guest", text(GUESTS));
    all("reply yes", REPLIES.iter().map(ToString::to_string).collect());
    all("report", text(&REPORTS));
    all("law", text(&LAWS));
    all("search", text(&["found", "absent"]));
    names
}
