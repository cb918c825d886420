//! The parameters that templates hand down, each described once.
use crate::zone::Zone;
use serde_json::{Map, Value, json};

/// What a parameter is, for operators.
const DESCRIPTIONS: [(&str, &str); 35] = [
    ("AlarmTopicArn", "Whoever is told of alarms"),
    ("ApiId", "The API that the routes belong to"),
    ("Architecture", "arm64 or x86_64, as the program was built"),
    ("BaseUrl", "Where the public reaches the API and the pages"),
    ("DeletionProtection", "Whether the table refuses to be deleted"),
    ("ImportsArn", "The queue of contacts to write"),
    ("ImportsDeadLettersName", "The dead letters of the queue of contacts to write"),
    ("ImportsName", "The queue of contacts to write"),
    ("ImportsUrl", "The queue of contacts to write"),
    ("LogFilter", "Which log lines are written, as RUST_LOG says it"),
    ("LogRetentionDays", "Days that log lines are kept"),
    ("MailFrom", "Whose mails they are"),
    ("MailIdentityArn", "The verified identity that mail comes from"),
    ("OutboxArn", "The queue of messages to send"),
    ("OutboxDeadLettersName", "The dead letters of the queue of messages to send"),
    ("OutboxName", "The queue of messages to send"),
    ("OutboxUrl", "The queue of messages to send"),
    ("Prefix", "Stands before every name"),
    ("ReserveConcurrency", "Whether functions that must not be crowded out have runs of their own"),
    ("SecretsPath", "Where the secrets are in Parameter Store, with a slash at its end"),
    ("SegmentsPerDayMax", "Segments of texts a day above which operators are told"),
    ("StreamArn", "The table's stream"),
    ("StreamDeadLettersArn", "Where records go that the relay cannot handle"),
    ("StreamDeadLettersName", "Where records go that the relay cannot handle"),
    ("TableArn", "The table"),
    ("TableName", "The table"),
    ("TimerRoleArn", "The role that the scheduler takes to send to the queue of wakes"),
    ("TwilioAccountSid", "The account at Twilio"),
    ("TwilioBaseUrl", "Where Twilio is"),
    ("TwilioSender", "The phone number or messaging service that texts come from"),
    ("ViewerKey", "What the content network proves itself with"),
    ("WakesArn", "The queue of wakes"),
    ("WakesDeadLettersName", "The dead letters of the queue of wakes"),
    ("WakesName", "The queue of wakes"),
    ("WakesUrl", "The queue of wakes"),
];
/// Those that nobody is shown.
const HIDDEN: [&str; 1] = ["ViewerKey"];

/// The declarations of `names`. A zone's role and integration describe themselves.
pub(super) fn declared<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Map<String, Value> {
    names.into_iter().map(|name| declaration(name.as_ref())).collect()
}

/// The parameter that carries a zone's role.
pub(super) fn role(zone: Zone) -> String {
    format!("{}RoleArn", zone.name())
}

/// The parameter that carries what serves a zone's routes.
pub(super) fn integration(zone: Zone) -> String {
    format!("{}Integration", zone.name())
}

fn declaration(name: &str) -> (String, Value) {
    let known = DESCRIPTIONS.iter().find(|(known, _)| *known == name);
    let described = match known {
        Some((_, description)) => (*description).to_owned(),
        None => match name.strip_suffix("RoleArn") {
            Some(zone) => format!("The role of the zone {zone}"),
            None => format!("What serves the zone {}", name.trim_end_matches("Integration")),
        },
    };
    let mut declaration = json!({ "Type": "String", "Description": described });
    if HIDDEN.contains(&name) {
        super::set(&mut declaration, "NoEcho", true.into());
    }
    (name.to_owned(), declaration)
}
