//! Merging two contacts that are one person.
use crate::{
    limits::{CONTACT_TAGS_MAX, CUSTOM_FIELDS_MAX, NOTE_CHARACTERS_MAX},
    lists::membership::ListChecks,
    wire::ContactView,
};
use axum::{extract::State, response::Response};
use domain::ids::{ContactId, ContactListId};
use http::{HeaderMap, StatusCode};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Tidy,
    extract::{Body, PathIds},
    idempotency::{IdempotencyKey, once},
    revision::Seen,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{
    Attempts, Consistency, Stored, Transaction,
    contact_lists::CONTACT_LISTS_MAX,
    contacts::{Contact, Email, FORMER_MAX, FormerIdentity, union},
};
use utoipa::ToSchema;

/// Who is the same person.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeContact {
    /// The contact that becomes part of this one, and is gone then.
    with: String,
}

/// Makes two contacts one.
///
/// This contact stays: its fields count, and what it lacks comes from the other. Tags, lists and the
/// org's own fields of both are its own from then on; a note of the other is added where it fits. The
/// other is deleted. Invitees keep the name and phone that they were added with; who was waiting for an
/// invitation as the other contact waits on as this one. The history of this contact shows both.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/contacts/{contact}/merge",
    operation_id = "MergeContacts",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("contact" = String, Path, description = "the contact that stays"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
        ("if-match" = Option<String>, Header, description = "the `ETag` of the contact that stays"),
    ),
    request_body = MergeContact,
    responses(
        (status = 200, description = "the contact as it is now", body = ContactView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: together they have more than a contact may"),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("tidy")))
)]
pub(crate) async fn merge_contacts(
    State(ctx): State<Ctx>,
    allowed: Allowed<Tidy>,
    PathIds((contact,)): PathIds<(ContactId,)>,
    key: IdempotencyKey,
    headers: HeaderMap,
    Body(merge): Body<MergeContact>,
) -> Result<Response, Problem> {
    let seen = Seen::of(&headers)?;
    let with: ContactId =
        merge.with.parse().map_err(|_| Problem::field("/with", "must be the id of a contact"))?;
    if with == contact {
        return Err(Problem::field("/with", "must be another contact"));
    }
    let request = (contact.to_string(), merge);
    once(&ctx, allowed.org(), "MergeContacts", key, &request, async || {
        let stored = commit(&ctx, &allowed, (contact, with), seen).await?;
        Ok((StatusCode::OK, ContactView::from(&stored)))
    })
    .await
}

async fn commit(
    ctx: &Ctx,
    allowed: &Allowed<Tidy>,
    (contact, with): (ContactId, ContactId),
    seen: Seen,
) -> Result<Stored<Contact>, Problem> {
    let org = allowed.org();
    let mut attempts = Attempts::default();
    let mut brought: Option<Vec<ContactListId>> = None;
    loop {
        let survivor = ctx.store.contact(org, contact, Consistency::Strong).await?;
        let survivor = survivor.ok_or(ProblemKind::NotFound)?;
        let other = ctx.store.contact(org, with, Consistency::Strong).await?;
        let other = other.ok_or(ProblemKind::NotFound)?;
        seen.check(survivor.rev)?;
        let mut other = other;
        if let Some(standing) = &brought {
            other.value.lists.retain(|list| standing.contains(list));
        }
        let merged = merged((contact, &survivor.value), (with, &other.value))?;
        let mut new = merged.lists.clone();
        new.retain(|list| !survivor.value.lists.contains(list));
        let mut transaction = Transaction::by(allowed.actor());
        let checks = ListChecks::add(&mut transaction, org, &new);
        transaction.merge_contacts(&survivor, &other, &merged, ctx.clock.now());
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = survivor.rev.saturating_add(1);
                return Ok(Stored { value: merged, rev, ..survivor });
            }
            // A list is being deleted, and its job may be past the contact that stays.
            Err(error) if checks.drop_gone(&error, &mut new) => brought = Some(new),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// `contact` with `other` in it; 409 where that is more than a contact may have.
fn merged(
    (own, contact): (ContactId, &Contact),
    (id, other): (ContactId, &Contact),
) -> Result<Contact, Problem> {
    let mut lists: BTreeSet<_> = contact.lists.iter().copied().collect();
    lists.extend(&other.lists);
    let mut custom = other.custom.clone();
    custom.extend(contact.custom.clone());
    let mut fields = other.fields.clone();
    fields.extend(contact.fields.clone());
    let former = former(contact, (id, other));
    let tags = union(&contact.tags, &other.tags, usize::MAX);
    within("tags", tags.len(), CONTACT_TAGS_MAX)?;
    within("lists", lists.len(), CONTACT_LISTS_MAX)?;
    within("fields of your own", custom.len(), CUSTOM_FIELDS_MAX)?;
    within("merged contacts", former.len(), FORMER_MAX)?;
    let keeps_phone = contact.phone.is_some();
    let mut merged = Contact {
        name: if contact.name.is_empty() { other.name.clone() } else { contact.name.clone() },
        phone: contact.phone.clone().or_else(|| other.phone.clone()),
        email: contact.email.clone().or_else(|| other.email.clone()),
        tags,
        note: note(&contact.note, &other.note),
        organization: filled(&contact.organization, &other.organization),
        fields,
        custom,
        lists: lists.into_iter().collect(),
        invited: contact.invited || other.invited,
        // What is texted is a phone, and this is the word about it.
        opted_out: contact.opted_out || (other.opted_out && !keeps_phone),
        former,
        zone: contact.zone.clone().or_else(|| other.zone.clone()),
        created_at: contact.created_at.min(other.created_at),
    };
    merged.remember_phone(own, contact);
    Ok(merged)
}

fn within(what: &str, number: usize, most: usize) -> Result<(), Problem> {
    if number <= most {
        return Ok(());
    }
    let detail = format!("together they have {number} {what}, and a contact has at most {most}");
    Err(Problem::new(ProblemKind::NotAllowedNow).detail(detail).with("max", most))
}

fn filled(text: &str, other: &str) -> String {
    if text.is_empty() { other.to_owned() } else { text.to_owned() }
}

/// Both notes, where they differ and fit.
fn note(note: &str, other: &str) -> String {
    if note.is_empty() || other.is_empty() || note.contains(other) {
        return filled(note, other);
    }
    let both = format!("{note}\n\n{other}");
    if both.chars().count() <= NOTE_CHARACTERS_MAX { both } else { note.to_owned() }
}

fn former(contact: &Contact, (id, other): (ContactId, &Contact)) -> Vec<FormerIdentity> {
    let gone = FormerIdentity { contact: id, phone: other.phone.clone() };
    let mut former = contact.former.clone();
    former.push(gone);
    former.extend(other.former.clone());
    former
}

/// Whether two addresses are the same mailbox at different servers.
pub(crate) fn same_mailbox(left: &Email, right: &Email) -> bool {
    let local = |email: &Email| email.folded().rsplit_once('@').map(|(local, _)| local.to_owned());
    local(left).is_some_and(|mailbox| Some(mailbox) == local(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::phone::Phone;
    use jiff::Timestamp;
    use store::contacts::PersonName;

    fn contact(name: &str, tags: usize) -> Contact {
        let tags = (0..tags).map(|number| format!("{name} {number}"));
        Contact {
            name: PersonName::divided(name),
            tags: tags.collect(),
            ..Contact::blank(Timestamp::UNIX_EPOCH)
        }
    }

    const OWN: ContactId = ContactId::from_bytes([1; 10]);

    fn id() -> ContactId {
        ContactId::from_bytes([2; 10])
    }

    #[test]
    fn the_contact_that_stays_wins_and_its_gaps_are_filled() {
        let phone = Phone::from_e164("+12125550101").ok();
        let ada = Contact { note: "old friend".into(), ..contact("Ada", 1) };
        let other = Contact {
            phone: phone.clone(),
            note: "likes tea".into(),
            invited: true,
            opted_out: true,
            ..contact("A. Lovelace", 1)
        };
        let merged = merged((OWN, &ada), (id(), &other)).unwrap();
        assert_eq!((merged.name.whole().as_str(), &merged.phone), ("Ada", &phone));
        assert_eq!(merged.note, "old friend\n\nlikes tea");
        assert_eq!((merged.tags.len(), merged.invited, merged.opted_out), (2, true, true));
        let own = FormerIdentity { contact: OWN, phone: None };
        assert_eq!(merged.former, [FormerIdentity { contact: id(), phone }, own]);
    }

    #[test]
    fn nothing_is_dropped_to_make_two_fit_into_one() {
        let problem = merged((OWN, &contact("Ada", 30)), (id(), &contact("Bob", 21))).unwrap_err();
        assert_eq!(problem.kind(), ProblemKind::NotAllowedNow);
        assert!(merged((OWN, &contact("Ada", 30)), (id(), &contact("Bob", 20))).is_ok());
    }

    #[test]
    fn a_mailbox_is_the_same_at_two_servers() {
        let email = |text: &str| text.parse::<Email>().unwrap();
        assert!(same_mailbox(&email("Ada@example.com"), &email("ada@example.org")));
        assert!(!same_mailbox(&email("ada@example.com"), &email("bob@example.com")));
    }
}
