//! What clients say about an event, parsed; every field that does not fit is named.
use crate::{
    limits::{DURATION_MINUTES_MAX, HOST_CHARACTERS_MAX, LOCATION_CHARACTERS_MAX},
    settings,
    times::{deadline, local_time},
    wire::ChangeEvent,
};
use domain::{
    event::{CAPACITY_MAX, DETAILS_CHARS_MAX, Event, NAME_CHARS_MAX, When},
    message::Purpose,
    phone::Region,
    texts::{Template, Text},
    zone::Zone,
};
use runtime::{Problem, extract::Fields};

/// An event and its room as a client wants them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) event: Event,
    pub(crate) capacity: Option<u32>,
    pub(crate) organizer: bool,
}

/// `known` with the client's changes.
pub(crate) fn changed(known: &Wanted, change: &ChangeEvent) -> Result<Wanted, Problem> {
    let mut fields = Fields::new();
    let mut wanted = known.clone();
    words(&mut fields, &mut wanted.event, change);
    when(&mut fields, &mut wanted.event, change);
    if let Some(region) = &change.region {
        let region = fields.take("/region", Region::parse(region));
        wanted.event.region = region.unwrap_or(wanted.event.region);
    }
    if let Some(capacity) = change.capacity {
        let fits = capacity.is_none_or(|capacity| (1..=CAPACITY_MAX).contains(&capacity));
        fields.check(
            "/capacity",
            fits,
            format!("must be 1 to {CAPACITY_MAX}, or null for no limit"),
        );
        wanted.capacity = capacity;
    }
    wanted.organizer = change.organizer_attends.unwrap_or(wanted.organizer);
    if let Some(body) = &change.settings {
        wanted.event.settings = settings::changed(&mut fields, &known.event.settings, body);
    }
    texts(&mut fields, &mut wanted.event, change);
    fields.finish()?;
    Ok(wanted)
}

fn words(fields: &mut Fields, event: &mut Event, change: &ChangeEvent) {
    if let Some(name) = &change.name {
        event.name = fields.text("/name", name, NAME_CHARS_MAX).unwrap_or_default();
    }
    if let Some(host) = &change.host {
        event.host = fields.text("/host", host, HOST_CHARACTERS_MAX).unwrap_or_default();
    }
    if let Some(details) = &change.details {
        event.details = lines(fields, "/details", details, DETAILS_CHARS_MAX);
    }
    if let Some(location) = &change.location {
        let location = location.trim();
        event.location = if location.is_empty() {
            String::new()
        } else {
            fields.text("/location", location, LOCATION_CHARACTERS_MAX).unwrap_or_default()
        };
    }
}

/// A text of several lines, which may be empty.
fn lines(fields: &mut Fields, pointer: &str, text: &str, max: usize) -> String {
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    let within = text.chars().count() <= max;
    fields.check(pointer, within, format!("must have at most {max} characters"));
    let plain = !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    fields.check(pointer, plain, "must have no control characters");
    text
}

fn when(fields: &mut Fields, event: &mut Event, change: &ChangeEvent) {
    let known = &event.when;
    let local = change.starts_local.as_deref().map(local_time);
    let zone = change.zone.as_deref().map(Zone::parse);
    let local = fields.take_optional("/starts_local", local).flatten();
    let zone = fields.take_optional("/zone", zone).flatten();
    let minutes = change.duration_minutes.unwrap_or(known.duration_minutes);
    let fits = (1..=DURATION_MINUTES_MAX).contains(&minutes);
    fields.check("/duration_minutes", fits, format!("must be 1 to {DURATION_MINUTES_MAX}"));
    event.when = When {
        starts_local: local.unwrap_or(known.starts_local),
        zone: zone.unwrap_or_else(|| known.zone.clone()),
        duration_minutes: minutes,
    };
    if let Some(text) = &change.rsvp_deadline {
        let parsed = text.as_deref().map(|text| deadline(text, &event.when.zone));
        event.rsvp_deadline = fields.take_optional("/rsvp_deadline", parsed).flatten();
    }
    let in_time = event.rsvp_deadline.is_none_or(|at| at <= event.when.starts_at());
    fields.check("/rsvp_deadline", in_time, "must not be after the start");
}

fn texts(fields: &mut Fields, event: &mut Event, change: &ChangeEvent) {
    for (name, text) in &change.texts {
        let pointer = format!("/texts/{}", name.replace('~', "~0").replace('/', "~1"));
        let purpose = Purpose::parse(name);
        let Some((purpose, kind)) = purpose.and_then(|one| Some((one, Text::of(one)?))) else {
            fields.refuse(&pointer, "is not a text that an event has");
            continue;
        };
        let Some(text) = text else {
            event.texts.remove(&purpose);
            continue;
        };
        match Template::parse(kind, text) {
            Ok(template) => {
                event.texts.insert(purpose, template.as_str().to_owned());
            }
            Err(errors) => {
                let words: Vec<String> = errors.iter().map(ToString::to_string).collect();
                fields.refuse(&pointer, words.join("; "));
            }
        }
    }
}
