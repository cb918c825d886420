//! Timers that a test looks at and fires.
use super::locked;
use crate::identity::{self, Asked};
use async_trait::async_trait;
use domain::ids::EventId;
use jiff::Timestamp;
use ports::{ScheduleError, Schedules};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Keeps each event's one timer. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct RecordingSchedules(Arc<Mutex<BTreeMap<EventId, Timestamp>>>);

impl RecordingSchedules {
    /// When the event's timer fires.
    pub fn of(&self, event: EventId) -> Option<Timestamp> {
        locked(&self.0).get(&event).copied()
    }

    /// When the next timer fires.
    pub fn next(&self) -> Option<Timestamp> {
        locked(&self.0).values().min().copied()
    }

    /// Takes out the timers that fire at `now` or earlier, the earliest first.
    pub fn take_due(&self, now: Timestamp) -> Vec<EventId> {
        let mut timers = locked(&self.0);
        let mut due: Vec<(Timestamp, EventId)> =
            timers.iter().filter(|(_, at)| **at <= now).map(|(event, at)| (*at, *event)).collect();
        due.sort_unstable();
        for (_, event) in &due {
            timers.remove(event);
        }
        due.into_iter().map(|(_, event)| event).collect()
    }
}

#[async_trait]
impl Schedules for RecordingSchedules {
    async fn wake_at(&self, event: EventId, at: Timestamp) -> Result<(), ScheduleError> {
        // As the real one: it updates, and creates where there is none.
        ask("UpdateSchedule")?;
        if self.of(event).is_none() {
            ask("CreateSchedule")?;
        }
        locked(&self.0).insert(event, at);
        Ok(())
    }

    async fn clear(&self, event: EventId) -> Result<(), ScheduleError> {
        ask("DeleteSchedule")?;
        locked(&self.0).remove(&event);
        Ok(())
    }
}

fn ask(operation: &'static str) -> Result<(), ScheduleError> {
    let asked = identity::allowed(&Asked::Timer(operation));
    asked.map_err(|denied| ScheduleError { reason: denied.to_string() })
}
