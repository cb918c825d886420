//! The inbox page's HTML.
use crate::links::{self, Piece};
use crate::phones::{
    number::Number,
    record::{Answered, Direction, Message, PhoneSummary, Status},
    refusal::delivery_error,
    settings::Settings,
    settings_form::{behaviour_fields, fault_fields},
};
use jiff::{Timestamp, tz::TimeZone};
use maud::{DOCTYPE, Markup, html};

/// Most phones in the list; a search finds the others.
const PHONES_MAX: usize = 200;
/// Most entries of a conversation, the newest.
const ENTRIES_MAX: usize = 500;
/// Most characters of the last text shown in the list.
const EXCERPT_CHARACTERS_MAX: usize = 80;

/// What the page shows.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) phones: &'a [PhoneSummary],
    pub(super) phone: Option<&'a Number>,
    pub(super) messages: Vec<&'a Message>,
    pub(super) answers: &'a [Answered],
    pub(super) settings: &'a Settings,
    pub(super) search: &'a str,
    pub(super) problem: Option<&'a str>,
    pub(super) now: Timestamp,
}

/// The whole page.
pub(super) fn page(page: &Page<'_>) -> Markup {
    let unread: usize = page.phones.iter().map(|phone| phone.unread).sum();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { @if unread > 0 { "(" (unread) ") " } "Phones" }
                link rel="stylesheet" href="/inbox.css";
                script src="/inbox.js" defer {}
                noscript { meta http-equiv="refresh" content="15"; }
            }
            body {
                header.bar {
                    h1 { "Phones" }
                    p { "Simulated phones. Nothing here leaves this machine. " a href="/mails" { "Mails" } }
                    (clock(page.now))
                }
                @if let Some(problem) = page.problem { p.problem role="alert" { (problem) } }
                main {
                    (phone_list(page))
                    (conversation(page))
                    (panel(page))
                }
            }
        }
    }
}

fn phone_list(page: &Page<'_>) -> Markup {
    let found =
        page.phones.iter().filter(|phone| phone.number.as_str().contains(page.search.trim()));
    html! {
        nav.phones aria-label="Phones" {
            form.search method="get" action="/" role="search" {
                label.hidden for="q" { "Find a number" }
                input id="q" type="search" name="q" value=(page.search) placeholder="Find a number";
                button { "Find" }
            }
            ul #phones {
                @if page.phones.is_empty() { li.empty { "No texts yet." } }
                @for phone in found.take(PHONES_MAX) { (phone_item(phone, page.phone)) }
            }
            @if page.phones.len() > PHONES_MAX {
                p.note { (page.phones.len()) " phones; the " (PHONES_MAX) " with the newest texts are shown." }
            }
        }
    }
}

fn phone_item(phone: &PhoneSummary, open: Option<&Number>) -> Markup {
    let is_open = open == Some(&phone.number);
    html! {
        li {
            a href=(phone_url(&phone.number)) aria-current=[is_open.then_some("page")] {
                span.number { (phone.number.as_str()) }
                @if phone.opted_out_at.is_some() { span.tag { "STOP" } }
                @if phone.unread > 0 {
                    span.count { (phone.unread) span.hidden { " unread" } }
                }
                @if let Some(last) = &phone.last {
                    span.excerpt {
                        @if last.direction == Direction::Inbound { "You: " }
                        (last.body.chars().take(EXCERPT_CHARACTERS_MAX).collect::<String>())
                    }
                    (time(last.created_at))
                }
            }
        }
    }
}

/// A text or an answer, in the order of time.
enum Shown<'a> {
    Text(&'a Message),
    Answer(&'a Answered),
}

fn conversation(page: &Page<'_>) -> Markup {
    let Some(phone) = page.phone else {
        return html! {
            section.conversation aria-label="Conversation" {
                p.empty { "Choose a phone to read its texts, open its links and reply." }
            }
        };
    };
    let texts = page.messages.iter().map(|message| (message.created_at, Shown::Text(message)));
    let answers = page.answers.iter().map(|answer| (answer.at, Shown::Answer(answer)));
    let mut entries: Vec<(Timestamp, Shown<'_>)> = texts.chain(answers).collect();
    entries.sort_by_key(|(at, _)| *at);
    let older = entries.len().saturating_sub(ENTRIES_MAX);
    html! {
        section.conversation aria-labelledby="conversation" {
            h2 #conversation { (phone.as_str()) }
            ol #thread aria-live="polite" {
                @if entries.is_empty() { li.empty { "No texts to or from this phone yet." } }
                @if older > 0 { li.empty { (older) " older entries are not shown." } }
                @for (_, shown) in entries.iter().skip(older) {
                    @match shown {
                        Shown::Text(message) => (bubble(message)),
                        Shown::Answer(answer) => (answer_note(answer)),
                    }
                }
            }
            form.reply method="post" action="/reply" {
                input type="hidden" name="phone" value=(phone.as_str());
                label.hidden for="body" { "Reply as " (phone.as_str()) }
                input id="body" type="text" name="body" maxlength="1600" autocomplete="off"
                    placeholder="Reply, for example YES 2" required;
                button { "Send" }
            }
        }
    }
}

fn bubble(message: &Message) -> Markup {
    let side = match message.direction {
        Direction::Outbound => "to",
        Direction::Inbound => "from",
    };
    html! {
        li.bubble.(side) {
            p {
                @for piece in links::pieces(&message.body) {
                    @match piece {
                        Piece::Words(words) => (words),
                        Piece::Link(link) => a href=(link) target="_blank" rel="noopener noreferrer" { (link) },
                    }
                }
            }
            p.about {
                (time(message.created_at))
                " · " span.status.(message.status.name()) { (status(message.status)) }
                @if let Some(code) = message.error_code {
                    " · " (code) " " (delivery_error(code))
                }
                @if message.segments > 1 { " · " (message.segments) " segments" }
            }
        }
    }
}

fn answer_note(answer: &Answered) -> Markup {
    html! {
        li.event {
            @if answer.asked {
                "Answered " strong { @if answer.yes { "yes" } @else { "no" } }
                @if let Some(party) = answer.party { " for " (party) }
                " by link"
            } @else {
                "Opened the link, which asked nothing"
            }
            " · HTTP " (answer.status) " · " (time(answer.at))
        }
    }
}

fn panel(page: &Page<'_>) -> Markup {
    let own = page.phone.and_then(|phone| page.settings.phones.get(phone)).is_some();
    let (behaviour, faults) = match page.phone {
        Some(phone) => (page.settings.behaviour_of(phone), page.settings.faults_of(phone)),
        None => (&page.settings.behaviour, &page.settings.faults),
    };
    html! {
        aside.panel aria-labelledby="panel" {
            h2 #panel { "Behaviour and faults" }
            p.note {
                "Seed " (page.settings.seed) ". "
                @match (page.phone, own) {
                    (Some(phone), true) => { (phone.as_str()) " has settings of its own." },
                    (Some(phone), false) => { (phone.as_str()) " behaves like all others." },
                    (None, _) => { "For every phone without settings of its own." },
                }
            }
            form method="post" action="/settings" {
                @if let Some(phone) = page.phone {
                    input type="hidden" name="phone" value=(phone.as_str());
                }
                fieldset { legend { "People" } (behaviour_fields(behaviour)) }
                fieldset { legend { "Provider" } (fault_fields(faults)) }
                p.actions {
                    button name="scope" value="run" { "Apply to all phones" }
                    @if page.phone.is_some() {
                        button name="scope" value="phone" { "Apply to this phone" }
                    }
                    @if own { button name="scope" value="reset" { "Reset this phone" } }
                }
            }
        }
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Queued => "on its way",
        Status::Sent | Status::Received => "sent",
        Status::Delivered => "delivered",
        Status::Undelivered => "not delivered",
        Status::Failed => "failed",
    }
}

fn phone_url(phone: &Number) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("/?{}", query.append_pair("phone", phone.as_str()).finish())
}

fn time(at: Timestamp) -> Markup {
    let shown = at.to_zoned(TimeZone::UTC).strftime("%d %b %H:%M").to_string();
    html! { time datetime=(at.to_string()) title=(at.to_string()) { (shown) } }
}

fn clock(now: Timestamp) -> Markup {
    let shown = now.to_zoned(TimeZone::UTC).strftime("%d %b %Y %H:%M:%S UTC").to_string();
    html! { p.clock #clock { (shown) } }
}
