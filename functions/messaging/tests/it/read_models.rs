//! Lists and counts against the rows, whatever the order and number of the records.
use crate::world::World;
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
        AnswerKind, AuditEntry, AuditSubject, Images, LogScope, LoggedMessage, MessageFilter, Slice,
    },
};
use testkit::{Dice, Units};

/// All invitees of a status, page by page.
async fn listed(world: &World, status: StatusName) -> Vec<InviteeId> {
    let mut ids = Vec::new();
    let mut after = None;
    loop {
        let list = world.ctx.store.invitee_list(world.event, status, after.as_deref(), 3);
        let slice = list.await.unwrap();
        ids.extend(slice.items.iter().map(|invitee| invitee.id));
        after = slice.next;
        if after.is_none() {
            return ids;
        }
    }
}

async fn logged(world: &World, scope: LogScope, filter: &MessageFilter) -> Vec<LoggedMessage> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let log = world.ctx.store.message_log(scope, filter, after.as_deref(), 4);
        let slice = log.await.unwrap();
        all.extend(slice.items);
        after = slice.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn answered(world: &World, kind: AnswerKind) -> BTreeSet<InviteeId> {
    let list = world.ctx.store.org_answers(world.org, kind, None, None, 200);
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
async fn assert_converged(world: &World, guests: &[InviteeId]) {
    let mut by_status: BTreeMap<StatusName, BTreeSet<InviteeId>> = BTreeMap::new();
    for id in guests {
        by_status.entry(world.invitee(*id).await.status.name()).or_default().insert(*id);
    }
    let counts = world.ctx.store.invitee_counts(world.event).await.unwrap();
    for status in StatusName::ALL {
        let rows = by_status.remove(&status).unwrap_or_default();
        let shown = listed(world, status).await;
        let count = counts.by_status.get(&status).copied().unwrap_or_default();
        assert_eq!(count, u64::try_from(rows.len()).unwrap(), "{status:?}");
        assert_eq!(shown.len(), rows.len(), "{status:?}");
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), rows, "{status:?}");
        match status {
            StatusName::Accepted => {
                assert_eq!(answered(world, AnswerKind::Confirmed).await, rows);
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
    assert_log(world).await;
}

async fn assert_log(world: &World) {
    let (records, _) = world.records(0);
    let expected = last_known(&records);
    for scope in [LogScope::Org(world.org), LogScope::Event(world.event)] {
        let log = logged(world, scope, &MessageFilter::default()).await;
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
        let counts = world.ctx.store.message_counts(scope, None).await.unwrap();
        assert_eq!(counts.planned(), u64::try_from(log.len()).unwrap());
        let billed =
            log.iter().filter(|message| message.delivery.tally() == Some(Tally::Submitted));
        let segments: u64 = billed.map(|message| u64::from(message.segments)).sum();
        assert_eq!(counts.segments, segments);
        for tally in Tally::ALL {
            let rows = log.iter().filter(|message| message.delivery.tally() == Some(tally));
            assert_eq!(counts.of(tally), u64::try_from(rows.count()).unwrap(), "{tally:?}");
        }
    }
}

async fn guests(world: &World, count: u16) -> Vec<InviteeId> {
    let mut guests = Vec::new();
    for number in 0..count {
        guests.push(world.add(number).await);
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
        let world = World::new().await;
        let guests = guests(&world, 5).await;
        for _ in 0..50 {
            let guest = guests[below(&mut dice, guests.len())];
            world.stir(guest, &mut dice).await;
            if dice.below(4) == 0 {
                let (records, _) = world.records(0);
                let from = below(&mut dice, records.len());
                world.fold_these(&shuffled(records[from..].to_vec(), &mut dice)).await;
            }
        }
        let (records, _) = world.records(0);
        for batch in shuffled(records, &mut dice).chunks(7) {
            world.fold_these(batch).await;
        }
        assert_converged(&world, &guests).await;
        world.fold_all().await;
        assert_converged(&world, &guests).await;
    }
}

#[tokio::test]
async fn workers_that_fold_while_rows_change_converge() {
    for seed in 0..6 {
        let world = World::new().await;
        let guests = guests(&world, 3).await;
        world.table.interleave(seed);
        let stirring = async {
            let mut dice = Dice::new(seed);
            for _ in 0..25 {
                let guest = guests[below(&mut dice, guests.len())];
                world.stir(guest, &mut dice).await;
            }
        };
        let worker = |number: u64| {
            let world = &world;
            async move {
                let (mut dice, mut seen) = (Dice::new(seed * 10 + number), 0);
                for _ in 0..40 {
                    let (records, last) = world.records(seen);
                    tokio::task::yield_now().await;
                    let records = shuffled(records, &mut dice);
                    // Whoever lost too often gets its records again, as from a stream.
                    loop {
                        let folded =
                            world.ctx.store.fold_stream(records.clone(), world.now()).await;
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
        world.fold_these(&world.records(seen).0).await;
        assert_converged(&world, &guests).await;
    }
}

#[tokio::test]
async fn whoever_read_the_row_earlier_does_not_write_last() {
    for seed in 0..40 {
        let world = World::new().await;
        let guest = world.add(1).await;
        world.pick(guest).await;
        world.send(guest).await;
        let (records, last) = world.records(0);
        world.table.interleave(seed);
        futures::join!(world.fold_these(&records), async {
            world.yes(guest).await;
            world.fold_these(&world.records(last).0).await;
        });
        assert_converged(&world, &[guest]).await;
    }
}

#[tokio::test]
async fn i13_every_status_change_is_in_the_audit_log_once() {
    let mut dice = Dice::new(3);
    let world = World::new().await;
    let guest = world.add(1).await;
    for _ in 0..12 {
        world.stir(guest, &mut dice).await;
    }
    let (records, _) = world.records(0);
    world.fold_these(&records).await;
    world.fold_these(&shuffled(records, &mut dice)).await;
    let log = world.ctx.store.audit_log(world.org, None, 200).await.unwrap().items;
    let changes: Vec<(Timestamp, StatusName)> = log
        .iter()
        .rev()
        .filter_map(|entry| match &entry.subject {
            AuditSubject::Invitee { after, .. } => Some((entry.at, *after)),
            AuditSubject::Event { .. }
            | AuditSubject::ContactCreated { .. }
            | AuditSubject::ContactChanged { .. }
            | AuditSubject::ContactDeleted { .. }
            | AuditSubject::Record(_) => None,
        })
        .collect();
    let history = world.invitee(guest).await.history;
    let expected: Vec<_> = history.iter().map(|change| (change.at, change.after)).collect();
    assert_eq!(changes, expected);
    let is_made =
        |entry: &&AuditEntry| matches!(entry.subject, AuditSubject::Event { before: None, .. });
    assert_eq!(log.iter().find(is_made).unwrap().by, "usr_1");
}

#[tokio::test]
async fn a_contact_that_is_deleted_leaves_who_did_it() {
    let world = World::new().await;
    let id = domain::ids::ContactId::from_bytes([7; 10]);
    let contact = Contact {
        name: PersonName::new("Ada", "Lovelace"),
        tags: vec!["family".into(), "vip".into()],
        ..Contact::blank(world.now())
    };
    let mut made = Transaction::by("usr_1");
    made.create_contact(world.org, id, &contact);
    world.ctx.store.commit(made).await.unwrap();
    world.fold_all().await;
    let family = store::contacts::tag_view(world.org, "family");
    assert_eq!(world.ctx.store.view_page(&family, None, 9).await.unwrap().entries.len(), 1);

    world.pass(1);
    let key = store::keys::ContactKey { org: world.org, contact: id };
    let seen = world.ctx.store.get::<Contact>(&key, store::Consistency::Strong).await;
    let mut gone = Transaction::by("usr_2");
    gone.delete_contact(&seen.unwrap().unwrap(), world.now());
    world.ctx.store.commit(gone).await.unwrap();
    world.fold_all().await;
    assert!(world.ctx.store.view_page(&family, None, 9).await.unwrap().entries.is_empty());
    let mut log = world.ctx.store.audit_log(world.org, None, 200).await.unwrap().items;
    log.retain(|entry| {
        !matches!(entry.subject, AuditSubject::Record(_) | AuditSubject::Event { .. })
    });
    assert_eq!(log.len(), 2);
    assert_eq!((log[0].by.as_str(), log[1].by.as_str()), ("usr_2", "usr_1"));
    assert_eq!(log[0].subject, AuditSubject::ContactDeleted { contact: id });
    let name = "Ada Lovelace".to_owned();
    assert_eq!(log[1].subject, AuditSubject::ContactCreated { contact: id, name });
}

#[tokio::test]
async fn a_message_stays_in_the_log_when_its_invitee_is_asked_again() {
    let world = World::new().await;
    let guest = world.add(1).await;
    world.pick(guest).await;
    world.send(guest).await;
    world.no(guest).await;
    world.pass(60);
    let position = domain::position::Position::at_end(world.now(), 0);
    let user = Actor::User(domain::ids::UserId::from_bytes([9; 10]));
    world.change(guest, user, Trigger::Reinvite { position }).await;
    world.pick(guest).await;
    world.fold_all().await;
    let scope = LogScope::Event(world.event);
    let filter = MessageFilter {
        purposes: vec![domain::message::Purpose::Invite],
        ..MessageFilter::default()
    };
    let log = logged(&world, scope, &filter).await;
    let states: Vec<Delivery> = log.iter().map(|message| message.delivery).collect();
    assert_eq!(states, [Delivery::Queued, Delivery::Submitted]);
    assert!(log[1].words.starts_with("Guest 1"), "{}", log[1].words);
    assert_eq!(log[1].segments, 2);
}

#[tokio::test]
async fn a_page_of_50_costs_at_most_3_read_units() {
    let world = World::new().await;
    let guests = guests(&world, 120).await;
    for guest in &guests[..110] {
        world.pass(1);
        world.pick(*guest).await;
        world.send(*guest).await;
    }
    let (records, _) = world.records(0);
    for batch in records.chunks(25) {
        world.fold_these(batch).await;
    }
    let (store, most) = (&world.ctx.store, Units::whole(3));
    let metered = || {
        let used = world.table.meter().read_units();
        world.table.reset_meter();
        used
    };
    let all = MessageFilter::default();
    for scope in [LogScope::Org(world.org), LogScope::Event(world.event)] {
        metered();
        let first = store.message_log(scope, &all, None, 50).await.unwrap();
        let used = metered();
        assert!(first.items.len() == 50 && used <= most, "messages: {used}");
        store.message_log(scope, &all, first.next.as_deref(), 50).await.unwrap();
        let used = metered();
        assert!(used <= most, "messages, second page: {used}");
    }
    let invited = store.invitee_list(world.event, StatusName::Invited, None, 50).await.unwrap();
    let used = metered();
    assert!(invited.items.len() == 50 && used <= most, "invitees: {used}");
    let audit = store.audit_log(world.org, None, 50).await.unwrap();
    let used = metered();
    assert!(audit.items.len() == 50 && used <= most, "audit: {used}");
    store.org_figures(world.org, None).await.unwrap();
    store.invitee_counts(world.event).await.unwrap();
    assert_eq!(metered(), Units::whole(1));
}
