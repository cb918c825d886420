//! A provider that answers as a test says and remembers what it took.
use super::locked;
use async_trait::async_trait;
use domain::message::MessageId;
use ports::{Account, Found, Probe, Submission, Text, Texts};
use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, Mutex},
};

/// What the provider does with one submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answer {
    /// Takes it and says so.
    #[default]
    Accept,
    /// Answers with an error.
    Refuse {
        /// The provider's code.
        code: u32,
        /// The HTTP status.
        status: u16,
        /// From `Retry-After`.
        retry_after_seconds: Option<u32>,
    },
    /// Is not reached at all.
    NotSent,
    /// Takes it, but the answer is lost.
    LoseReply,
    /// Never gets it, but whoever submits cannot know.
    LoseRequest,
}

/// A text that the provider took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's id of it.
    pub provider_id: String,
    /// The text.
    pub text: Text,
}

type Script = Box<dyn FnMut(&Text) -> Answer + Send>;

/// The provider. Clones share its memory.
#[derive(Clone, Default)]
pub struct FakeTexts(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    submissions: Vec<Text>,
    accepted: Vec<Accepted>,
    script: Option<Script>,
    unreachable: bool,
}

impl fmt::Debug for FakeTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeTexts")
    }
}

impl FakeTexts {
    /// Answers every submission from here on as `script` says. Without a script all are accepted.
    pub fn answer_with(&self, script: impl FnMut(&Text) -> Answer + Send + 'static) {
        locked(&self.0).script = Some(Box::new(script));
    }

    /// Whether the provider can be asked about a text whose submission is unknown.
    pub fn let_ask(&self, possible: bool) {
        locked(&self.0).unreachable = !possible;
    }

    /// Every submission, whatever became of it.
    pub fn submissions(&self) -> Vec<Text> {
        locked(&self.0).submissions.clone()
    }

    /// What the provider took.
    pub fn accepted(&self) -> Vec<Accepted> {
        locked(&self.0).accepted.clone()
    }

    /// The messages that the provider took more than once: there must never be one (I4).
    pub fn accepted_twice(&self) -> Vec<MessageId> {
        let mut seen = HashSet::new();
        let accepted = self.accepted().into_iter().map(|accepted| accepted.text.id);
        accepted.filter(|id| !seen.insert(id.clone())).collect()
    }
}

impl State {
    fn accept(&mut self, text: &Text) -> String {
        let provider_id = format!("SM{:032x}", self.accepted.len());
        self.accepted.push(Accepted { provider_id: provider_id.clone(), text: text.clone() });
        provider_id
    }
}

#[async_trait]
impl Texts for FakeTexts {
    fn account(&self) -> Account {
        Account { sid: "ACfake".into(), sender: "+12125550100".into() }
    }

    async fn submit(&self, text: &Text) -> Submission {
        let mut state = locked(&self.0);
        state.submissions.push(text.clone());
        let answer = state.script.as_mut().map_or(Answer::Accept, |script| script(text));
        match answer {
            Answer::Accept => Submission::Accepted { provider_id: state.accept(text), segments: 1 },
            Answer::Refuse { code, status, retry_after_seconds } => {
                Submission::Refused { code, status, retry_after_seconds }
            }
            Answer::NotSent => Submission::NotSent,
            Answer::LoseReply => {
                state.accept(text);
                Submission::Unknown
            }
            Answer::LoseRequest => Submission::Unknown,
        }
    }

    async fn find(&self, probe: &Probe) -> Found {
        let state = locked(&self.0);
        if state.unreachable {
            return Found::CannotAsk;
        }
        let asked = |one: &&Accepted| {
            let same = one.text.to == probe.to && one.text.body == probe.body;
            same && !probe.others.contains(&one.provider_id)
        };
        match state.accepted.iter().find(asked) {
            Some(found) => Found::Yes { provider_id: found.provider_id.clone() },
            None => Found::No,
        }
    }
}
