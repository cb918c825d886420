//! Open registration: only the mail tells whether the address has an account.
//!
//! No account is made before the address is proven: a log-in with the password that was just chosen
//! would else tell a stranger whether the address was new.
use crate::{
    nobody::stand_in,
    proof::{MAIL_LIMIT, mails_to, new_proof, record},
};
use domain::{email::Email, ids::UserId};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader},
};
use store::{
    Consistency, Transaction,
    accounts::{Claim, ClaimedAccount},
};

/// Records what was asked for, and a mail to the address: the same reads and writes whether or not it
/// has an account.
pub(super) async fn ask(
    ctx: &Ctx,
    email: &Email,
    claimed: ClaimedAccount,
    now: Timestamp,
) -> Result<(), Problem> {
    let canonical = email.canonical();
    Attempt::at(now).by(MAIL_LIMIT, mails_to(&canonical)).count(ctx).await?;
    let known = ctx.store.user_by_email(email.as_str()).await?;
    let known = known.unwrap_or_else(|| stand_in(&ctx.secrets.cursors, &canonical));
    let known = ctx.store.user(known, Consistency::Strong).await?;
    // Of a known address the proof is nobody's: its token is mailed to no one.
    let user = UserId::from_bytes(ctx.ids.bytes());
    let (name, locale) = (claimed.display_name.clone(), claimed.locale.clone());
    let (token, proof) = new_proof(ctx, user, Claim::Account(claimed), now);
    let (to, letter) = if let Some(known) = &known {
        let letter = Letter::already_registered(&Reader::of(&known.value));
        (known.value.email.as_str(), letter)
    } else {
        let reader = Reader { name: Some(&name), locale: locale.as_deref(), ..Reader::default() };
        (email.as_str(), Letter::verify_address(&reader, token))
    };
    let mut transaction = Transaction::new();
    transaction.put_proof(user, &proof);
    PendingMail::new(ctx, to, &letter, now).record(&mut transaction);
    record(ctx, transaction).await
}
