//! Proving an address by the token that was mailed to it.
use crate::{
    change_email::proves,
    found::{Founded, found, personal_org, taken},
    proof::{TOKEN_LIMIT, open_proof, void_token},
};
use domain::{
    email::canonical,
    ids::{OrgId, UserId},
};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader},
    password::{PASSWORD_LIMIT, Password, verified},
};
use store::{
    Attempts, Consistency, Stored, Transaction,
    accounts::{Claim, ClaimedAccount, Proof, ProofOf, User},
    platform::RegistrationMode,
};

/// Does what the token's mail promised: the address is proven and logs in, or the account is made.
///
/// An account takes the password that was chosen for it, too: a stranger may have chosen another one
/// for the same address, and the mails of both are alike.
pub(crate) async fn verify_email(
    ctx: &Ctx,
    token: &str,
    password: Option<&str>,
    address: Option<&str>,
) -> Result<(), Problem> {
    let now = ctx.clock.now();
    Attempt::at(now).from_address(TOKEN_LIMIT, address).count(ctx).await?;
    let proof = open_proof(ctx, ProofOf::Address, token, now).await?;
    if let Claim::Account(claimed) = &proof.value.claim {
        refuse_where_closed(ctx).await?;
        confirm_claim(ctx, proof.key.user, claimed, password, now).await?;
    }
    let org = OrgId::from_bytes(ctx.ids.bytes());
    let mut attempts = Attempts::default();
    loop {
        let proof = open_proof(ctx, ProofOf::Address, token, now).await?;
        let (transaction, address_taken) = match &proof.value.claim {
            Claim::Address { email, credentials } => {
                prove(ctx, &proof, (email, *credentials), now).await?
            }
            Claim::Account(claimed) => make(&proof, org, claimed, now)?,
            Claim::Password => return Err(void_token()),
        };
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) if address_taken.is_some_and(|taken| error.refuses(taken)) => {
                return Err(taken("email"));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// What was asked for while registration was open makes no account when it is open no more.
async fn refuse_where_closed(ctx: &Ctx) -> Result<(), Problem> {
    let (settings, _) = ctx.store.platform().await?;
    match settings.registration {
        RegistrationMode::Open => Ok(()),
        RegistrationMode::Code | RegistrationMode::Closed => Err(void_token()),
    }
}

/// 422 where the password is not the one that was chosen, 429 after a few of them.
async fn confirm_claim(
    ctx: &Ctx,
    user: UserId,
    claimed: &ClaimedAccount,
    password: Option<&str>,
    now: Timestamp,
) -> Result<(), Problem> {
    let wrong = || Problem::field("/password", "must be the password that was chosen to register");
    let password = password.ok_or_else(wrong)?;
    let attempt = Attempt::at(now).by(PASSWORD_LIMIT, user.to_string());
    attempt.count(ctx).await?;
    if verified(Password::claim(password), Some(claimed.password.clone())).await? {
        attempt.give_back(ctx).await
    } else {
        Err(wrong())
    }
}

/// The user's address is proven; where it is a new one, it takes the place of the former, whose reader
/// is told. Answers the operation that is refused where somebody has the address.
async fn prove(
    ctx: &Ctx,
    proof: &Stored<Proof>,
    (email, credentials): (&str, u32),
    now: Timestamp,
) -> Result<(Transaction, Option<usize>), Problem> {
    let user = proof.key.user;
    let seen = ctx.store.user(user, Consistency::Strong).await?;
    let seen = seen
        .filter(|seen| seen.value.deactivated_at.is_none())
        .filter(|seen| proves(email, credentials, &seen.value))
        .ok_or_else(void_token)?;
    let mut transaction = Transaction::by(user.to_string());
    transaction.spend_proof(proof);
    let proven = User { email: email.to_owned(), email_verified: true, ..seen.value.clone() };
    transaction.replace_user(&seen, &proven);
    if canonical(email) == canonical(&seen.value.email) {
        return Ok((transaction, None));
    }
    transaction.free_email(user, &seen.value.email);
    let taken = transaction.take_email(user, email);
    // What was mailed to the former address is its reader's no more.
    transaction.drop_proof(user, ProofOf::Password);
    let letter = Letter::address_changed(&Reader::of(&seen.value));
    PendingMail::new(ctx, &seen.value.email, &letter, now).record(&mut transaction);
    Ok((transaction, Some(taken)))
}

/// The account that was asked for, with its org.
fn make(
    proof: &Stored<Proof>,
    org: OrgId,
    claimed: &ClaimedAccount,
    now: Timestamp,
) -> Result<(Transaction, Option<usize>), Problem> {
    let made = Founded { user: proof.key.user, org };
    let ClaimedAccount { email, display_name, password, locale, time_zone } = claimed.clone();
    let user = User {
        email_verified: true,
        locale,
        time_zone,
        ..User::new(email, display_name, password, now)
    };
    let mut transaction = Transaction::by(made.user.to_string());
    transaction.spend_proof(proof);
    let new_user = found(&mut transaction, made, &user, &personal_org(&user, now)?, now);
    Ok((transaction, Some(new_user.email)))
}
