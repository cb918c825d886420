//! Writing one row: decide purely, commit, and decide again where somebody was faster.
use super::{
    existing::{actor, meet},
    identity::contact_of,
    limits::ROW_ATTEMPTS_MAX,
    outcome::{Earlier, Outcome, RowResult, notices},
};
use crate::{
    csv::{contact::ParsedContact, rows::Row},
    limits::CONTACT_TAGS_MAX,
};
use domain::ids::{ContactId, ImportId};
use jiff::Timestamp;
use runtime::Ctx;
use store::{
    CommitError, Transaction,
    contacts::{Contact, ContactConflict, Email, KnownIdentities, PersonName, union},
    imports::ImportJob,
};

/// The custom field in which a file's organization comes.
const ORGANIZATION: &str = "organization";

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
}

impl Draft {
    fn new(
        import: ImportId,
        job: &ImportJob,
        row: &Row,
        parsed: &ParsedContact,
        identities: &KnownIdentities,
    ) -> Self {
        let contact = contact(parsed, &job.tags, job.started_at);
        let phone = contact.phone.as_ref().and_then(|phone| identities.phones.get(phone));
        let email = contact.email.as_ref().and_then(|email| identities.emails.get(&email.folded()));
        let known = Known { written: false, phone: phone.copied(), email: email.copied() };
        Self { id: contact_of(import, row.number), contact, known }
    }

    /// Writes the row, or finds what stands in its way.
    async fn settle(mut self, ctx: &Ctx, job: &ImportJob) -> Result<(Outcome, bool), CommitError> {
        let mut attempts = 0_u8;
        loop {
            let decision = decide(self.id, self.known, self.contact.phone.is_some());
            let with_email = match decision {
                Decision::Written => return Ok((Outcome::Created(self.id), self.email_is_taken())),
                Decision::SamePhone(other) => {
                    meet(ctx, job, other, &self.contact.tags).await?;
                    return Ok((Outcome::SamePhone(Earlier::Contact(other)), false));
                }
                Decision::SameEmail(other) => {
                    meet(ctx, job, other, &self.contact.tags).await?;
                    return Ok((Outcome::SameEmail(Earlier::Contact(other)), false));
                }
                Decision::Create { with_email } => with_email,
            };
            let Err(error) = self.create(ctx, job, with_email).await? else {
                return Ok((Outcome::Created(self.id), self.email_is_taken()));
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
        let creation = transaction.create_contact(job.org, self.id, &contact);
        let Err(error) = ctx.store.commit(transaction).await else { return Ok(Ok(())) };
        if matches!(error, CommitError::Conflict) {
            return Ok(Err(error));
        }
        match creation.conflict(error.clone())? {
            ContactConflict::Contact => self.known.written = true,
            ContactConflict::Phone(holder) => self.known.phone = Some(holder),
            ContactConflict::Email(holder) => self.known.email = Some(holder),
        }
        Ok(Err(error))
    }

    fn email_is_taken(&self) -> bool {
        self.known.email.is_some_and(|holder| holder != self.id)
    }
}

/// Writes a row and tells what became of it. Safe to run again: the same row finds its own contact.
pub(super) async fn write_row(
    ctx: &Ctx,
    import: ImportId,
    job: &ImportJob,
    identities: &KnownIdentities,
    row: Row,
) -> Result<RowResult, CommitError> {
    let Row { number, line, ref outcome, notices: ref of_file } = row;
    let (outcome, email_taken) = match outcome {
        Ok(parsed) => Draft::new(import, job, &row, parsed, identities).settle(ctx, job).await?,
        Err(errors) => (Outcome::of_errors(errors.clone()), false),
    };
    Ok(RowResult { number, line, outcome, notices: notices(of_file, email_taken) })
}

/// The contact that a file's row describes. An address that a person could type but we would not take
/// cannot be there: the file's reader has the same rules.
fn contact(parsed: &ParsedContact, tags: &[String], created_at: Timestamp) -> Contact {
    let mut custom = parsed.custom.clone();
    let organization = custom.remove(ORGANIZATION).unwrap_or_default();
    Contact {
        name: PersonName::new(&parsed.first_name, &parsed.last_name),
        phone: parsed.phone.clone(),
        email: parsed.email.as_deref().and_then(|email| email.parse::<Email>().ok()),
        tags: union(&parsed.tags, tags, CONTACT_TAGS_MAX),
        note: parsed.note.clone(),
        organization,
        custom,
        zone: None,
        created_at,
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
