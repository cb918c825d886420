//! Asking for a new password.
use crate::{
    nobody::stand_in,
    proof::{MAIL_LIMIT, TOKEN_LIMIT, mails_to, new_proof},
};
use domain::{email::Email, ids::UserId};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader},
};
use store::{
    Attempts, Consistency, Stored, Transaction,
    accounts::{Claim, User},
};

/// Mails a link to whoever logs in with the address. For an address that nobody has, the same is read
/// and written, and nothing is sent: neither the answer nor its time tells which it was.
pub(crate) async fn forgot_password(
    ctx: &Ctx,
    email: &Email,
    address: Option<&str>,
) -> Result<(), Problem> {
    let now = ctx.clock.now();
    let canonical = email.canonical();
    Attempt::at(now)
        .from_address(TOKEN_LIMIT, address)
        .by(MAIL_LIMIT, mails_to(&canonical))
        .count(ctx)
        .await?;
    let mut attempts = Attempts::default();
    loop {
        let known = ctx.store.user_by_email(email.as_str()).await?;
        let id = known.unwrap_or_else(|| stand_in(&ctx.secrets.cursors, &canonical));
        let user = ctx.store.user(id, Consistency::Strong).await?;
        let user = user.filter(|user| user.value.deactivated_at.is_none());
        match ctx.store.commit(transaction(ctx, id, user.as_ref(), now)).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The proof and its mail. The user, or nobody, must be the same still: of two who write at once, one
/// would else mail a link to an address that is the user's no more.
fn transaction(ctx: &Ctx, id: UserId, user: Option<&Stored<User>>, now: Timestamp) -> Transaction {
    let mut transaction = Transaction::new();
    let (token, proof) = new_proof(ctx, id, Claim::Password, now);
    transaction.put_proof(id, &proof);
    let mail = if let Some(user) = user {
        transaction.check_address(user);
        // To the address as its owner gave it, not as a stranger wrote it.
        let letter = Letter::reset_password(&Reader::of(&user.value), token);
        PendingMail::new(ctx, &user.value.email, &letter, now)
    } else {
        transaction.check_nobody(id);
        let letter = Letter::reset_password(&Reader::default(), token);
        PendingMail::new(ctx, "", &letter, now).void()
    };
    mail.record(&mut transaction);
    transaction
}
