//! From records of the stream to changes of lists.
use super::{answers, audit, events, invitees, messages, platform, unknown};
use crate::{
    accounts::User,
    client::{Consistency, Store},
    commit::CommitError,
    contact_lists::ContactList,
    contacts::{Contact, Tombstone, contact_views},
    entries::OrgEntry,
    event_roles::UserEventRole,
    events::{EventItem, SeatsItem},
    failure::StoreError,
    invitees::{InviteeItem, Kept},
    item::{Item, Row},
    keys::{Address, Place},
    orgs::{Member, Org},
    outbox::{MessageItem, RecipientMessageItem},
    suppressions::Suppression,
    team::TeamInvitation,
    views::{Change, CountsItem, ViewEntry, ViewName},
};
use domain::ids::EventId;
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};

/// Records that are folded together: what they change fits a few transactions.
const RECORDS_TOGETHER_MAX: usize = 100;

/// What a record of the stream says of an item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Images {
    /// About when it was written, where known: the same for every repetition of the record.
    pub at: Option<Timestamp>,
    /// The item before.
    pub old: Option<Row>,
    /// The item after.
    pub new: Option<Row>,
}

impl From<(Option<Row>, Option<Row>)> for Images {
    fn from((old, new): (Option<Row>, Option<Row>)) -> Self {
        Self { at: None, old, new }
    }
}

impl From<(Timestamp, Option<Row>, Option<Row>)> for Images {
    fn from((at, old, new): (Timestamp, Option<Row>, Option<Row>)) -> Self {
        Self { at: Some(at), old, new }
    }
}

pub(super) type Rows = HashMap<Address, Row>;

impl Store {
    /// Makes the lists show what some records of the stream say. Safe to repeat, late, out of order,
    /// and beside others that do the same: what a row shows now is read from the row, as it is now.
    ///
    /// One strong read for each changed invitee or contact, three for each event, one for each page
    /// touched, and a write of each page that changes.
    pub async fn fold_stream<R: Into<Images>>(
        &self,
        records: Vec<R>,
        now: Timestamp,
    ) -> Result<(), CommitError> {
        let records: Vec<Images> =
            records.into_iter().map(Into::into).filter(|record| kind(record).is_some()).collect();
        for chunk in records.chunks(RECORDS_TOGETHER_MAX) {
            let (newest, settled) = (self.newest(chunk).await?, settled(chunk));
            let guess = changes(chunk, &newest, now)?;
            self.fold_fresh(&guess, now, || async {
                changes(chunk, &self.rows_at(settled.clone(), Consistency::Strong).await?, now)
            })
            .await?;
        }
        Ok(())
    }

    /// What the items probably are now: by their newest images in the records, and the events that
    /// the records are about by a cheap read.
    async fn newest(&self, records: &[Images]) -> Result<Rows, StoreError> {
        let mut newest = newest(records);
        let events: BTreeSet<EventId> = records.iter().filter_map(event).collect();
        for row in self.settings_beside(&events, &newest).await? {
            newest.extend(row.address(Place::Table).map(|address| (address, row)));
        }
        Ok(newest)
    }

    pub(super) async fn rows_at(
        &self,
        addresses: Vec<Address>,
        consistency: Consistency,
    ) -> Result<Rows, StoreError> {
        if addresses.is_empty() {
            return Ok(Rows::new());
        }
        let rows = self.batch_get_rows(addresses, consistency).await?;
        Ok(rows.into_iter().filter_map(|row| Some((row.address(Place::Table)?, row))).collect())
    }
}

/// The items that some list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Invitee,
    Message,
    Event,
    Seats,
    Counts,
    Contact,
    Tombstone,
    /// A row of an org's own that only the audit shows.
    Record,
    /// A login, which only the platform counts.
    User,
    /// A tenant, which the audit shows and the platform counts.
    Org,
}

impl Kind {
    /// Whether lists show the row as it is now, so that it has to be read.
    const fn is_settled(self) -> bool {
        match self {
            Self::Invitee | Self::Contact | Self::User | Self::Org => true,
            Self::Message
            | Self::Event
            | Self::Seats
            | Self::Counts
            | Self::Tombstone
            | Self::Record => false,
        }
    }

    /// Whether lists show the row together with the others of its event.
    const fn is_of_event(self) -> bool {
        match self {
            Self::Event | Self::Seats | Self::Counts => true,
            Self::Invitee
            | Self::Message
            | Self::Contact
            | Self::Tombstone
            | Self::Record
            | Self::User
            | Self::Org => false,
        }
    }
}

fn kind(record: &Images) -> Option<Kind> {
    const KINDS: [(&str, Kind); 16] = [
        (InviteeItem::KIND, Kind::Invitee),
        (MessageItem::KIND, Kind::Message),
        (RecipientMessageItem::KIND, Kind::Message),
        (EventItem::KIND, Kind::Event),
        (SeatsItem::KIND, Kind::Seats),
        (CountsItem::KIND, Kind::Counts),
        (Contact::KIND, Kind::Contact),
        (Tombstone::KIND, Kind::Tombstone),
        (Org::KIND, Kind::Org),
        (User::KIND, Kind::User),
        (Member::KIND, Kind::Record),
        (UserEventRole::KIND, Kind::Record),
        (OrgEntry::KIND, Kind::Record),
        (TeamInvitation::KIND, Kind::Record),
        (ContactList::KIND, Kind::Record),
        (Suppression::KIND, Kind::Record),
    ];
    let row = record.new.as_ref().or(record.old.as_ref())?;
    let name = row.kind()?;
    let (_, kind) = KINDS.into_iter().find(|(known, _)| *known == name)?;
    let is_shown = match kind {
        Kind::Seats => events::shows_seats(record),
        // Those of an event's invitees only.
        Kind::Counts => events::event_of(row).is_some(),
        Kind::Invitee
        | Kind::Message
        | Kind::Event
        | Kind::Contact
        | Kind::Tombstone
        | Kind::Record
        | Kind::User
        | Kind::Org => true,
    };
    is_shown.then_some(kind)
}

/// The event whose entry the record changes.
fn event(record: &Images) -> Option<EventId> {
    kind(record).filter(|kind| kind.is_of_event())?;
    events::event_of(record.new.as_ref().or(record.old.as_ref())?)
}

fn address(record: &Images) -> Option<Address> {
    record.new.as_ref().or(record.old.as_ref())?.address(Place::Table)
}

/// The newest image of each item in the records: probably what the item is now.
fn newest(records: &[Images]) -> Rows {
    let mut newest = Rows::new();
    for row in records.iter().filter_map(|record| record.new.as_ref()) {
        let Some(address) = row.address(Place::Table) else { continue };
        let known = newest.get(&address).and_then(Row::rev);
        if known <= row.rev() {
            newest.insert(address, row.clone());
        }
    }
    newest
}

/// The addresses of the items that have to be read, each once.
fn settled(records: &[Images]) -> Vec<Address> {
    let is_settled = |record: &&Images| kind(record).is_some_and(Kind::is_settled);
    let mut addresses: Vec<Address> =
        records.iter().filter(is_settled).filter_map(address).collect();
    addresses.extend(records.iter().filter_map(event).flat_map(events::addresses));
    addresses.sort();
    addresses.dedup();
    addresses
}

/// What the records change, `rows` being the items as they are.
fn changes(records: &[Images], rows: &Rows, now: Timestamp) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::with_capacity(records.len());
    for record in records {
        let current = address(record).and_then(|address| rows.get(&address));
        match kind(record) {
            Some(Kind::Invitee) => changes.push(of_invitee(record, current)?),
            Some(Kind::Message) => changes.push(of_message(record)?),
            Some(Kind::Event) => {
                changes.push(of_event(record, rows)?);
                changes.push(inserted(audit::of_event(record, now)?));
            }
            Some(Kind::Seats | Kind::Counts) => changes.push(of_event(record, rows)?),
            Some(Kind::Contact) => {
                changes.push(contact_views(record.old.as_ref(), record.new.as_ref(), current)?);
                changes.push(inserted(audit::of_contact(record, now)?));
            }
            Some(Kind::User) => changes.push(platform::of_row(record, current)?),
            Some(Kind::Org) => {
                changes.push(platform::of_row(record, current)?);
                changes.push(inserted(audit::of_record(record, now)?));
            }
            Some(Kind::Record) => changes.push(inserted(audit::of_record(record, now)?)),
            Some(Kind::Tombstone) => changes.push(inserted(audit::of_tombstone(record)?)),
            None => (),
        }
    }
    Ok(changes)
}

fn of_invitee(record: &Images, current: Option<&Row>) -> Result<Change, StoreError> {
    let (old, new) = (kept(record.old.as_ref())?, kept(record.new.as_ref())?);
    let current = kept(current)?;
    let mut seen: Vec<(ViewName, String)> = Vec::new();
    let mut advance = Vec::new();
    for image in [&old, &new].into_iter().flatten() {
        seen.extend(shown(image)?.into_iter().map(|entry| (entry.view, entry.sort)));
        advance.extend(messages::of_invitee(image)?);
    }
    advance.extend(unknown::of_record(record)?);
    let shown_now = current.as_ref().map(shown).transpose()?.unwrap_or_default();
    let mut change = Change { advance, ..Change::settle(seen, shown_now) };
    change.insert.extend(audit::of_invitee(old.as_ref(), new.as_ref())?);
    Ok(change)
}

/// The entries of an invitee that are so only while it is as it is.
fn shown(kept: &Kept) -> Result<Vec<ViewEntry>, StoreError> {
    let mut entries = vec![invitees::entry(kept)?];
    entries.extend(answers::entry(kept)?);
    Ok(entries)
}

fn kept(row: Option<&Row>) -> Result<Option<Kept>, StoreError> {
    row.map(|row| Kept::try_from(row.clone().read::<InviteeItem>()?)).transpose()
}

/// The event's entry as it is now, for a record of its settings, its seats or its counts.
fn of_event(record: &Images, rows: &Rows) -> Result<Change, StoreError> {
    let Some(event) = event(record) else { return Ok(Change::default()) };
    let settings = |row: &&Row| row.kind() == Some(EventItem::KIND);
    let seen = [&record.old, &record.new].into_iter().flatten().filter(settings);
    let seen: Vec<_> = seen.map(events::place_of).collect::<Result<_, _>>()?;
    Ok(Change::settle(seen, events::entry(event, rows)?.into_iter().collect()))
}

fn of_message(record: &Images) -> Result<Change, StoreError> {
    let mut advance = Vec::new();
    for row in [&record.old, &record.new].into_iter().flatten() {
        advance.extend(messages::of_message(&crate::outbox::read_message(row.clone())?)?);
    }
    advance.extend(unknown::of_record(record)?);
    Ok(Change { advance, ..Change::default() })
}

fn inserted(entries: Vec<ViewEntry>) -> Change {
    Change { insert: entries, ..Change::default() }
}
