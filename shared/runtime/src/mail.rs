//! Writing mails: what they say, and what is recorded of them. The send job puts the link in.
mod letters;
mod words;

pub use letters::{Entered, Letter, Reader, TeamCall};

use crate::{
    ctx::Ctx,
    mailed::{MailedToken, Purpose},
};
use domain::ids::{MailId, OrgId};
use jiff::{SignedDuration, Timestamp};
use store::{
    Transaction,
    mails::{LINK_PLACE, Mail, MailState, MailedLink, SENT_WITHIN},
};

/// A mail that is about to be recorded, in the transaction of what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingMail {
    /// Its id, made from randomness.
    pub id: MailId,
    /// What is recorded.
    pub mail: Mail,
}

impl PendingMail {
    /// `letter` to `to`, an address as its owner wrote it. Recorded it is sent once, within seconds.
    pub fn new(ctx: &Ctx, to: &str, letter: &Letter, now: Timestamp) -> Self {
        let mail = Mail {
            to: to.trim().to_owned(),
            subject: letter.subject().to_owned(),
            text: letter.text(&ctx.config.base_url),
            link: letter.token().map(link),
            org: None,
            created_at: now,
            not_after: now.checked_add(good_for(letter.token())).unwrap_or(Timestamp::MAX),
            attempts: 0,
            state: MailState::Queued { not_before: None },
        };
        Self { id: MailId::from_bytes(ctx.ids.bytes()), mail }
    }

    /// The mail is about an org.
    #[must_use]
    pub const fn about(mut self, org: OrgId) -> Self {
        self.mail.org = Some(org);
        self
    }

    /// The mail is nobody's and never sent: recorded so that a request about a stranger costs the same.
    #[must_use]
    pub fn void(mut self) -> Self {
        self.mail.state = MailState::Void;
        self
    }

    /// Adds its row to `transaction`, and answers the operation's number.
    pub fn record(&self, transaction: &mut Transaction) -> usize {
        transaction.create_mail(self.id, &self.mail)
    }
}

/// How long it is worth sending: not after its link is void.
fn good_for(token: Option<MailedToken>) -> SignedDuration {
    let lifetime = token.and_then(|token| token.purpose.lifetime());
    lifetime.unwrap_or(SENT_WITHIN).min(SENT_WITHIN)
}

/// What a mail keeps of the link that carries `token`.
fn link(token: MailedToken) -> MailedLink {
    MailedLink {
        page: token.purpose.page().to_owned(),
        purpose: token.purpose.name().to_owned(),
        subject: token.subject,
        item: token.item,
        sequence: token.sequence,
    }
}

/// The words of a recorded mail with its link in their place, made now: the table never has the token.
/// `None` where its link is for a purpose that we do not know.
pub fn with_link(ctx: &Ctx, mail: &Mail) -> Option<String> {
    let Some(link) = &mail.link else { return Some(mail.text.clone()) };
    let token = MailedToken {
        purpose: Purpose::parse(&link.purpose)?,
        subject: link.subject,
        item: link.item,
        sequence: link.sequence,
    };
    let (base_url, page) = (&ctx.config.base_url, &link.page);
    let address = format!("{base_url}{page}#token={}", token.sign(&ctx.secrets.cursors));
    Some(mail.text.replace(LINK_PLACE, &address))
}
