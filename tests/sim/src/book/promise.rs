//! I9: who has a seat held and says yes in time gets it. And what is asked at present: STOP and START.
use super::{Book, Place};
use crate::site::Run;
use domain::{event::EventState, invitee::Status, phone::Phone};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What a guest was promised when the answer was sent.
#[derive(Debug, Clone)]
pub(crate) struct Promise {
    pub(crate) place: Place,
    record: u64,
    event_record: u64,
    until: Timestamp,
}

/// Phones that asked for no more texts, and those that are asking for them again.
#[derive(Debug, Default)]
pub(super) struct Asks {
    /// The record after which nothing may be sent any more.
    pub(super) refusing: BTreeMap<Phone, u64>,
    lifting: BTreeMap<Phone, u32>,
}

impl Book {
    /// What the guest at `place` with that generation's link is promised, who says yes for `party`.
    pub(crate) fn promised(
        &self,
        place: Place,
        (generation, party): (u8, u8),
        now: Timestamp,
    ) -> Option<Promise> {
        let known = self.invitees.get(&place)?;
        let facts = self.events.get(&place.0)?;
        let Status::Invited { held, expires_at } = known.invitee.status else { return None };
        let open = matches!(facts.event.state, EventState::Active | EventState::Paused);
        let until = expires_at.min(facts.event.closes_at());
        let promised = open
            && known.invitee.generation == generation
            && party <= held
            && party > 0
            && now < until;
        let (record, event_record) = (known.record, facts.record);
        promised.then_some(Promise { place, record, event_record, until })
    }

    /// Whether the promise stood until now, but for what that run itself did.
    pub(crate) fn stands(&self, promise: &Promise, run: &Run, now: Timestamp) -> bool {
        let known = self.invitees.get(&promise.place);
        let own =
            known.is_some_and(|known| known.record == promise.record || known.writer == run.number);
        let facts = self.events.get(&promise.place.0);
        let same = facts.is_some_and(|facts| facts.record == promise.event_record);
        own && same && now < promise.until
    }

    /// A phone's text asks for no more texts, or for texts again; it was not answered yet.
    pub(crate) fn asks(&mut self, phone: &Phone, lifts: bool) {
        if lifts {
            self.asks.refusing.remove(phone);
            *self.asks.lifting.entry(phone.clone()).or_default() += 1;
        }
    }

    /// Such a text was answered.
    pub(crate) fn asked(&mut self, phone: &Phone, (stops, lifts): (bool, bool), heard: bool) {
        if lifts {
            let lifting = self.asks.lifting.entry(phone.clone()).or_default();
            *lifting = lifting.saturating_sub(1);
            self.asks.refusing.remove(phone);
        }
        let lifting = self.asks.lifting.get(phone).is_some_and(|count| *count > 0);
        if stops && heard && !lifting {
            self.asks.refusing.entry(phone.clone()).or_insert(self.last_record);
        }
    }

    /// Whether the phone refused texts before `run` began.
    pub(super) fn refuses(&self, phone: &Phone, run: &Run) -> bool {
        self.asks.refusing.get(phone).is_some_and(|record| *record <= run.began_after)
    }

    /// Whether the phone refuses texts now.
    pub(crate) fn is_refusing(&self, phone: &Phone) -> bool {
        self.asks.refusing.contains_key(phone)
    }
}
