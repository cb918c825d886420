//! Registration: with a code, by an invitation to a team, or openly.
mod join;
mod openly;

use crate::tokens::Tokens;
use domain::{email::Email, ids::RegistrationCodeId, username::Username, zone::Zone};
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Ctx, Problem, ProblemKind,
    limits::Attempt,
    password::{Password, hashed},
    registration::code_of,
};
use store::{
    accounts::{ClaimedAccount, User},
    platform::RegistrationMode,
    rate::RateLimit,
};

/// Registrations that may be tried from one address of the network, whatever comes of them; and those
/// with one code, or one invitation, that may be told that a login is taken.
pub const REGISTRATION_LIMIT: RateLimit =
    RateLimit { name: "register", attempts_max: 10, window: SignedDuration::from_mins(15) };

/// Somebody who wants an account.
#[derive(Debug)]
pub(crate) struct Applicant {
    pub(crate) email: Email,
    pub(crate) password: Password,
    pub(crate) display_name: String,
    pub(crate) username: Option<Username>,
    pub(crate) locale: Option<String>,
    pub(crate) time_zone: Option<Zone>,
    pub(crate) device: String,
}

/// What an applicant brings, as it was given.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ticket<'a> {
    /// Nothing.
    None,
    /// A registration code.
    Code(&'a str),
    /// The token of an invitation to a team.
    Invitation(&'a str),
}

/// What came of a registration.
#[derive(Debug)]
pub(crate) enum Registered {
    /// There is an account, and its first session.
    In(Tokens),
    /// Whoever reads the mail learns more.
    CheckYourMail,
}

/// How an applicant gets in.
#[derive(Debug, Clone, Copy)]
enum Entrance<'a> {
    Code(RegistrationCodeId),
    Invitation(&'a str),
    Open,
}

/// Registers an applicant. The password is hashed whatever comes of it, so that the time of an answer
/// tells nothing of what was found; the ticket is looked at before anything about the address is told.
pub(crate) async fn register(
    ctx: &Ctx,
    applicant: Applicant,
    ticket: Ticket<'_>,
    address: Option<&str>,
) -> Result<Registered, Problem> {
    let now = ctx.clock.now();
    Attempt::at(now).from_address(REGISTRATION_LIMIT, address).count(ctx).await?;
    let password = hashed(ctx, applicant.password.clone()).await?;
    let (settings, _) = ctx.store.platform().await?;
    match entrance(ctx, settings.registration, ticket)? {
        Entrance::Code(code) => {
            let user = new_user(&applicant, password, now);
            join::with_code(ctx, code, &user, applicant.device, now).await.map(Registered::In)
        }
        Entrance::Invitation(token) => {
            let user = User { email_verified: true, ..new_user(&applicant, password, now) };
            join::by_invitation(ctx, token, &user, applicant.device, now).await.map(Registered::In)
        }
        Entrance::Open if applicant.username.is_some() => Err(Problem::field(
            "/username",
            "is chosen after the first log-in: whether one is taken is told to no stranger",
        )),
        Entrance::Open => {
            let claimed = claimed(&applicant, password);
            openly::ask(ctx, &applicant.email, claimed, now).await?;
            Ok(Registered::CheckYourMail)
        }
    }
}

fn entrance<'a>(
    ctx: &Ctx,
    mode: RegistrationMode,
    ticket: Ticket<'a>,
) -> Result<Entrance<'a>, Problem> {
    match (ticket, mode) {
        (Ticket::Invitation(token), _) => Ok(Entrance::Invitation(token)),
        (Ticket::Code(_) | Ticket::None, RegistrationMode::Closed) => {
            Err(Problem::new(ProblemKind::Forbidden)
                .detail("an account is made here by invitation to a team only"))
        }
        (Ticket::Code(text), RegistrationMode::Code | RegistrationMode::Open) => {
            code_of(ctx, text).map(Entrance::Code).ok_or_else(wrong_code)
        }
        (Ticket::None, RegistrationMode::Code) => Err(wrong_code()),
        (Ticket::None, RegistrationMode::Open) => Ok(Entrance::Open),
    }
}

/// What is said of every code that is not good, whatever is wrong with it.
fn wrong_code() -> Problem {
    Problem::field("/code", "must be a registration code that is valid and not used up")
}

fn new_user(applicant: &Applicant, password: String, now: Timestamp) -> User {
    let email = applicant.email.as_str().to_owned();
    User {
        username: applicant.username.as_ref().map(ToString::to_string),
        locale: applicant.locale.clone(),
        time_zone: applicant.time_zone.clone(),
        ..User::new(email, applicant.display_name.clone(), password, now)
    }
}

fn claimed(applicant: &Applicant, password: String) -> ClaimedAccount {
    ClaimedAccount {
        email: applicant.email.as_str().to_owned(),
        display_name: applicant.display_name.clone(),
        password,
        locale: applicant.locale.clone(),
        time_zone: applicant.time_zone.clone(),
    }
}
