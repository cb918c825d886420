//! The mailbox's page, and the same as JSON.
use super::{
    Mailbox,
    record::{ReceivedMail, ShownMail, Treatment},
};
use crate::links::{Piece, pieces};
use axum::{
    Json, Router,
    extract::{Query, State},
    http::header,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use std::sync::Arc;

const STYLE: &str = include_str!("mails.css");
/// The page needs nothing but its own style, and sends a search to itself.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";
/// Most mails on the page.
const SHOWN_MAX: usize = 200;

pub(super) fn routes() -> Router<Arc<Mailbox>> {
    Router::new()
        .route("/mails", get(show))
        .route("/mails.css", get(style))
        .route("/sim/mails", get(list))
        .route("/sim/mails/treatment", get(treatment).put(treat))
}

async fn style() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, STYLE).into_response()
}

#[derive(Debug, Default, Deserialize)]
struct Whose {
    to: Option<String>,
}

impl Whose {
    /// The address, where one was typed.
    fn address(&self) -> Option<&str> {
        self.to.as_deref().map(str::trim).filter(|to| !to.is_empty())
    }
}

async fn list(State(mailbox): State<Arc<Mailbox>>, Query(whose): Query<Whose>) -> Response {
    let mails = mailbox.mails(whose.address()).into_iter().map(ShownMail::from);
    ([(header::CACHE_CONTROL, "no-store")], Json(mails.collect::<Vec<_>>())).into_response()
}

async fn treatment(State(mailbox): State<Arc<Mailbox>>) -> Json<Treatment> {
    Json(mailbox.treatment())
}

async fn treat(
    State(mailbox): State<Arc<Mailbox>>,
    Json(treatment): Json<Treatment>,
) -> Json<Treatment> {
    mailbox.treat(treatment);
    Json(treatment)
}

async fn show(State(mailbox): State<Arc<Mailbox>>, Query(whose): Query<Whose>) -> Response {
    let mails = mailbox.mails(whose.address());
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let page = page(&mails, whose.address().unwrap_or_default());
    (headers, Html(page.into_string())).into_response()
}

fn page(mails: &[ReceivedMail], to: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="refresh" content="15";
                title { "Mails" }
                link rel="stylesheet" href="/mails.css";
            }
            body {
                header {
                    h1 { "Mails" }
                    p { "Nothing here leaves this machine. " a href="/" { "Phones" } }
                    form method="get" action="/mails" role="search" {
                        label for="to" { "To" }
                        input id="to" type="search" name="to" value=(to);
                        button { "Find" }
                    }
                }
                main {
                    @if mails.is_empty() { p { "No mails." } }
                    @for mail in mails.iter().take(SHOWN_MAX) { (letter(mail)) }
                    @if mails.len() > SHOWN_MAX { p { "The newest " (SHOWN_MAX) " are shown." } }
                }
            }
        }
    }
}

fn letter(mail: &ReceivedMail) -> Markup {
    let at = mail.at.to_zoned(TimeZone::UTC).strftime("%d %b %Y %H:%M:%S UTC").to_string();
    html! {
        article {
            h2 { (mail.subject) }
            p.about { "To " b { (mail.to) } ", " time datetime=(mail.at.to_string()) { (at) } }
            pre {
                @for piece in pieces(&mail.text) {
                    @match piece {
                        Piece::Words(words) => (words),
                        Piece::Link(link) => a href=(link) rel="noreferrer" { (link) },
                    }
                }
            }
        }
    }
}
