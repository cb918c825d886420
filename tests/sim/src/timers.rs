//! The scheduler: one timer per event, late, missed or refused.
use crate::{agenda::Deed, control::Control, fault::Fault, queues::SimQueues, site::Site};
use async_trait::async_trait;
use domain::ids::EventId;
use jiff::Timestamp;
use ports::{ScheduleError, Schedules};
use runtime::hints::Wake;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

/// The timers.
#[derive(Debug, Clone)]
pub(crate) struct SimTimers {
    site: Arc<Site>,
    due: Arc<Mutex<BTreeMap<EventId, Timestamp>>>,
}

impl SimTimers {
    pub(crate) fn new(site: &Arc<Site>) -> Self {
        Self { site: Arc::clone(site), due: Arc::default() }
    }

    fn due(&self) -> MutexGuard<'_, BTreeMap<EventId, Timestamp>> {
        self.due.lock().unwrap()
    }

    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.due().values().min().copied()
    }

    /// Takes what is due out, and fires it.
    pub(crate) fn turn(&self, queues: &SimQueues) {
        let now = self.site.now();
        let due: Vec<EventId> =
            self.due().iter().filter(|(_, at)| **at <= now).map(|(event, _)| *event).collect();
        for event in due {
            self.due().remove(&event);
            if self.site.is(Control::NoSweep) || self.site.strikes(Fault::TimerMissed) {
                continue;
            }
            if self.site.strikes(Fault::TimerLate) {
                let at = now + self.site.span(Fault::TimerLate, 1, 60);
                self.site.plan(at, Deed::Timer(event));
                continue;
            }
            self.fire(event, queues);
        }
    }

    pub(crate) fn fire(&self, event: EventId, queues: &SimQueues) {
        let unique = format!("timer-{}", self.site.now().as_nanosecond());
        queues.put(Wake { event }.message("timer", &unique));
    }
}

#[async_trait]
impl Schedules for SimTimers {
    async fn wake_at(&self, event: EventId, at: Timestamp) -> Result<(), ScheduleError> {
        if self.site.strikes(Fault::TimerRefuses) {
            return Err(ScheduleError { reason: "told to refuse".into() });
        }
        self.due().insert(event, at);
        Ok(())
    }

    async fn clear(&self, event: EventId) -> Result<(), ScheduleError> {
        self.due().remove(&event);
        Ok(())
    }
}
