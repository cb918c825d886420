//! What a visitor's form changes.
use super::{form::Visitor, link::Opened};
use crate::lists::membership::{Joined, joined};
use domain::{change::Actor, ids::ContactId};
use jiff::{SignedDuration, Timestamp};
use runtime::{Ctx, Problem};
use store::{
    Attempts, Stored, Transaction,
    consent::{Consent, ConsentKind, ConsentSource},
    contacts::{Contact, PersonName},
    suppressions::Recipient,
};

/// How long the same words for the same list are not written down again.
const REPEATED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// Entries of the ledger that are looked at for a repetition.
const RECENT_ENTRIES: u16 = 10;

/// Records what a visitor agreed to, and puts them on the list: a new contact, or the one that has the
/// phone, of which nothing else changes. Who asked for no more texts is not texted by this: anybody can
/// write a number into a form. One transaction either way.
pub(crate) async fn join(
    ctx: &Ctx,
    opened: &Opened,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Problem> {
    let org = opened.org_id;
    let recipient = Recipient::Phone(visitor.phone.clone());
    let consent = Consent {
        kind: ConsentKind::Given,
        source: ConsentSource::SignUp,
        words: opened.sign_up.words.clone(),
        list: Some(opened.list),
    };
    let mut at = now;
    let known = ctx.store.consents(org, &recipient, RECENT_ENTRIES).await?;
    let is_known = known.iter().any(|entry| is_repeated(entry, &consent, now));
    let mut attempts = Attempts::default();
    loop {
        let suppressed = ctx.store.suppression(org, &recipient).await?.is_some();
        let known = ctx.store.contact_by_phone(org, &visitor.phone).await?;
        let mut transaction = Transaction::by(Actor::Link.name());
        let entry = (!is_known).then(|| transaction.record_consent(org, &recipient, at, &consent));
        transaction.check_contact_list(org, opened.list);
        if let Some(stored) = known {
            if let Joined::Now(changed) = joined(&stored.value, opened.list) {
                transaction.replace_contact(&stored, &changed);
            } else if is_known {
                return Ok(());
            }
        } else {
            let contact = Contact {
                name: PersonName::divided(&visitor.name),
                phone: Some(visitor.phone.clone()),
                lists: vec![opened.list],
                opted_out: suppressed,
                ..Contact::blank(now)
            };
            transaction.create_contact(org, ContactId::from_bytes(ctx.ids.bytes()), &contact);
        }
        let Err(error) = ctx.store.commit(transaction).await else { return Ok(()) };
        if entry.is_some_and(|entry| error.refuses(entry)) {
            // There is an entry of this very millisecond.
            at = at.checked_add(SignedDuration::from_millis(1)).unwrap_or(at);
        }
        attempts.again(error)?;
    }
}

/// Whether the entry says the same, of a short time ago.
fn is_repeated(entry: &Stored<Consent>, consent: &Consent, now: Timestamp) -> bool {
    entry.value == *consent && now.duration_since(entry.key.at) < REPEATED_FOR
}
