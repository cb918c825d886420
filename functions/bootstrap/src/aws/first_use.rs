//! Ports that are made when somebody first asks for one.
//!
//! A client of AWS reads the rules of where its service is, which takes hundreds of thousands of
//! instructions; most functions use the table only, and start without the others.
use async_trait::async_trait;
use domain::ids::EventId;
use jiff::Timestamp;
use ports::{
    MailSubmission, Mails, OutgoingMail, Queue, QueueError, QueueMessage, Queues, ScheduleError,
    Schedules,
};
use std::{fmt, sync::LazyLock};

/// A `T` that is made on its first use, once.
pub(super) struct OnFirstUse<T>(LazyLock<T, Make<T>>);

type Make<T> = Box<dyn FnOnce() -> T + Send>;

impl<T> OnFirstUse<T> {
    pub(super) fn new(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(LazyLock::new(Box::new(make)))
    }
}

impl<T> fmt::Debug for OnFirstUse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnFirstUse")
    }
}

#[async_trait]
impl<T: Queues> Queues for OnFirstUse<T> {
    async fn send(&self, messages: Vec<QueueMessage>) -> Result<(), QueueError> {
        self.0.send(messages).await
    }

    async fn hold(&self, queue: Queue, receipt: &str, seconds: u16) -> Result<(), QueueError> {
        self.0.hold(queue, receipt, seconds).await
    }
}

#[async_trait]
impl<T: Schedules> Schedules for OnFirstUse<T> {
    async fn wake_at(&self, event: EventId, at: Timestamp) -> Result<(), ScheduleError> {
        self.0.wake_at(event, at).await
    }

    async fn clear(&self, event: EventId) -> Result<(), ScheduleError> {
        self.0.clear(event).await
    }
}

#[async_trait]
impl<T: Mails> Mails for OnFirstUse<T> {
    async fn send(&self, mail: &OutgoingMail) -> MailSubmission {
        self.0.send(mail).await
    }
}
