//! All messages to one guest, or to one phone: from the rows, with the words that only the log keeps.
//!
//! A row says how its message stands now and forgets the words once they are out; an invitation that was
//! replaced by a later one is in the log alone. A message's place in the log follows from when it was
//! recorded, so that nothing else of the log is read.
use super::{
    messages::{LogScope, LoggedMessage, logged, recorded_at},
    packed::bounded,
};
use crate::{
    client::Store,
    failure::StoreError,
    invitees::Kept,
    keys::RecipientMessageKey,
    outbox::{KeptMessage, read_message},
    query::Query,
    views::newest_first,
};
use domain::{
    ids::{EventId, InviteeId, OrgId},
    invitee::StatusName,
    message::{MessageId, MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
};
use futures::future::try_join_all;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Most messages of one guest that are read, invitations apart: a guest of one event gets few.
const MESSAGES_MAX: usize = 100;
/// Most instants of the log that are looked at for one guest.
const INSTANTS_MAX: usize = 60;
/// Entries that an instant of the log usually has: those of a small wave.
const ENTRIES_EXPECTED: usize = 8;
/// Sorts behind every id.
const AFTER_IDS: &str = "~";

impl Store {
    /// All messages to a guest of an event, in no order, and what is known of each.
    pub async fn guest_log(&self, kept: &Kept) -> Result<Vec<LoggedMessage>, StoreError> {
        let invitee = &kept.invitee;
        let mut found = BTreeMap::new();
        if let (Some(life), Some(phone)) = (&invitee.message, &invitee.phone) {
            let key = MessageKey::Invitation {
                event: invitee.event,
                invitee: invitee.id,
                generation: invitee.generation,
                purpose: Purpose::Invite,
                sequence: life.sequence,
            };
            insert(
                &mut found,
                shown(key, &invitee.name, phone, (life, recorded_at(invitee, life))),
            );
        }
        for kept in self.messages_of(invitee.event, invitee.id, MESSAGES_MAX).await? {
            insert(&mut found, of_kept(&kept));
        }
        let into = invitee.history.iter().filter(|change| change.after == StatusName::Inviting);
        let mut instants: BTreeSet<Timestamp> = into.map(|change| change.at).collect();
        instants.extend(found.values().map(|message| message.recorded_at));
        let place = (invitee.event, invitee.id);
        let entries = self.entries_at_instants(LogScope::Event(invitee.event), instants).await?;
        complete(&mut found, entries, |key| is_of(key, place));
        Ok(found.into_values().collect())
    }

    /// An org's messages to a phone that are about no invitation, in no order.
    pub async fn phone_log(
        &self,
        org: OrgId,
        phone: &Phone,
    ) -> Result<Vec<LoggedMessage>, StoreError> {
        let query = Query::of(RecipientMessageKey::span(phone), 100);
        let rows = self.query_all(query, MESSAGES_MAX).await?;
        let kept = rows.into_iter().map(read_message).collect::<Result<Vec<_>, _>>()?;
        let mut found = BTreeMap::new();
        for kept in kept.iter().filter(|kept| kept.message.org == org) {
            insert(&mut found, of_kept(kept));
        }
        let instants = found.values().map(|message| message.recorded_at).collect();
        let entries = self.entries_at_instants(LogScope::Org(org), instants).await?;
        complete(&mut found, entries, |_| false);
        Ok(found.into_values().collect())
    }

    /// The entries of a log that were recorded at some instants.
    async fn entries_at_instants(
        &self,
        scope: LogScope,
        instants: BTreeSet<Timestamp>,
    ) -> Result<Vec<LoggedMessage>, StoreError> {
        let view = scope.view();
        let spans = instants.into_iter().rev().take(INSTANTS_MAX).map(|at| {
            let span = (newest_first(at, ""), newest_first(at, AFTER_IDS));
            let view = &view;
            async move { self.view_between(view, (&span.0, &span.1), ENTRIES_EXPECTED).await }
        });
        let entries = try_join_all(spans).await?;
        Ok(entries.iter().flatten().filter_map(|(sort, body)| logged(sort, body)).collect())
    }
}

fn insert(found: &mut BTreeMap<String, LoggedMessage>, message: LoggedMessage) {
    found.insert(message.id.to_string(), message);
}

/// Gives the messages the words that the log has, and adds those that only the log knows.
fn complete(
    found: &mut BTreeMap<String, LoggedMessage>,
    entries: Vec<LoggedMessage>,
    is_wanted: impl Fn(&MessageKey) -> bool,
) {
    for entry in entries {
        match found.get_mut(&entry.id.to_string()) {
            Some(known) if known.words.is_empty() => known.words = entry.words,
            None if is_wanted(entry.id.key()) => insert(found, entry),
            Some(_) | None => (),
        }
    }
}

fn is_of(key: &MessageKey, place: (EventId, InviteeId)) -> bool {
    match key {
        MessageKey::Invitation { event, invitee, .. } => (*event, *invitee) == place,
        MessageKey::Recipient { .. } => false,
    }
}

fn of_kept(kept: &KeptMessage) -> LoggedMessage {
    let message = &kept.message;
    let life = (&message.life, message.created_at);
    shown(message.key.clone(), &message.name, &message.phone, life)
}

fn shown(
    key: MessageKey,
    name: &str,
    phone: &Phone,
    (life, recorded_at): (&Life, Timestamp),
) -> LoggedMessage {
    LoggedMessage {
        id: MessageId::of(key),
        name: name.to_owned(),
        phone: phone.clone(),
        words: bounded(&life.body, super::messages::WORDS_CHARS_MAX),
        delivery: life.delivery,
        segments: life.segments,
        error: life.error,
        provider_id: life.provider_id.clone(),
        recorded_at,
        claimed_at: life.claimed_at,
    }
}
