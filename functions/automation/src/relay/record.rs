//! A record of the stream, read as what it is about.
use super::{contact::GoneContact, phone::PhoneChange};
use domain::ids::{EventId, MailId};
use jiff::{SignedDuration, Timestamp};
use runtime::batch::{Change, StreamRecord};
use store::{
    Item, Row, StoreError,
    contacts::{Contact, Person},
    events::{EventItem, KeptEvent, SeatsItem},
    invitees::{InviteeItem, Kept},
    keys::{ContactKey, MailKey, PhoneKey, QueuedKey, SeatsKey},
    mails::{Mail, MailState},
    outbox::{KeptMessage, MessageItem, PhoneItem, RecentInvitations, RecipientMessageItem},
};

/// What happened, as far as anybody cares.
#[derive(Debug)]
pub(super) enum Seen {
    /// An invitee was added or changed.
    Invitee {
        before: Option<Box<Kept>>,
        after: Box<Kept>,
        /// Whether it stood in the queue, and stands there.
        was_queued: bool,
        is_queued: bool,
    },
    /// A message was recorded or changed.
    Message { before: Option<Box<KeptMessage>>, after: Box<KeptMessage> },
    /// Counters changed; `woken` where something may let somebody have a seat.
    Seats { event: EventId, woken: bool },
    /// Settings were made or changed.
    Event { before: Option<Box<KeptEvent>>, after: Box<KeptEvent> },
    /// What the platform knows of a phone changed.
    Phone(Box<PhoneChange>),
    /// A mail was recorded, and is to be sent.
    MailRecorded(MailId),
    /// A contact was deleted.
    ContactGone(Box<GoneContact>),
}

impl Seen {
    /// `None` where nobody cares. A row that cannot be read is logged, and holds nobody up.
    pub(super) fn of(record: &StreamRecord) -> Option<Self> {
        let (before, after) = (record.change.before(), record.change.after());
        let seen = match (&record.change, after.or(before)?.kind()?) {
            (Change::Gone { .. }, Contact::KIND) => contact_gone(before?),
            (Change::Gone { .. }, _) => return None,
            (_, InviteeItem::KIND) => invitee(before, after?),
            (_, MessageItem::KIND | RecipientMessageItem::KIND) => message(before, after?),
            (_, SeatsItem::KIND) => Ok(seats(before, after?)),
            (_, EventItem::KIND) => event(before, after?),
            (_, PhoneItem::KIND) => phone(before, after?, record.at),
            (Change::Made { .. }, Mail::KIND) => mail(after?),
            _ => return None,
        };
        match seen {
            Ok(seen) => seen,
            Err(error) => {
                let sequence = &record.sequence;
                tracing::error!(cause = %error, record = sequence, "a record cannot be read");
                None
            }
        }
    }
}

type Read = Result<Option<Seen>, StoreError>;

fn invitee(before: Option<&Row>, after: &Row) -> Read {
    let read = |row: &Row| Kept::try_from(row.clone().read::<InviteeItem>()?).map(Box::new);
    let queued = |row: &Row| row.key::<QueuedKey>().is_ok();
    Ok(Some(Seen::Invitee {
        was_queued: before.is_some_and(queued),
        is_queued: queued(after),
        before: before.map(read).transpose()?,
        after: read(after)?,
    }))
}

fn message(before: Option<&Row>, after: &Row) -> Read {
    let read = |row: &Row| KeptMessage::try_from(row.clone()).map(Box::new);
    Ok(Some(Seen::Message { before: before.map(read).transpose()?, after: read(after)? }))
}

fn seats(before: Option<&Row>, after: &Row) -> Option<Seen> {
    let wakes = |row: &Row| row.number("wakes").unwrap_or_default();
    let woken = wakes(after) != before.map_or(0, wakes);
    after.key::<SeatsKey>().ok().map(|key| Seen::Seats { event: key.event, woken })
}

fn event(before: Option<&Row>, after: &Row) -> Read {
    let read = |row: &Row| KeptEvent::try_from(row.clone().read::<EventItem>()?).map(Box::new);
    Ok(Some(Seen::Event { before: before.map(read).transpose()?, after: read(after)? }))
}

fn phone(before: Option<&Row>, after: &Row, at: Timestamp) -> Read {
    // Every send moves the row; only what it refuses matters here.
    let refused = |row: &Row| row.texts("suppressed");
    let Ok(PhoneKey { phone }) = after.key() else { return Ok(None) };
    if before.map(refused).unwrap_or_default() == refused(after) {
        return Ok(None);
    }
    Ok(Some(Seen::Phone(Box::new(PhoneChange {
        phone,
        before: before.cloned().map(RecentInvitations::try_from).transpose()?.unwrap_or_default(),
        after: RecentInvitations::try_from(after.clone())?,
        at: told_apart(at, after.rev()),
    }))))
}

/// The stream tells the second. The changes of one second are told apart, and kept in order, by the
/// row's revision.
fn told_apart(second: Timestamp, rev: Option<u64>) -> Timestamp {
    let rest = i64::try_from(rev.unwrap_or_default() % 1_000).unwrap_or_default();
    second.checked_add(SignedDuration::from_millis(rest)).unwrap_or(second)
}

/// Whoever holds a mail back comes for it himself.
fn mail(after: &Row) -> Read {
    let stored = after.clone().read::<Mail>()?;
    let MailKey { mail } = stored.key;
    let is_queued = stored.value.state == MailState::Queued { not_before: None };
    Ok(is_queued.then_some(Seen::MailRecorded(mail)))
}

fn contact_gone(before: &Row) -> Read {
    let stored = before.clone().read::<Contact>()?;
    let ContactKey { org, contact } = stored.key;
    let person = Person::of(contact, &stored.value);
    Ok(Some(Seen::ContactGone(Box::new(GoneContact { org, contact, person }))))
}
