//! Adding to a list: the key is made from who it is, so the table itself keeps each one once.
use super::item::{InviteeItem, Kept};
use crate::{
    client::Store,
    commit::{CommitError, Refusal},
    failure::StoreError,
    transaction::Transaction,
};
use domain::invitee::Invitee;

/// Ids that are tried before an invitee is given up: two collisions in a row are beyond chance.
const PROBES_MAX: u8 = 8;

/// What adding somebody to a list came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Addition {
    /// The invitee is on the list now, with this id.
    Added(Box<Invitee>),
    /// The same phone, or the same contact where there is no phone, has this row already.
    Taken(Box<Kept>),
}

impl Store {
    /// Adds a new invitee: one conditional write, 2 units with its place in the queue.
    pub async fn add_invitee(&self, invitee: &Invitee, by: &str) -> Result<Addition, CommitError> {
        for probe in 0..PROBES_MAX {
            let one = Invitee { id: invitee.id_at(probe), ..invitee.clone() };
            let mut transaction = Transaction::by(by);
            transaction.create_invitee(&one);
            let refusals = match self.commit(transaction).await {
                Ok(_) => return Ok(Addition::Added(Box::new(one))),
                Err(CommitError::Refused(refusals)) => refusals,
                Err(error) => return Err(error),
            };
            let taken = taken_by(refusals)?;
            if taken.invitee.identity() == one.identity() {
                return Ok(Addition::Taken(Box::new(taken)));
            }
        }
        let reason = "every id of an invitee is somebody else's".to_owned();
        Err(StoreError::Rejected { reason }.into())
    }
}

fn taken_by(refusals: Vec<Refusal>) -> Result<Kept, StoreError> {
    let old = refusals.into_iter().find_map(|refusal| refusal.old);
    let row = old.ok_or_else(|| StoreError::Unavailable {
        reason: "a refused write did not show what was there".into(),
    })?;
    Kept::try_from(row.read::<InviteeItem>()?)
}
