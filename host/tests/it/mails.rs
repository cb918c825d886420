use super::{Folder, get};
use host::{Data, Host, Options, Time, mailbox::Treatment};
use runtime::{
    mail::{Letter, PendingMail, Reader},
    mailed::{MailedToken, Purpose},
};
use serde_json::Value;
use store::Transaction;

const TOKEN: MailedToken =
    MailedToken { purpose: Purpose::VerifyEmail, subject: [7; 10], item: [0; 10], sequence: 1 };

async fn record(host: &Host, to: &str) {
    let letter = Letter::verify_address(&Reader::default(), TOKEN);
    let mut transaction = Transaction::new();
    PendingMail::new(host.ctx(), to, &letter, host.ctx().clock.now()).record(&mut transaction);
    host.ctx().store.commit(transaction).await.unwrap();
}

/// The mails as a script reads them, once everything that is to be done is done.
async fn mails(host: &Host) -> Vec<Value> {
    host.world().unwrap().settle().await.unwrap();
    let url = format!("{}/sim/mails?to=ada@example.com", host.network_address().unwrap());
    serde_json::from_str(&get(&url).await.1).unwrap()
}

/// A host whose time passes only when it is told to.
async fn host_with(data: Data) -> Host {
    let time = Time::Virtual("2026-06-01T12:00:00Z".parse().unwrap());
    Host::start(Options { data, time, ..Options::memory() }).await.unwrap()
}

#[tokio::test]
async fn a_mail_is_read_with_its_token_and_is_still_there_after_a_restart() {
    let folder = Folder::new();
    let data = Data::Dir(folder.path().to_owned());
    let first = host_with(data.clone()).await;
    record(&first, "ada@example.com").await;
    let mail = mails(&first).await.remove(0);
    let token = TOKEN.sign(&first.ctx().secrets.cursors);
    assert_eq!(mail["token"], token.as_str());
    assert_eq!(mail["link"], format!("{}/verify#token={token}", first.address()));
    assert_eq!(mail["subject"], "Please confirm your e-mail address");
    first.stop().await;

    let second = host_with(data).await;
    assert_eq!(mails(&second).await, [mail]);
    let (status, page) = get(second.mailbox_address().unwrap()).await;
    assert!(status == 200 && page.contains(&format!("/verify#token={token}\"")), "{page}");
    let (_, home) = get(second.address()).await;
    assert!(home.contains(second.mailbox_address().unwrap()));
    second.stop().await;
}

#[tokio::test]
async fn a_mail_whose_answer_is_lost_is_there_once_and_unknown() {
    let host = host_with(Data::Memory).await;
    host.mailbox().unwrap().treat(Treatment::LoseReply);
    record(&host, "ada@example.com").await;
    assert_eq!(mails(&host).await.len(), 1);
    let (unknown, _) = host.ctx().store.unknown_mails(10, None).await.unwrap();
    assert_eq!(unknown.len(), 1);
    host.stop().await;
}

#[tokio::test]
async fn without_simulated_phones_the_mailbox_stands_alone() {
    let variable =
        |name: &str| (name == "CONVOKE_TWILIO_BASE_URL").then(|| "http://127.0.0.1:9".to_owned());
    let host = Host::start(Options { variable, ..Options::memory() }).await.unwrap();
    assert_eq!(host.network_address(), None);
    let mailbox = host.mailbox_address().unwrap();
    assert_eq!(get(mailbox).await.0, 200);
    let root = mailbox.strip_suffix("/mails").unwrap();
    assert_eq!(get(root).await, get(mailbox).await);
    host.stop().await;
}

#[tokio::test]
async fn a_mail_server_that_is_named_takes_the_mailboxs_place() {
    let variable = |name: &str| match name {
        "CONVOKE_SMTP_URL" => Some("smtp://127.0.0.1:9".to_owned()),
        "CONVOKE_MAIL_FROM" => Some("club@example.com".to_owned()),
        _ => None,
    };
    let host = Host::start(Options { variable, ..Options::memory() }).await.unwrap();
    assert!(host.mailbox().is_none() && host.mailbox_address().is_none());
    let url = format!("{}/sim/mails", host.network_address().unwrap());
    assert_eq!(get(&url).await.0, 404);
    host.stop().await;
}
