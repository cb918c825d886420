//! Finding a message whose submission is unknown (ENGINE.md, S6).
use super::{
    Twilio,
    resemblance::{Resemblance, compare},
};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822, tz::TimeZone};
use ports::{Found, Probe};
use serde::Deserialize;

/// Messages asked for in one page.
const PAGE_SIZE: u8 = 50;
/// Pages read in one search: far more than the recipient's quota lets us send in a day.
const PAGES_MAX: u8 = 5;
/// How far the provider's clock may be behind ours. Well below the 15 minutes that lie between two
/// messages with the same words, so that a look-up cannot take one for the other.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

#[derive(Deserialize)]
struct Page {
    messages: Vec<Listed>,
    next_page_uri: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    sid: String,
    body: Option<String>,
    date_created: Option<String>,
    date_sent: Option<String>,
}

/// Looks for `probe` among the recipient's messages since its day. A message that still waits at the
/// provider has no date of sending, and a filter by date may leave it out; so before we say that
/// there is none, the newest page is read without the filter.
pub(super) async fn find(twilio: &Twilio, probe: &Probe) -> Found {
    let day = (probe.since - SKEW).to_zoned(TimeZone::UTC).date().to_string();
    let since_day = list_path(twilio, probe, Some(&day));
    let since = match search(twilio, probe, since_day, PAGES_MAX).await {
        Search::Found(provider_id) => return Found::Yes { provider_id },
        Search::Cut { .. } | Search::Failed => return Found::CannotAsk,
        Search::Absent { doubtful } => doubtful,
    };
    match search(twilio, probe, list_path(twilio, probe, None), 1).await {
        Search::Found(provider_id) => Found::Yes { provider_id },
        // Newest first: what lies beyond the first page is older than anything that still waits.
        Search::Absent { doubtful } | Search::Cut { doubtful } if !doubtful && !since => Found::No,
        Search::Absent { .. } | Search::Cut { .. } | Search::Failed => Found::CannotAsk,
    }
}

enum Search {
    Found(String),
    /// Read to the last page.
    Absent {
        /// Whether one on the way may be ours with other characters.
        doubtful: bool,
    },
    /// There are more pages than we read.
    Cut {
        /// As in `Absent`.
        doubtful: bool,
    },
    Failed,
}

async fn search(twilio: &Twilio, probe: &Probe, first: String, pages_max: u8) -> Search {
    let (mut path, mut doubtful) = (first, false);
    for _ in 0..pages_max {
        let Some(page) = page(twilio, &path).await else { return Search::Failed };
        for listed in page.messages.into_iter().filter(|listed| may_be_it(listed, probe)) {
            match compare(listed.body.as_deref(), &probe.body) {
                Resemblance::Same => return Search::Found(listed.sid),
                Resemblance::Doubtful => doubtful = true,
                Resemblance::Different => (),
            }
        }
        match page.next_page_uri {
            None => return Search::Absent { doubtful },
            // Our credentials go to the configured provider only, wherever a page points.
            Some(next) if next.starts_with('/') => path = next,
            Some(_) => return Search::Failed,
        }
    }
    Search::Cut { doubtful }
}

async fn page(twilio: &Twilio, path: &str) -> Option<Page> {
    let answer = twilio.get(path).await?;
    if answer.status != 200 {
        return None;
    }
    serde_json::from_slice(&answer.body).ok()
}

fn list_path(twilio: &Twilio, probe: &Probe, since_day: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("To", probe.to.as_str());
    if let Some(day) = since_day {
        // The name of the parameter ends with `>`: `DateSent>=2026-06-01`.
        query.append_pair("DateSent>", day);
    }
    query.append_pair("PageSize", &PAGE_SIZE.to_string());
    format!("{}?{}", twilio.messages_path(), query.finish())
}

fn may_be_it(listed: &Listed, probe: &Probe) -> bool {
    if probe.others.contains(&listed.sid) {
        return false;
    }
    let date = listed.date_sent.as_deref().or(listed.date_created.as_deref());
    // One without a readable date may be ours: its words decide.
    date.and_then(read_date).is_none_or(|at| at >= probe.since - SKEW)
}

fn read_date(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}
