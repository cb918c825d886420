//! What becomes of the rows that are an org's own: its settings, members, invitations, lists.
use super::{Images, What, changed, entry, latest_first, written_at};
use crate::{
    failure::StoreError,
    item::Row,
    keys::{
        ContactListKey, Key, MemberKey, OrgEntryKey, OrgKey, Place, SuppressionKey,
        TeamInvitationKey, UserEventRoleKey,
    },
    views::ViewEntry,
};
use domain::ids::OrgId;
use jiff::Timestamp;

/// Something of an org that was made, changed or deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// What it is.
    pub kind: AuditKind,
    /// Which one: an id, an event's and a user's, or an address.
    pub id: String,
    /// What tells most about it, before; none where it was made.
    pub before: Option<String>,
    /// The same after; none where it was deleted.
    pub after: Option<String>,
    /// The attributes that changed; empty where it was made or deleted.
    pub fields: Vec<String>,
}

/// The kinds of rows that are an org's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditKind {
    /// The org itself: its name is shown.
    Org,
    /// A member: the role is shown.
    Member,
    /// An invitation to the team: the address is shown.
    TeamInvitation,
    /// A list of contacts: its name is shown.
    ContactList,
    /// A role on an event: the role is shown.
    EventRole,
    /// An admin of the platform in the org: the reason is shown.
    Entry,
    /// An address that is not written to: the reason is shown.
    Suppression,
}

impl AuditKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Org,
        Self::Member,
        Self::TeamInvitation,
        Self::ContactList,
        Self::EventRole,
        Self::Entry,
        Self::Suppression,
    ];

    /// Its stored and visible name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Org => "org",
            Self::Member => "member",
            Self::TeamInvitation => "team_invitation",
            Self::ContactList => "contact_list",
            Self::EventRole => "event_role",
            Self::Entry => "entry",
            Self::Suppression => "suppression",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What tells most about a row of the kind.
    fn telling(self, row: &Row) -> Option<String> {
        let text = |name: &str| row.text(name).map(ToOwned::to_owned);
        match self {
            Self::Org => text("display_name"),
            Self::Member | Self::EventRole => text("role"),
            Self::TeamInvitation => text("email"),
            Self::ContactList => text("title"),
            Self::Entry => text("reason"),
            Self::Suppression => said(row).or_else(|| text("stopped_at").map(|_| STOP.to_owned())),
        }
    }
}

/// What is shown of a suppression that only the person's own word made.
const STOP: &str = "STOP";

/// An organizer's reason.
fn said(row: &Row) -> Option<String> {
    let word = row.0.get("organizer")?.as_m().ok()?;
    word.get("reason")?.as_s().ok().cloned()
}

impl From<AuditRecord> for What {
    fn from(AuditRecord { kind, id, before, after, fields }: AuditRecord) -> Self {
        Self::Record(kind.name().to_owned(), id, before, after, fields)
    }
}

/// That a row of an org's own was made or changed. That it was deleted says its tombstone.
pub(in crate::read_models) fn of_record(
    record: &Images,
    now: Timestamp,
) -> Result<Vec<ViewEntry>, StoreError> {
    let Some(new) = &record.new else { return Ok(Vec::new()) };
    let fields = record.old.as_ref().map_or_else(Vec::new, |old| changed(&old.0, &new.0));
    if record.old.is_some() && fields.is_empty() {
        return Ok(Vec::new());
    }
    let Some((org, kind, id)) = place_of(new) else { return Ok(Vec::new()) };
    let telling = |row: &Row| kind.telling(row);
    let what = AuditRecord {
        kind,
        before: record.old.as_ref().and_then(telling),
        after: telling(new),
        fields,
        id,
    };
    // The row's own key tells it from others of the same id, such as two entries of one admin.
    let own = new.text("sk").unwrap_or_default();
    let place = format!("{own} {} {}", what.id, latest_first(new.rev().unwrap_or_default()));
    let by = new.text("by").unwrap_or_default().to_owned();
    let made_at = record.old.is_none().then(|| made_at(new)).flatten();
    let at = made_at.unwrap_or_else(|| written_at(record, now));
    Ok(vec![entry(org, (at, &place), by, what.into())?])
}

/// What a tombstone at that key says was deleted; `org` is the tombstone's own word for it.
pub(super) fn gone(pk: &str, sk: &str, org: Option<OrgId>) -> Option<(OrgId, AuditRecord)> {
    let (org, kind, id) = named(pk, sk, org)?;
    Some((org, AuditRecord { kind, id, before: None, after: None, fields: Vec::new() }))
}

/// When a row was made, where it says so itself.
fn made_at(row: &Row) -> Option<Timestamp> {
    let said = ["created_at", "joined_at", "since"].into_iter().find_map(|name| row.text(name));
    said.and_then(|text| text.parse().ok())
}

fn place_of(row: &Row) -> Option<(OrgId, AuditKind, String)> {
    let address = row.address(Place::Table)?;
    let org = row.text("org").and_then(|org| org.parse().ok());
    named(&address.pk, &address.sk, org)
}

fn named(pk: &str, sk: &str, org: Option<OrgId>) -> Option<(OrgId, AuditKind, String)> {
    if let Ok(OrgKey { org }) = OrgKey::parse(pk, sk) {
        return Some((org, AuditKind::Org, org.to_string()));
    }
    if let Ok(MemberKey { org, user }) = MemberKey::parse(pk, sk) {
        return Some((org, AuditKind::Member, user.to_string()));
    }
    if let Ok(TeamInvitationKey { org, invitation }) = TeamInvitationKey::parse(pk, sk) {
        return Some((org, AuditKind::TeamInvitation, invitation.to_string()));
    }
    if let Ok(ContactListKey { org, list }) = ContactListKey::parse(pk, sk) {
        return Some((org, AuditKind::ContactList, list.to_string()));
    }
    if let Ok(OrgEntryKey { org, user, .. }) = OrgEntryKey::parse(pk, sk) {
        return Some((org, AuditKind::Entry, user.to_string()));
    }
    if let Ok(SuppressionKey { org, address }) = SuppressionKey::parse(pk, sk) {
        return Some((org, AuditKind::Suppression, address.0));
    }
    if let Ok(UserEventRoleKey { user, event }) = UserEventRoleKey::parse(pk, sk) {
        return Some((org?, AuditKind::EventRole, format!("{event} {user}")));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        contact_lists::ContactList,
        entries::OrgEntry,
        event_roles::UserEventRole,
        orgs::{Member, Org},
        suppressions::{OrganizersWord, Suppression},
        team::{TeamInvitation, TeamInvitationState},
    };
    use domain::{
        ids::UserId,
        phone::Region,
        rights::{EventRole, Role},
        zone::Zone,
    };
    use serde::Serialize;

    const ID: OrgId = OrgId::from_bytes([1; 10]);
    const USER: UserId = UserId::from_bytes([2; 10]);

    fn row(item: &impl Serialize) -> Row {
        Row(serde_dynamo::to_item(item).unwrap())
    }

    fn invitation(now: Timestamp) -> TeamInvitation {
        TeamInvitation {
            email: "ada@example.com".into(),
            role: Role::Member,
            message: None,
            invited_by: USER,
            inviter: "Grace".into(),
            created_at: now,
            sent_at: now,
            expires_at: now,
            sequence: 1,
            token_hash: String::new(),
            state: TeamInvitationState::Pending,
        }
    }

    fn suppression(now: Timestamp) -> Suppression {
        let (reason, actor) = ("She called.".to_owned(), "usr_1".to_owned());
        let organizer = Some(OrganizersWord { reason, actor, since: now });
        Suppression { stopped_at: Some(now), organizer }
    }

    fn of_kind(kind: AuditKind, now: Timestamp) -> (Row, &'static str) {
        let (org, zone) = ("The club", Zone::parse("America/New_York").unwrap());
        match kind {
            AuditKind::Org => {
                (row(&Org::new(org.into(), "Ada".into(), Region::US, zone, now)), org)
            }
            AuditKind::Member => (row(&Member { role: Role::Admin, joined_at: now }), "ADMIN"),
            AuditKind::TeamInvitation => (row(&invitation(now)), "ada@example.com"),
            AuditKind::ContactList => {
                let list = ContactList {
                    title: "Choir".into(),
                    description: String::new(),
                    created_at: now,
                    sign_up_sequence: 0,
                    sign_up: None,
                    deleted_at: None,
                };
                (row(&list), "Choir")
            }
            AuditKind::EventRole => {
                (row(&UserEventRole { org: ID, role: EventRole::Editor }), "EDITOR")
            }
            AuditKind::Entry => {
                let entry =
                    OrgEntry { acting: true, reason: "They asked.".into(), since: now, until: now };
                (row(&entry), "They asked.")
            }
            AuditKind::Suppression => (row(&suppression(now)), "She called."),
        }
    }

    #[test]
    fn what_tells_most_is_read_from_every_kind_as_it_is_stored() {
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        for kind in AuditKind::ALL {
            let (row, told) = of_kind(kind, now);
            assert_eq!(kind.telling(&row).as_deref(), Some(told), "{}", kind.name());
        }
        let stopped = Suppression { organizer: None, ..suppression(now) };
        assert_eq!(AuditKind::Suppression.telling(&row(&stopped)).as_deref(), Some(STOP));
    }

    #[test]
    fn a_kind_is_known_by_its_name() {
        for kind in AuditKind::ALL {
            assert_eq!(AuditKind::parse(kind.name()), Some(kind));
        }
        assert_eq!(AuditKind::parse("contact"), None);
    }
}
