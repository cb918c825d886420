//! Asking for the proof of an address: a new one, or the one that is not proven yet.
use crate::{
    found::taken,
    proof::{MAIL_LIMIT, mails_to, new_proof, record},
};
use domain::email::{Email, canonical};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem, ProblemKind, SignedIn,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader},
    password::confirmed,
};
use store::{
    Stored, Transaction,
    accounts::{Claim, Proof, ProofOf, User},
};

/// Mails a link to a new address, and word of it to the present one. Nothing changes before the link is
/// opened, and nothing where the password is another by then.
pub(crate) async fn change_email(
    ctx: &Ctx,
    by: &SignedIn,
    email: &Email,
    password: &str,
) -> Result<(), Problem> {
    let now = ctx.clock.now();
    let user = confirmed(ctx, &by.standing().user, password, "/password", now).await?;
    count_mail(ctx, by, email.as_str(), now).await?;
    // Told to somebody with an account and a password, a few times an hour.
    let owner = ctx.store.user_by_email(email.as_str()).await?;
    if owner.is_some_and(|owner| owner != by.user()) {
        return Err(taken("email"));
    }
    let mut transaction = mailed_proof(ctx, &user, email.as_str(), now);
    let letter = Letter::address_asked(&Reader::of(&user.value));
    PendingMail::new(ctx, &user.value.email, &letter, now).record(&mut transaction);
    record(ctx, transaction).await
}

/// Mails the link once more: to the address that the user changes to, or to the present one where it
/// is not proven. 409 where nothing is left to prove.
pub(crate) async fn resend_verification(ctx: &Ctx, by: &SignedIn) -> Result<(), Problem> {
    let now = ctx.clock.now();
    let user = &by.standing().user;
    let pending = ctx.store.proof(by.user(), ProofOf::Address).await?;
    let pending = pending.and_then(|proof| pending_email(&proof.value, &user.value, now));
    let present = || (!user.value.email_verified).then(|| user.value.email.clone());
    let email = pending.or_else(present).ok_or_else(|| {
        Problem::new(ProblemKind::AlreadyDone).detail("the address is verified already")
    })?;
    count_mail(ctx, by, &email, now).await?;
    record(ctx, mailed_proof(ctx, user, &email, now)).await
}

/// The address that the user asked to prove, while that can be done.
pub(crate) fn pending_email(proof: &Proof, user: &User, now: Timestamp) -> Option<String> {
    match &proof.claim {
        Claim::Address { email, credentials } if now < proof.expires_at => {
            proves(email, *credentials, user).then(|| email.clone())
        }
        Claim::Address { .. } | Claim::Account(_) | Claim::Password => None,
    }
}

/// Whether a link that was asked for with those credentials proves the address: a new one only while
/// they are the user's.
pub(crate) fn proves(email: &str, credentials: u32, user: &User) -> bool {
    canonical(email) == canonical(&user.email) || credentials == user.credentials
}

async fn count_mail(ctx: &Ctx, by: &SignedIn, email: &str, now: Timestamp) -> Result<(), Problem> {
    Attempt::at(now)
        .by(MAIL_LIMIT, format!("user {}", by.user()))
        .by(MAIL_LIMIT, mails_to(&canonical(email)))
        .count(ctx)
        .await
}

/// A proof of the address, and the mail that carries its token.
fn mailed_proof(ctx: &Ctx, user: &Stored<User>, email: &str, now: Timestamp) -> Transaction {
    let (id, credentials) = (user.key.user, user.value.credentials);
    let claim = Claim::Address { email: email.to_owned(), credentials };
    let (token, proof) = new_proof(ctx, id, claim, now);
    let letter = Letter::verify_address(&Reader::of(&user.value), token);
    let mut transaction = Transaction::by(id.to_string());
    transaction.put_proof(id, &proof);
    PendingMail::new(ctx, email, &letter, now).record(&mut transaction);
    transaction
}
