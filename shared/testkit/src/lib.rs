//! The world for tests, simulations and the local host: the embedded table, stand-ins for the ports, and
//! a [`Stage`] of both for tests to play on.
//!
//! Nothing here runs in the cloud. The host takes its table from here, so what a test sees is what a
//! laptop runs.
pub mod embedded;
pub mod fakes;
pub mod fixtures;
pub mod identity;
pub mod lambda;
#[allow(
    clippy::unwrap_used,
    reason = "what a test cannot set up ends the test, at the place that asks"
)]
pub mod stage;

pub use embedded::{
    Call, Dice, Embedded, EmbeddedError, Faults, Meter, OperationUse, Records, RowChange, Units,
    Verdict,
};
pub use fakes::{
    Accepted, Answer, FakeClock, FakeMails, FakeTexts, MailAnswer, RecordingQueues,
    RecordingSchedules, SeededIds,
};
pub use stage::Stage;
