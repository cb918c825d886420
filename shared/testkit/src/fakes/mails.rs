//! A mail provider that answers as a test says and remembers what it took.
use super::locked;
use async_trait::async_trait;
use domain::ids::MailId;
use ports::{MailSubmission, Mails, OutgoingMail};
use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, Mutex},
};

/// What the provider does with one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailAnswer {
    /// Takes it and says so.
    #[default]
    Accept,
    /// Answers that it does not take it.
    Refuse {
        /// Whether it would say so again.
        lasting: bool,
    },
    /// Is not reached at all.
    NotSent,
    /// Takes it, but the answer is lost.
    LoseReply,
    /// Never gets it, but whoever submits cannot know.
    LoseRequest,
}

type Script = Box<dyn FnMut(&OutgoingMail) -> MailAnswer + Send>;

/// The provider. Clones share its memory.
#[derive(Clone, Default)]
pub struct FakeMails(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    submissions: Vec<OutgoingMail>,
    sent: Vec<OutgoingMail>,
    script: Option<Script>,
}

impl fmt::Debug for FakeMails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeMails")
    }
}

impl FakeMails {
    /// Answers every submission from here on as `script` says. Without a script all are accepted.
    pub fn answer_with(&self, script: impl FnMut(&OutgoingMail) -> MailAnswer + Send + 'static) {
        locked(&self.0).script = Some(Box::new(script));
    }

    /// Every submission, whatever became of it.
    pub fn submissions(&self) -> Vec<OutgoingMail> {
        locked(&self.0).submissions.clone()
    }

    /// What the provider took, in order.
    pub fn sent(&self) -> Vec<OutgoingMail> {
        locked(&self.0).sent.clone()
    }

    /// What the provider took for that address, in order.
    pub fn sent_to(&self, address: &str) -> Vec<OutgoingMail> {
        let mut sent = self.sent();
        sent.retain(|mail| mail.to.as_str() == address);
        sent
    }

    /// The token of the link in the latest mail to that address that has one.
    pub fn token_to(&self, address: &str) -> Option<String> {
        let sent = self.sent_to(address);
        sent.iter().rev().find_map(|mail| {
            let (_, token) = mail.text.split_once("#token=")?;
            token.split_whitespace().next().map(ToOwned::to_owned)
        })
    }

    /// The mails that the provider took more than once: there must never be one.
    pub fn sent_twice(&self) -> Vec<MailId> {
        let mut seen = HashSet::new();
        self.sent().into_iter().map(|mail| mail.id).filter(|id| !seen.insert(*id)).collect()
    }
}

#[async_trait]
impl Mails for FakeMails {
    async fn send(&self, mail: &OutgoingMail) -> MailSubmission {
        let mut state = locked(&self.0);
        state.submissions.push(mail.clone());
        let answer = state.script.as_mut().map_or(MailAnswer::Accept, |script| script(mail));
        match answer {
            MailAnswer::Accept => {
                state.sent.push(mail.clone());
                MailSubmission::Accepted { provider_id: format!("mail-{}", state.sent.len()) }
            }
            MailAnswer::Refuse { lasting } => {
                let words = format!("550 {}: no such user", mail.to.as_str());
                MailSubmission::Refused { words, lasting }
            }
            MailAnswer::NotSent => MailSubmission::NotSent,
            MailAnswer::LoseReply => {
                state.sent.push(mail.clone());
                MailSubmission::Unknown
            }
            MailAnswer::LoseRequest => MailSubmission::Unknown,
        }
    }
}
