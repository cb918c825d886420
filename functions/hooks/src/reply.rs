//! What we text back. Replies are messages like all others: recorded, limited, logged.
use crate::inbound::{InboundText, commit};
use domain::{
    compose::{Composed, Guest, compose},
    event::Event,
    ids::OrgId,
    invitee::Invitee,
    message::{MessageKey, Purpose},
    outbox::Life,
    segments,
    texts::{Template, Text, Variable, Variables},
};
use jiff::{SignedDuration, Timestamp};
use runtime::{Ctx, Problem, invitation};
use sha2::{Digest, Sha256};
use store::{Attempts, CommitError, Transaction, invitees::NewMessage, outbox::RecentInvitations};

/// A reply that comes later than this answers nothing any more.
const REPLY_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// The same reply goes to a phone once in this time: its org pays for each.
const REPLIES_APART: SignedDuration = SignedDuration::from_hours(1);
/// Who pays for a reply to a phone that nobody invited: the platform itself, under the limits of one org,
/// so that strangers cannot use up what others send by.
const PLATFORM_ORG: OrgId = OrgId::from_bytes([0; OrgId::SIZE]);
/// Bits of a reply's number that say in which hour it was made; those above say what it is about.
const HOUR_BITS: u32 = 24;

/// The words of a reply.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reply<'a> {
    /// Which words.
    pub(crate) kind: Text,
    /// The event that they are about, whose org pays. Words that name no event can do without.
    pub(crate) event: Option<&'a Event>,
    /// The guest, where it is about one invitation.
    pub(crate) invitee: Option<&'a Invitee>,
    /// What else is filled in.
    pub(crate) extras: &'a [(Variable, &'a str)],
}

/// A reply, ready to be recorded, and what its number would have been an hour before.
fn message(ctx: &Ctx, text: &InboundText, reply: &Reply<'_>) -> (NewMessage, MessageKey) {
    let Reply { kind, event, invitee, extras } = *reply;
    let link =
        invitee.map(|invitee| invitation::link(ctx, invitee.event, invitee.id, invitee.generation));
    let name = invitee.map_or("", |invitee| invitee.name.as_str());
    let guest = Guest { name, link: link.as_deref().unwrap_or_default(), deadline: None };
    let composed = event.map_or_else(|| plain(kind), |event| compose(kind, event, &guest, extras));
    let hour = text.at.as_second().div_euclid(REPLIES_APART.as_secs()).unsigned_abs();
    let key = |hour| key(text, number(&composed.body, hour));
    let (this, before) = (key(hour), key(hour.saturating_sub(1)));
    let not_after = text.at.checked_add(REPLY_LIFE).unwrap_or(Timestamp::MAX);
    let message = NewMessage {
        key: this,
        org: event.map_or(PLATFORM_ORG, |event| event.org),
        name: name.to_owned(),
        phone: text.from.clone(),
        life: Life::queued(1, composed.body, composed.segments, not_after),
        created_at: text.at,
    };
    (message, before)
}

/// Words that nothing is filled into.
fn plain(kind: Text) -> Composed {
    let body = Template::default_of(kind).render(&Variables::new());
    let segments = segments::count(&body).segments;
    Composed { body, segments }
}

/// The number of what a reply says, in that hour.
fn number(words: &str, hour: u64) -> u64 {
    let digest: [u8; 32] = Sha256::digest(words).into();
    let first = u64::from_be_bytes(digest.first_chunk().copied().unwrap_or_default());
    (first << HOUR_BITS) | hour
}

fn key(text: &InboundText, nonce: u64) -> MessageKey {
    MessageKey::Recipient { phone: text.from.clone(), purpose: Purpose::Reply, nonce }
}

/// The event that the phone was last invited to, whose org pays for a reply.
pub(crate) async fn latest_event(
    ctx: &Ctx,
    recent: &RecentInvitations,
) -> Result<Option<Event>, Problem> {
    let Some(latest) = recent.invitations.last() else { return Ok(None) };
    let kept = ctx.store.event(latest.event, store::Consistency::Eventual).await?;
    Ok(kept.map(|kept| kept.event))
}

/// Notes the text as handled, with `beside`, and says that we did not understand it.
pub(crate) async fn politely(
    ctx: &Ctx,
    text: &InboundText,
    recent: &RecentInvitations,
    beside: Transaction,
) -> Result<(), Problem> {
    // A phone that refuses our texts gets none, unless this one lifts that.
    if beside.is_empty() && !recent.suppressed.is_empty() {
        return commit(ctx, text.handled()).await;
    }
    let event = latest_event(ctx, recent).await?;
    let words =
        Reply { kind: Text::NotUnderstood, event: event.as_ref(), invitee: None, extras: &[] };
    once_an_hour(ctx, text, &words, beside).await
}

/// Notes the text as handled, with `beside`, and replies, unless the phone heard the same within the
/// last hour.
pub(crate) async fn once_an_hour(
    ctx: &Ctx,
    text: &InboundText,
    reply: &Reply<'_>,
    beside: Transaction,
) -> Result<(), Problem> {
    let mut quietly = text.handled();
    quietly.append(beside);
    let (message, before) = message(ctx, text, reply);
    let mut transaction = quietly.clone();
    transaction.create_message(&message);
    let since = text.at.checked_sub(REPLIES_APART).unwrap_or(text.at);
    transaction.check_no_message_since(&before, since);
    let mut attempts = Attempts::default();
    loop {
        match ctx.store.commit(transaction.clone()).await {
            Ok(_) => return Ok(()),
            Err(CommitError::Refused(_)) => return commit(ctx, quietly).await,
            Err(error) => attempts.again(error)?,
        }
    }
}
