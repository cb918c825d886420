//! The mailbox: where a host's mails end when no mail server is named. Its page shows them with their
//! links, scripts read them as JSON, and a host with a data folder keeps them.
mod file;
mod page;
mod record;

pub use record::{ReceivedMail, ShownMail, Treatment};

use async_trait::async_trait;
use axum::Router;
use file::MailFile;
use ports::{MailSubmission, Mails, OutgoingMail};
use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Most mails that are kept, the newest.
const MAILS_MAX: usize = 2_000;

/// Everybody's mails.
#[derive(Debug)]
pub struct Mailbox {
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    /// Oldest first.
    mails: VecDeque<ReceivedMail>,
    file: MailFile,
    treatment: Treatment,
}

impl Mailbox {
    /// A mailbox that forgets everything when it ends.
    pub(crate) fn memory() -> Self {
        Self::new(MailFile::none(), VecDeque::new())
    }

    /// The mailbox in `folder`, as it was when it was last left.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let (file, mails) = MailFile::open(folder, MAILS_MAX)?;
        Ok(Self::new(file, mails))
    }

    fn new(file: MailFile, mails: VecDeque<ReceivedMail>) -> Self {
        Self { kept: Mutex::new(Kept { mails, file, treatment: Treatment::default() }) }
    }

    /// The mails to `address`, or all, the newest first.
    pub fn mails(&self, address: Option<&str>) -> Vec<ReceivedMail> {
        let kept = self.kept();
        let is_asked = |mail: &&ReceivedMail| {
            address.is_none_or(|address| mail.to.eq_ignore_ascii_case(address.trim()))
        };
        kept.mails.iter().rev().filter(is_asked).cloned().collect()
    }

    /// What happens to mails.
    pub fn treatment(&self) -> Treatment {
        self.kept().treatment
    }

    /// What happens to mails from here on, until the process ends.
    pub fn treat(&self, treatment: Treatment) {
        self.kept().treatment = treatment;
    }

    /// Its page and its JSON.
    pub(crate) fn router(self: &Arc<Self>) -> Router {
        page::routes().with_state(Arc::clone(self))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Every change is whole: a panic elsewhere leaves nothing half done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Whether it was written down.
    fn receive(&mut self, mail: ReceivedMail) -> bool {
        if let Err(error) = self.file.append(&mail) {
            tracing::error!(cause = %error, "a mail could not be written down");
            return false;
        }
        self.mails.push_back(mail);
        if self.mails.len() > MAILS_MAX {
            self.mails.pop_front();
        }
        true
    }
}

#[async_trait]
impl Mails for Mailbox {
    async fn send(&self, mail: &OutgoingMail) -> MailSubmission {
        let mut kept = self.kept();
        let received = match kept.treatment {
            Treatment::Accept | Treatment::LoseReply => kept.receive(ReceivedMail::from(mail)),
            Treatment::Refuse => {
                let words = "the mailbox refuses every mail".to_owned();
                return MailSubmission::Refused { words, lasting: true };
            }
        };
        if received && kept.treatment == Treatment::Accept {
            MailSubmission::Accepted { provider_id: format!("mailbox-{}", mail.id) }
        } else {
            MailSubmission::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;
    use domain::ids::MailId;
    use ports::{HeaderText, MailAddress};

    fn mail(number: u8, to: &str) -> OutgoingMail {
        OutgoingMail {
            id: MailId::from_bytes([number; 10]),
            to: MailAddress::parse(to).unwrap(),
            subject: HeaderText::new("Please confirm"),
            text: "Here:\n\nhttps://rsvp.example.com/verify#token=abc-_1\n".to_owned(),
            at: "2026-06-01T12:00:00Z".parse().unwrap(),
        }
    }

    #[tokio::test]
    async fn a_mailbox_in_a_folder_is_found_again_the_newest_mail_first() {
        let folder = Folder::new("mailbox");
        let mailbox = Mailbox::open(folder.path()).unwrap();
        for (number, to) in [(1, "ada@example.com"), (2, "grace@example.com")] {
            let sent = mailbox.send(&mail(number, to)).await;
            assert!(matches!(sent, MailSubmission::Accepted { .. }), "{sent:?}");
        }
        let kept = mailbox.mails(None);
        drop(mailbox);
        let mailbox = Mailbox::open(folder.path()).unwrap();
        assert_eq!(mailbox.mails(None), kept);
        assert_eq!(kept[0].to, "grace@example.com");
        assert_eq!(mailbox.mails(Some("ADA@example.com")).len(), 1);
    }

    #[tokio::test]
    async fn a_line_that_a_crash_cut_off_is_left_out() {
        use std::io::Write;
        let folder = Folder::new("mailbox-cut");
        let mailbox = Mailbox::open(folder.path()).unwrap();
        mailbox.send(&mail(1, "ada@example.com")).await;
        drop(mailbox);
        let path = folder.path().join("mails.jsonl");
        let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(b"{\"id\":\"mai_").unwrap();
        let mailbox = Mailbox::open(folder.path()).unwrap();
        mailbox.send(&mail(2, "ada@example.com")).await;
        drop(mailbox);
        assert_eq!(Mailbox::open(folder.path()).unwrap().mails(None).len(), 2);
    }

    #[tokio::test]
    async fn a_mailbox_can_lose_its_answer_and_refuse() {
        let mailbox = Mailbox::memory();
        mailbox.treat(Treatment::LoseReply);
        assert_eq!(mailbox.send(&mail(1, "ada@example.com")).await, MailSubmission::Unknown);
        mailbox.treat(Treatment::Refuse);
        let refused = mailbox.send(&mail(2, "ada@example.com")).await;
        assert!(matches!(refused, MailSubmission::Refused { lasting: true, .. }));
        assert_eq!(mailbox.mails(None).len(), 1);
    }

    #[test]
    fn a_script_reads_the_link_and_its_token() {
        let shown = ShownMail::from(ReceivedMail::from(&mail(1, "ada@example.com")));
        assert_eq!(shown.link.as_deref(), Some("https://rsvp.example.com/verify#token=abc-_1"));
        assert_eq!(shown.token.as_deref(), Some("abc-_1"));
    }
}
