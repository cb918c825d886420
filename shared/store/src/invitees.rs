//! Invitees: one item each, changed by revision or by the cheap conditional paths.
mod add;
mod answer;
pub(crate) mod history;
mod item;
mod note;
mod outcome;
mod read;
mod wave;

pub use add::Addition;
pub use answer::{AnswerWithinHeld, Shortcut};
pub use item::{InviteeItem, Kept, key};
pub use note::{InviteeNote, NOTE_CHARS_MAX};
pub use outcome::{LostRace, NewMessage};
pub use read::{QueuePage, Timetable, WaitingEntry};
pub use wave::{WAVE_INVITEES_MAX, WaveItem, WavePick};
