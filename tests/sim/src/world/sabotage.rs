//! What the doubles do that lack a guard.
use super::World;
use crate::{
    orders::Party,
    running::{Ended, Going, Work},
    site::Doer,
};
use domain::{
    change::{Actor, Change, Reason},
    ids::{Identity, InviteeId, UserId},
    invitee::{Invitee, Status, StatusName},
};
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Consistency, Transaction};

impl World {
    /// A place on the list that is not made from the phone: the same phone has two.
    pub(super) fn place_by_contact(&mut self, party: &Party) {
        let book = self.site.book();
        let known = book.invitees_of(party.event).find(|known| known.invitee.phone.is_some());
        let Some(invitee) = known.map(|known| known.invitee.clone()) else { return };
        drop(book);
        let contact = invitee.contact.unwrap();
        let id = InviteeId::derive(party.event, Identity::Contact(contact), 0);
        let twin = Invitee {
            id,
            status: Status::Queued,
            history: vec![Change {
                at: self.site.now(),
                by: Actor::User(UserId::from_bytes([0; UserId::SIZE])),
                before: None,
                after: StatusName::Queued,
                party: 0,
                reason: Reason::Plain,
            }],
            message: None,
            sent_at: None,
            ..invitee
        };
        let store = self.stage.ctx.store.clone();
        let going: Going = Box::pin(async move {
            let mut transaction = Transaction::new();
            transaction.create_invitee(&twin);
            Ended::Job(
                store.commit(transaction).await.map(|_| Value::Null).map_err(|e| e.to_string()),
            )
        });
        self.begin(Doer::User, Work::Sweep, going);
    }

    /// One write that changes the lists of two orgs.
    pub(super) fn mix_orgs(&mut self) {
        let book = self.site.book();
        let mut orgs = BTreeMap::new();
        for known in book.invitees.values() {
            orgs.entry(known.invitee.org).or_insert_with(|| known.invitee.clone());
        }
        drop(book);
        let store = self.stage.ctx.store.clone();
        let going: Going = Box::pin(async move {
            let mut transaction = Transaction::new();
            for invitee in orgs.values() {
                let place = (invitee.event, invitee.id);
                let kept = store.invitee(place.0, place.1, Consistency::Strong).await;
                let Ok(Some(kept)) = kept else { return Ended::Job(Ok(Value::Null)) };
                let renamed = Invitee { name: "Mixed".into(), ..kept.invitee };
                transaction.replace_invitee(&renamed, kept.rev);
            }
            Ended::Job(
                store.commit(transaction).await.map(|_| Value::Null).map_err(|e| e.to_string()),
            )
        });
        self.begin(Doer::User, Work::Sweep, going);
    }
}
