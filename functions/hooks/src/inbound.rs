//! A text from a phone (ENGINE.md, section 10).
use crate::{
    answer::{self, Answer},
    reply::{self, Reply},
    webhook::Webhook,
};
use domain::{
    inbound::{Inbound, read},
    phone::Phone,
    texts::Text,
};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind};
use store::{Attempts, CommitError, Transaction, outbox::RecentInvitations};

/// The number of the operation that notes a text as handled.
pub(crate) const HANDLED: usize = 0;
/// Most characters of a text, as the provider has it.
const BODY_CHARS_MAX: usize = 1_600;

/// A text that was first received now.
#[derive(Debug)]
pub(crate) struct InboundText {
    /// The provider's id of it.
    pub(crate) provider_id: String,
    /// Who wrote it.
    pub(crate) from: Phone,
    /// What it asks for.
    pub(crate) asks: Inbound,
    /// When we got it. It changes only what was sent before.
    pub(crate) at: Timestamp,
}

impl InboundText {
    /// Reads a verified webhook; `None` where no guest can have written it. 403 where it was not
    /// written to the account's sender.
    pub(crate) fn read(ctx: &Ctx, webhook: &Webhook) -> Result<Option<Self>, Problem> {
        let sender = Some(ctx.secrets.twilio.sender.as_str());
        if webhook.get("To") != sender && webhook.get("MessagingServiceSid") != sender {
            return Err(ProblemKind::Forbidden.into());
        }
        let provider_id = webhook.provider_id()?.to_owned();
        let body = webhook.get("Body").unwrap_or_default();
        if body.chars().nth(BODY_CHARS_MAX).is_some() {
            return Err(Problem::field(
                "/Body",
                format!("has at most {BODY_CHARS_MAX} characters"),
            ));
        }
        // Short codes and other channels' addresses are no phones that we invite.
        let Some(from) = webhook.get("From").and_then(|from| Phone::from_e164(from).ok()) else {
            return Ok(None);
        };
        let asks = read(body, webhook.get("OptOutType"));
        Ok(Some(Self { provider_id, from, asks, at: ctx.clock.now() }))
    }

    /// The note that this text is handled: the first operation of whatever handles it, [`HANDLED`].
    pub(crate) fn handled(&self) -> Transaction {
        let mut transaction = Transaction::by(domain::change::Actor::Sms.name());
        transaction.handle_inbound(&self.provider_id, self.at);
        transaction
    }
}

/// Does what a text asks for, once.
pub(crate) async fn receive(ctx: &Ctx, text: &InboundText) -> Result<(), Problem> {
    if ctx.store.inbound_was_handled(&text.provider_id).await? {
        return Ok(());
    }
    let sender = &ctx.secrets.twilio.sender;
    let mut transaction = Transaction::by(domain::change::Actor::Sms.name());
    match text.asks.clone() {
        Inbound::Stop => {
            transaction.suppress(&text.from, sender);
        }
        Inbound::Start => {
            transaction.unsuppress(&text.from, sender);
        }
        Inbound::Help => {
            let recent = recent(ctx, text).await?;
            let event = reply::latest_event(ctx, &recent).await?;
            let event = event.as_ref();
            let words = Reply { kind: Text::Help, event, invitee: None, extras: &[] };
            return reply::once_an_hour(ctx, text, &words, transaction).await;
        }
        Inbound::Unknown => {
            let recent = recent(ctx, text).await?;
            return reply::politely(ctx, text, &recent, Transaction::new()).await;
        }
        Inbound::Answer { code, yes, party } => {
            let recent = recent(ctx, text).await?;
            return answer::apply(ctx, text, &Answer { code, yes, party }, &recent).await;
        }
    }
    let mut handled = text.handled();
    handled.append(transaction);
    commit(ctx, handled).await
}

/// What the phone was invited to from this sender, before the text came.
async fn recent(ctx: &Ctx, text: &InboundText) -> Result<RecentInvitations, Problem> {
    let mut recent = ctx.store.recent_invitations(&text.from).await?;
    let sender = &ctx.secrets.twilio.sender;
    recent.invitations.retain(|one| one.sender == *sender && one.at <= text.at);
    recent.suppressed.retain(|one| one == sender);
    Ok(recent)
}

/// Commits what handles a text. Where another request has handled it, that is as good.
pub(crate) async fn commit(ctx: &Ctx, transaction: Transaction) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    loop {
        match ctx.store.commit(transaction.clone()).await {
            Ok(_) | Err(CommitError::Refused(_)) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}
