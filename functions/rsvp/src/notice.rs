//! What a page says about the request that led to it.
use crate::words::{Word, count, fill};
use domain::transition::Refusal;
use http::StatusCode;
use jiff::SignedDuration;
use runtime::{Problem, ProblemKind, page::Language};

/// Why something was not done, or that it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// Name and note were kept.
    Saved,
    /// The table of transitions refuses it.
    Refused(Refusal),
    /// The link changed too much just now.
    TooOften {
        /// When it may again.
        seconds: u64,
    },
    /// Others were faster, over and over.
    Busy,
    /// No name, or one that is too long.
    Name,
    /// A note that is too long.
    Note,
}

impl Notice {
    /// The answer's status.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Saved => StatusCode::OK,
            Self::Refused(Refusal::PartyOutOfRange { .. }) | Self::Name | Self::Note => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Refused(
                Refusal::TooLate | Refusal::Closed | Refusal::Cancelled | Refusal::Begun,
            ) => StatusCode::GONE,
            Self::Refused(
                Refusal::NotListed(_)
                | Refusal::PartyTooLarge { .. }
                | Refusal::Full
                | Refusal::TooManyInvitations,
            )
            | Self::Busy => StatusCode::CONFLICT,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The words.
    pub(crate) fn words(self, language: Language, host: &str) -> String {
        let say = |word, values: &[(&str, &str)]| fill(word, language, values);
        match self {
            Self::Saved => say(Word::Saved, &[]),
            Self::Refused(refusal) => match refusal {
                Refusal::NotListed(_) | Refusal::TooManyInvitations => say(Word::NotNowNotice, &[]),
                Refusal::PartyOutOfRange { max } => {
                    count(Word::PartyOutOfRangeNotice, language, max.into(), &[])
                }
                Refusal::PartyTooLarge { max } => {
                    count(Word::PartyTooLargeNotice, language, max.into(), &[])
                }
                Refusal::Full => say(Word::FullNotice, &[]),
                Refusal::TooLate => say(Word::TooLateNotice, &[]),
                Refusal::Closed => say(Word::ClosedNotice, &[]),
                Refusal::Cancelled => say(Word::CancelledNotice, &[]),
                Refusal::Begun => say(Word::BegunNotice, &[("host", host)]),
            },
            Self::TooOften { seconds } => count(Word::TooOftenNotice, language, seconds, &[]),
            Self::Busy => say(Word::BusyNotice, &[]),
            Self::Name => say(Word::NameNotice, &[]),
            Self::Note => say(Word::NoteNotice, &[]),
        }
    }

    /// The same for a client that reads JSON.
    pub(crate) fn problem(self) -> Problem {
        match self {
            Self::Refused(refusal) => refusal.into(),
            Self::TooOften { seconds } => Problem::new(ProblemKind::TooManyRequests)
                .retry_after(SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))),
            Self::Saved | Self::Busy => Problem::new(ProblemKind::Conflict),
            Self::Name => Problem::field("/name", "must have 1 to 200 characters"),
            Self::Note => Problem::field("/note", "is too long"),
        }
    }

    /// Whether it is about an answer, so that the form for another one is of use.
    pub(crate) const fn is_about_answer(self) -> bool {
        match self {
            Self::Refused(_) | Self::TooOften { .. } | Self::Busy => true,
            Self::Saved | Self::Name | Self::Note => false,
        }
    }

    /// Whether it is good news.
    pub(crate) const fn is_good(self) -> bool {
        matches!(self, Self::Saved)
    }
}
