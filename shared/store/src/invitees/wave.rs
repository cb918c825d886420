//! A wave: many invitations in one transaction, with their seats and permits.
use super::history::Packed;
use crate::{
    client::Store,
    events::{Notes, not_called_off, noted, seats_key},
    failure::StoreError,
    instant::Instant,
    item::{Item, Stored},
    keys::{InviteeKey, Place, QueuedKey, WaveKey},
    query::Query,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::{
    change::{Actor, Change, HISTORY_MAX, Reason},
    ids::{EventId, InviteeId},
    invitee::StatusName,
    message::Delivery,
    outbox::Life,
    step::Pick,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most invitations of one transaction: beside them stand the seats, two quotas and the wave itself.
pub const WAVE_INVITEES_MAX: usize = 95;
const _: () = assert!(WAVE_INVITEES_MAX + 4 <= crate::transaction::OPERATIONS_MAX);

/// The invitees of one transaction of a wave, kept until all their invitations have left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaveItem {
    /// When.
    pub at: Instant,
    /// The invitees' bytes, one after the other.
    #[serde(with = "serde_bytes")]
    invitees: Vec<u8>,
}

impl Item for WaveItem {
    type Key = WaveKey;
    const KIND: &'static str = "wave";
    const VERSION: u8 = 1;
}

impl WaveItem {
    /// Who was invited.
    pub fn invitees(&self) -> Vec<InviteeId> {
        let (ids, _) = self.invitees.as_chunks::<{ InviteeId::SIZE }>();
        ids.iter().copied().map(InviteeId::from_bytes).collect()
    }
}

/// One invitation of a wave: who, how many seats, and the recorded message.
#[derive(Debug, Clone, PartialEq)]
pub struct WavePick {
    /// Who, and h.
    pub pick: Pick,
    /// g.
    pub generation: u8,
    /// The recorded message.
    pub message: Life,
}

impl Transaction {
    /// Takes an invitee that nobody can read out of the index, and leaves all else as it is.
    pub fn set_aside(&mut self, event: EventId, invitee: InviteeId, rev: u64) -> usize {
        let update = Update::of(&InviteeKey { event, invitee }).unplace(Place::Gsi1);
        self.update(update.when(Condition::rev(rev)))
    }

    /// Adds the invitations, their seats and the record of the wave. `number` tells the waves
    /// of one instant apart; `notes`, with the last of them, is what the step leaves for the next.
    ///
    /// Begins the transaction: its n-th operation belongs to the n-th pick. Answers the number of the
    /// seats'.
    pub fn wave(
        &mut self,
        event: EventId,
        picks: &[WavePick],
        notes: Option<Notes<'_>>,
        (now, number): (Timestamp, u16),
    ) -> usize {
        for pick in picks {
            self.update(invited(event, pick, now));
        }
        let held: i64 = picks.iter().map(|pick| i64::from(pick.pick.held)).sum();
        let mut seats = Update::of(&seats_key(event))
            .name("#left", "left")
            .add_to("#left :left")
            .value(":left", -held)
            .when(Condition::new("#left >= :held").value(":held", held))
            .when(not_called_off());
        if let Some(notes) = notes {
            seats = noted(seats, notes);
        }
        let seats = self.update(seats);
        let invitees = picks.iter().flat_map(|pick| *pick.pick.invitee.bytes()).collect();
        let wave = WaveItem { at: now.into(), invitees };
        self.create(&WaveKey { event, at: now, number }, &wave);
        seats
    }

    /// Records that `invitees` were invited outside a wave, so that they are looked after like one.
    pub fn record_wave(
        &mut self,
        event: EventId,
        invitees: &[InviteeId],
        (now, number): (Timestamp, u16),
    ) -> usize {
        let invitees = invitees.iter().flat_map(|invitee| *invitee.bytes()).collect();
        let wave = WaveItem { at: now.into(), invitees };
        self.create(&WaveKey { event, at: now, number }, &wave)
    }

    /// Forgets a wave whose invitations have all left.
    pub fn close_wave(&mut self, wave: &Stored<WaveItem>) -> usize {
        self.delete_if(&wave.key, None)
    }
}

/// T2 as an update: no read, one condition.
fn invited(event: EventId, pick: &WavePick, now: Timestamp) -> Update {
    let change = Change {
        at: now,
        by: Actor::Engine,
        before: Some(StatusName::Queued),
        after: StatusName::Inviting,
        party: pick.pick.held,
        reason: Reason::Plain,
    };
    let message = &pick.message;
    Update::of(&InviteeKey { event, invitee: pick.pick.invitee })
        .set("st = :inviting, seats = :held, h = list_append(h, :entry)")
        .set("dl = :queued_message, body = :body, na = :not_after, sg = :segments")
        .set("sq = if_not_exists(sq, :sequence)")
        // A claim of the message before must never pass for one of this.
        .set("fe = if_not_exists(fe, :no_claim) + :one, mat = if_not_exists(mat, :now)")
        .remove("nb, skip, skat, skn, mnb, le, ca, ab, tries, pid, er, hint, rt, sent, re, rs, due")
        .unplace(Place::Gsi1)
        .value(":inviting", StatusName::Inviting.name())
        .value(":held", pick.pick.held)
        .value(":entry", Packed::appended(&change))
        .value(":queued_message", Delivery::Queued.name())
        .value(":sequence", message.sequence)
        .value(":body", message.body.as_str())
        .value(":not_after", Value::milliseconds(message.not_after))
        .value(":segments", message.segments)
        .value(":no_claim", 0_u8)
        .value(":one", 1_u8)
        .value(":now", Value::milliseconds(now))
        .when(
            // The index that it was picked from may be behind: who was deferred or suppressed since is
            // in the queue no more.
            Condition::new(
                "st = :queued AND generation = :generation AND size(h) < :most AND gsi1pk = :queue",
            )
            .value(":queue", QueuedKey::partition(&event))
            .value(":queued", StatusName::Queued.name())
            .value(":generation", pick.generation)
            .value(":most", u8::try_from(HISTORY_MAX).unwrap_or(u8::MAX)),
        )
}

impl Store {
    /// The waves of an event whose invitations may not all have left, oldest first.
    pub async fn open_waves(
        &self,
        event: EventId,
        most: u16,
    ) -> Result<Vec<Stored<WaveItem>>, StoreError> {
        let page = self.query(&Query::of(WaveKey::span(&event), most).consistent()).await?;
        page.rows.into_iter().map(crate::item::Row::read).collect()
    }
}
