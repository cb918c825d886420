//! The events' timers in process. The table knows when each event wants to be woken, so the timers are
//! rebuilt from it at the start, and the sweep finds whatever they miss.
use anyhow::Context;
use async_trait::async_trait;
use domain::ids::EventId;
use jiff::Timestamp;
use ports::{QueueError, QueueMessage, Queues, ScheduleError, Schedules};
use runtime::hints::Wake;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use store::{
    Query, Store,
    keys::{Place, SeatsKey, WakesKey},
};
use tokio::sync::{Notify, futures::Notified};

/// Events whose timers are rebuilt at a start; the sweep wakes the rest in time.
const REBUILT_MAX: usize = 10_000;
const PAGE_ITEMS: u16 = 500;

/// One timer per event.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    due: Mutex<BTreeMap<EventId, Timestamp>>,
    set: Notify,
}

impl Timers {
    /// Sets every timer that the table tells of.
    pub(crate) async fn rebuild(&self, store: &Store) -> anyhow::Result<()> {
        let wakes = Query::of(WakesKey::span(), PAGE_ITEMS);
        let rows = store.query_all(wakes, REBUILT_MAX).await.context("the timers")?;
        let mut due = self.due();
        for row in rows {
            let Ok(WakesKey { at }) = row.key::<WakesKey>() else { continue };
            if let Some(seats) = row.address(Place::Table)
                && let Ok(key) = <SeatsKey as store::keys::Key>::parse(&seats.pk, &seats.sk)
            {
                due.insert(key.event, at);
            }
        }
        Ok(())
    }

    /// When the next timer fires.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.due().values().min().copied()
    }

    /// Fires what is due by `now`: each puts a wake for its event on the queue, as the cloud's timers do.
    /// Answers how many fired.
    pub(crate) async fn fire(
        &self,
        now: Timestamp,
        queues: &dyn Queues,
    ) -> Result<usize, QueueError> {
        let due: Vec<(EventId, Timestamp)> = self
            .due()
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(event, at)| (*event, *at))
            .collect();
        let wakes = due.iter().map(|(event, at)| wake(*event, *at)).collect();
        queues.send(wakes).await?;
        let mut timers = self.due();
        for (event, at) in &due {
            // It may have been set anew meanwhile.
            if timers.get(event) == Some(at) {
                timers.remove(event);
            }
        }
        Ok(due.len())
    }

    /// Ends when a timer is set after the call.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.set.notified()
    }

    fn due(&self) -> MutexGuard<'_, BTreeMap<EventId, Timestamp>> {
        // Every change is one call of the map: a panic elsewhere leaves nothing half done.
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wake(event: EventId, at: Timestamp) -> QueueMessage {
    Wake { event }.message("timer", &format!("timer-{}", at.as_nanosecond()))
}

#[async_trait]
impl Schedules for Timers {
    async fn wake_at(&self, event: EventId, at: Timestamp) -> Result<(), ScheduleError> {
        self.due().insert(event, at);
        self.set.notify_waiters();
        Ok(())
    }

    async fn clear(&self, event: EventId) -> Result<(), ScheduleError> {
        self.due().remove(&event);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::RecordingQueues;

    #[tokio::test]
    async fn a_timer_fires_once_at_its_instant_and_not_before() {
        let (timers, queues) = (Timers::default(), RecordingQueues::default());
        let event = EventId::from_bytes([7; 6]);
        let at: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let before = Timestamp::from_nanosecond(at.as_nanosecond() - 1).unwrap();
        timers.wake_at(event, at).await.unwrap();
        assert_eq!(timers.next_due(), Some(at));
        assert_eq!(timers.fire(before, &queues).await.unwrap(), 0);
        assert_eq!(timers.fire(at, &queues).await.unwrap(), 1);
        assert_eq!(timers.fire(at, &queues).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn an_event_has_one_timer() {
        let timers = Timers::default();
        let event = EventId::from_bytes([7; 6]);
        let at = |second| Timestamp::from_second(second).unwrap();
        timers.wake_at(event, at(100)).await.unwrap();
        timers.wake_at(event, at(200)).await.unwrap();
        assert_eq!(timers.next_due(), Some(at(200)));
        timers.clear(event).await.unwrap();
        assert_eq!(timers.next_due(), None);
    }
}
