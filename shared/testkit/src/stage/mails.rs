//! Mails as they are recorded: what a use case said, without the job that sends them.
use super::Stage;
use runtime::mail::with_link;
use store::{
    Item,
    mails::{Mail, MailState},
};

impl Stage {
    /// The mails to that address, oldest first; those that are nobody's apart.
    pub fn recorded_mails(&self, to: &str) -> Vec<Mail> {
        let mails = self.rows(Mail::KIND).into_iter();
        let mails = mails.map(|row| row.read::<Mail>().unwrap().value);
        let mut mails: Vec<Mail> =
            mails.filter(|mail| mail.to == to && mail.state != MailState::Void).collect();
        // The clock of a stage stands: the later of two links of one instant has the higher number.
        mails.sort_by_key(|mail| {
            (mail.created_at, mail.link.as_ref().map_or(0, |link| link.sequence))
        });
        mails
    }

    /// The token that the latest mail to that address with a link is sent with.
    pub fn mailed_token(&self, to: &str) -> Option<String> {
        self.recorded_mails(to).iter().rev().find_map(|mail| {
            let text = with_link(&self.ctx, mail)?;
            let (_, token) = text.split_once("#token=")?;
            token.split_whitespace().next().map(ToOwned::to_owned)
        })
    }
}
