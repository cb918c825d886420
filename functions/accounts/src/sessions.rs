//! The devices that a user is logged in on.
use crate::proof::record;
use domain::ids::SessionId;
use runtime::{Ctx, Problem, ProblemKind, SignedIn};
use store::{Consistency, Transaction, transaction::OPERATIONS_MAX};

/// Ends one of the caller's sessions. 404 where there is none of that id.
pub(crate) async fn end_session(
    ctx: &Ctx,
    by: &SignedIn,
    session: SessionId,
) -> Result<(), Problem> {
    ctx.store.session(by.user(), session).await?.ok_or(ProblemKind::NotFound)?;
    let mut transaction = Transaction::by(by.user().to_string());
    transaction.end_session(by.user(), session);
    record(ctx, transaction).await
}

/// Ends all of the caller's sessions but the one that asks.
pub(crate) async fn end_other_sessions(ctx: &Ctx, by: &SignedIn) -> Result<(), Problem> {
    let standing = ctx.store.standing(by.user(), Consistency::Strong).await?;
    let standing = standing.ok_or(ProblemKind::Unauthenticated)?;
    let ids = standing.sessions.iter().map(|session| session.key.session);
    let others: Vec<SessionId> = ids.filter(|session| *session != by.session()).collect();
    for some in others.chunks(OPERATIONS_MAX) {
        let mut transaction = Transaction::by(by.user().to_string());
        for session in some {
            transaction.end_session(by.user(), *session);
        }
        record(ctx, transaction).await?;
    }
    Ok(())
}
