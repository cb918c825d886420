//! Guests: the page behind a link, the answer, the calendar file.
//!
//! Everything here is reached with a link alone. A link is verified before anything is read, only a
//! POST changes anything, and the page needs no script.
mod answer;
mod calendar;
mod crowd;
mod dates;
mod details;
mod form;
mod html;
mod http;
mod link;
mod notice;
mod page;
mod respond;
mod standing;
mod words;

pub use http::router;
