//! One person has one place on a list: which, of those that its contacts brought together.
use domain::{
    ids::ContactId,
    invitee::{Invitee, Skip, SkipReason, Status},
};
use jiff::Timestamp;
use store::{
    Stored,
    contacts::{Contact, Person},
    invitees::Kept,
};

/// An invitee as it is to be, and the revision that this rests on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) invitee: Invitee,
    pub(super) rev: u64,
}

/// What a place is to its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Was taken off, or is passed over because its contact is gone.
    Off,
    /// Waits for its invitation.
    Waits,
    /// Its invitation has not left, and will not while its contact is gone.
    Leaves,
    /// Is or was invited.
    Stands,
}

/// What is to be written of a person's places on one list, where `heir` stands for the person now, or
/// nobody. Nobody is invited twice: beside a place that stands no other waits, and of several that wait
/// one does, as the heir.
pub(super) fn settle(
    places: &[Kept],
    person: &Person,
    heir: Option<&Stored<Contact>>,
    now: Timestamp,
) -> Vec<Change> {
    let part = |kept: &Kept| part(&kept.invitee, person, heir.map(|heir| heir.key.contact));
    let of = |wanted: Part| places.iter().filter(move |kept| part(kept) == wanted);
    // The place of another contact with a phone that was this person's is that contact's.
    let is_own = |kept: &&Kept| kept.invitee.contact.is_some_and(|contact| person.is(contact));
    let chosen = heir.filter(|_| of(Part::Stands).next().is_none()).and_then(|heir| {
        let waiting = of(Part::Waits)
            .filter(is_own)
            .min_by(|left, right| rank(&left.invitee, heir).cmp(&rank(&right.invitee, heir)));
        Some((heir.key.contact, of(Part::Leaves).next().or(waiting)?))
    });
    let skipped = of(Part::Waits)
        .filter(is_own)
        .filter(|kept| chosen.is_none_or(|(_, one)| one.invitee.id != kept.invitee.id))
        .map(|kept| Change { invitee: passed_over(&kept.invitee, now), rev: kept.rev });
    let renamed =
        chosen.filter(|(heir, kept)| kept.invitee.contact != Some(*heir)).map(|(heir, kept)| {
            let invitee = Invitee { contact: Some(heir), ..kept.invitee.clone() };
            Change { invitee, rev: kept.rev }
        });
    skipped.chain(renamed).collect()
}

fn part(invitee: &Invitee, person: &Person, heir: Option<ContactId>) -> Part {
    let passed_over = invitee.skip.is_some_and(|skip| skip.reason == SkipReason::ContactDeleted);
    let is_gone = |contact| person.is(contact) && Some(contact) != heir;
    match invitee.status {
        Status::Removed => Part::Off,
        Status::Queued if passed_over => Part::Off,
        Status::Queued => Part::Waits,
        Status::Inviting { .. } if invitee.is_unsent() && invitee.contact.is_some_and(is_gone) => {
            Part::Leaves
        }
        Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Cancelled { .. } => Part::Stands,
    }
}

/// The lowest waits on: the one that reaches the person best, then the heir's own, then the first in the
/// queue.
fn rank<'p>(
    invitee: &'p Invitee,
    heir: &Stored<Contact>,
) -> (bool, bool, bool, &'p domain::position::Position) {
    (
        invitee.phone.is_none(),
        invitee.phone != heir.value.phone,
        invitee.contact != Some(heir.key.contact),
        &invitee.position,
    )
}

fn passed_over(invitee: &Invitee, now: Timestamp) -> Invitee {
    let skip = Skip { reason: SkipReason::ContactDeleted, at: now, times: 1 };
    Invitee { skip: Some(skip), ..invitee.clone() }
}
