//! Writing one row: decide purely, commit, and decide again where somebody was faster.
use super::{
    existing::{Brought, actor, meet},
    groups::Groups,
    identity::contact_of,
    limits::ROW_ATTEMPTS_MAX,
    outcome::{Earlier, Outcome, RowResult},
};
use crate::{
    csv::{contact::ParsedContact, problems::Notice, rows::Row},
    limits::CONTACT_TAGS_MAX,
    lists::membership::ListChecks,
};
use domain::{
    ids::{ContactId, ImportId},
    phone::Phone,
};
use jiff::Timestamp;
use runtime::Ctx;
use std::collections::BTreeSet;
use store::{
    CommitError, Transaction,
    contacts::{Contact, ContactConflict, Email, KnownIdentities, PersonName, union},
    imports::ImportJob,
};

/// What is known of a row's contact, its phone and its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Known {
    /// The row's own contact is there: this chunk was written before, at least up to here.
    written: bool,
    /// Who has the phone.
    phone: Option<ContactId>,
    /// Who has the e-mail address.
    email: Option<ContactId>,
}

/// What to do with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// Nothing: its contact is there.
    Written,
    /// Make its contact, without its address where another has that.
    Create { with_email: bool },
    /// Another contact is the same person by phone.
    SamePhone(ContactId),
    /// Another contact is the same person by address.
    SameEmail(ContactId),
}

/// The phone is who a person is; the address only where there is no phone.
fn decide(own: ContactId, known: Known, has_phone: bool) -> Decision {
    let others = |holder: Option<ContactId>| holder.filter(|holder| *holder != own);
    let own_lock = if has_phone { known.phone } else { known.email };
    if known.written || own_lock == Some(own) {
        return Decision::Written;
    }
    match (others(known.phone), others(known.email)) {
        (Some(other), _) => Decision::SamePhone(other),
        (None, Some(other)) if !has_phone => Decision::SameEmail(other),
        (None, Some(_)) => Decision::Create { with_email: false },
        (None, None) => Decision::Create { with_email: true },
    }
}

/// A row on its way into the table.
pub(super) struct Draft {
    id: ContactId,
    contact: Contact,
    known: Known,
    /// Whether it is not on a list that its row names.
    list_left_out: bool,
}

/// What the rows of a chunk are written with.
pub(super) struct Writing<'j> {
    pub(super) import: ImportId,
    pub(super) job: &'j ImportJob,
    /// Whose the rows' phones and addresses are.
    pub(super) identities: KnownIdentities,
    /// Phones of the rows that the org does not text.
    pub(super) opted_out: BTreeSet<Phone>,
    /// The lists that the rows name.
    pub(super) groups: Groups,
}

impl Draft {
    fn new(writing: &Writing<'_>, row: &Row, parsed: &ParsedContact) -> Self {
        let Writing { import, job, identities, opted_out, groups } = writing;
        let lists = groups.of_row(&parsed.groups);
        let opted_out = parsed.phone.as_ref().is_some_and(|phone| opted_out.contains(phone));
        let contact =
            Contact { lists: lists.lists, opted_out, ..contact(parsed, &job.tags, job.started_at) };
        let phone = contact.phone.as_ref().and_then(|phone| identities.phones.get(phone));
        let email = contact.email.as_ref().and_then(|email| identities.emails.get(&email.folded()));
        let known = Known { written: false, phone: phone.copied(), email: email.copied() };
        let id = contact_of(*import, row.number);
        Self { id, contact, known, list_left_out: lists.left_out }
    }

    /// Writes the row, or finds what stands in its way.
    async fn settle(&mut self, ctx: &Ctx, job: &ImportJob) -> Result<Outcome, CommitError> {
        let mut attempts = 0_u8;
        loop {
            let decision = decide(self.id, self.known, self.contact.phone.is_some());
            let with_email = match decision {
                Decision::Written => return Ok(Outcome::Created(self.id)),
                Decision::SamePhone(other) => {
                    meet(ctx, job, other, self.brought()).await?;
                    return Ok(Outcome::SamePhone(Earlier::Contact(other)));
                }
                Decision::SameEmail(other) => {
                    meet(ctx, job, other, self.brought()).await?;
                    return Ok(Outcome::SameEmail(Earlier::Contact(other)));
                }
                Decision::Create { with_email } => with_email,
            };
            let Err(error) = self.create(ctx, job, with_email).await? else {
                return Ok(Outcome::Created(self.id));
            };
            attempts = attempts.saturating_add(1);
            if attempts >= ROW_ATTEMPTS_MAX {
                return Err(error);
            }
        }
    }

    /// Tries to make the contact; where somebody was faster, learns who, and answers the refusal.
    async fn create(
        &mut self,
        ctx: &Ctx,
        job: &ImportJob,
        with_email: bool,
    ) -> Result<Result<(), CommitError>, CommitError> {
        let mut contact = self.contact.clone();
        if !with_email {
            contact.email = None;
        }
        let mut transaction = Transaction::by(actor(job));
        let checks = ListChecks::add(&mut transaction, job.org, &contact.lists);
        let creation = transaction.create_contact(job.org, self.id, &contact);
        let Err(error) = ctx.store.commit(transaction).await else { return Ok(Ok(())) };
        if matches!(error, CommitError::Conflict) {
            return Ok(Err(error));
        }
        if checks.drop_gone(&error, &mut self.contact.lists) {
            self.list_left_out = true;
            return Ok(Err(error));
        }
        match creation.conflict(error.clone())? {
            ContactConflict::Contact => self.known.written = true,
            ContactConflict::Phone(holder) => self.known.phone = Some(holder),
            ContactConflict::Email(holder) => self.known.email = Some(holder),
        }
        Ok(Err(error))
    }

    fn brought(&self) -> Brought<'_> {
        Brought { tags: &self.contact.tags, lists: &self.contact.lists }
    }

    /// What its owner may want to look at, now that it came to `outcome`.
    fn notices(&self, outcome: &Outcome) -> impl Iterator<Item = Notice> {
        let created = matches!(outcome, Outcome::Created(_));
        let taken = created && self.known.email.is_some_and(|holder| holder != self.id);
        let email = taken.then_some(Notice::EmailTaken);
        email.into_iter().chain(self.list_left_out.then_some(Notice::ListLeftOut))
    }
}

/// Writes a row and tells what became of it. Safe to run again: the same row finds its own contact.
pub(super) async fn write_row(
    ctx: &Ctx,
    writing: &Writing<'_>,
    row: Row,
) -> Result<RowResult, CommitError> {
    let mut notices = row.notices.clone();
    let outcome = match &row.outcome {
        Ok(parsed) => {
            let mut draft = Draft::new(writing, &row, parsed);
            let outcome = draft.settle(ctx, writing.job).await?;
            notices.extend(draft.notices(&outcome));
            outcome
        }
        Err(errors) => Outcome::of_errors(errors.clone()),
    };
    let notices = notices.iter().map(ToString::to_string).collect();
    Ok(RowResult { number: row.number, line: row.line, outcome, notices })
}

/// The contact that a file's row describes. An address that a person could type but we would not take
/// cannot be there: the file's reader has the same rules.
fn contact(parsed: &ParsedContact, tags: &[String], created_at: Timestamp) -> Contact {
    Contact {
        name: PersonName::new(&parsed.first_name, &parsed.last_name),
        phone: parsed.phone.clone(),
        email: parsed.email.as_deref().and_then(|email| email.parse::<Email>().ok()),
        tags: union(&parsed.tags, tags, CONTACT_TAGS_MAX),
        note: parsed.note.clone(),
        organization: parsed.organization.clone(),
        fields: parsed.fields.clone(),
        custom: parsed.custom.clone(),
        zone: parsed.zone.clone(),
        ..Contact::blank(created_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: ContactId = ContactId::from_bytes([1; 10]);
    const OTHER: ContactId = ContactId::from_bytes([2; 10]);

    fn known(phone: Option<ContactId>, email: Option<ContactId>) -> Known {
        Known { written: false, phone, email }
    }

    #[test]
    fn a_row_that_was_written_before_finds_its_own_contact() {
        assert_eq!(decide(OWN, known(Some(OWN), None), true), Decision::Written);
        assert_eq!(decide(OWN, known(Some(OWN), Some(OTHER)), true), Decision::Written);
        assert_eq!(decide(OWN, known(None, Some(OWN)), false), Decision::Written);
        let moved = Known { written: true, ..known(Some(OTHER), None) };
        assert_eq!(decide(OWN, moved, true), Decision::Written);
    }

    #[test]
    fn a_phone_says_who_a_person_is() {
        assert_eq!(decide(OWN, known(Some(OTHER), None), true), Decision::SamePhone(OTHER));
        assert_eq!(decide(OWN, known(None, None), true), Decision::Create { with_email: true });
    }

    #[test]
    fn an_address_says_who_a_person_is_only_without_a_phone() {
        assert_eq!(decide(OWN, known(None, Some(OTHER)), false), Decision::SameEmail(OTHER));
        let without = Decision::Create { with_email: false };
        assert_eq!(decide(OWN, known(None, Some(OTHER)), true), without);
    }
}
