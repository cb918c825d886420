//! The limits of an event's fields that the rules of the engine do not name.
use domain::event::STEP_INVITATIONS_MAX;
use jiff::SignedDuration;

/// Most characters of who invites: a text has 160 in all.
pub(crate) const HOST_CHARACTERS_MAX: usize = 100;
/// Most characters of where it is; what texts cut off is longer.
pub(crate) const LOCATION_CHARACTERS_MAX: usize = 200;
/// Longest event, in minutes: 14 days. A list of what is to come looks back so far for what began
/// and is not over.
pub(crate) const DURATION_MINUTES_MAX: u32 = 14 * 24 * 60;
/// As a span, with a day for the zones.
pub(crate) const LOOK_BACK: SignedDuration = SignedDuration::from_hours((14 + 2) * 24);
/// Longest time before the start at which invitations may stop, in minutes: 30 days.
pub(crate) const MIN_NOTICE_MINUTES_MAX: u32 = 30 * 24 * 60;
/// Largest batch: what one step of the engine invites at most.
pub(crate) const BATCH_LIMIT_MAX: u16 = STEP_INVITATIONS_MAX;
/// The years that an event may be in: instants are stored with 13 digits.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;
/// Invitees that one request copies to another event: some 2,000 small writes fit well into the 29 s
/// that the gateway waits.
pub(crate) const COPIED_AT_ONCE_MAX: usize = 2_000;
