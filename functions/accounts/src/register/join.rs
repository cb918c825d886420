//! Registration of somebody who was let in: the account, its org and what let them in change together.
use super::{REGISTRATION_LIMIT, wrong_code};
use crate::{
    found::{Founded, found, new_ids, personal_org, taken},
    proof::new_proof,
    tokens::{Tokens, new_session},
};
use domain::ids::{RegistrationCodeId, SessionId};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem, ProblemKind,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader},
    team,
};
use store::{
    Attempts, CommitError, Transaction,
    accounts::{Claim, NewUser, User},
    orgs::Org,
};

/// An account on its way, the same in every attempt to commit it.
struct Joining<'a> {
    made: Founded,
    session: SessionId,
    user: &'a User,
    org: Org,
    device: String,
    now: Timestamp,
}

impl<'a> Joining<'a> {
    fn new(ctx: &Ctx, user: &'a User, device: String, now: Timestamp) -> Result<Self, Problem> {
        let session = SessionId::from_bytes(ctx.ids.bytes());
        let org = personal_org(user, now)?;
        Ok(Self { made: new_ids(ctx), session, user, org, device, now })
    }

    fn transaction(&self) -> Transaction {
        Transaction::by(self.made.user.to_string())
    }

    /// Adds the account, its org and its first session.
    fn add(&self, transaction: &mut Transaction) -> NewUser {
        let taken = found(transaction, self.made, self.user, &self.org, self.now);
        let session = new_session(self.user, self.device.clone(), self.now);
        transaction.create_session(self.made.user, self.session, &session);
        taken
    }

    fn tokens(&self, ctx: &Ctx) -> Result<Tokens, Problem> {
        Tokens::of(ctx, self.made.user, self.session, 0, self.now)
    }
}

/// Makes an account for the holder of a code, and uses the code once with it: both happen or neither.
pub(super) async fn with_code(
    ctx: &Ctx,
    code: RegistrationCodeId,
    user: &User,
    device: String,
    now: Timestamp,
) -> Result<Tokens, Problem> {
    let answers = answers_to(format!("code {code}"), now);
    answers.check(ctx).await?;
    let joining = Joining::new(ctx, user, device, now)?;
    let mut transaction = joining.transaction();
    let used = transaction.use_registration_code(code, now);
    let new_user = joining.add(&mut transaction);
    verify_later(ctx, &joining, &mut transaction);
    let mut attempts = Attempts::default();
    loop {
        match ctx.store.commit(transaction.clone()).await {
            Ok(_) => return joining.tokens(ctx),
            Err(error) if error.refuses(used) => return Err(wrong_code()),
            Err(error @ CommitError::Refused(_)) => {
                // The table need not name every condition that fails: nothing is told of an address
                // before the code was seen to be good.
                let code = ctx.store.registration_code(code).await?;
                code.filter(|code| code.value.is_usable(now)).ok_or_else(wrong_code)?;
                if is_taken(&error, new_user) {
                    answers.count(ctx).await?;
                }
                return Err(refused(error, new_user));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// Makes an account for whoever reads the mail of an invitation, and a member of the team.
pub(super) async fn by_invitation(
    ctx: &Ctx,
    token: &str,
    user: &User,
    device: String,
    now: Timestamp,
) -> Result<Tokens, Problem> {
    let joining = Joining::new(ctx, user, device, now)?;
    let mut attempts = Attempts::default();
    loop {
        let invitation = team::open(ctx, token, now).await.map_err(at_invitation)?;
        if !invitation.value.is_for(&user.email) {
            return Err(Problem::field("/email", "must be the address that was invited"));
        }
        let answers = answers_to(format!("invitation {}", invitation.key.invitation), now);
        answers.check(ctx).await?;
        let mut transaction = joining.transaction();
        let accepted = transaction.accept_team_invitation(&invitation, joining.made.user, now);
        let new_user = joining.add(&mut transaction);
        match ctx.store.commit(transaction).await {
            Ok(_) => return joining.tokens(ctx),
            Err(error) if error.refuses(accepted.inviter) => {
                return Err(at_invitation(team::void()));
            }
            Err(error) if error.refuses(accepted.member.counted) => {
                return Err(Problem::new(ProblemKind::NotAllowedNow)
                    .detail("the team has as many members as a team may have"));
            }
            Err(error) if is_taken(&error, new_user) => {
                answers.count(ctx).await?;
                return Err(refused(error, new_user));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// What lets somebody in tells a few times only which addresses and usernames are taken, wherever it is
/// asked from: it is not spent by that.
fn answers_to(ticket: String, now: Timestamp) -> Attempt {
    Attempt::at(now).by(REGISTRATION_LIMIT, ticket)
}

/// Asks the new user to prove the address.
fn verify_later(ctx: &Ctx, joining: &Joining<'_>, transaction: &mut Transaction) {
    let (email, credentials) = (joining.user.email.clone(), joining.user.credentials);
    let claim = Claim::Address { email, credentials };
    let (token, proof) = new_proof(ctx, joining.made.user, claim, joining.now);
    transaction.put_proof(joining.made.user, &proof);
    let letter = Letter::verify_address(&Reader::of(joining.user), token);
    PendingMail::new(ctx, &joining.user.email, &letter, joining.now).record(transaction);
}

/// The invitation is a field of the registration, not the token of its own route.
fn at_invitation(problem: Problem) -> Problem {
    if problem.kind() == ProblemKind::InvalidFields {
        Problem::field("/invitation", "is not valid, or was answered, or its time is over")
    } else {
        problem
    }
}

fn is_taken(error: &CommitError, new_user: NewUser) -> bool {
    error.refuses(new_user.email) || new_user.username.is_some_and(|name| error.refuses(name))
}

fn refused(error: CommitError, new_user: NewUser) -> Problem {
    if error.refuses(new_user.email) {
        taken("email")
    } else if is_taken(&error, new_user) {
        taken("username")
    } else {
        error.into()
    }
}
