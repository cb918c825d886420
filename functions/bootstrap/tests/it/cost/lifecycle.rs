//! What one guest costs from list to confirmation: 100 of one wave, shared among them.
use super::{
    document::{Budget, Line},
    dollars::Guest,
    figure::{Calls, Cost, Figure, OneCall},
    stage::{Stage, active},
};
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;
use store::Transaction;

/// The guests of the wave.
const GUESTS: u16 = 100;
/// The engine looks after a wave that soon.
const LOOKED_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// Half time, and with it the next look at each guest, is that soon.
const HALF_TIME: SignedDuration = SignedDuration::from_hours(13);

/// The calls of the lifecycle, by what they belong to.
#[derive(Debug, Default)]
struct Ledger {
    sends: Vec<Line>,
    lines: Vec<Line>,
    whole: Calls,
    /// What it took to be on the list.
    added: Cost,
    lists: Calls,
    changes: u64,
}

impl Ledger {
    fn note(&mut self, name: &str, calls: Calls) {
        self.lines.push(Line::each(name, &calls, GUESTS.into(), Budget::NONE));
        self.whole.extend(calls);
    }

    /// The stream goes on its way; what it folds is kept apart. The relay's other calls.
    async fn relay(&mut self, stage: &mut Stage) -> Calls {
        let (changes, calls) = stage.relay().await;
        let (lists, others) = calls.split(OneCall::folds);
        self.changes += changes;
        self.lists.extend(lists);
        others
    }
}

/// The lines, and one guest's share of what is multiplied by prices.
pub(super) async fn lifecycle() -> (Vec<Line>, Guest) {
    let mut stage = Stage::with(GUESTS.into(), 0, active).await;
    let mut contacts = Vec::new();
    for number in 0..GUESTS {
        let body = json!({ "name": format!("Grace Hopper {number}"), "phone": format!("646555{number:04}") });
        contacts.push(stage.contact(&body).await.0);
    }
    // Once in a contact's life there is one write more; it has a line of its own.
    let mut known = Transaction::new();
    for contact in &contacts {
        known.mark_invited(stage.world.event.org, contact.parse().unwrap());
    }
    stage.world.ctx.store.commit(known).await.unwrap();
    stage.relay().await;
    stage.step().await;
    let mut ledger = Ledger::default();
    invite(&mut stage, &mut ledger, &contacts).await;
    answer(&mut stage, &mut ledger).await;
    confirm(&mut stage, &mut ledger).await;
    let Ledger { sends, lines: steps, whole, added, lists, changes } = ledger;
    let guests = GUESTS.into();
    let guest = Guest {
        lifecycle: whole.each(guests),
        added,
        lists: lists.each(guests),
        changes: Figure::thousandths((changes * 1_000).div_ceil(guests)),
    };
    let budget = Budget::read(4_000).and_write(16_000);
    let mut lines = pages(&stage).await;
    lines.extend(sends.into_iter().chain(steps));
    lines.push(Line::each("**lifecycle of a guest**", &whole, GUESTS.into(), budget));
    lines.push(first_invitation().await);
    let later = afterwards(&mut stage).await;
    let lists = lists.each_of(1_000, changes);
    lines.extend(later);
    lines.push(Line::at("lists folded from the stream, for 1,000 changed rows", lists));
    (lines, guest)
}

async fn invite(stage: &mut Stage, ledger: &mut Ledger, contacts: &[String]) {
    let (_, added) = stage.add(contacts).await;
    let added = added.authorized();
    ledger.added = added.each(GUESTS.into());
    ledger.note("lifecycle: added to the list", added);
    let relayed = ledger.relay(stage).await;
    let mut step = stage.step().await;
    step.extend(relayed);
    ledger.note("lifecycle: picked for a wave", step);
    let relayed = ledger.relay(stage).await;
    let mut sent = stage.send_waiting().await;
    assert_eq!(stage.world.texts.accepted().len(), usize::from(GUESTS));
    let send = "send of an invitation with claim and result, one of 10";
    ledger.sends.push(Line::each(send, &sent, GUESTS.into(), Budget::write(4)));
    sent.extend(relayed);
    sent.extend(ledger.relay(stage).await);
    ledger.note("lifecycle: submitted", sent);
}

async fn answer(stage: &mut Stage, ledger: &mut Ledger) {
    let mut delivered = Calls::default();
    for accepted in stage.world.texts.accepted() {
        delivered.extend(stage.delivered(&accepted.text.id, &accepted.provider_id).await);
    }
    delivered.extend(ledger.relay(stage).await);
    ledger.note("lifecycle: delivered", delivered);
    let (mut opened, mut answered) = (Calls::default(), Calls::default());
    for guest in stage.world.guests() {
        opened.extend(stage.open(&stage.page(&guest), StatusCode::OK).await);
        answered.extend(stage.answer(&guest, "answer=yes&party=1&held=1").await);
    }
    ledger.note("lifecycle: page opened", opened);
    ledger.note("lifecycle: accepted", answered);
}

async fn confirm(stage: &mut Stage, ledger: &mut Ledger) {
    let created = ledger.relay(stage).await;
    ledger.note("lifecycle: confirmation created", created);
    let relayed = ledger.relay(stage).await;
    let mut sent = stage.send_waiting().await;
    assert_eq!(stage.world.texts.accepted().len(), 2 * usize::from(GUESTS));
    let send = "send of a confirmation with claim and result, one of 10";
    ledger.sends.push(Line::each(send, &sent, GUESTS.into(), Budget::write(4)));
    sent.extend(relayed);
    sent.extend(ledger.relay(stage).await);
    ledger.note("lifecycle: confirmation submitted", sent);
}

/// Guests whom nobody ever invited before.
const NEWCOMERS: u16 = 10;

/// That somebody was invited for the first time is noted on the contact.
async fn first_invitation() -> Line {
    let mut stage = Stage::with(NEWCOMERS.into(), 0, active).await;
    let mut contacts = Vec::new();
    for number in 0..NEWCOMERS {
        let body =
            json!({ "name": format!("Ada {number}"), "phone": format!("646555{number:04}") });
        contacts.push(stage.contact(&body).await.0);
    }
    stage.add(&contacts).await;
    for _ in 0..2 {
        stage.relay().await;
        stage.step().await;
    }
    stage.relay().await;
    stage.send_waiting().await;
    assert_eq!(stage.world.texts.accepted().len(), usize::from(NEWCOMERS));
    let (_, calls) = stage.relay().await;
    let (_, noted) = calls.split(OneCall::folds);
    Line::each(
        "first invitation ever of a contact, in no other line",
        &noted,
        NEWCOMERS.into(),
        Budget::write(1),
    )
}

/// What the engine does for those guests later, whatever they do.
async fn afterwards(stage: &mut Stage) -> Vec<Line> {
    let (per, none) = (GUESTS.into(), Budget::NONE);
    stage.world.clock.advance(LOOKED_AFTER);
    let wave = stage.step().await;
    stage.world.clock.advance(HALF_TIME);
    let mut guests = Calls::default();
    for _ in 0..2 {
        guests.extend(stage.step().await);
    }
    vec![
        Line::each("afterwards: the wave looked after, a guest", &wave, per, none),
        Line::each("afterwards: half time, a guest who accepted", &guests, per, none),
    ]
}

/// Pages of what is there now.
async fn pages(stage: &Stage) -> Vec<Line> {
    let page = Budget::read(3_000);
    let (_, accepted) = stage.get(&stage.event("/invitees?status=accepted")).await;
    let (first, messages) = stage.get("/messages").await;
    let next = format!("/messages?cursor={}", first["next_cursor"].as_str().unwrap());
    let (_, more) = stage.get(&next).await;
    let guest = stage.world.guest(1).await;
    let coming = stage.open(&stage.page(&guest), StatusCode::OK).await;
    let name = "guest page of one of 100 who come, with the others";
    vec![
        Line::new("page of 50: who accepted", &accepted.authorized(), page),
        Line::new("page of 50: messages", &messages.authorized(), page),
        Line::new("page of 50: messages, the next page", &more.authorized(), page),
        Line::new(name, &coming, Budget::read(1_500).one_call()),
    ]
}
