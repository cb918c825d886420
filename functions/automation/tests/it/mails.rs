//! How a mail gets to the send job: by the stream, or by the sweep where that lost it.
use crate::world::World;
use domain::ids::MailId;
use jiff::SignedDuration;
use ports::Queue;
use runtime::{
    hints::Outbox,
    mail::{Letter, PendingMail, Reader},
};
use store::{
    Consistency, Transaction,
    mails::{LEASE, Mail, MailState},
};

impl World {
    async fn record(&self, change: impl FnOnce(PendingMail) -> PendingMail) -> MailId {
        let letter = Letter::password_changed(&Reader::default());
        let mail = change(PendingMail::new(&self.ctx, "ada@example.com", &letter, self.now()));
        let mut transaction = Transaction::new();
        mail.record(&mut transaction);
        self.ctx.store.commit(transaction).await.unwrap();
        mail.id
    }

    /// What happens to a mail next.
    async fn move_on(&self, id: MailId, next: impl FnOnce(&Mail) -> Mail) {
        let seen = self.ctx.store.mail(id, Consistency::Strong).await.unwrap().unwrap();
        let next = next(&seen.value);
        self.ctx.store.move_mail(&seen, &next).await.unwrap().unwrap();
    }

    /// The mails that the whole stream announces.
    async fn relayed(&self) -> Vec<MailId> {
        let records = self.table.next_records(0, 1_000).unwrap();
        automation::relay::handle(&self.ctx, records.into_event()).await.unwrap();
        self.hinted()
    }

    async fn swept(&self) -> Vec<MailId> {
        automation::sweep::handle(&self.ctx).await.unwrap();
        self.hinted()
    }

    fn hinted(&self) -> Vec<MailId> {
        let hints = self.queues.take_from(Queue::Outbox);
        hints.iter().filter_map(|hint| Outbox::read(&hint.body)?.mail()).collect()
    }
}

#[tokio::test]
async fn a_recorded_mail_is_announced_and_one_of_nobody_is_not() {
    let world = World::new(2).await;
    let id = world.record(|mail| mail).await;
    world.record(PendingMail::void).await;
    assert_eq!(world.relayed().await, [id]);
}

#[tokio::test]
async fn what_becomes_of_a_mail_announces_it_to_nobody() {
    let world = World::new(2).await;
    let id = world.record(|mail| mail).await;
    let now = world.now();
    world.move_on(id, |mail| mail.claimed(now)).await;
    world.move_on(id, |mail| mail.held(now + SignedDuration::from_mins(1), now)).await;
    // Once, for the record that made it.
    assert_eq!(world.relayed().await, [id]);
}

#[tokio::test]
async fn a_mail_whose_hint_was_lost_is_found_by_the_sweep() {
    let world = World::new(2).await;
    let id = world.record(|mail| mail).await;
    world.record(PendingMail::void).await;
    assert_eq!(world.swept().await, []);
    world.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(world.swept().await, [id]);
}

#[tokio::test]
async fn a_lost_claim_is_found_by_the_sweep_and_an_unknown_mail_is_left_to_the_admins() {
    let world = World::new(2).await;
    let id = world.record(|mail| mail).await;
    let now = world.now();
    world.move_on(id, |mail| mail.claimed(now)).await;
    world.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(world.swept().await, []);
    world.clock.advance(LEASE);
    assert_eq!(world.swept().await, [id]);
    world.move_on(id, |mail| mail.orphaned(now)).await;
    world.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(world.swept().await, []);
    let (unknown, _) = world.ctx.store.unknown_mails(10, None).await.unwrap();
    assert_eq!(unknown[0].value.state, MailState::Unknown { claimed_at: now });
}

#[tokio::test]
async fn a_mail_that_waits_is_found_when_its_time_has_come() {
    let world = World::new(2).await;
    let id = world.record(|mail| mail).await;
    let now = world.now();
    world.move_on(id, |mail| mail.held(now + SignedDuration::from_hours(1), now)).await;
    world.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(world.swept().await, []);
    world.clock.advance(SignedDuration::from_mins(32));
    assert_eq!(world.swept().await, [id]);
}
