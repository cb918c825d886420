//! The context's limits.
use jiff::SignedDuration;
use runtime::mailed::Purpose;
use store::{
    rate::RateLimit,
    team::{TEAM_INVITATION_KEPT, TEAM_INVITATION_LIFE, TEAM_INVITATIONS_LISTED_MAX},
};

/// Most characters of an org's name.
pub(crate) const NAME_CHARACTERS_MAX: usize = 200;
/// Most characters of the name that texts begin with: a text has 160.
pub(crate) const HOST_CHARACTERS_MAX: usize = 40;
/// Most characters of an inviter's own words.
pub(crate) const MESSAGE_CHARACTERS_MAX: usize = 500;
/// How long after an invitation was sent it may be sent again.
pub(crate) const RESEND_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// Most invitations that an org sends to its team in a day: they carry words of the caller's own to
/// addresses of the caller's choice.
pub(crate) const TEAM_MAIL_LIMIT: RateLimit =
    RateLimit { name: "team-mail", attempts_max: 50, window: SignedDuration::from_hours(24) };
/// How often an address may look at or answer mailed invitations.
pub(crate) const TOKEN_LIMIT: RateLimit =
    RateLimit { name: "team-token", attempts_max: 30, window: SignedDuration::from_mins(15) };

const _: () = assert!(
    matches!(
        Purpose::TeamInvitation.lifetime(),
        Some(life) if life.as_secs() == TEAM_INVITATION_LIFE.as_secs()
    ),
    "the mail says how long it stands"
);
const DAYS_KEPT: i64 = (TEAM_INVITATION_LIFE.as_hours() + TEAM_INVITATION_KEPT.as_hours()) / 24 + 1;
const _: () = assert!(
    50 * DAYS_KEPT <= 1_000 && 1_000 <= TEAM_INVITATIONS_LISTED_MAX,
    "all invitations that are kept are listed"
);
