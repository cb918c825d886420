//! Changing the password.
use runtime::{
    Ctx, Problem, ProblemKind, SignedIn,
    mail::{Letter, PendingMail, Reader},
    password::{Password, confirmed, hashed},
};
use store::{
    Attempts, Consistency, Transaction,
    accounts::{ProofOf, Session},
};

/// Sets the password of a user who knows the present one. The user's other sessions end, and whatever
/// was mailed to prove something is void.
pub(crate) async fn change_password(
    ctx: &Ctx,
    by: &SignedIn,
    current: &str,
    new: Password,
) -> Result<(), Problem> {
    let now = ctx.clock.now();
    let confirmed = confirmed(ctx, &by.standing().user, current, "/current", now).await?;
    let password = hashed(ctx, new).await?;
    let user = by.user();
    let mut attempts = Attempts::default();
    loop {
        let standing = ctx.store.standing(user, Consistency::Strong).await?;
        let standing = standing.ok_or(ProblemKind::Unauthenticated)?;
        let seen = &standing.user;
        if seen.value.password != confirmed.value.password {
            return Err(ProblemKind::Conflict.into());
        }
        let mut own = standing.sessions_at(now);
        let own = own.find(|session| session.key.session == by.session());
        let own = own.ok_or(ProblemKind::Unauthenticated)?;
        let changed = seen.value.with_password(password.clone());
        let mut transaction = Transaction::by(user.to_string());
        transaction.replace_user(seen, &changed);
        let kept = Session { credentials: changed.credentials, ..own.value.clone() };
        transaction.replace_session(own, &kept);
        transaction.end_void_sessions(&standing, Some(by.session()));
        for proof in ProofOf::ALL {
            transaction.drop_proof(user, proof);
        }
        let letter = Letter::password_changed(&Reader::of(&seen.value));
        PendingMail::new(ctx, &seen.value.email, &letter, now).record(&mut transaction);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}
