//! What a measurement needs of a world.
use super::World;
use crate::{
    agenda::Deed,
    guests::{GuestDeed, Tap},
};
use domain::{
    event::Event,
    invitee::{Status, StatusName},
    token::LinkToken,
};
use jiff::{SignedDuration, Timestamp};
use store::Transaction;

impl World {
    pub(crate) fn event_of(&self, party: usize) -> Event {
        self.site.book().events[&self.parties[party].event].event.clone()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.site.now()
    }

    pub(crate) async fn commit(&self, transaction: Transaction) {
        self.stage.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) async fn run_for(&mut self, span: SignedDuration) {
        let end = self.now() + span;
        self.until(end).await.unwrap_or_else(|failure| unreachable!("{failure}"));
    }

    /// How many of a list stand at a status.
    pub(crate) fn waiting(&self, party: usize, status: StatusName) -> usize {
        let book = self.site.book();
        let all = book.invitees_of(self.parties[party].event);
        all.filter(|known| known.invitee.status.name() == status).count()
    }

    /// Everybody of a list who was asked answers at this moment.
    pub(crate) fn flood(&mut self, party: usize) {
        let book = self.site.book();
        let asked: Vec<_> = book
            .invitees_of(self.parties[party].event)
            .map(|known| known.invitee.clone())
            .filter(|invitee| matches!(invitee.status, Status::Invited { .. }))
            .collect();
        drop(book);
        for (number, invitee) in asked.into_iter().enumerate() {
            let link = LinkToken {
                event: invitee.event,
                invitee: invitee.id,
                generation: invitee.generation,
            };
            let token = self.versions[0].ctx.secrets.links.sign(&link);
            let tap = if number % 3 == 0 { Tap::No } else { Tap::Yes(1) };
            let phone = invitee.phone.unwrap();
            let deed = GuestDeed { phone, token, tap, at_once: false, tries: 0 };
            self.site.plan(self.site.now(), Deed::Guest(deed));
        }
    }

    /// Steps, invocations, and the present.
    pub(crate) fn progress(&self) -> (u64, u64, Timestamp) {
        (self.site.steps(), self.runs, self.now())
    }
}
