//! Everything that is kept about a user, for the user.
use crate::change_email::pending_email;
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind, SignedIn};
use store::{
    Consistency, Stored,
    accounts::{ProofOf, Standing},
    team::TeamInvitation,
};

/// What is kept about a user.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) at: Timestamp,
    pub(crate) standing: Standing,
    /// The address that the user changes to, while it is not proven.
    pub(crate) pending_email: Option<String>,
    /// The teams that the user's address is invited to.
    pub(crate) invitations: Vec<Stored<TeamInvitation>>,
}

/// Collects it, as it is now.
pub(crate) async fn export(ctx: &Ctx, by: &SignedIn) -> Result<Export, Problem> {
    let at = ctx.clock.now();
    let standing = ctx.store.standing(by.user(), Consistency::Strong).await?;
    let standing = standing.ok_or(ProblemKind::Unauthenticated)?;
    let proof = ctx.store.proof(by.user(), ProofOf::Address).await?;
    let user = &standing.user.value;
    let pending_email = proof.and_then(|proof| pending_email(&proof.value, user, at));
    let verified = user.email_verified;
    // Invitations are told to whoever has proven the address.
    let invitations = if verified {
        ctx.store.invitations_for(&standing.user.value.email, at).await?
    } else {
        Vec::new()
    };
    Ok(Export { at, standing, pending_email, invitations })
}
