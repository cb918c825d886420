//! The payloads in `events/`, and their places that only a living system can fill.
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use std::{collections::BTreeMap, fs, io, path::Path};

/// What sends a payload, which is also its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// API Gateway, payload format 2.0.
    Http,
    /// SQS.
    Queues,
    /// The table's stream.
    Stream,
    /// EventBridge, at regular times.
    Schedules,
    /// An operator.
    Commands,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 5] =
        [Self::Http, Self::Queues, Self::Stream, Self::Schedules, Self::Commands];

    /// Its folder.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Queues => "queues",
            Self::Stream => "stream",
            Self::Schedules => "schedules",
            Self::Commands => "commands",
        }
    }
}

/// The file of an operation: `ListContacts` is in `list_contacts`.
pub fn operation_file(id: &str) -> String {
    let mut name = String::new();
    for letter in id.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// A payload with places that are still open: `{{org}}`, `{{owner_token}}`, or `{{base64:..}}` around a
/// form that the gateway would hand on in base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What sends it.
    pub source: Source,
    /// The file's name without its ending: whom or what it is from, and after a dash what is special.
    pub name: String,
    /// The file.
    pub text: String,
}

/// A place of a sample that nobody filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// There is no value of that name.
    #[error("there is no value for {{{{{0}}}}}")]
    Value(String),
    /// What was filled in made no JSON of it.
    #[error("a value broke the payload: {0}")]
    Broken(String),
}

impl Sample {
    /// Which function it is for: a job's name, or an operation's as [`operation_file`] writes it.
    pub fn function(&self) -> &str {
        let head = self.name.split('-').next().unwrap_or_default();
        match (self.source, head) {
            (Source::Stream, _) => "relay",
            (Source::Queues, "wakes") => "fill",
            (Source::Queues, "outbox") => "send",
            (Source::Queues, "imports") => "import",
            (Source::Http | Source::Queues | Source::Schedules | Source::Commands, head) => head,
        }
    }

    /// The payload with `values` in its places. `{{twilio_signature}}` is filled last, with what
    /// `sign` makes of the request's address below the base URL, and of its form.
    ///
    /// Errors: a place that has no value.
    pub fn fill(
        &self,
        values: &BTreeMap<String, String>,
        sign: impl Fn(&str, &[(String, String)]) -> String,
    ) -> Result<Value, Missing> {
        let text = filled(&self.text, &|name: &str| match name {
            SIGNATURE => Some(format!("{{{{{SIGNATURE}}}}}")),
            _ => values.get(name).cloned(),
        })?;
        let read = |text: &str| {
            serde_json::from_str(text).map_err(|error| Missing::Broken(error.to_string()))
        };
        let payload: Value = read(&text)?;
        if !text.contains(SIGNATURE) {
            return Ok(payload);
        }
        let (address, form) = signed(&payload);
        let signature = sign(&address, &form);
        read(&filled(&text, &|_: &str| Some(signature.clone()))?)
    }
}

const OPEN: &str = "{{";
const CLOSE: &str = "}}";
/// What begins a place whose own text is wanted, as the gateway hands on a form.
const BASE64: &str = "base64:";
/// The place of the provider's signature.
const SIGNATURE: &str = "twilio_signature";

/// What the provider signs of a request.
fn signed(payload: &Value) -> (String, Vec<(String, String)>) {
    let text = |name: &str| payload.get(name).and_then(Value::as_str).unwrap_or_default();
    let (path, query) = (text("rawPath"), text("rawQueryString"));
    let address = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let body = BASE64_STANDARD.decode(text("body")).unwrap_or_default();
    (address, form_urlencoded::parse(&body).into_owned().collect())
}

/// `text` with its places filled, the inner ones first.
fn filled(text: &str, value: &impl Fn(&str) -> Option<String>) -> Result<String, Missing> {
    let (mut done, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((place, after)) = closed(after) else { break };
        done.push_str(before);
        done.push_str(&fill_one(&filled(place, value)?, value)?);
        rest = after;
    }
    Ok(done + rest)
}

/// What stands before the end of a place that is open, and what after it.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let (before, after) = text.get(from..)?.split_once(CLOSE)?;
        let end = from.saturating_add(before.len());
        let place = text.get(..end)?;
        if place.matches(OPEN).count() == place.matches(CLOSE).count() {
            return Some((place, after));
        }
        from = end.saturating_add(CLOSE.len());
    }
}

fn fill_one(place: &str, value: &impl Fn(&str) -> Option<String>) -> Result<String, Missing> {
    if let Some(clear) = place.strip_prefix(BASE64) {
        return Ok(BASE64_STANDARD.encode(clear));
    }
    value(place).ok_or_else(|| Missing::Value(place.to_owned()))
}

/// Every sample below `folder`, by source and name.
///
/// Errors: a file or folder that cannot be read; a file that is no `.json`, or lies beside the folders.
pub fn read_all(folder: &Path) -> io::Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for source in Source::ALL {
        for entry in fs::read_dir(folder.join(source.folder()))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let name = name
                .strip_suffix(".json")
                .ok_or_else(|| io::Error::other(format!("{} is no sample", path.display())))?;
            samples.push(Sample {
                source,
                name: name.to_owned(),
                text: fs::read_to_string(&path)?,
            });
        }
    }
    samples.sort_by(|left, right| (left.source, &left.name).cmp(&(right.source, &right.name)));
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(text: &str) -> Sample {
        Sample { source: Source::Http, name: "get_org-other".into(), text: text.into() }
    }

    #[test]
    fn a_sample_says_whom_it_is_for() {
        assert_eq!(sample("").function(), "get_org");
        assert_eq!(operation_file("GetOpenApi"), "get_open_api");
    }

    #[test]
    fn a_place_without_a_value_is_named() {
        let values = BTreeMap::from([("org".to_owned(), "org_1".to_owned())]);
        let fill = |text: &str| sample(text).fill(&values, |_, _| String::new());
        assert_eq!(fill(r#"{"rawPath":"/{{org}}/x"}"#).unwrap()["rawPath"], "/org_1/x");
        let nested = r#"{"body":"{\"a\":{\"b\":\"{{org}}\"}}"}"#;
        assert_eq!(fill(nested).unwrap()["body"], r#"{"a":{"b":"org_1"}}"#);
        assert_eq!(fill(r#""{{event}}""#).unwrap_err(), Missing::Value("event".into()));
    }

    #[test]
    fn a_signature_is_over_what_was_filled_in() {
        let text = r#"{"rawPath":"/hooks/{{org}}","rawQueryString":"m=1","body":"{{base64:a=b&c={{org}}}}",
            "headers":{"x-twilio-signature":"{{twilio_signature}}"}}"#;
        let values = BTreeMap::from([("org".to_owned(), "org_1".to_owned())]);
        let payload = sample(text).fill(&values, |address, form| {
            form.iter()
                .fold(address.to_owned(), |all, (name, value)| format!("{all} {name}={value}"))
        });
        let signature = payload.unwrap()["headers"]["x-twilio-signature"].clone();
        assert_eq!(signature, "/hooks/org_1?m=1 a=b c=org_1");
    }
}
