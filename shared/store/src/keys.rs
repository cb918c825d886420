//! The single table's keys, declared once. No other module writes a `#`.
//!
//! A key is a template with holes; what stands in a hole is a [`Part`], whose text never contains the
//! separator and sorts as its value does: instants as 13 digits of milliseconds, numbers padded to
//! their width, identifiers in their one form, free text escaped.
#[macro_use]
mod declare;
mod part;
mod shape;
mod span;

pub use part::{Part, Text};
pub use shape::{MalformedKey, Place, Shape, overlap};
pub use span::{Address, Key, Range, Span};

use domain::{
    ids::{
        BroadcastId, BulkId, ContactId, ContactListId, EventId, ImportId, InviteeId, MailId, OrgId,
        RegistrationCodeId, SessionId, TeamInvitationId, UserId,
    },
    message::Purpose,
    phone::Phone,
};
use jiff::Timestamp;

keys! {
    /// The platform's settings: limits, the kill switch, the way to register.
    PlatformKey on Table pk {} "PLATFORM" sk {} "SETTINGS";
    /// How many users run the platform.
    PlatformAdminsKey on Table pk {} "PLATFORM" sk {} "ADMINS";

    /// A login.
    UserKey on Table pk { user: UserId } "USER#{user}" sk {} "USER";
    /// Who has an e-mail address as login, so that it is unique.
    UserEmailKey on Table pk { email: Text } "EMAIL#{email}" sk {} "LOCK";
    /// Who has a username, so that it is unique.
    UsernameKey on Table pk { username: Text } "USERNAME#{username}" sk {} "LOCK";
    /// One device's family of refresh tokens.
    SessionKey on Table pk { user: UserId } "USER#{user}" sk { session: SessionId } "SESSION#{session}";
    /// An org that a user belongs to, seen from the user.
    UserOrgKey on Table pk { user: UserId } "USER#{user}" sk { org: OrgId } "ORG#{org}";

    /// An org that an admin of the platform entered, seen from the admin.
    UserEntryKey on Table pk { user: UserId } "USER#{user}" sk { org: OrgId } "ENTRY#{org}";
    /// A user's role on one event, seen from the user.
    UserEventRoleKey on Table pk { user: UserId } "USER#{user}" sk { event: EventId } "EVENT#{event}";
    /// How many roles on events a user has. Apart from the user, so that no request reads it.
    UserEventRoleCountKey on Table pk { user: UserId } "EVENTROLES#{user}" sk {} "COUNT";
    /// What a user was mailed to prove something with. Apart from the user, so that no request reads it.
    UserProofKey on Table pk { user: UserId } "PROOF#{user}" sk { purpose: Text } "PROOF#{purpose}";
    /// Whom an org invited to its team, by address: one invitation for each org and address.
    InvitedEmailKey on Table pk { email: Text } "EMAIL#{email}" sk { org: OrgId } "INVITED#{org}";
    /// A code that lets somebody register.
    RegistrationCodeKey on Table pk { code: RegistrationCodeId } "REGISTRATION#{code}" sk {} "CODE";
    /// A mail of the system's own, with its whole life.
    MailKey on Table pk { mail: MailId } "MAIL#{mail}" sk {} "MAIL";

    /// The last attempts at something that is limited, of an account or from an address.
    RateKey on Table pk { limit: Text, scope: Text } "RATE#{limit}#{scope}" sk {} "ATTEMPTS";

    /// A tenant.
    OrgKey on Table pk { org: OrgId } "ORG#{org}" sk {} "ORG";
    /// A user's role in an org.
    MemberKey on Table pk { org: OrgId } "ORG#{org}" sk { user: UserId } "MEMBER#{user}";
    /// How many members and owners an org has.
    OrgPeopleKey on Table pk { org: OrgId } "ORG#{org}" sk {} "PEOPLE";
    /// An invitation to join an org's team.
    TeamInvitationKey on Table
        pk { org: OrgId } "ORG#{org}"
        sk { invitation: TeamInvitationId } "TEAM#{invitation}";
    /// An admin of the platform who entered the org, seen from the org: a history.
    OrgEntryKey on Table
        pk { org: OrgId } "ORG#{org}"
        sk { at: Timestamp, user: UserId } "ENTRY#{at}#{user}";
    /// A named set of contacts.
    ContactListKey on Table pk { org: OrgId } "ORG#{org}" sk { list: ContactListId } "LIST#{list}";
    /// Which of an org's lists has a name.
    ContactListNameKey on Table
        pk { org: OrgId, name: Text } "ORG#{org}#LISTNAME#{name}"
        sk {} "LOCK";
    /// A phone or address that an org does not write to, and why.
    SuppressionKey on Table
        pk { org: OrgId } "ORG#{org}#SUPPRESSED"
        sk { address: Text } "ADDRESS#{address}";
    /// What somebody agreed to, or took back: when, how and in which words.
    ConsentKey on Table
        pk { org: OrgId } "ORG#{org}#CONSENT"
        sk { address: Text, at: Timestamp } "{address}#{at}";
    /// A change of many contacts at once, and how far it came.
    BulkKey on Table pk { bulk: BulkId } "BULK#{bulk}" sk {} "JOB";
    /// The changes of many contacts that are not done.
    RunningBulksKey on Table pk { org: OrgId } "ORG#{org}" sk {} "BULKS";
    /// A person that an org knows.
    ContactKey on Table pk { org: OrgId } "ORG#{org}" sk { contact: ContactId } "CONTACT#{contact}";
    /// Which of an org's contacts has a phone. A partition of its own: an import writes thousands.
    ContactPhoneKey on Table pk { org: OrgId, phone: Phone } "ORG#{org}#PHONE#{phone}" sk {} "LOCK";
    /// Which of an org's contacts has an e-mail address. A partition of its own.
    ContactEmailKey on Table pk { org: OrgId, email: Text } "ORG#{org}#EMAIL#{email}" sk {} "LOCK";

    /// An import of a contact file: its mapping and progress.
    ImportKey on Table pk { import: ImportId } "IMPORT#{import}" sk {} "JOB";
    /// A compressed chunk of an import's rows.
    ImportChunkKey on Table
        pk { import: ImportId } "IMPORT#{import}"
        sk { part: u16, chunk: u16 } "CHUNK#{part}#{chunk}";
    /// What became of the rows of a chunk.
    ImportResultKey on Table
        pk { import: ImportId } "IMPORT#{import}"
        sk { part: u16, chunk: u16 } "RESULT#{part}#{chunk}";

    /// An event and its settings. Sorts, with the seats, before all else of the event.
    EventKey on Table pk { event: EventId } "EVENT#{event}" sk {} "#EVENT";
    /// An event's seat counters and its engine's state.
    SeatsKey on Table pk { event: EventId } "EVENT#{event}" sk {} "#SEATS";
    /// A contact on an event's list, with its invitation and the invitation's message.
    InviteeKey on Table pk { event: EventId } "EVENT#{event}" sk { invitee: InviteeId } "INV#{invitee}";
    /// A user's role on the event, beside the role in its org.
    EventRoleKey on Table pk { event: EventId } "EVENT#{event}" sk { user: UserId } "ROLE#{user}";
    /// How many roles an event has.
    EventRoleCountKey on Table pk { event: EventId } "EVENT#{event}" sk {} "ROLES";
    /// Says that an event is deleted, and when its rows go.
    EventDeletionKey on Table pk { event: EventId } "EVENT#{event}" sk {} "DELETION";
    /// A guest's notes, apart from the invitee to keep that small.
    InviteeNoteKey on Table pk { event: EventId } "EVENT#{event}" sk { invitee: InviteeId } "NOTE#{invitee}";
    /// The invitees of one transaction of a wave.
    WaveKey on Table
        pk { event: EventId } "EVENT#{event}"
        sk { at: Timestamp, number: u16 } "WAVE#{at}#{number}";
    /// A message to an invitee, invitations apart.
    MessageKey on Table
        pk { event: EventId } "EVENT#{event}"
        sk { invitee: InviteeId, generation: u8, purpose: Purpose, sequence: u16 }
        "MSG#{invitee}#{generation}#{purpose}#{sequence}";
    /// An organizer's message to a group of guests.
    BroadcastKey on Table
        pk { event: EventId } "EVENT#{event}"
        sk { broadcast: BroadcastId } "BROADCAST#{broadcast}";

    /// What the platform knows of a phone: suppression, its last sends, its last invitations.
    PhoneKey on Table pk { phone: Phone } "PHONE#{phone}" sk {} "PHONE";
    /// A message to a phone about no invitation.
    RecipientMessageKey on Table
        pk { phone: Phone } "PHONE#{phone}"
        sk { purpose: Purpose, nonce: u64 } "MSG#{purpose}#{nonce}";
    /// Which event answers to a code in texts to a sender.
    EventCodeKey on Table pk { sender: Text, code: Text } "CODE#{sender}#{code}" sk {} "LOCK";
    /// An inbound text that was handled. Kept for 400 days.
    InboundKey on Table pk { provider_id: Text } "INBOUND#{provider_id}" sk {} "SEEN";

    /// The answer of a request that carried an idempotency key.
    IdempotencyKey on Table pk { scope: Text, key: Text } "IDEMPOTENT#{scope}#{key}" sk {} "DONE";
    /// A queue's message that a human has to look at.
    ParkedKey on Table pk {} "PARKED" sk { at: Timestamp, id: Text } "{at}#{id}";
    /// What an org sent lately. Stands beside the org, to be read with its limits.
    OrgQuotaKey on Table pk { org: OrgId } "ORG#{org}" sk {} "ORG#QUOTA";
    /// What the platform sent lately. Stands beside the settings, to be read with its limits.
    PlatformQuotaKey on Table pk {} "PLATFORM" sk {} "SETTINGS#QUOTA";
    /// How far the sweep came.
    SweepKey on Table pk {} "PLATFORM" sk {} "SWEEP";

    /// A page of a list folded from the stream; `low` is the lowest sort text that it may hold.
    ViewPageKey on Table pk { scope: Text, view: Text } "VIEW#{scope}#{view}" sk { low: Text } "PAGE#{low}";
    /// How many entries the lists of a scope have.
    ViewCountsKey on Table pk { scope: Text } "COUNTS#{scope}" sk {} "COUNTS";
    /// How many entries of a scope's lists have which label, by day.
    ViewTallyKey on Table pk { scope: Text } "TALLY#{scope}" sk { month: Text } "MONTH#{month}";
    /// Who deleted an item, for the audit: written just before, gone a day later.
    TombstoneKey on Table pk { pk: Text } "TOMBSTONE#{pk}" sk { sk: Text } "GONE#{sk}";

    /// The invitees that may be invited now, by position.
    QueuedKey on Gsi1
        pk { event: EventId } "EVENT#{event}#QUEUED"
        sk { position: Text, invitee: InviteeId } "{position}#{invitee}";
    /// The invitees that something happens to at an instant.
    DueKey on Gsi1 pk { event: EventId } "EVENT#{event}#DUE" sk { at: Timestamp } "{at}";
    /// The waitlist, first come first.
    WaitingKey on Gsi1
        pk { event: EventId } "EVENT#{event}#WAIT"
        sk { at: Timestamp, invitee: InviteeId } "{at}#{invitee}";
    /// An org's contacts by folded name.
    NamesKey on Gsi1
        pk { org: OrgId } "ORG#{org}#NAMES"
        sk { name: Text, contact: ContactId } "{name}#{contact}";
    /// Every user by e-mail address.
    UsersKey on Gsi1 pk {} "USERS" sk { email: Text, user: UserId } "{email}#{user}";
    /// The orgs that were archived, by when they are to be purged.
    PurgesKey on Gsi1 pk {} "PURGES" sk { at: Timestamp, org: OrgId } "{at}#{org}";
    /// The events that were deleted, by when they are to be purged.
    EventPurgesKey on Gsi1 pk {} "EVENTPURGES" sk { at: Timestamp, event: EventId } "{at}#{event}";

    /// Every org by creation.
    OrgsKey on Gsi2 pk {} "ORGS" sk { at: Timestamp, org: OrgId } "{at}#{org}";
    /// Every registration code by creation.
    RegistrationCodesKey on Gsi2
        pk {} "REGISTRATIONS"
        sk { at: Timestamp, code: RegistrationCodeId } "{at}#{code}";
    /// The events by their next wake.
    WakesKey on Gsi2 pk {} "WAKES" sk { at: Timestamp } "{at}";
    /// The messages that are not yet resolved, by creation.
    OutboxKey on Gsi2 pk {} "OUTBOX" sk { at: Timestamp } "{at}";
    /// The mails of which nobody knows whether they were sent, by when they were handed over.
    UnknownMailsKey on Gsi2 pk {} "UNKNOWN#MAILS" sk { at: Timestamp, mail: MailId } "{at}#{mail}";
    /// An org's events by their start, but the archived ones.
    OrgEventsKey on Gsi2
        pk { org: OrgId } "ORG#{org}#EVENTS"
        sk { starts_at: Timestamp, event: EventId } "{starts_at}#{event}";
    /// An org's archived events by their start; they are in no other list.
    ArchivedEventsKey on Gsi2
        pk { org: OrgId } "ORG#{org}#ARCHIVED"
        sk { starts_at: Timestamp, event: EventId } "{starts_at}#{event}";
}

impl UserKey {
    /// A user with all sessions and orgs: what one request must know of its caller, in one read.
    pub fn standing(user: &UserId) -> Span {
        Span::of(Place::Table, Self::partition(user), "")
    }
}

impl OrgKey {
    /// All rows of an org's own partition.
    pub(crate) fn everything(org: OrgId) -> Span {
        Span::of(Place::Table, Self::partition(&org), "")
    }

    /// An org with its limits and what it sent lately: two items, one read.
    pub fn org_and_quota(org: &OrgId) -> Span {
        Span::of(Place::Table, Self::partition(org), "ORG")
    }
}

impl PlatformKey {
    /// The platform's settings and what it sent lately: two items, one read.
    pub fn settings_and_quota() -> Span {
        Span::of(Place::Table, Self::partition(), "SETTINGS")
    }
}

impl EventKey {
    /// All rows of an event's partition.
    pub(crate) fn everything(event: EventId) -> Span {
        Span::of(Place::Table, Self::partition(&event), "")
    }

    /// The settings and the seats of an event: two items, one read.
    pub fn settings_and_seats(event: &EventId) -> Span {
        Span::of(Place::Table, Self::partition(event), "#")
    }
}

/// The table as a document, for `docs/TABLE.md`.
pub fn document() -> String {
    let mut out = String::from(
        "# The table\n\nGenerated from `shared/store/src/keys.rs`; do not edit.\n\n\
         Instants are 13 digits of milliseconds, numbers are padded to their width, so text order is \
         value order.\n",
    );
    for place in Place::ALL {
        let title = place.index().unwrap_or("Table");
        out += &format!(
            "\n## {title}\n\n| entity | `{}` | `{}` | |\n|---|---|---|---|\n",
            place.pk(),
            place.sk()
        );
        for shape in SCHEMA.iter().filter(|shape| shape.place == place) {
            let entity = shape.entity.strip_suffix("Key").unwrap_or(shape.entity);
            let doc = shape.doc.trim();
            out += &format!("| {entity} | `{}` | `{}` | {doc} |\n", shape.pk, shape.sk);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> EventId {
        EventId::from_bytes([1; 6])
    }

    #[test]
    fn a_key_survives_the_table() {
        let key = MessageKey {
            event: event(),
            invitee: InviteeId::from_bytes([2; 5]),
            generation: 1,
            purpose: Purpose::DayBefore,
            sequence: 12,
        };
        assert!(key.sk().ends_with("#001#day_before#00012"), "{}", key.sk());
        assert_eq!(MessageKey::parse(&key.pk(), &key.sk()), Ok(key));
    }

    #[test]
    fn a_key_of_another_entity_is_refused() {
        let invitee = InviteeKey { event: event(), invitee: InviteeId::from_bytes([2; 5]) };
        assert!(InviteeKey::parse(&invitee.pk(), &invitee.sk().replace("INV", "NOTE")).is_err());
        assert!(InviteeKey::parse(&invitee.pk(), &invitee.sk().replace("inv_", "evt_")).is_err());
        assert!(EventKey::parse(&invitee.pk(), &invitee.sk()).is_err());
        assert!(EventKey::parse(&invitee.pk(), "#EVENT").is_ok());
    }

    #[test]
    fn free_text_cannot_leave_its_hole() {
        let key = UserEmailKey { email: Text::from("a#b\"c@example.com") };
        assert_eq!(UserEmailKey::parse(&key.pk(), &key.sk()), Ok(key));
    }

    #[test]
    fn no_two_entities_can_share_a_key() {
        for (i, left) in SCHEMA.iter().enumerate() {
            for right in &SCHEMA[i + 1..] {
                assert!(!overlap(left, right), "{} and {} overlap", left.entity, right.entity);
            }
        }
    }

    #[test]
    fn the_overlap_check_would_see_a_clash() {
        let other = Shape { entity: "Other", sk: "INV#{other}", ..InviteeKey::SHAPE };
        assert!(overlap(&InviteeKey::SHAPE, &other));
    }

    #[test]
    fn nothing_sorts_between_settings_and_seats() {
        for shape in SCHEMA.iter().filter(|shape| shape.pk == EventKey::SHAPE.pk) {
            let special = shape.entity == "EventKey" || shape.entity == "SeatsKey";
            assert_eq!(shape.sk.starts_with('#'), special, "{}", shape.entity);
        }
    }
}
