//! Committing many outcomes of one event together, with one change of its seats.
use domain::{
    change::Actor,
    seats::SeatsChange,
    transition::{Guard, Outcome},
};
use runtime::Ctx;
use store::{
    CommitError, Transaction,
    invitees::{Kept, LostRace, NewMessage},
};

/// Most outcomes of one transaction: each may record a message, and the seats stand beside them.
const TOGETHER_MAX: usize = 45;
const _: () = assert!(2 * TOGETHER_MAX < store::transaction::OPERATIONS_MAX);

/// One outcome of the engine.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    pub(super) kept: Kept,
    pub(super) outcome: Outcome,
    pub(super) message: Option<NewMessage>,
}

impl Decided {
    fn changes(&self) -> bool {
        self.outcome.invitee != self.kept.invitee || self.message.is_some()
    }
}

/// Commits all of `decided`, together where nobody interferes, else one by one. `false` where some
/// lost a race: the next step decides them again.
pub(super) async fn commit_all(ctx: &Ctx, decided: Vec<Decided>) -> Result<bool, CommitError> {
    let mut whole = true;
    let decided: Vec<Decided> = decided.into_iter().filter(Decided::changes).collect();
    for group in decided.chunks(TOGETHER_MAX) {
        match ctx.store.commit(together(group)).await {
            Ok(_) => (),
            Err(CommitError::Refused(_) | CommitError::Conflict) => {
                for one in group {
                    whole &= commit_one(ctx, one).await?;
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(whole)
}

fn together(group: &[Decided]) -> Transaction {
    let mut transaction = Transaction::by(Actor::Engine.name());
    let mut seats = SeatsChange::default();
    for one in group {
        transaction.replace_invitee(&one.outcome.invitee, one.kept.rev);
        if let Some(message) = &one.message {
            transaction.create_message(message);
        }
        seats.left = seats.left.saturating_add(one.outcome.seats.left);
        seats.waiting = seats.waiting.saturating_add(one.outcome.seats.waiting);
    }
    let guard = if seats.needs() > 0 { Guard::Left(seats.needs()) } else { Guard::Nothing };
    if let Some(first) = group.first() {
        transaction.change_seats(first.kept.invitee.event, seats, guard, false);
    }
    transaction
}

/// `false` where another was faster.
async fn commit_one(ctx: &Ctx, one: &Decided) -> Result<bool, CommitError> {
    let by = Actor::Engine.name();
    let committed =
        ctx.store.commit_outcome(&one.kept, &one.outcome, one.message.as_ref(), by).await;
    let committed = match committed {
        // It was recorded by an earlier run.
        Err(LostRace::Message) => ctx.store.commit_outcome(&one.kept, &one.outcome, None, by).await,
        other => other,
    };
    match committed {
        Ok(()) => Ok(true),
        Err(LostRace::Commit(CommitError::Store(error))) => Err(error.into()),
        Err(LostRace::Invitee | LostRace::Seats | LostRace::Message | LostRace::Commit(_)) => {
            Ok(false)
        }
    }
}
