//! SMTP against a mail server that answers as it was told.
use domain::ids::MailId;
use ports::{
    HeaderText, MailAddress, MailSender, MailSubmission, Mails, OutgoingMail, SmtpServer, SmtpTls,
};
use providers::Smtp;
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread::JoinHandle,
    time::Duration,
};

/// What the server says; an empty answer closes the connection.
#[derive(Debug, Clone, Copy)]
struct Says {
    greeting: &'static str,
    features: &'static str,
    auth: &'static str,
    sender: &'static str,
    recipient: &'static str,
    /// After the last of the words; `None` is silence until the client gives up.
    end: Option<&'static str>,
}

const WELL: Says = Says {
    greeting: "220 mail.example.com ready",
    features: "250-mail.example.com\r\n250 AUTH PLAIN",
    auth: "235 welcome",
    sender: "250 ok",
    recipient: "250 ok",
    end: Some("250 2.0.0 queued as 4XY7"),
};

struct Server {
    port: u16,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    fn start(says: Says) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let thread = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            talk(&stream, says)
        });
        Self { port, thread }
    }

    /// The lines that it heard.
    fn heard(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

fn talk(stream: &TcpStream, says: Says) -> Vec<String> {
    let mut line = stream;
    let mut heard = Vec::new();
    let mut is_data = false;
    let mut say = |words: &str| {
        // An empty answer, or a client that is gone, ends the talk.
        !words.is_empty() && line.write_all(format!("{words}\r\n").as_bytes()).is_ok()
    };
    if !say(says.greeting) {
        return heard;
    }
    for line in BufReader::new(stream).lines() {
        let Ok(line) = line else { break };
        heard.push(line.clone());
        let answer = match (is_data, line.as_str()) {
            (true, ".") => {
                is_data = false;
                match says.end {
                    Some(end) => end,
                    None => continue,
                }
            }
            (true, _) => continue,
            (false, "DATA") => {
                is_data = true;
                "354 go on"
            }
            (false, "QUIT") => "221 bye",
            (false, line) if line.starts_with("EHLO") => says.features,
            (false, line) if line.starts_with("AUTH") => says.auth,
            (false, line) if line.starts_with("MAIL") => says.sender,
            (false, line) if line.starts_with("RCPT") => says.recipient,
            (false, _) => "250 ok",
        };
        if !say(answer) {
            break;
        }
    }
    heard
}

fn smtp(port: u16, tls: SmtpTls) -> Smtp {
    let server = SmtpServer {
        host: "127.0.0.1".to_owned(),
        port,
        tls,
        login: Some(("ada".to_owned(), "hunter2".to_owned())),
    };
    let sender = MailSender::parse("Der Klub am Öresund <club@example.com>").unwrap();
    Smtp::new(server, sender).with_timeout(Duration::from_millis(600))
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        id: MailId::from_bytes([5; 10]),
        to: MailAddress::parse("ada@example.org").unwrap(),
        subject: HeaderText::new("Bitte bestätigen\r\nBcc: eve@example.org"),
        text: "Hello Ada,\n\nhttps://rsvp.example.com/verify#token=abc\n.\n".to_owned(),
        at: "2026-06-01T12:00:00Z".parse().unwrap(),
    }
}

async fn sent(says: Says) -> (MailSubmission, Vec<String>) {
    let server = Server::start(says);
    let submission = smtp(server.port, SmtpTls::Loopback).send(&mail()).await;
    (submission, server.heard())
}

#[tokio::test]
async fn a_mail_is_written_as_it_shall_be_read() {
    let (submission, heard) = sent(WELL).await;
    let provider_id = "2.0.0 queued as 4XY7".to_owned();
    assert_eq!(submission, MailSubmission::Accepted { provider_id });
    let has = |line: &str| assert!(heard.iter().any(|one| one == line), "{line}: {heard:#?}");
    has("EHLO example.com");
    has("MAIL FROM:<club@example.com>");
    has("RCPT TO:<ada@example.org>");
    has("To: ada@example.org");
    has("Date: Mon, 01 Jun 2026 12:00:00 +0000");
    has(&format!("Message-ID: <{}@example.com>", MailId::from_bytes([5; 10])));
    has("Auto-Submitted: auto-generated");
    has("Content-Type: text/plain; charset=utf-8");
    has("https://rsvp.example.com/verify#token=abc");
    has("Subject: Bitte =?utf-8?b?YmVzdMOkdGlnZW4=?=  Bcc: eve@example.org");
    assert!(!heard.iter().any(|line| line.starts_with("Bcc")), "{heard:#?}");
    // The words' own full stop does not end them.
    has("..");
    assert_eq!(heard.last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn what_the_server_says_of_a_mail_is_told() {
    for (says, lasting) in [
        (Says { recipient: "550 no such user", ..WELL }, true),
        (Says { recipient: "451 try later", ..WELL }, false),
        (Says { end: Some("554 spam"), ..WELL }, true),
        (Says { end: Some("452 no room"), ..WELL }, false),
    ] {
        let (submission, _) = sent(says).await;
        let MailSubmission::Refused { lasting: told, words } = submission else {
            panic!("{says:?}: {submission:?}");
        };
        assert_eq!(told, lasting, "{says:?}: {words}");
    }
}

#[tokio::test]
async fn a_sender_that_the_server_refuses_is_no_fault_of_the_mail() {
    for sender in ["550 not your domain", "451 try later"] {
        let (submission, heard) = sent(Says { sender, ..WELL }).await;
        assert_eq!(submission, MailSubmission::NotSent, "{sender}");
        assert!(!heard.iter().any(|line| line.starts_with("RCPT")), "{heard:?}");
    }
}

#[tokio::test]
async fn nothing_is_the_servers_before_the_words() {
    for says in [
        Says { greeting: "", ..WELL },
        Says { greeting: "554 go away", ..WELL },
        Says { auth: "535 wrong password", ..WELL },
        Says { features: "250 mail.example.com", ..WELL },
        Says { recipient: "", ..WELL },
    ] {
        let (submission, heard) = sent(says).await;
        assert_eq!(submission, MailSubmission::NotSent, "{says:?}");
        assert!(!heard.iter().any(|line| line.contains("token")), "{heard:?}");
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_after_the_words_may_have_the_mail() {
    for end in [None, Some("")] {
        let (submission, heard) = sent(Says { end, ..WELL }).await;
        assert_eq!(submission, MailSubmission::Unknown);
        assert!(heard.iter().any(|line| line == "."), "{heard:?}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_got_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_eq!(smtp(port, SmtpTls::Loopback).send(&mail()).await, MailSubmission::NotSent);
}

#[tokio::test]
async fn a_password_is_never_said_on_an_open_line() {
    // It offers no STARTTLS, which has to come first.
    let server = Server::start(WELL);
    let submission = smtp(server.port, SmtpTls::StartTls).send(&mail()).await;
    assert_eq!(submission, MailSubmission::NotSent);
    let heard = server.heard();
    assert!(!heard.iter().any(|line| line.starts_with("AUTH")), "{heard:?}");
    // And from the first byte on where it is said so.
    let server = Server::start(Says { greeting: "220 plain", ..WELL });
    let submission = smtp(server.port, SmtpTls::Implicit).send(&mail()).await;
    assert_eq!(submission, MailSubmission::NotSent);
    assert!(!server.heard().concat().contains("AUTH"));
}
