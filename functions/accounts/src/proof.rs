//! Proofs: tokens that are mailed, kept as their hashes, used once and in time.
use domain::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Ctx, Problem,
    mailed::{MailedToken, Purpose, RESET_LIFE, VERIFY_LIFE, hash},
};
use store::{
    Attempts, Stored, Transaction,
    accounts::{Claim, Proof, ProofOf},
    rate::RateLimit,
};

/// Mails that may be asked for to one address, whoever asks.
pub const MAIL_LIMIT: RateLimit =
    RateLimit { name: "mail_to", attempts_max: 5, window: SignedDuration::from_hours(1) };
/// Mails and mailed tokens that may be asked for, or tried, from one address of the network.
pub const TOKEN_LIMIT: RateLimit =
    RateLimit { name: "token", attempts_max: 20, window: SignedDuration::from_mins(15) };

/// What the counter of mails to an address is called.
pub(crate) fn mails_to(canonical_email: &str) -> String {
    format!("email {canonical_email}")
}

/// What its tokens are for, and how long they are good.
const fn purpose(proof: ProofOf) -> (Purpose, SignedDuration) {
    match proof {
        ProofOf::Password => (Purpose::ResetPassword, RESET_LIFE),
        ProofOf::Address => (Purpose::VerifyEmail, VERIFY_LIFE),
    }
}

/// A new token for `user`, and what the table keeps of it. No two tokens are alike: a used one is
/// never good again.
pub(crate) fn new_proof(
    ctx: &Ctx,
    user: UserId,
    claim: Claim,
    now: Timestamp,
) -> (MailedToken, Proof) {
    let (purpose, life) = purpose(claim.proof());
    let token = MailedToken { purpose, subject: *user.bytes(), item: ctx.ids.bytes(), sequence: 1 };
    let proof = Proof {
        token_hash: hash(&token.sign(&ctx.secrets.cursors)),
        expires_at: now.checked_add(life).unwrap_or(Timestamp::MAX),
        claim,
    };
    (token, proof)
}

/// The proof that a token is for, while it is good at `now`. One that is forged, used, void or over is
/// told apart by no answer.
pub(crate) async fn open_proof(
    ctx: &Ctx,
    of: ProofOf,
    token: &str,
    now: Timestamp,
) -> Result<Stored<Proof>, Problem> {
    let (purpose, _) = purpose(of);
    let known = MailedToken::verify(&ctx.secrets.cursors, purpose, token);
    let known = known.ok_or_else(void_token)?;
    let proof = ctx.store.proof(UserId::from_bytes(known.subject), of).await?;
    proof
        .filter(|proof| proof.value.token_hash == hash(token) && now < proof.value.expires_at)
        .ok_or_else(void_token)
}

/// Commits what rests on nothing that was read; whoever was at the same items meanwhile only delays it.
pub(crate) async fn record(ctx: &Ctx, transaction: Transaction) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    loop {
        match ctx.store.commit(transaction.clone()).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// What is said of every token that is not good.
pub(crate) fn void_token() -> Problem {
    Problem::field("/token", "is not valid, or was used, or its time is over")
}
