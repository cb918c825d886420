//! From a link to what it opens.
use domain::{event::Event, invitee::Invitee, token::LinkToken};
use runtime::Ctx;
use store::{StoreError, events::KeptEvent};

/// What a link opens.
#[derive(Debug)]
pub(crate) enum Opened {
    /// We never gave it out, or a part of it is lost. Nothing was read.
    Unknown,
    /// It was ours, and nothing is there any more.
    Gone,
    /// A later invitation took its place: no name is shown and no answer is taken.
    Replaced,
    /// An invitation.
    Invitation(Box<Invitation>),
}

/// An invitation as a guest may see it.
#[derive(Debug)]
pub(crate) struct Invitation {
    /// The guest.
    pub(crate) invitee: Invitee,
    /// The event.
    pub(crate) event: Event,
    /// Counts the event's changes.
    pub(crate) event_rev: u64,
}

/// Opens the link with that token: verified first, then one call for 1.5 read units.
pub(crate) async fn open(ctx: &Ctx, token: &str) -> Result<Opened, StoreError> {
    match ctx.secrets.links.verify(token) {
        Some(link) => look(ctx, link).await,
        None => Ok(Opened::Unknown),
    }
}

async fn look(ctx: &Ctx, link: LinkToken) -> Result<Opened, StoreError> {
    let (kept, event) = ctx.store.invitee_and_event(link.event, link.invitee).await?;
    let (Some(kept), Some(KeptEvent { event, rev })) = (kept, event) else {
        return Ok(Opened::Gone);
    };
    if kept.invitee.generation != link.generation {
        return Ok(Opened::Replaced);
    }
    let invitee = kept.invitee;
    Ok(Opened::Invitation(Box::new(Invitation { invitee, event, event_rev: rev })))
}

/// Where a guest's page is, without scheme and host: where forms are sent and redirects lead.
pub(crate) fn path(ctx: &Ctx, token: &str) -> String {
    runtime::page::path_of(ctx, &format!("/r/{token}"))
}
