//! What a batch of messages is sent by: their rows, events and quotas, each read once.
use super::{
    gate,
    letter::{Letter, is_inviting},
    permit::{self, Permits},
};
use domain::{
    event::Event,
    ids::{ContactId, EventId, InviteeId, OrgId},
    invitee::Invitee,
    message::{MessageId, MessageKey, Purpose},
};
use jiff::{SignedDuration, Timestamp};
use runtime::{Ctx, JobError, hints::Outbox};
use std::collections::{BTreeMap, BTreeSet};
use store::{Consistency, StoreError, quota::Allowance};

/// A message as old as this was held back.
const FRESH: SignedDuration = SignedDuration::from_secs(10);
/// Seconds that a queue can hold a message back.
const DELAY_SECONDS_MAX: i64 = 900;

/// The desk that a batch is sent from.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pub(super) ctx: &'a Ctx,
    /// Whose texts they are: the number or service.
    pub(super) sender: String,
    pub(super) letters: Vec<Letter>,
    events: BTreeMap<EventId, Event>,
    invitees: BTreeMap<(EventId, InviteeId), Invitee>,
    pub(super) allowances: BTreeMap<OrgId, Allowance>,
    /// Contacts that were deleted since their invitation was made.
    deleted: BTreeSet<(OrgId, ContactId)>,
    /// What is to be given back at the end.
    pub(super) permits: Permits,
}

impl<'a> Desk<'a> {
    /// Reads everything that the messages need, as it is now.
    pub(super) async fn open(
        ctx: &'a Ctx,
        ids: &[MessageId],
        now: Timestamp,
    ) -> Result<Self, JobError> {
        let wanted = Wanted::of(ids);
        let (invitees, messages) = futures::try_join!(
            read_invitees(ctx, &wanted.invitees, ids),
            read_messages(ctx, &wanted.messages),
        )?;
        let mut desk = Self {
            ctx,
            sender: ctx.texts.account().sender,
            letters: messages,
            events: BTreeMap::new(),
            invitees: BTreeMap::new(),
            allowances: BTreeMap::new(),
            deleted: BTreeSet::new(),
            permits: Permits::new(now),
        };
        for letter in invitees {
            desk.know(&letter);
            // The row may have moved on to another message since the hint was given.
            if ids.contains(&letter.id()) {
                desk.letters.push(letter);
            }
        }
        desk.read_standing(now).await?;
        desk.read_events().await?;
        desk.read_allowances().await?;
        desk.read_deleted().await?;
        Ok(desk)
    }

    fn know(&mut self, letter: &Letter) {
        if let Letter::Invitation(kept) = letter {
            let invitee = &kept.invitee;
            self.invitees.insert((invitee.event, invitee.id), invitee.clone());
        }
    }

    /// What was held back may have been overtaken by an answer. What was only just recorded says what
    /// its guest has just done.
    async fn read_standing(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let place = |letter: &Letter| match letter {
            Letter::Message(kept) if gate::later(kept.message.created_at, FRESH) <= now => {
                match &kept.message.key {
                    MessageKey::Invitation { event, invitee, purpose, .. } => {
                        gate::says_how_a_guest_stands(*purpose).then_some((*event, *invitee))
                    }
                    MessageKey::Recipient { .. } => None,
                }
            }
            Letter::Message(_) | Letter::Invitation(_) => None,
        };
        let mut places: BTreeSet<_> = self.letters.iter().filter_map(place).collect();
        places.retain(|place| !self.invitees.contains_key(place));
        if places.is_empty() {
            return Ok(());
        }
        let places: Vec<_> = places.into_iter().collect();
        for kept in self.ctx.store.invitees_at(&places, Consistency::Strong).await? {
            self.know(&Letter::Invitation(Box::new(kept)));
        }
        Ok(())
    }

    /// The stream takes a deleted contact off the lists, a moment later than an invitation may leave.
    async fn read_deleted(&mut self) -> Result<(), StoreError> {
        let contact = |letter: &Letter| match letter {
            Letter::Invitation(kept) if is_inviting(&kept.invitee) && kept.invitee.is_unsent() => {
                Some((kept.invitee.org, kept.invitee.contact?))
            }
            Letter::Invitation(_) | Letter::Message(_) => None,
        };
        let contacts = self.letters.iter().filter_map(contact).collect();
        self.deleted = self.ctx.store.missing_contacts(contacts).await?;
        Ok(())
    }

    /// Whether the contact that an invitee was made from is gone.
    pub(super) fn is_deleted(&self, invitee: &Invitee) -> bool {
        invitee.contact.is_some_and(|contact| self.deleted.contains(&(invitee.org, contact)))
    }

    async fn read_events(&mut self) -> Result<(), StoreError> {
        let ids: BTreeSet<EventId> = self.letters.iter().filter_map(Letter::event).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<EventId> = ids.into_iter().collect();
        let events = self.ctx.store.events_at(&ids, Consistency::Strong).await?;
        self.events = events.into_iter().map(|kept| (kept.event.id, kept.event)).collect();
        Ok(())
    }

    async fn read_allowances(&mut self) -> Result<(), StoreError> {
        let orgs: BTreeSet<OrgId> = self.letters.iter().map(Letter::org).collect();
        for org in orgs {
            // Permits are taken under the revision that was read: an older one is refused.
            let allowance = self.ctx.store.allowance(org, Consistency::Eventual).await?;
            self.allowances.insert(org, allowance);
        }
        Ok(())
    }

    /// An event of the batch.
    pub(super) fn event(&self, event: EventId) -> Option<&Event> {
        self.events.get(&event)
    }

    /// An invitee of the batch.
    pub(super) fn invitee(&self, event: EventId, invitee: InviteeId) -> Option<&Invitee> {
        self.invitees.get(&(event, invitee))
    }

    /// Whether anything of the letter's kind leaves its org at present.
    pub(super) fn lets_out(&self, letter: &Letter) -> bool {
        let allowance = self.allowances.get(&letter.org());
        allowance.is_some_and(|allowance| permit::lets_out(allowance, letter))
    }

    /// Has the message looked at again at `at`, or as late before it as the queue can.
    pub(super) async fn come_back(&self, id: &MessageId, at: Timestamp) -> Result<(), JobError> {
        let now = self.ctx.clock.now();
        let seconds = at.duration_since(now).as_secs().clamp(0, DELAY_SECONDS_MAX);
        // The queue counts whole seconds: never early.
        let seconds = u16::try_from(seconds.saturating_add(1)).unwrap_or(u16::MAX);
        self.ctx.queues.send(vec![Outbox::Message(id.clone()).message(seconds)]).await?;
        Ok(())
    }
}

/// The rows that some messages are on, and those that say whether a message is still wanted.
#[derive(Debug, Default)]
struct Wanted {
    invitees: BTreeSet<(EventId, InviteeId)>,
    messages: Vec<MessageKey>,
}

impl Wanted {
    fn of(ids: &[MessageId]) -> Self {
        let mut wanted = Self::default();
        for id in ids {
            match id.key() {
                MessageKey::Invitation { event, invitee, purpose: Purpose::Invite, .. } => {
                    wanted.invitees.insert((*event, *invitee));
                }
                key @ MessageKey::Invitation { event, invitee, purpose, .. } => {
                    if purpose.waits_for_quiet_hours() {
                        wanted.invitees.insert((*event, *invitee));
                    }
                    wanted.messages.push(key.clone());
                }
                key @ MessageKey::Recipient { .. } => wanted.messages.push(key.clone()),
            }
        }
        wanted
    }
}

/// An invitation's row may be as it was a moment ago: whoever claims it is refused where it changed. One
/// that does not show the message of its hint is read again.
async fn read_invitees(
    ctx: &Ctx,
    places: &BTreeSet<(EventId, InviteeId)>,
    ids: &[MessageId],
) -> Result<Vec<Letter>, StoreError> {
    let letter = |kept| Letter::Invitation(Box::new(kept));
    let hinted: Vec<_> = places.iter().filter(|place| is_hinted(ids, **place)).copied().collect();
    let mut letters = Vec::with_capacity(places.len());
    let mut others = places.clone();
    if !hinted.is_empty() {
        let rows = ctx.store.invitees_at(&hinted, Consistency::Eventual).await?;
        letters.extend(rows.into_iter().map(letter).filter(|one| ids.contains(&one.id())));
    }
    for letter in &letters {
        if let Letter::Invitation(kept) = letter {
            others.remove(&(kept.invitee.event, kept.invitee.id));
        }
    }
    if !others.is_empty() {
        let others: Vec<_> = others.into_iter().collect();
        let rows = ctx.store.invitees_at(&others, Consistency::Strong).await?;
        letters.extend(rows.into_iter().map(letter));
    }
    Ok(letters)
}

/// Whether one of the messages is the invitation of that guest.
fn is_hinted(ids: &[MessageId], place: (EventId, InviteeId)) -> bool {
    let same = |id: &MessageId| match id.key() {
        MessageKey::Invitation { event, invitee, purpose, .. } => {
            (*event, *invitee) == place && *purpose == Purpose::Invite
        }
        MessageKey::Recipient { .. } => false,
    };
    ids.iter().any(same)
}

async fn read_messages(ctx: &Ctx, keys: &[MessageKey]) -> Result<Vec<Letter>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let kept = ctx.store.messages_at(keys).await?;
    Ok(kept.into_iter().map(|kept| Letter::Message(Box::new(kept))).collect())
}
