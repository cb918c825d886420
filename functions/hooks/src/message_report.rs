//! Reports about all other messages, which are items of their own.
use crate::status::StatusReport;
use domain::{change::Actor, message::Report, outbox::reported};
use runtime::{Ctx, Problem, ProblemKind};
use store::{Attempts, Consistency, Transaction, invitees::NewMessage, outbox::KeptMessage};

/// Merges a report into the message's item.
pub(crate) async fn merge(ctx: &Ctx, told: &StatusReport) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    let mut consistency = match told.report {
        // Most likely known, because the provider's answer said it before.
        Report::Submitted => Consistency::Eventual,
        Report::Delivered | Report::Read | Report::Undelivered => Consistency::Strong,
    };
    loop {
        let kept = ctx.store.message(&told.key, consistency).await?;
        if consistency == Consistency::Eventual && !says_nothing_new(kept.as_ref(), told) {
            consistency = Consistency::Strong;
            continue;
        }
        // A message of ours that is not there was never this account's.
        let kept = kept.ok_or(ProblemKind::Forbidden)?;
        let Some(transaction) = merged(ctx, &kept, told) else { return Ok(()) };
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn says_nothing_new(kept: Option<&KeptMessage>, told: &StatusReport) -> bool {
    kept.is_some_and(|kept| {
        reported(&kept.message.life, told.report, &told.provider_id, told.error).is_none()
    })
}

fn merged(ctx: &Ctx, kept: &KeptMessage, told: &StatusReport) -> Option<Transaction> {
    let message = &kept.message;
    let life = reported(&message.life, told.report, &told.provider_id, told.error)?;
    let mut transaction = Transaction::by(Actor::Callback.name());
    transaction.replace_message(&NewMessage { life, ..message.clone() }, kept.rev);
    if told.refuses_texts() {
        transaction.suppress(&message.phone, &ctx.secrets.twilio.sender);
    }
    Some(transaction)
}
