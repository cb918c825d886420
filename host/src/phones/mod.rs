//! The simulated phone network: a provider that speaks Twilio's HTTP API, and the phones behind it.
//!
//! The real client calls it over HTTP; it accepts or refuses, delivers, reports with signed status
//! callbacks, and its phones answer by link or by text as people would. Everything that happens later
//! is a pending [`Action`] with an instant. Nothing happens by itself: whoever holds the network asks
//! [`Network::next_due`] and calls [`Network::pump`], so that time can be real ([`run`]) or virtual.
//!
//! What a phone does and which fault strikes depends on the seed, the phone and how often it was
//! asked, never on the order in which requests arrive: the same seed gives the same run.
mod api;
mod caller;
mod control;
mod delivery;
mod dice;
mod form;
mod guests;
mod inbound;
mod inbox;
mod journal;
mod network;
mod number;
mod person;
mod pump;
mod record;
mod refusal;
mod serve;
mod settings;
mod settings_form;
mod state;
mod submission;
#[cfg(test)]
mod tests;
mod webhook;

pub use caller::{CallFailed, Called, Caller, HttpCaller};
pub use network::{Configuration, Network};
pub use number::{Number, ParseNumberError};
pub use pump::{Pumped, run};
pub use record::{
    AcceptedRecord, Action, Answered, Direction, Duplicate, Message, Pending, PhoneSummary, Status,
};
pub use serve::{router, serve};
pub use settings::{Behaviour, Faults, PhoneSettings, Settings, SettingsError, Via};
