//! Organizers: what they order, by the rows as they are.
use crate::{book::Book, chance::Chance};
use domain::{
    ids::{ContactId, EventId, InviteeId, OrgId},
    invitee::StatusName,
};
use jiff::{SignedDuration, Timestamp};
use runtime::access_token::Bearer;
use serde_json::{Value, json};

/// A request of an organizer.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) name: &'static str,
    pub(crate) by: Bearer,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Value,
    pub(crate) key: Option<String>,
    pub(crate) tries: u8,
}

/// An event, from whoever runs it.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    pub(crate) org: OrgId,
    pub(crate) event: EventId,
    pub(crate) owner: Bearer,
    pub(crate) member: Bearer,
    pub(crate) admin: Bearer,
    pub(crate) contacts: Vec<ContactId>,
}

/// What organizers do, and how often of 100.
const ORDERS: [(&str, u64); 24] = [
    ("start", 12),
    ("pause", 5),
    ("raise", 6),
    ("cut", 5),
    ("force_cut", 2),
    ("revoke", 4),
    ("attend", 2),
    ("settings", 6),
    ("extend", 4),
    ("reschedule", 3),
    ("deadline", 2),
    ("add", 7),
    ("top", 4),
    ("before", 3),
    ("accept", 6),
    ("force_accept", 3),
    ("decline", 4),
    ("remove", 5),
    ("reinvite", 7),
    ("resend", 4),
    ("broadcast", 3),
    ("suppress", 2),
    ("switch", 2),
    ("cancel", 1),
];

/// Every order by name.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ORDERS.iter().map(|(name, _)| *name).chain(["create", "switch_on", "release"])
}

/// What somebody orders at random.
pub(crate) fn order(
    chance: &mut Chance,
    book: &Book,
    party: &Party,
    now: Timestamp,
) -> Option<Order> {
    let mut left = chance.below(ORDERS.iter().map(|(_, weight)| weight).sum());
    for (name, weight) in ORDERS {
        if left < weight {
            return made(chance, book, party, name, now);
        }
        left -= weight;
    }
    None
}

/// One order of that name; nothing where there is nobody to whom it could apply.
pub(crate) fn made(
    chance: &mut Chance,
    book: &Book,
    party: &Party,
    name: &'static str,
    now: Timestamp,
) -> Option<Order> {
    use StatusName::{
        Accepted, Declined, Expired, Failed, Invited, Inviting, Queued, Removed, Waitlisted,
        Withdrawn,
    };
    let facts = book.events.get(&party.event)?;
    let capacity = facts.seats.capacity.unwrap_or(10);
    let mut one = |statuses: &[StatusName]| -> Option<InviteeId> {
        let known = book.invitees_of(party.event);
        let fitting: Vec<InviteeId> = known
            .filter(|known| statuses.contains(&known.invitee.status.name()))
            .map(|known| known.invitee.id)
            .collect();
        (!fitting.is_empty()).then(|| *chance.pick(&fitting))
    };
    let whom = match name {
        "top" | "before" => Some(one(&[Queued, Waitlisted])?),
        "accept" | "force_accept" => Some(one(&[
            Queued, Invited, Declined, Expired, Waitlisted, Failed, Accepted, Inviting,
        ])?),
        "decline" => Some(one(&[Queued, Inviting, Invited, Accepted, Waitlisted])?),
        "remove" => Some(one(&[Queued, Inviting, Invited, Accepted, Waitlisted, Declined])?),
        "reinvite" => Some(one(&[Declined, Expired, Withdrawn, Failed, Removed])?),
        "resend" => Some(one(&[Invited, Inviting])?),
        _ => None,
    };
    let other = one(&[Queued, Waitlisted]);
    let event = format!("/v1/orgs/{}/events/{}", party.org, party.event);
    let at = |more: &str| {
        format!("{event}/invitees/{}/{more}", whom.map_or(String::new(), |id| id.to_string()))
    };
    let local = |moved: SignedDuration| {
        let moved = facts.event.when.starts_at() + moved;
        moved.to_zoned(facts.event.when.zone.tz()).datetime().strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let patch = |body: Value| ("PATCH", event.clone(), body);
    let (method, path, body) = match name {
        "start" | "pause" => ("POST", format!("{event}/{name}"), Value::Null),
        "raise" => {
            patch(json!({ "capacity": capacity + u32::try_from(chance.between(1, 4)).unwrap() }))
        }
        "cut" => patch(json!({ "capacity": capacity.saturating_sub(2).max(1) })),
        "force_cut" => {
            patch(json!({ "capacity": capacity.saturating_sub(3).max(1), "force": true }))
        }
        "revoke" => patch(
            json!({ "capacity": capacity.saturating_sub(2).max(1), "revoke_unanswered": true }),
        ),
        "attend" => patch(json!({ "organizer_attends": !facts.seats.organizer })),
        "settings" => patch(json!({ "settings": settings(chance) })),
        "extend" => {
            patch(json!({ "settings": { "expiry_hours": 30 }, "extend_outstanding": true }))
        }
        "reschedule" => {
            let moved = if chance.percent(60) { 2 } else { -2 };
            patch(json!({ "starts_local": local(SignedDuration::from_hours(moved)) }))
        }
        "deadline" => {
            let deadline = now + chance.minutes(30, 20 * 60);
            let deadline = deadline.min(facts.event.when.starts_at());
            patch(json!({ "rsvp_deadline": deadline.to_string() }))
        }
        "add" => {
            let count = chance.place(3) + 1;
            let contacts: Vec<String> =
                (0..count).map(|_| chance.pick(&party.contacts).to_string()).collect();
            let position = if chance.percent(30) { "top" } else { "end" };
            let body = json!({ "contacts": contacts, "position": position });
            ("POST", format!("{event}/invitees"), body)
        }
        "top" => ("POST", at("move"), json!({ "to": "top" })),
        "before" => ("POST", at("move"), json!({ "before": other?.to_string() })),
        "accept" => {
            let silent = chance.percent(30);
            ("POST", at("accept"), json!({ "party": chance.small(1, 3), "silent": silent }))
        }
        "force_accept" => ("POST", at("accept"), json!({ "party": 2, "force": true })),
        "decline" => ("POST", at("decline"), Value::Null),
        "remove" => ("POST", at("remove"), json!({ "notify": chance.percent(60) })),
        "reinvite" => {
            let position = if chance.percent(50) { "top" } else { "end" };
            ("POST", at("reinvite"), json!({ "position": position }))
        }
        "resend" => ("POST", at("resend"), Value::Null),
        "broadcast" => {
            let audience = if chance.percent(50) { "all" } else { "confirmed" };
            let body = json!({ "text": "Bring a chair.", "audience": audience });
            ("POST", format!("{event}/broadcasts"), body)
        }
        "suppress" | "release" => {
            let known: Vec<_> = book
                .invitees_of(party.event)
                .filter_map(|known| known.invitee.phone.clone())
                .collect();
            if known.is_empty() {
                return None;
            }
            let method = if name == "suppress" { "PUT" } else { "DELETE" };
            let phone = chance.pick(&known).to_string().replace('+', "%2B");
            (method, format!("/v1/orgs/{}/suppressions/{phone}", party.org), json!({}))
        }
        "switch" | "switch_on" => {
            let body = json!({ "sending_enabled": name == "switch_on" });
            ("PATCH", "/v1/admin/settings".to_owned(), body)
        }
        "cancel" => ("POST", format!("{event}/cancel"), Value::Null),
        _ => return None,
    };
    let by = match name {
        "switch" | "switch_on" => party.admin,
        "force_cut" | "force_accept" => party.owner,
        _ if chance.percent(50) => party.owner,
        _ => party.member,
    };
    let keyed = matches!(name, "broadcast" | "reinvite");
    let key = keyed.then(|| format!("key-{}", chance.below(1_000_000_000)));
    Some(Order { name, by, method, path, body, key, tries: 0 })
}

fn settings(chance: &mut Chance) -> Value {
    match chance.below(6) {
        0 => json!({ "waitlist": chance.pick(&["auto", "offer", "off"]) }),
        1 => json!({ "batch_limit": 1 }),
        2 => json!({ "batch_limit": null }),
        3 => json!({ "allow_late": chance.percent(50) }),
        4 => json!({ "all_or_nothing": chance.percent(50) }),
        _ => json!({ "expiry_hours": chance.between(1, 20) }),
    }
}
