//! The world, as one argument.
use crate::config::Config;
use ports::{Clock, Ids, Mails, Queues, Schedules, Secrets, Texts};
use std::sync::Arc;
use store::Store;

/// Everything that a use case needs and does not decide. Cheap to clone; the state of every router.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The table.
    pub store: Store,
    /// The present. Read it once per request and pass the instant on.
    pub clock: Arc<dyn Clock>,
    /// What cannot be guessed.
    pub ids: Arc<dyn Ids>,
    /// What must not be known.
    pub secrets: Arc<Secrets>,
    /// The provider of text messages.
    pub texts: Arc<dyn Texts>,
    /// The provider of mails.
    pub mails: Arc<dyn Mails>,
    /// The queues.
    pub queues: Arc<dyn Queues>,
    /// The events' timers.
    pub schedules: Arc<dyn Schedules>,
    /// What the process was told.
    pub config: Arc<Config>,
}
