//! What belongs to the platform: its settings, who runs it, answers kept for repeated requests, parked
//! messages.
mod admins;
mod answers;
mod parked;
mod settings;

pub use admins::PlatformAdmins;
pub use answers::{ANSWER_KEPT, ANSWER_LEASE, IdempotentAnswer};
pub use parked::{PARKED_KEPT, Parked};
pub use settings::{PlatformSettings, RegistrationMode};
