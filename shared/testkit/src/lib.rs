//! The world for tests, simulations and the local host: the embedded table and stand-ins for the ports.
//!
//! Nothing here runs in the cloud. The host takes its table from here, so what a test sees is what a
//! laptop runs.
pub mod embedded;
pub mod fakes;
pub mod fixtures;

pub use embedded::{
    Call, Dice, Embedded, EmbeddedError, Faults, Meter, OperationUse, Records, Units, Verdict,
};
pub use fakes::{
    Accepted, Answer, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds,
};
