//! A request to send a text.
use super::{
    delivery::{Fate, Verdict, Way, message_sid},
    dice::Dice,
    inbound::segments_of,
    network::Network,
    number::Number,
    person::{self, Person},
    record::{Action, Direction, Entry, Message, Pending, Status},
    refusal::Refusal,
    state::{Phone, State},
};
use jiff::Timestamp;
use std::{io, time::Duration};

/// Longest body, in characters.
const BODY_CHARACTERS_MAX: usize = 1_600;

/// A form that asks to send a text, as it came.
#[derive(Debug, Default)]
pub(super) struct Form {
    to: Option<String>,
    from: Option<String>,
    service: Option<String>,
    body: Option<String>,
    status_callback: Option<String>,
}

impl Form {
    /// Reads a form-encoded request.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(bytes) {
            let value = Some(value.into_owned()).filter(|value| !value.is_empty());
            match name.as_ref() {
                "To" => form.to = value,
                "From" => form.from = value,
                "MessagingServiceSid" => form.service = value,
                "Body" => form.body = value,
                "StatusCallback" => form.status_callback = value,
                _ => (),
            }
        }
        form
    }

    fn check(self, service_number: &Number) -> Result<Request, Refusal> {
        let to = self.to.ok_or(Refusal::NO_TO)?.parse().map_err(|_| Refusal::BAD_TO)?;
        let sender = match (self.from, &self.service) {
            (Some(from), _) => from.parse().map_err(|_| Refusal::BAD_FROM)?,
            (None, Some(_)) => service_number.clone(),
            (None, None) => return Err(Refusal::NO_FROM),
        };
        let body = self.body.ok_or(Refusal::NO_BODY)?;
        if body.chars().count() > BODY_CHARACTERS_MAX {
            return Err(Refusal::LONG_BODY);
        }
        let (service, status_callback) = (self.service, self.status_callback);
        Ok(Request { to, sender, service, body, status_callback })
    }
}

struct Request {
    to: Number,
    sender: Number,
    service: Option<String>,
    body: String,
    status_callback: Option<String>,
}

/// What a request is answered with.
#[derive(Debug)]
pub(super) enum Reply {
    /// The message.
    Created(Box<Message>),
    /// Nothing: the connection is lost.
    Lost,
    /// An error, whether or not the message was accepted.
    Refused(Refusal),
}

impl Network {
    /// Takes a request, and says how it is answered and how long that is held back.
    pub(super) fn submit(&self, form: Form) -> io::Result<(Reply, Duration)> {
        let request = match form.check(&self.configuration.service_number) {
            Ok(request) => request,
            Err(refusal) => return Ok((Reply::Refused(refusal), Duration::ZERO)),
        };
        let now = self.clock.now();
        let mut core = self.core();
        let site = self.configuration.public_url.trim_end_matches('/');
        let decided = decide(core.state(), site, request, now);
        core.commit(decided.entries)?;
        drop(core);
        self.planned.notify_one();
        Ok((decided.reply, decided.slow))
    }
}

struct Decided {
    reply: Reply,
    slow: Duration,
    entries: Vec<Entry>,
}

/// Decides about a request, purely.
fn decide(state: &State, site: &str, request: Request, now: Timestamp) -> Decided {
    let phone = state.phone(&request.to);
    let attempts = phone.map_or(0, Phone::attempts).saturating_add(1);
    let mut entries = vec![Entry::Attempts { phone: request.to.clone(), attempts }];
    if phone.is_some_and(|phone| phone.opted_out_at().is_some()) {
        let reply = Reply::Refused(Refusal::OPTED_OUT);
        return Decided { reply, slow: Duration::ZERO, entries };
    }
    let settings = state.settings();
    let about = ["provider", request.to.as_str(), &attempts.to_string()];
    let mut dice = Dice::new(settings.seed, &about);
    let verdict = Verdict::throw(settings.faults_of(&request.to), &mut dice);
    if let Fate::Refuse(refusal) = verdict.fate {
        return Decided { reply: Reply::Refused(refusal), slow: verdict.slow, entries };
    }
    let message = message(state, request, now);
    entries.extend(accept(state, site, &message, &mut dice, now));
    let reply = match verdict.fate {
        Fate::Accept => Reply::Created(Box::new(message)),
        Fate::AcceptThenLose => Reply::Lost,
        Fate::AcceptThenFail => Reply::Refused(Refusal::BROKEN),
        Fate::Refuse(refusal) => Reply::Refused(refusal),
    };
    Decided { reply, slow: verdict.slow, entries }
}

/// What an acceptance sets going: the message's way to the phone, and what its person will do.
fn accept(
    state: &State,
    site: &str,
    message: &Message,
    dice: &mut Dice,
    now: Timestamp,
) -> Vec<Entry> {
    let settings = state.settings();
    let way = Way::plan(&message.sid, settings.faults_of(&message.phone), dice, now);
    let mut actions = way.actions;
    if message.status_callback.is_none() {
        actions.retain(|(_, action)| !matches!(action, Action::Callback { .. }));
    }
    let mut entries = vec![Entry::Message(message.clone())];
    if let Some(delivered_at) = way.delivered_at {
        let person = Person {
            behaviour: settings.behaviour_of(&message.phone),
            seed: settings.seed,
            phone: state.phone(&message.phone),
            site,
        };
        let reaction = person::react(&person, message, delivered_at);
        if let Some((about, decision)) = reaction.decided {
            entries.push(Entry::Decided { phone: message.phone.clone(), about, decision });
        }
        actions.extend(reaction.action);
    }
    entries.extend(actions.into_iter().map(|(at, action)| {
        let phone = message.phone.clone();
        Entry::Planned(Pending { number: 0, at, phone, action, failures: 0 })
    }));
    entries
}

fn message(state: &State, request: Request, now: Timestamp) -> Message {
    Message {
        sid: message_sid(state.settings().seed, &request.to, state.message_count(), now),
        direction: Direction::Outbound,
        phone: request.to,
        sender: request.sender,
        service: request.service,
        segments: segments_of(&request.body),
        body: request.body,
        status: Status::Queued,
        error_code: None,
        created_at: now,
        sent_at: None,
        updated_at: now,
        status_callback: request.status_callback,
    }
}
