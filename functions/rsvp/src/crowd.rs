//! Who else comes: for guests who come themselves.
use crate::{link::Invitation, standing::Standing};
use domain::{
    invitee::{Invitee, StatusName},
    seats::Seats,
};
use jiff::Timestamp;
use runtime::Ctx;
use store::{Consistency, StoreError, read_models::ListedInvitee};

/// Most guests whose seats are added up one by one: a few read units. Of those behind them at least
/// one seat each is counted.
const COUNTED_MAX: u16 = 200;
/// Most guests that a page names; it stays below 15 kB.
const NAMES_MAX: usize = 20;
/// Most characters of one name.
const NAME_CHARS_MAX: usize = 40;

/// What a guest who comes sees of the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Crowd {
    /// Seats taken, and how many there are; none where there is no limit.
    pub(crate) seats: Option<(u64, u32)>,
    /// First names and last initials, where the organizer shows them.
    pub(crate) names: Vec<String>,
    /// How many more guests come than are named.
    pub(crate) more: u64,
}

/// Who comes, for a guest who comes; nobody else is told, and nothing is read for them. All but the
/// guest's own seats is as of some seconds ago.
pub(crate) async fn around(
    ctx: &Ctx,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<Option<Crowd>, StoreError> {
    let event = &invitation.event;
    let standing = Standing::of(&invitation.invitee, event, now);
    let Standing::Coming { party } = standing else { return Ok(None) };
    let (kept, listed) = futures::try_join!(
        ctx.store.seats(event.id, Consistency::Eventual),
        ctx.store.invitee_list(event.id, StatusName::Accepted, None, COUNTED_MAX),
    )?;
    let own = invitation.invitee.id;
    let others: Vec<ListedInvitee> =
        listed.items.into_iter().filter(|guest| guest.id != own).collect();
    let behind = match listed.next {
        Some(_) => unlisted(ctx, invitation, others.len()).await?,
        None => 0,
    };
    let seats = kept.and_then(|kept| fill(&kept.seats, party, &others, behind));
    let names = if event.settings.show_attendees { names(&others) } else { Vec::new() };
    let more = match names.len() {
        0 => 0,
        named => count(others.len().saturating_sub(named)).saturating_add(behind),
    };
    Ok(Some(Crowd { seats, names, more }))
}

/// How many come beside the guest and those `listed`.
async fn unlisted(ctx: &Ctx, invitation: &Invitation, listed: usize) -> Result<u64, StoreError> {
    let counts = ctx.store.invitee_counts(invitation.event.id).await?;
    let accepted = counts.by_status.get(&StatusName::Accepted).copied().unwrap_or_default();
    Ok(accepted.saturating_sub(1).saturating_sub(count(listed)))
}

fn fill(seats: &Seats, own: u8, others: &[ListedInvitee], behind: u64) -> Option<(u64, u32)> {
    let capacity = seats.capacity?;
    let others: u64 = others.iter().map(|guest| u64::from(guest.seats)).sum();
    Some((u64::from(seats.organizer) + u64::from(own) + others + behind, capacity))
}

/// First names and last initials, none of them too long.
fn names(guests: &[ListedInvitee]) -> Vec<String> {
    let short = |guest: &ListedInvitee| {
        Invitee::public_name_of(&guest.name).chars().take(NAME_CHARS_MAX).collect()
    };
    guests.iter().take(NAMES_MAX).map(short).collect()
}

fn count(guests: usize) -> u64 {
    u64::try_from(guests).unwrap_or(u64::MAX)
}
