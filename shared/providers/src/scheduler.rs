//! The events' timers on EventBridge Scheduler: one one-time schedule each, which deletes itself.
use async_trait::async_trait;
use aws_sdk_scheduler::{
    Client,
    error::{BuildError, DisplayErrorContext, SdkError},
    operation::{
        create_schedule::CreateScheduleError, delete_schedule::DeleteScheduleError,
        update_schedule::UpdateScheduleError,
    },
    types::{
        ActionAfterCompletion, FlexibleTimeWindow, FlexibleTimeWindowMode, SqsParameters, Target,
    },
};
use domain::ids::EventId;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ports::{Clock, ScheduleError, Schedules};
use std::sync::Arc;

/// The service refuses an instant that has passed when it reads the request.
const AHEAD_MIN: SignedDuration = SignedDuration::from_secs(5);
/// Update, create where there is none, update where another worker made it meanwhile.
const ATTEMPTS_MAX: u8 = 3;

/// What a timer does when it fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WakeTarget {
    /// The schedule group that holds the events' timers.
    pub group: String,
    /// The FIFO wake queue's ARN. Its content-based deduplication must be on.
    pub queue_arn: String,
    /// The role that may send to the queue.
    pub role_arn: String,
}

/// Sets timers with EventBridge Scheduler.
#[derive(Debug, Clone)]
pub struct EventScheduler {
    client: Client,
    target: WakeTarget,
    clock: Arc<dyn Clock>,
}

impl EventScheduler {
    /// Sets timers with `client` that wake through `target`; `clock` says what is past.
    pub fn new(client: Client, target: WakeTarget, clock: Arc<dyn Clock>) -> Self {
        Self { client, target, clock }
    }

    async fn update(&self, timer: &Timer) -> Result<(), SdkError<UpdateScheduleError>> {
        let request = self.client.update_schedule().name(&timer.name);
        let request = request.group_name(&self.target.group).target(timer.target.clone());
        let request = request.flexible_time_window(timer.window.clone());
        let request = request.action_after_completion(ActionAfterCompletion::Delete);
        request.schedule_expression(&timer.expression).send().await.map(drop)
    }

    async fn create(&self, timer: &Timer) -> Result<(), SdkError<CreateScheduleError>> {
        let request = self.client.create_schedule().name(&timer.name);
        let request = request.group_name(&self.target.group).target(timer.target.clone());
        let request = request.flexible_time_window(timer.window.clone());
        let request = request.action_after_completion(ActionAfterCompletion::Delete);
        request.schedule_expression(&timer.expression).send().await.map(drop)
    }

    fn timer(&self, event: EventId, at: Timestamp) -> Result<Timer, BuildError> {
        let instant = whole_second(at.max(self.clock.now() + AHEAD_MIN));
        let parameters = SqsParameters::builder().message_group_id(event.to_string()).build();
        Ok(Timer {
            name: name(event),
            expression: expression(instant),
            window: FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build()?,
            target: Target::builder()
                .arn(&self.target.queue_arn)
                .role_arn(&self.target.role_arn)
                .sqs_parameters(parameters)
                .input(wake(event, instant))
                .build()?,
        })
    }
}

struct Timer {
    name: String,
    expression: String,
    window: FlexibleTimeWindow,
    target: Target,
}

#[async_trait]
impl Schedules for EventScheduler {
    async fn wake_at(&self, event: EventId, at: Timestamp) -> Result<(), ScheduleError> {
        let timer = self
            .timer(event, at)
            .map_err(|error| ScheduleError { reason: DisplayErrorContext(&error).to_string() })?;
        let mut reason = String::new();
        for _ in 0..ATTEMPTS_MAX {
            match self.update(&timer).await {
                Ok(()) => return Ok(()),
                Err(error) if is_missing(&error) => (),
                Err(error) => return Err(refused(&error)),
            }
            match self.create(&timer).await {
                Ok(()) => return Ok(()),
                Err(error) if is_taken(&error) => reason = DisplayErrorContext(&error).to_string(),
                Err(error) => return Err(refused(&error)),
            }
        }
        Err(ScheduleError { reason })
    }

    async fn clear(&self, event: EventId) -> Result<(), ScheduleError> {
        let request = self.client.delete_schedule().name(name(event));
        match request.group_name(&self.target.group).send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(DeleteScheduleError::is_resource_not_found_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(refused(&error)),
        }
    }
}

fn is_missing(error: &SdkError<UpdateScheduleError>) -> bool {
    error.as_service_error().is_some_and(UpdateScheduleError::is_resource_not_found_exception)
}

fn is_taken(error: &SdkError<CreateScheduleError>) -> bool {
    error.as_service_error().is_some_and(CreateScheduleError::is_conflict_exception)
}

fn refused(error: &(impl std::error::Error + 'static)) -> ScheduleError {
    ScheduleError { reason: DisplayErrorContext(error).to_string() }
}

fn name(event: EventId) -> String {
    format!("wake-{event}")
}

/// The wake's body. Its instant makes it unique: the queue swallows a body that it has seen in the
/// last 5 minutes, and two timers of an event may lie closer than that.
fn wake(event: EventId, at: Timestamp) -> String {
    serde_json::json!({ "event": event.to_string(), "cause": "timer", "at": at.to_string() })
        .to_string()
}

/// The first whole second at or after `at`: a timer must not fire before what it announces.
fn whole_second(at: Timestamp) -> Timestamp {
    let seconds = if at.subsec_nanosecond() > 0 { at.as_second() + 1 } else { at.as_second() };
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

fn expression(at: Timestamp) -> String {
    format!("at({})", at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_is_written_in_utc_and_whole_seconds() {
        let at: Timestamp = "2026-06-01T10:00:00.25+02:00".parse().unwrap();
        assert_eq!(expression(whole_second(at)), "at(2026-06-01T08:00:01)");
        let whole: Timestamp = "2026-06-01T08:00:00Z".parse().unwrap();
        assert_eq!(expression(whole_second(whole)), "at(2026-06-01T08:00:00)");
    }

    #[test]
    fn two_timers_of_one_event_never_have_the_same_body() {
        let event = EventId::from_bytes([7; 6]);
        let first: Timestamp = "2026-06-01T08:00:00Z".parse().unwrap();
        let second = first + SignedDuration::from_secs(1);
        assert_ne!(wake(event, first), wake(event, second));
        let body: serde_json::Value = serde_json::from_str(&wake(event, first)).unwrap();
        assert_eq!(body["event"], event.to_string());
        assert_eq!(body["cause"], "timer");
    }

    #[test]
    fn a_timers_name_is_one_that_the_service_takes() {
        let name = name(EventId::from_bytes([255; 6]));
        assert!(name.len() <= 64);
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
    }
}
