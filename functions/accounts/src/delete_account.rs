//! Deleting one's own account.
use crate::proof::record;
use domain::{
    ids::{OrgId, UserId},
    rights::Role,
};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind, SignedIn, password::confirm, team};
use serde_json::Value;
use std::cmp::Reverse;
use store::{
    Attempts, Consistency, Transaction,
    accounts::{ProofOf, Standing, User},
    transaction::OPERATIONS_MAX,
};

/// Deletes the caller: memberships, roles, sessions, logins and proofs. Orgs that are the caller's
/// alone are archived with it; one with other members and no other owner keeps the account: 409. Mails
/// that were written to the address are kept as long as all mails are.
///
/// Whatever can be refused comes first: the platform's last admin, then the orgs that the caller owns.
/// It may end halfway, with the account still there and fewer memberships, and is then asked for again.
pub(crate) async fn delete_account(
    ctx: &Ctx,
    by: &SignedIn,
    password: &str,
) -> Result<(), Problem> {
    let now = ctx.clock.now();
    confirm(ctx, &by.standing().user, password, "/password", now).await?;
    let mut attempts = Attempts::default();
    loop {
        let standing = ctx.store.standing(by.user(), Consistency::Strong).await?;
        // Who is not there any more was deleted by the same wish.
        let Some(standing) = standing else { return Ok(()) };
        refuse_where_needed(ctx, &standing, now).await?;
        let runs_platform = standing.user.value.platform_admin;
        let (transaction, last_admin) = if runs_platform {
            step_down(&standing)
        } else {
            end_rights(ctx, &standing, now).await?;
            (farewell(&standing), None)
        };
        match ctx.store.commit(transaction).await {
            Ok(_) if runs_platform => (),
            Ok(_) => break,
            Err(error) if last_admin.is_some_and(|last| error.refuses(last)) => {
                return Err(ProblemKind::LastAdmin.into());
            }
            // Whoever joined an org meanwhile has another revision, and comes round once more.
            Err(error) => attempts.again(error)?,
        }
    }
    // What was given between the first time and the end of the memberships.
    ctx.store.remove_event_roles_of_user(by.user(), &by.user().to_string(), now).await?;
    Ok(())
}

/// The user runs the platform no more; and the operation that is refused where nobody else would.
fn step_down(standing: &Standing) -> (Transaction, Option<usize>) {
    let seen = &standing.user;
    let mut transaction = Transaction::by(seen.key.user.to_string());
    let user = User { platform_admin: false, ..seen.value.clone() };
    let last_admin = transaction.replace_counted_user(seen, &user);
    (transaction, last_admin)
}

/// Ends memberships, those as an owner first, then the roles on events and the entries to orgs.
async fn end_rights(ctx: &Ctx, standing: &Standing, now: Timestamp) -> Result<(), Problem> {
    let user = standing.user.key.user;
    let mut orgs = standing.orgs.clone();
    orgs.sort_by_key(|(_, role)| Reverse(*role));
    for (org, _) in orgs {
        leave(ctx, org, user, now).await?;
    }
    ctx.store.remove_event_roles_of_user(user, &user.to_string(), now).await?;
    end_entries(ctx, standing, now).await
}

/// Refused before anything is changed: what the platform, or an org's other members, would be left
/// without.
async fn refuse_where_needed(
    ctx: &Ctx,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), Problem> {
    if standing.user.value.runs_platform() && ctx.store.platform_admins().await? <= 1 {
        return Err(ProblemKind::LastAdmin.into());
    }
    let (mut left_without_owner, mut with_guests) = (Vec::new(), Vec::new());
    let owned = standing.orgs.iter().filter(|(_, role)| *role == Role::Owner);
    for (org, _) in owned {
        let people = ctx.store.org_people(*org).await?;
        if people.members > 1 && people.owners <= 1 {
            left_without_owner.push(Value::from(org.to_string()));
        } else if people.members <= 1 && !team::events_to_come(ctx, *org, now).await?.is_empty() {
            with_guests.push(Value::from(org.to_string()));
        }
    }
    if !left_without_owner.is_empty() {
        return Err(last_owner(left_without_owner));
    }
    if !with_guests.is_empty() {
        return Err(Problem::new(ProblemKind::NotAllowedNow)
            .detail("guests are invited to events of yours: cancel or hand them over first")
            .with("orgs", with_guests));
    }
    Ok(())
}

/// Ends a membership; an org that has no other member is archived.
async fn leave(ctx: &Ctx, org: OrgId, user: UserId, now: Timestamp) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    loop {
        let Some(member) = ctx.store.member(org, user, Consistency::Strong).await? else {
            return Ok(());
        };
        let role = member.value.role;
        let people = ctx.store.org_people(org).await?;
        if role == Role::Owner && people.owners <= 1 && people.members > 1 {
            return Err(last_owner(vec![Value::from(org.to_string())]));
        }
        let mut transaction = Transaction::by(user.to_string());
        match ctx.store.org(org, Consistency::Strong).await? {
            Some(seen) if role == Role::Owner && people.members <= 1 => {
                transaction.abandon_org(&seen, user, now);
            }
            Some(_) | None => {
                transaction.remove_member(org, user, role, now);
            }
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn last_owner(orgs: Vec<Value>) -> Problem {
    Problem::new(ProblemKind::LastOwner)
        .detail("others are members of organizations that you alone own: hand them over first")
        .with("orgs", orgs)
}

/// Ends what the user entered as an admin of the platform. Those that are over are only forgotten.
async fn end_entries(ctx: &Ctx, standing: &Standing, now: Timestamp) -> Result<(), Problem> {
    let user = standing.user.key.user;
    let mut over = Vec::new();
    for (org, entry) in &standing.entries {
        if entry.until <= now {
            over.push(*org);
        } else {
            end_entry(ctx, user, *org, now).await?;
        }
    }
    for some in over.chunks(OPERATIONS_MAX) {
        let mut transaction = Transaction::by(user.to_string());
        for org in some {
            transaction.forget_entry(user, *org);
        }
        record(ctx, transaction).await?;
    }
    Ok(())
}

async fn end_entry(ctx: &Ctx, user: UserId, org: OrgId, now: Timestamp) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    loop {
        let Some(entry) = ctx.store.entry(user, org).await? else { return Ok(()) };
        let mut transaction = Transaction::by(user.to_string());
        transaction.end_entry(&entry, now);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The end of the user itself, as it was seen, and of all that is kept beside it.
fn farewell(standing: &Standing) -> Transaction {
    let user = standing.user.key.user;
    let mut transaction = Transaction::by(user.to_string());
    transaction.delete_user(&standing.user);
    transaction.end_void_sessions(standing, None);
    for proof in ProofOf::ALL {
        transaction.drop_proof(user, proof);
    }
    transaction
}
