//! Taking many roles: those of a member who goes, of an account, of an event.
use super::{EventRoleCount, UserEventRole, UserEventRoleCount, write::fewer};
use crate::{
    attempts::Attempts,
    client::Store,
    commit::CommitError,
    item::Stored,
    keys::{EventRoleCountKey, EventRoleKey, UserEventRoleCountKey, UserEventRoleKey},
    transaction::{Condition, OPERATIONS_MAX, Transaction},
};
use domain::ids::{EventId, OrgId, UserId};
use jiff::Timestamp;

/// Roles that one transaction takes: each is two items, a tombstone and a count of its own.
const TAKEN_AT_ONCE: usize = 24;
const _: () = assert!(TAKEN_AT_ONCE * 4 < OPERATIONS_MAX, "and one count that they share");

impl Store {
    /// Takes every role that a user has on events of an org. Before the membership goes, so that one
    /// who comes back finds no old rights; and once more after, for what was given meanwhile. Safe to
    /// repeat.
    pub async fn remove_event_roles_of_member(
        &self,
        org: OrgId,
        user: UserId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), CommitError> {
        self.remove_of_user(user, |role| role.org == org, actor, now).await
    }

    /// Takes every role that a user has on events, whatever the org, and the count of them: for an
    /// account that goes. Safe to repeat.
    pub async fn remove_event_roles_of_user(
        &self,
        user: UserId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), CommitError> {
        self.remove_of_user(user, |_| true, actor, now).await?;
        let none =
            Condition::new("attribute_not_exists(held) OR held <= :none").value(":none", 0_u8);
        let mut transaction = Transaction::new();
        transaction.delete_if(&UserEventRoleCountKey { user }, Some(none));
        match self.commit(transaction).await {
            // A role that was given meanwhile is counted.
            Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
            Err(error @ CommitError::Store(_)) => Err(error),
        }
    }

    /// Takes every role on an event of `org`. Safe to repeat.
    pub async fn remove_event_roles_of_event(
        &self,
        org: OrgId,
        event: EventId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), CommitError> {
        let mut attempts = Attempts::default();
        loop {
            let roles = self.event_roles_of_event(event).await?;
            let Some(some) = roles.chunks(TAKEN_AT_ONCE).next() else { return Ok(()) };
            let mut transaction = Transaction::by(actor);
            for role in some {
                let EventRoleKey { event, user } = role.key;
                transaction.take_event_role(org, (event, user), role.rev, now);
                let count = UserEventRoleCountKey { user };
                transaction.update(fewer::<UserEventRoleCount>(&count, 1));
            }
            let count = EventRoleCountKey { event };
            transaction.update(fewer::<EventRoleCount>(&count, number(some.len())));
            self.commit_or(transaction, &mut attempts).await?;
        }
    }

    async fn remove_of_user(
        &self,
        user: UserId,
        which: impl Fn(&UserEventRole) -> bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), CommitError> {
        let mut attempts = Attempts::default();
        loop {
            let mut roles = self.event_roles_of_user(user).await?;
            roles.retain(|role| which(&role.value));
            let Some(some) = roles.chunks(TAKEN_AT_ONCE).next() else { return Ok(()) };
            let transaction = taken_from(user, some, actor, now);
            self.commit_or(transaction, &mut attempts).await?;
        }
    }

    /// Commits; `Ok` too where it is worth to look again.
    async fn commit_or(
        &self,
        transaction: Transaction,
        attempts: &mut Attempts,
    ) -> Result<(), CommitError> {
        match self.commit(transaction).await {
            Ok(_) => Ok(()),
            Err(error) => attempts.again(error),
        }
    }
}

fn taken_from(
    user: UserId,
    roles: &[Stored<UserEventRole>],
    actor: &str,
    now: Timestamp,
) -> Transaction {
    let mut transaction = Transaction::by(actor);
    for role in roles {
        let UserEventRoleKey { event, .. } = role.key;
        transaction.take_event_role(role.value.org, (event, user), role.rev, now);
        let count = EventRoleCountKey { event };
        transaction.update(fewer::<EventRoleCount>(&count, 1));
    }
    let count = UserEventRoleCountKey { user };
    transaction.update(fewer::<UserEventRoleCount>(&count, number(roles.len())));
    transaction
}

fn number(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
