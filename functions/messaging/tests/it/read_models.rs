//! Lists and counts against the rows, whatever the order and number of the records.
use crate::stage::Stage;
use domain::{
    change::Actor,
    ids::InviteeId,
    invitee::StatusName,
    message::{Delivery, Tally},
    transition::Trigger,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    CommitError, Transaction,
    contacts::{Contact, PersonName},
    read_models::{
        AnswerKind, AuditSubject, Images, LogScope, LoggedMessage, MessageFilter, Slice,
    },
};
use testkit::{Dice, Units};

/// All invitees of a status, page by page.
async fn listed(stage: &Stage, status: StatusName) -> Vec<InviteeId> {
    let mut ids = Vec::new();
    let mut after = None;
    loop {
        let list = stage.ctx.store.invitee_list(stage.event, status, after.as_deref(), 3);
        let slice = list.await.unwrap();
        ids.extend(slice.items.iter().map(|invitee| invitee.id));
        after = slice.next;
        if after.is_none() {
            return ids;
        }
    }
}

async fn logged(stage: &Stage, scope: LogScope, filter: &MessageFilter) -> Vec<LoggedMessage> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let log = stage.ctx.store.message_log(scope, filter, after.as_deref(), 4);
        let slice = log.await.unwrap();
        all.extend(slice.items);
        after = slice.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn answered(stage: &Stage, kind: AnswerKind) -> BTreeSet<InviteeId> {
    let list = stage.ctx.store.org_answers(stage.org, kind, None, None, 200);
    let Slice { items, next } = list.await.unwrap();
    assert_eq!(next, None);
    assert_eq!(items.iter().map(|one| one.invitee).collect::<BTreeSet<_>>().len(), items.len());
    items.into_iter().map(|one| one.invitee).collect()
}

/// What the records say was the last of each message: what the log must show.
fn last_known(records: &[Images]) -> BTreeMap<String, String> {
    let mut known: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for image in records.iter().filter_map(|record| record.new.as_ref()) {
        let (Some(delivery), Some(key)) = (image.text("dl"), message_of(image)) else { continue };
        let rev = image.rev().unwrap();
        let entry = known.entry(key).or_default();
        if entry.0 <= rev {
            *entry = (rev, delivery.to_owned());
        }
    }
    known.into_iter().map(|(key, (_, delivery))| (key, delivery)).collect()
}

fn message_of(image: &store::Row) -> Option<String> {
    let sk = image.text("sk")?;
    match image.kind()? {
        "invitee" => {
            let (generation, sequence) = (image.number("generation")?, image.number("sq")?);
            Some(format!("{sk} {generation} {sequence}"))
        }
        "message" => Some(sk.to_owned()),
        _ => None,
    }
}

/// Everything that is shown is what the rows and the records say.
async fn assert_converged(stage: &Stage, guests: &[InviteeId]) {
    let mut by_status: BTreeMap<StatusName, BTreeSet<InviteeId>> = BTreeMap::new();
    for id in guests {
        by_status.entry(stage.invitee(*id).await.status.name()).or_default().insert(*id);
    }
    let counts = stage.ctx.store.invitee_counts(stage.event).await.unwrap();
    for status in StatusName::ALL {
        let rows = by_status.remove(&status).unwrap_or_default();
        let shown = listed(stage, status).await;
        let count = counts.by_status.get(&status).copied().unwrap_or_default();
        assert_eq!(count, u64::try_from(rows.len()).unwrap(), "{status:?}");
        assert_eq!(shown.len(), rows.len(), "{status:?}");
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), rows, "{status:?}");
        match status {
            StatusName::Accepted => {
                assert_eq!(answered(stage, AnswerKind::Confirmed).await, rows);
            }
            StatusName::Queued
            | StatusName::Inviting
            | StatusName::Invited
            | StatusName::Declined
            | StatusName::Expired
            | StatusName::Withdrawn
            | StatusName::Waitlisted
            | StatusName::Failed
            | StatusName::Removed
            | StatusName::Cancelled => (),
        }
    }
    assert_log(stage).await;
}

async fn assert_log(stage: &Stage) {
    let (records, _) = stage.records(0);
    let expected = last_known(&records);
    for scope in [LogScope::Org(stage.org), LogScope::Event(stage.event)] {
        let log = logged(stage, scope, &MessageFilter::default()).await;
        let ids: BTreeSet<String> = log.iter().map(|message| message.id.to_string()).collect();
        assert_eq!(ids.len(), log.len(), "each message once");
        assert_eq!(log.len(), expected.len());
        assert!(log.is_sorted_by_key(|message| std::cmp::Reverse(message.recorded_at)));
        let states = |all: Vec<&str>| {
            let mut counts = BTreeMap::<String, usize>::new();
            for state in all {
                *counts.entry(state.to_owned()).or_default() += 1;
            }
            counts
        };
        assert_eq!(
            states(log.iter().map(|message| message.delivery.name()).collect()),
            states(expected.values().map(String::as_str).collect()),
        );
        assert!(log.iter().all(|message| !message.words.is_empty()), "words outlive the row's");
        let counts = stage.ctx.store.message_counts(scope, None).await.unwrap();
        assert_eq!(counts.planned(), u64::try_from(log.len()).unwrap());
        for tally in Tally::ALL {
            let rows = log.iter().filter(|message| message.delivery.tally() == Some(tally));
            assert_eq!(counts.of(tally), u64::try_from(rows.count()).unwrap(), "{tally:?}");
        }
    }
}

async fn guests(stage: &Stage, count: u16) -> Vec<InviteeId> {
    let mut guests = Vec::new();
    for number in 0..count {
        guests.push(stage.add(number).await);
    }
    guests
}

fn below(dice: &mut Dice, limit: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(limit).unwrap())).unwrap()
}

fn shuffled(mut records: Vec<Images>, dice: &mut Dice) -> Vec<Images> {
    for at in (1..records.len()).rev() {
        records.swap(at, below(dice, at + 1));
    }
    records
}

#[tokio::test]
async fn i2_displayed_counts_converge_to_the_rows_whatever_order_records_come_in() {
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let stage = Stage::new().await;
        let guests = guests(&stage, 5).await;
        for _ in 0..50 {
            let guest = guests[below(&mut dice, guests.len())];
            stage.stir(guest, &mut dice).await;
            if dice.below(4) == 0 {
                let (records, _) = stage.records(0);
                let from = below(&mut dice, records.len());
                stage.fold(&shuffled(records[from..].to_vec(), &mut dice)).await;
            }
        }
        let (records, _) = stage.records(0);
        for batch in shuffled(records, &mut dice).chunks(7) {
            stage.fold(batch).await;
        }
        assert_converged(&stage, &guests).await;
        stage.fold_all().await;
        assert_converged(&stage, &guests).await;
    }
}

#[tokio::test]
async fn workers_that_fold_while_rows_change_converge() {
    for seed in 0..6 {
        let stage = Stage::new().await;
        let guests = guests(&stage, 3).await;
        stage.table.interleave(seed);
        let stirring = async {
            let mut dice = Dice::new(seed);
            for _ in 0..25 {
                let guest = guests[below(&mut dice, guests.len())];
                stage.stir(guest, &mut dice).await;
            }
        };
        let worker = |number: u64| {
            let stage = &stage;
            async move {
                let (mut dice, mut seen) = (Dice::new(seed * 10 + number), 0);
                for _ in 0..40 {
                    let (records, last) = stage.records(seen);
                    tokio::task::yield_now().await;
                    let records = shuffled(records, &mut dice);
                    // Whoever lost too often gets its records again, as from a stream.
                    loop {
                        let folded =
                            stage.ctx.store.fold_stream(records.clone(), stage.now()).await;
                        match folded {
                            Ok(()) => break,
                            Err(CommitError::Conflict | CommitError::Refused(_)) => (),
                            Err(error) => panic!("{error}"),
                        }
                    }
                    seen = last;
                }
                seen
            }
        };
        let ((), seen, _) = futures::join!(stirring, worker(1), worker(2));
        stage.fold(&stage.records(seen).0).await;
        assert_converged(&stage, &guests).await;
    }
}

#[tokio::test]
async fn whoever_read_the_row_earlier_does_not_write_last() {
    for seed in 0..40 {
        let stage = Stage::new().await;
        let guest = stage.add(1).await;
        stage.pick(guest).await;
        stage.send(guest).await;
        let (records, last) = stage.records(0);
        stage.table.interleave(seed);
        futures::join!(stage.fold(&records), async {
            stage.yes(guest).await;
            stage.fold(&stage.records(last).0).await;
        });
        assert_converged(&stage, &[guest]).await;
    }
}

#[tokio::test]
async fn i13_every_status_change_is_in_the_audit_log_once() {
    let mut dice = Dice::new(3);
    let stage = Stage::new().await;
    let guest = stage.add(1).await;
    for _ in 0..12 {
        stage.stir(guest, &mut dice).await;
    }
    let (records, _) = stage.records(0);
    stage.fold(&records).await;
    stage.fold(&shuffled(records, &mut dice)).await;
    let log = stage.ctx.store.audit_log(stage.org, None, 200).await.unwrap().items;
    let changes: Vec<(Timestamp, StatusName)> = log
        .iter()
        .rev()
        .filter_map(|entry| match &entry.subject {
            AuditSubject::Invitee { after, .. } => Some((entry.at, *after)),
            AuditSubject::Event { .. }
            | AuditSubject::ContactCreated { .. }
            | AuditSubject::ContactDeleted { .. } => None,
        })
        .collect();
    let history = stage.invitee(guest).await.history;
    let expected: Vec<_> = history.iter().map(|change| (change.at, change.after)).collect();
    assert_eq!(changes, expected);
    let made = log.last().unwrap();
    assert_eq!(made.by, "usr_1");
    assert!(matches!(made.subject, AuditSubject::Event { before: None, .. }), "{made:?}");
}

#[tokio::test]
async fn a_contact_that_is_deleted_leaves_who_did_it() {
    let stage = Stage::new().await;
    let id = domain::ids::ContactId::from_bytes([7; 10]);
    let contact = Contact {
        name: PersonName::new("Ada", "Lovelace"),
        phone: None,
        email: None,
        tags: vec!["family".into(), "vip".into()],
        note: String::new(),
        organization: String::new(),
        custom: BTreeMap::new(),
        zone: None,
        created_at: stage.now(),
    };
    let mut made = Transaction::by("usr_1");
    made.create_contact(stage.org, id, &contact);
    stage.ctx.store.commit(made).await.unwrap();
    stage.fold_all().await;
    let family = store::contacts::tag_view(stage.org, "family");
    assert_eq!(stage.ctx.store.view_page(&family, None, 9).await.unwrap().entries.len(), 1);

    stage.pass(1);
    let key = store::keys::ContactKey { org: stage.org, contact: id };
    let seen = stage.ctx.store.get::<Contact>(&key, store::Consistency::Strong).await;
    let mut gone = Transaction::by("usr_2");
    gone.delete_contact(&seen.unwrap().unwrap(), stage.now());
    stage.ctx.store.commit(gone).await.unwrap();
    stage.fold_all().await;
    assert!(stage.ctx.store.view_page(&family, None, 9).await.unwrap().entries.is_empty());
    let log = stage.ctx.store.audit_log(stage.org, None, 2).await.unwrap().items;
    assert_eq!((log[0].by.as_str(), log[1].by.as_str()), ("usr_2", "usr_1"));
    assert_eq!(log[0].subject, AuditSubject::ContactDeleted { contact: id });
    let name = "Ada Lovelace".to_owned();
    assert_eq!(log[1].subject, AuditSubject::ContactCreated { contact: id, name });
}

#[tokio::test]
async fn a_message_stays_in_the_log_when_its_invitee_is_asked_again() {
    let stage = Stage::new().await;
    let guest = stage.add(1).await;
    stage.pick(guest).await;
    stage.send(guest).await;
    stage.no(guest).await;
    stage.pass(60);
    let position = domain::position::Position::at_end(stage.now(), 0);
    let user = Actor::User(domain::ids::UserId::from_bytes([9; 10]));
    stage.change(guest, user, Trigger::Reinvite { position }).await;
    stage.pick(guest).await;
    stage.fold_all().await;
    let scope = LogScope::Event(stage.event);
    let filter = MessageFilter {
        purposes: vec![domain::message::Purpose::Invite],
        ..MessageFilter::default()
    };
    let log = logged(&stage, scope, &filter).await;
    let states: Vec<Delivery> = log.iter().map(|message| message.delivery).collect();
    assert_eq!(states, [Delivery::Queued, Delivery::Submitted]);
    assert!(log[1].words.starts_with("Guest 1"), "{}", log[1].words);
    assert_eq!(log[1].segments, 2);
}

#[tokio::test]
async fn a_page_of_50_costs_at_most_3_read_units() {
    let stage = Stage::new().await;
    let guests = guests(&stage, 120).await;
    for guest in &guests[..110] {
        stage.pass(1);
        stage.pick(*guest).await;
        stage.send(*guest).await;
    }
    let (records, _) = stage.records(0);
    for batch in records.chunks(25) {
        stage.fold(batch).await;
    }
    let (store, most) = (&stage.ctx.store, Units::whole(3));
    let metered = || {
        let used = stage.table.meter().read_units();
        stage.table.reset_meter();
        used
    };
    let all = MessageFilter::default();
    for scope in [LogScope::Org(stage.org), LogScope::Event(stage.event)] {
        metered();
        let first = store.message_log(scope, &all, None, 50).await.unwrap();
        let used = metered();
        assert!(first.items.len() == 50 && used <= most, "messages: {used}");
        store.message_log(scope, &all, first.next.as_deref(), 50).await.unwrap();
        let used = metered();
        assert!(used <= most, "messages, second page: {used}");
    }
    let invited = store.invitee_list(stage.event, StatusName::Invited, None, 50).await.unwrap();
    let used = metered();
    assert!(invited.items.len() == 50 && used <= most, "invitees: {used}");
    let audit = store.audit_log(stage.org, None, 50).await.unwrap();
    let used = metered();
    assert!(audit.items.len() == 50 && used <= most, "audit: {used}");
    store.org_figures(stage.org, None).await.unwrap();
    store.invitee_counts(stage.event).await.unwrap();
    assert_eq!(metered(), Units::whole(1));
}
