//! Mails of the system's own, sent at most once.
use domain::{ids::MailId, rights::Role};
use futures::{executor::block_on, future::join_all};
use jiff::{SignedDuration, Timestamp};
use messaging::{
    mail::{RECIPIENT_LIMIT, STRANGERS_LIMIT},
    send,
};
use ports::QueueMessage;
use runtime::{
    hints::Outbox,
    mail::{Letter, PendingMail, Reader, TeamCall},
    mailed::{MailedToken, Purpose},
};
use serde_json::{Value, json};
use std::ops::Deref;
use store::{
    Consistency, Transaction,
    mails::{DecideError, LEASE, Mail, MailDecision, MailFailure, MailState, SENT_WITHIN},
};
use testkit::{Embedded, MailAnswer, Stage, Verdict};

const ADA: &str = "ada@example.com";
const TOKEN: MailedToken =
    MailedToken { purpose: Purpose::ResetPassword, subject: [7; 10], item: [0; 10], sequence: 3 };

struct World(Stage);

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.0
    }
}

impl World {
    async fn new() -> Self {
        Self(Stage::new().await)
    }

    fn pending(&self, letter: &Letter, to: &str) -> PendingMail {
        PendingMail::new(&self.ctx, to, letter, self.now())
    }

    async fn record(&self, mail: &PendingMail) -> MailId {
        let mut transaction = Transaction::new();
        mail.record(&mut transaction);
        self.ctx.store.commit(transaction).await.unwrap();
        mail.id
    }

    /// A mail without a link, which is worth sending for a day.
    async fn plain(&self, to: &str) -> MailId {
        self.record(&self.pending(&Letter::password_changed(&Reader::default()), to)).await
    }

    async fn reset(&self) -> MailId {
        self.record(&self.pending(&Letter::reset_password(&Reader::default(), TOKEN), ADA)).await
    }

    async fn mail(&self, id: MailId) -> Mail {
        self.ctx.store.mail(id, Consistency::Strong).await.unwrap().unwrap().value
    }

    async fn send(&self, id: MailId) {
        self.run(&[Outbox::Mail(id).message(0)]).await;
    }

    async fn run(&self, messages: &[QueueMessage]) {
        let sent = self.now().as_millisecond().to_string();
        let record = |(number, message): (usize, &QueueMessage)| {
            json!({
                "messageId": number.to_string(),
                "receiptHandle": "receipt",
                "body": message.body,
                "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": sent },
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:local:000000000000:outbox",
                "awsRegion": "local",
            })
        };
        let records: Vec<Value> = messages.iter().enumerate().map(record).collect();
        send::handle(&self.ctx, json!({ "Records": records })).await.unwrap();
    }

    /// Lets time pass to that instant, and hands the send job the hints that it asked for.
    async fn come_back(&self, at: Timestamp) {
        self.clock.set(at);
        let hints = self.queues.take();
        self.run(&hints).await;
    }

    async fn unknown(&self) -> Vec<MailId> {
        let (mails, _) = self.ctx.store.unknown_mails(100, None).await.unwrap();
        mails.into_iter().map(|mail| mail.key.mail).collect()
    }
}

#[tokio::test]
async fn a_mail_is_sent_with_the_token_that_opens_what_it_is_about() {
    let world = World::new().await;
    let id = world.reset().await;
    world.send(id).await;
    let sent = world.mails.sent();
    assert_eq!((sent.len(), sent[0].to.as_str(), sent[0].id), (1, ADA, id));
    assert_eq!(sent[0].subject.as_str(), "Set a new password");
    let start = format!("{}/reset#token=", world.ctx.config.base_url);
    assert!(sent[0].text.contains(&start), "{}", sent[0].text);
    let token = world.mails.token_to(ADA).unwrap();
    assert_eq!(world.mailed_token(ADA).as_deref(), Some(token.as_str()));
    let key = &world.ctx.secrets.cursors;
    assert_eq!(MailedToken::verify(key, Purpose::ResetPassword, &token), Some(TOKEN));
    assert!(matches!(world.mail(id).await.state, MailState::Sent { .. }));
}

#[tokio::test]
async fn the_table_never_has_a_token() {
    let world = World::new().await;
    let id = world.reset().await;
    let has_token = |table: &Embedded, token: &str| {
        table.rows().unwrap().iter().any(|row| format!("{row:?}").contains(token))
    };
    world.send(id).await;
    let token = world.mails.token_to(ADA).unwrap();
    assert!(!has_token(&world.table, &token));
    // The search itself would find one.
    assert!(has_token(&world.table, ADA));
}

#[tokio::test]
async fn a_mail_that_is_hinted_at_again_and_again_is_sent_once() {
    let world = World::new().await;
    let id = world.plain(ADA).await;
    let hints = vec![Outbox::Mail(id).message(0); 4];
    world.table.interleave(7);
    join_all((0..8).map(|_| world.run(&hints))).await;
    world.come_back(world.now() + LEASE).await;
    world.send(id).await;
    assert_eq!(world.mails.submissions().len(), 1);
}

#[tokio::test]
async fn without_the_claim_a_mail_would_be_sent_twice() {
    let world = World::new().await;
    world.table.unguard("MAIL");
    let id = world.plain(ADA).await;
    world.table.interleave(7);
    join_all((0..8).map(|_| world.send(id))).await;
    assert!(!world.mails.sent_twice().is_empty());
}

#[tokio::test]
async fn a_crash_between_claim_and_call_leaves_a_mail_unknown_and_it_is_never_sent() {
    let world = World::new().await;
    let id = world.plain(ADA).await;
    let seen = world.ctx.store.mail(id, Consistency::Strong).await.unwrap().unwrap();
    let claimed = seen.value.claimed(world.now());
    assert!(world.ctx.store.move_mail(&seen, &claimed).await.unwrap().is_some());
    world.send(id).await;
    assert_eq!(world.unknown().await, []);
    world.come_back(world.now() + LEASE).await;
    assert_eq!(world.unknown().await, [id]);
    for _ in 0..3 {
        world.clock.advance(SENT_WITHIN);
        world.send(id).await;
    }
    assert_eq!(world.mails.submissions(), []);
    assert!(matches!(world.mail(id).await.state, MailState::Unknown { .. }));
}

#[tokio::test]
async fn a_crash_after_the_call_never_sends_a_mail_again() {
    let world = World::new().await;
    let id = world.plain(ADA).await;
    // What came of the call is never written.
    let mails = world.mails.clone();
    world.table.before_calls(move |call| {
        if call.is_write() && !mails.sent().is_empty() {
            Verdict::LoseRequest
        } else {
            Verdict::Pass
        }
    });
    world.send(id).await;
    world.table.heal();
    assert!(matches!(world.mail(id).await.state, MailState::Submitting { .. }));
    world.clock.advance(LEASE);
    world.send(id).await;
    assert_eq!(world.unknown().await, [id]);
    world.clock.advance(SENT_WITHIN);
    world.send(id).await;
    assert_eq!(world.mails.sent().len(), 1);
}

#[tokio::test]
async fn an_answer_that_comes_after_the_claim_was_lost_writes_nothing() {
    let world = World::new().await;
    let id = world.plain(ADA).await;
    let (store, now) = (world.ctx.store.clone(), world.now());
    world.mails.answer_with(move |_| {
        let lost = async {
            let seen = store.mail(id, Consistency::Strong).await.unwrap().unwrap();
            store.move_mail(&seen, &seen.value.orphaned(now)).await.unwrap()
        };
        assert!(block_on(lost).is_some());
        MailAnswer::Accept
    });
    world.send(id).await;
    assert_eq!(world.unknown().await, [id]);
}

#[tokio::test]
async fn an_unknown_mail_is_decided_by_an_admin_once() {
    for (decision, answer) in [
        (MailDecision::Sent, MailAnswer::LoseReply),
        (MailDecision::NotSent, MailAnswer::LoseRequest),
    ] {
        let world = World::new().await;
        world.mails.answer_with(move |_| answer);
        let id = world.plain(ADA).await;
        world.send(id).await;
        assert_eq!(world.unknown().await, [id]);
        let decide = |decision| world.ctx.store.decide_mail(id, decision, "usr_1", world.now());
        decide(decision).await.unwrap();
        assert!(matches!(decide(decision).await, Err(DecideError::Known)));
        assert_eq!(world.unknown().await, []);
        let state = world.mail(id).await.state;
        let is_sent = matches!(state, MailState::Sent { .. });
        assert_eq!(is_sent, decision == MailDecision::Sent, "{state:?}");
        world.send(id).await;
        assert_eq!(world.mails.submissions().len(), 1);
    }
}

#[tokio::test]
async fn what_was_not_taken_is_tried_again_when_its_time_has_come() {
    let world = World::new().await;
    let mut answers = vec![MailAnswer::NotSent, MailAnswer::Refuse { lasting: false }].into_iter();
    world.mails.answer_with(move |_| answers.next().unwrap_or_default());
    let id = world.plain(ADA).await;
    world.send(id).await;
    world.send(id).await;
    assert_eq!(world.mails.submissions().len(), 1);
    world.come_back(world.now() + SignedDuration::from_mins(1)).await;
    assert_eq!(world.mails.submissions().len(), 2);
    world.come_back(world.now() + SignedDuration::from_mins(2)).await;
    assert_eq!(world.mails.sent().len(), 1);
    assert!(matches!(world.mail(id).await.state, MailState::Sent { .. }));
}

#[tokio::test]
async fn a_lasting_refusal_ends_a_mail() {
    let world = World::new().await;
    world.mails.answer_with(|_| MailAnswer::Refuse { lasting: true });
    let id = world.plain(ADA).await;
    world.send(id).await;
    let state = world.mail(id).await.state;
    let MailState::Failed { why: MailFailure::Refused { words }, .. } = &state else {
        panic!("{state:?}");
    };
    assert_eq!(words, "550 (the address): no such user");
    assert!(world.queues.is_empty());
}

#[tokio::test]
async fn a_link_is_not_sent_when_it_is_void_by_now() {
    let world = World::new().await;
    let id = world.reset().await;
    world.clock.advance(Purpose::ResetPassword.lifetime().unwrap());
    world.send(id).await;
    assert_eq!(world.mails.submissions(), []);
    let state = world.mail(id).await.state;
    assert!(matches!(state, MailState::Failed { why: MailFailure::TooLate, .. }), "{state:?}");
}

#[tokio::test]
async fn an_address_gets_ten_mails_an_hour_and_the_others_later() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for number in 0..12 {
        let to = if number % 2 == 0 { ADA } else { "ADA@Example.com" };
        let id = world.plain(to).await;
        world.send(id).await;
        ids.push(id);
    }
    let other = world.plain("grace@example.com").await;
    world.send(other).await;
    assert_eq!(world.mails.sent().len(), RECIPIENT_LIMIT.attempts_max + 1);
    for id in &ids[RECIPIENT_LIMIT.attempts_max..] {
        let state = world.mail(*id).await.state;
        let later = world.now() + RECIPIENT_LIMIT.window;
        assert_eq!(state, MailState::Queued { not_before: Some(later) });
    }
    world.come_back(world.now() + RECIPIENT_LIMIT.window).await;
    assert_eq!(world.mails.sent().len(), ids.len() + 1);
}

#[tokio::test]
async fn strangers_invitations_hold_back_no_mail_about_the_readers_own_account() {
    let world = World::new().await;
    let token = MailedToken { purpose: Purpose::TeamInvitation, ..TOKEN };
    let call = TeamCall { org: "The club", inviter: "Eve", role: Role::Viewer, message: None };
    let letter = Letter::team_invitation(&Reader::default(), &call, token);
    for _ in 0..=RECIPIENT_LIMIT.attempts_max {
        let id = world.record(&world.pending(&letter, ADA)).await;
        world.send(id).await;
    }
    assert_eq!(world.mails.sent().len(), STRANGERS_LIMIT.attempts_max);
    let room = RECIPIENT_LIMIT.attempts_max - STRANGERS_LIMIT.attempts_max;
    for _ in 0..=room {
        let id = world.reset().await;
        world.send(id).await;
    }
    assert_eq!(world.mails.sent().len(), RECIPIENT_LIMIT.attempts_max);
    // What was refused for the sum of all takes no place among the strangers' either.
    world.clock.advance(RECIPIENT_LIMIT.window);
    world.mails.answer_with(|_| MailAnswer::NotSent);
    let id = world.record(&world.pending(&letter, ADA)).await;
    world.send(id).await;
    world.mails.answer_with(|_| MailAnswer::Accept);
    for _ in 0..STRANGERS_LIMIT.attempts_max {
        let id = world.record(&world.pending(&letter, ADA)).await;
        world.send(id).await;
    }
    assert_eq!(
        world.mails.sent().len(),
        RECIPIENT_LIMIT.attempts_max + STRANGERS_LIMIT.attempts_max
    );
}

#[tokio::test]
async fn a_mail_that_never_left_takes_no_place_of_its_recipient() {
    let world = World::new().await;
    world.mails.answer_with(|_| MailAnswer::NotSent);
    for _ in 0..=RECIPIENT_LIMIT.attempts_max {
        let id = world.plain(ADA).await;
        world.send(id).await;
    }
    assert_eq!(world.mails.submissions().len(), RECIPIENT_LIMIT.attempts_max + 1);
}

#[tokio::test]
async fn a_mail_to_no_address_is_refused_before_it_is_handed_over() {
    let world = World::new().await;
    let id = world.plain("ada@example.com\r\nBcc: eve@example.org").await;
    world.send(id).await;
    assert_eq!(world.mails.submissions(), []);
    let state = world.mail(id).await.state;
    assert!(matches!(state, MailState::Failed { why: MailFailure::Refused { .. }, .. }));
}

#[tokio::test]
async fn a_mail_of_nobody_is_never_sent() {
    let world = World::new().await;
    let letter = Letter::reset_password(&Reader::default(), TOKEN);
    let id = world.record(&world.pending(&letter, ADA).void()).await;
    world.send(id).await;
    assert_eq!(world.mails.submissions(), []);
    assert_eq!(world.mail(id).await.state, MailState::Void);
}

#[tokio::test]
async fn a_mail_that_nobody_keeps_any_more_is_no_trouble() {
    let world = World::new().await;
    world.send(MailId::from_bytes([1; 10])).await;
    assert!(world.queues.is_empty());
}
