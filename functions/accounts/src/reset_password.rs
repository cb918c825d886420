//! Setting a new password by the token that was mailed.
use crate::proof::{TOKEN_LIMIT, open_proof, void_token};
use runtime::{
    Ctx, Problem,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader},
    password::{Password, hashed},
};
use store::{
    Attempts, Consistency, Transaction,
    accounts::{ProofOf, User},
};

/// Sets the password, once, and ends every session of the user. A change of the address that was asked
/// for before is void.
pub(crate) async fn reset_password(
    ctx: &Ctx,
    token: &str,
    password: Password,
    address: Option<&str>,
) -> Result<(), Problem> {
    let now = ctx.clock.now();
    Attempt::at(now).from_address(TOKEN_LIMIT, address).count(ctx).await?;
    // Asked first, so that nobody is made to hash with a token that opens nothing.
    open_proof(ctx, ProofOf::Password, token, now).await?;
    let password = hashed(ctx, password).await?;
    let mut attempts = Attempts::default();
    loop {
        let proof = open_proof(ctx, ProofOf::Password, token, now).await?;
        let user = proof.key.user;
        let standing = ctx.store.standing(user, Consistency::Strong).await?;
        let standing = standing.filter(|one| one.user.value.deactivated_at.is_none());
        let standing = standing.ok_or_else(void_token)?;
        let seen = &standing.user;
        // Whoever has the token has read the mail.
        let changed = User { email_verified: true, ..seen.value.with_password(password.clone()) };
        let mut transaction = Transaction::by(user.to_string());
        transaction.spend_proof(&proof);
        transaction.replace_user(seen, &changed);
        transaction.drop_proof(user, ProofOf::Address);
        transaction.end_void_sessions(&standing, None);
        let letter = Letter::password_changed(&Reader::of(&seen.value));
        PendingMail::new(ctx, &seen.value.email, &letter, now).record(&mut transaction);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}
