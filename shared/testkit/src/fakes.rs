//! Stand-ins for the ports: they record, and do as they are told.
mod mails;
mod queues;
mod schedules;
mod texts;
mod time;

pub use mails::{FakeMails, MailAnswer};
pub use queues::RecordingQueues;
pub use schedules::RecordingSchedules;
pub use texts::{Accepted, Answer, FakeTexts};
pub use time::{FakeClock, SeededIds};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A poisoned lock means that a test panicked; what was recorded is still whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
