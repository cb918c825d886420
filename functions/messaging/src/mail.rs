//! Sending a mail of the system's own: once, as texts are (ENGINE.md, section 11).
//!
//! A mail is claimed, its link is made, and it is handed to the provider in one call. What came of it is
//! written under the revision of the claim. Whatever cannot be told stays unknown until an admin of the
//! platform decides: nobody can ask a mail server what it took.
use domain::email::canonical;
use jiff::{SignedDuration, Timestamp};
use ports::{HeaderText, MailAddress, MailSubmission, OutgoingMail};
use runtime::{Ctx, JobError, hints::Outbox, mail::with_link, mailed::Purpose};
use store::{
    Consistency, Stored,
    mails::{Mail, MailCall, MailState, MailStep},
    rate::{RateError, RateLimit},
};

/// Most mails to one address: whoever asks for them again and again must not flood its owner.
pub const RECIPIENT_LIMIT: RateLimit =
    RateLimit { name: "mails", attempts_max: 10, window: SignedDuration::from_hours(1) };
/// Most of them that anybody who has an org can cause: the rest is kept for what is about the reader's own
/// account.
pub const STRANGERS_LIMIT: RateLimit =
    RateLimit { name: "mails_strangers", attempts_max: 3, window: RECIPIENT_LIMIT.window };
const _: () = assert!(STRANGERS_LIMIT.attempts_max < RECIPIENT_LIMIT.attempts_max);
/// Seconds that a queue can hold a message back.
const DELAY_SECONDS_MAX: i64 = 900;

/// Does what is to be done about a mail.
pub(crate) async fn attend(ctx: &Ctx, id: domain::ids::MailId) -> Result<(), JobError> {
    // One that is too old to be kept is gone.
    let Some(seen) = ctx.store.mail(id, Consistency::Strong).await? else { return Ok(()) };
    let now = ctx.clock.now();
    match seen.value.next(now) {
        MailStep::Claim => deliver(ctx, seen, now).await,
        MailStep::Wait(at) => come_back(ctx, &seen, at).await,
        MailStep::Drop => {
            tracing::warn!(mail.id = %id, "a mail is dropped: it is too late for it");
            settle(ctx, &seen, &seen.value.dropped(now)).await
        }
        MailStep::Orphaned => {
            tracing::error!(mail.id = %id, alarm = true, "nobody knows whether a mail was sent");
            settle(ctx, &seen, &seen.value.orphaned(now)).await
        }
        MailStep::Nothing => Ok(()),
    }
}

async fn deliver(ctx: &Ctx, seen: Stored<Mail>, now: Timestamp) -> Result<(), JobError> {
    let outgoing = match outgoing(ctx, &seen, now) {
        Ok(outgoing) => outgoing,
        Err(words) => {
            let refused = MailCall::Refused { words: words.to_owned(), lasting: true };
            return settle(ctx, &seen, &seen.value.after_call(refused, now)).await;
        }
    };
    let places = Places::of(&seen.value, now);
    if let Some(wait) = places.take(ctx).await? {
        let until = now.checked_add(wait).unwrap_or(Timestamp::MAX);
        return settle(ctx, &seen, &seen.value.held(until, now)).await;
    }
    let claimed = seen.value.claimed(now);
    let Some(rev) = ctx.store.move_mail(&seen, &claimed).await? else {
        // Another has it.
        return places.give_back(ctx).await;
    };
    let claimed = Stored { value: claimed, rev, ..seen };
    let submission = ctx.mails.send(&outgoing).await;
    let is_taken = matches!(submission, MailSubmission::Accepted { .. } | MailSubmission::Unknown);
    if submission == MailSubmission::Unknown {
        let id = claimed.key.mail;
        tracing::error!(mail.id = %id, alarm = true, "nobody knows whether a mail was sent");
    }
    let call = call(submission, outgoing.to.as_str());
    let after = claimed.value.after_call(call, ctx.clock.now());
    // The result first: what is known of the mail must not hang on anything else.
    settle(ctx, &claimed, &after).await?;
    if is_taken { Ok(()) } else { places.give_back(ctx).await }
}

/// The mail as it leaves, with its link.
fn outgoing(ctx: &Ctx, seen: &Stored<Mail>, now: Timestamp) -> Result<OutgoingMail, &'static str> {
    let mail = &seen.value;
    Ok(OutgoingMail {
        id: seen.key.mail,
        to: MailAddress::parse(&mail.to).map_err(|_| "it is not an address")?,
        subject: HeaderText::new(&mail.subject),
        text: with_link(ctx, mail).ok_or("its link is for nothing that we know")?,
        at: now,
    })
}

fn call(submission: MailSubmission, address: &str) -> MailCall {
    match submission {
        MailSubmission::Accepted { provider_id } => MailCall::Accepted { provider_id },
        MailSubmission::Refused { words, lasting } => {
            // Servers like to repeat the address, which is nothing for those who read why it failed.
            MailCall::Refused { words: without(&words, address), lasting }
        }
        MailSubmission::NotSent => MailCall::NotSent,
        MailSubmission::Unknown => MailCall::Unknown,
    }
}

/// `words` with something else in place of the address, in whatever case it stands there.
fn without(words: &str, address: &str) -> String {
    // As many bytes as before: only ASCII is folded.
    let (folded, address) = (words.to_ascii_lowercase(), address.to_ascii_lowercase());
    let (mut told, mut rest) = (String::new(), 0);
    for (at, found) in folded.match_indices(&address) {
        told.push_str(words.get(rest..at).unwrap_or_default());
        told.push_str("(the address)");
        rest = at.saturating_add(found.len());
    }
    told.push_str(words.get(rest..).unwrap_or_default());
    told
}

/// Writes down what is known of a mail, unless somebody was first, and comes back where it waits.
async fn settle(ctx: &Ctx, seen: &Stored<Mail>, next: &Mail) -> Result<(), JobError> {
    if ctx.store.move_mail(seen, next).await?.is_none() {
        tracing::warn!(mail.id = %seen.key.mail, "a mail was settled by somebody else");
        return Ok(());
    }
    match next.state {
        MailState::Queued { not_before: Some(at) } => come_back(ctx, seen, at).await,
        MailState::Queued { not_before: None }
        | MailState::Submitting { .. }
        | MailState::Sent { .. }
        | MailState::Failed { .. }
        | MailState::Unknown { .. }
        | MailState::Void => Ok(()),
    }
}

/// Has the mail looked at again at `at`, or as late before it as the queue can.
async fn come_back(ctx: &Ctx, seen: &Stored<Mail>, at: Timestamp) -> Result<(), JobError> {
    let seconds = at.duration_since(ctx.clock.now()).as_secs().clamp(0, DELAY_SECONDS_MAX);
    // The queue counts whole seconds: never early.
    let seconds = u16::try_from(seconds.saturating_add(1)).unwrap_or(u16::MAX);
    ctx.queues.send(vec![Outbox::Mail(seen.key.mail).message(seconds)]).await?;
    Ok(())
}

/// A mail's places among those of its recipient.
struct Places {
    limits: &'static [RateLimit],
    email: String,
    now: Timestamp,
}

impl Places {
    fn of(mail: &Mail, now: Timestamp) -> Self {
        let purpose = mail.link.as_ref().and_then(|link| Purpose::parse(&link.purpose));
        let limits: &[RateLimit] = if purpose.is_some_and(Purpose::is_a_strangers) {
            &[STRANGERS_LIMIT, RECIPIENT_LIMIT]
        } else {
            &[RECIPIENT_LIMIT]
        };
        Self { limits, email: canonical(&mail.to), now }
    }

    /// Takes all of them, or says how long there is none.
    async fn take(&self, ctx: &Ctx) -> Result<Option<SignedDuration>, JobError> {
        for (taken, limit) in self.limits.iter().enumerate() {
            match ctx.store.take_attempt(*limit, &self.email, self.now).await {
                Ok(()) => (),
                Err(RateError::Wait { wait }) => {
                    let limits = self.limits.get(..taken).unwrap_or_default();
                    Self { limits, email: self.email.clone(), ..*self }.give_back(ctx).await?;
                    return Ok(Some(wait));
                }
                Err(RateError::Store(error)) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// The mail was certainly not sent by us: its places are free.
    async fn give_back(&self, ctx: &Ctx) -> Result<(), JobError> {
        for limit in self.limits {
            match ctx.store.give_back_attempt(*limit, &self.email, self.now).await {
                // Counted once too often it only waits the longer.
                Ok(()) | Err(RateError::Wait { .. }) => (),
                Err(RateError::Store(error)) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_words_do_not_tell_the_address_in_any_case() {
        let words = "550 <ADA@Example.com>: no mailbox ada@example.com hér";
        let told = "550 <(the address)>: no mailbox (the address) hér";
        assert_eq!(without(words, "Ada@example.COM"), told);
        assert_eq!(without("451 later", "ada@example.com"), "451 later");
    }
}
