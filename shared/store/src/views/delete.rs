//! Deleting whole lists.
use super::read::pages;
use crate::{
    client::Store,
    commit::CommitError,
    keys::{Key, Text, ViewCountsKey, ViewTallyKey},
    purge::Budget,
    read_models::Lists,
    transaction::Transaction,
};

impl Store {
    /// Deletes lists with their numbers. Whether there were none. The counts go last: they name lists.
    pub(crate) async fn delete_lists(
        &self,
        lists: &Lists,
        budget: &mut Budget,
    ) -> Result<bool, CommitError> {
        let mut clean = true;
        for view in &lists.views {
            clean &= self.delete_range(&pages(view), &[], budget).await?;
        }
        for scope in &lists.scopes {
            let tally = ViewTallyKey::span(&Text::from(scope.as_str()));
            clean &= self.delete_range(&tally, &[], budget).await?;
        }
        if clean {
            for scope in &lists.scopes {
                let mut transaction = Transaction::new();
                let key = ViewCountsKey { scope: Text::from(scope.as_str()) };
                transaction.delete_at(key.address(), None);
                self.commit(transaction).await?;
            }
        }
        Ok(clean)
    }
}
