//! What the system notes on a contact by itself, without reading the whole of it.
use crate::{
    keys::ContactKey,
    transaction::{Condition, Transaction, Update},
};
use domain::ids::{ContactId, OrgId};

impl Transaction {
    /// Notes that an invitation went out to a contact. Refused where that is known, and where there is no
    /// such contact. One write unit: no index shows it.
    pub fn mark_invited(&mut self, org: OrgId, contact: ContactId) -> usize {
        self.update(
            Update::of(&ContactKey { org, contact })
                .set("invited = :yes")
                .value(":yes", true)
                .when(Condition::new("attribute_not_exists(invited)")),
        )
    }

    /// Notes whether the org texts a contact. Refused where there is no such contact.
    pub fn mark_opted_out(&mut self, org: OrgId, contact: ContactId, opted_out: bool) -> usize {
        let update = Update::of(&ContactKey { org, contact });
        self.update(if opted_out {
            update.set("opted_out = :yes").value(":yes", true)
        } else {
            update.remove("opted_out")
        })
    }
}
