//! Whom an org does not text, what phones say of it, and what contacts learn from their invitations.
use super::world::{World, guest};
use domain::{
    event::{Event, EventState},
    ids::{ContactId, OrgId},
    invitee::{Invitee, SkipReason, StatusName},
    phone::Phone,
};
use store::{
    Consistency, Transaction,
    contacts::Contact,
    orgs::Org,
    purge::Purge,
    suppressions::{OrganizersWord, Recipient, Suppression},
};
use testkit::fixtures::{self, ORG};

const SENDER: &str = "+12125550100";
const OTHER: OrgId = OrgId::from_bytes([8; 10]);

/// An event of another org, inviting, with a guest of the same phone.
async fn second_org(world: &World) -> Event {
    world.create_org(OTHER, |_| ()).await;
    let event = Event { org: OTHER, state: EventState::Active, ..fixtures::event(2) };
    world.create_event(&event, 5).await;
    world.create_invitee(&guest(&event, 0)).await;
    let mut transaction = Transaction::new();
    transaction.start_engine(event.id, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    event
}

async fn organizer(world: &World, org: OrgId, phone: &Phone, withholds: bool) {
    let recipient = Recipient::Phone(phone.clone());
    let seen = world.ctx.store.suppression(org, &recipient).await.unwrap();
    let word = OrganizersWord { reason: String::new(), actor: "usr_1".into(), since: world.now() };
    let known = seen.as_ref().map(|seen| seen.value.clone()).unwrap_or_default();
    let now = Suppression { organizer: withholds.then_some(word), ..known };
    let mut transaction = Transaction::by("usr_1");
    transaction.change_suppression(org, &recipient, seen.as_ref(), &now, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
}

async fn says(world: &World, phone: &Phone, stop: bool) {
    let mut transaction = Transaction::by("sms");
    if stop {
        transaction.suppress(phone, SENDER);
    } else {
        transaction.unsuppress(phone, SENDER);
    }
    world.ctx.store.commit(transaction).await.unwrap();
}

async fn kept(world: &World, org: OrgId, phone: &Phone) -> Option<Suppression> {
    let recipient = Recipient::Phone(phone.clone());
    let stored = world.ctx.store.suppression(org, &recipient).await.unwrap();
    stored.map(|stored| stored.value)
}

async fn ledger(world: &World, org: OrgId, phone: &Phone) -> Vec<&'static str> {
    let recipient = Recipient::Phone(phone.clone());
    let entries = world.ctx.store.consents(org, &recipient, 100).await.unwrap();
    entries.iter().map(|entry| entry.value.kind.name()).collect()
}

#[tokio::test]
async fn a_phone_that_an_org_suppresses_gets_no_text_of_it_and_those_of_others() {
    for without_guard in [false, true] {
        let mut world = World::new(5, 1).await;
        let event = second_org(&world).await;
        let phone = world.guest(0).await.phone.unwrap();
        organizer(&world, ORG, &phone, true).await;
        if without_guard {
            world.table.unguard("PHONE");
        }
        world.start().await;
        world.settle().await;
        world.table.heal();
        let others = world.load(event.id, guest(&event, 0).id).await;
        assert_eq!(others.status.name(), StatusName::Invited);
        let own = world.guest(0).await;
        if without_guard {
            // Without the claim's condition the org's word counts for nothing.
            assert_eq!(own.status.name(), StatusName::Invited);
            continue;
        }
        assert_eq!(world.texts.accepted().len(), 1);
        assert_eq!(own.status.name(), StatusName::Queued);
        assert_eq!(own.skip.map(|skip| skip.reason), Some(SkipReason::Suppressed));
        organizer(&world, ORG, &phone, false).await;
        world.settle().await;
        assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    }
}

#[tokio::test]
async fn a_stop_is_known_to_every_org_that_invited_the_phone_and_a_start_lifts_it() {
    let mut world = World::new(5, 1).await;
    world.create_org(ORG, |_| ()).await;
    second_org(&world).await;
    let phone = world.guest(0).await.phone.unwrap();
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 2);
    says(&world, &phone, true).await;
    world.settle().await;
    for org in [ORG, OTHER] {
        assert!(kept(&world, org, &phone).await.unwrap().stopped_at.is_some());
        assert_eq!(ledger(&world, org, &phone).await, ["withdrawn"]);
    }
    // The stream may tell all of it again.
    world.rewind();
    world.settle().await;
    assert_eq!(ledger(&world, ORG, &phone).await, ["withdrawn"]);
    says(&world, &phone, false).await;
    world.settle().await;
    for org in [ORG, OTHER] {
        assert_eq!(kept(&world, org, &phone).await, None);
        assert_eq!(ledger(&world, org, &phone).await, ["given", "withdrawn"]);
    }
}

#[tokio::test]
async fn a_start_lifts_what_the_person_said_and_no_organizers_word() {
    let mut world = World::new(5, 1).await;
    world.create_org(ORG, |_| ()).await;
    let phone = world.guest(0).await.phone.unwrap();
    world.start().await;
    world.settle().await;
    organizer(&world, ORG, &phone, true).await;
    says(&world, &phone, true).await;
    world.settle().await;
    says(&world, &phone, false).await;
    world.settle().await;
    let left = kept(&world, ORG, &phone).await.unwrap();
    assert_eq!((left.stopped_at, left.organizer.is_some()), (None, true));
    let known = world.ctx.store.recent_invitations(&phone).await.unwrap();
    assert!(known.refuses(SENDER, ORG) && !known.refuses(SENDER, OTHER));
}

#[tokio::test]
async fn a_stop_writes_nothing_into_an_org_that_is_being_emptied_or_gone() {
    let mut world = World::new(5, 1).await;
    world.create_org(ORG, |_| ()).await;
    second_org(&world).await;
    let phone = world.guest(0).await.phone.unwrap();
    world.start().await;
    world.settle().await;
    let seen = world.ctx.store.org(OTHER, Consistency::Strong).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    transaction.replace_org(&seen, &Org { purge: Some(Purge::Began), ..seen.value.clone() });
    world.ctx.store.commit(transaction).await.unwrap();
    says(&world, &phone, true).await;
    world.settle().await;
    assert!(kept(&world, ORG, &phone).await.is_some());
    assert_eq!(kept(&world, OTHER, &phone).await, None);
    assert_eq!(ledger(&world, OTHER, &phone).await, Vec::<&str>::new());
}

#[tokio::test]
async fn an_organizers_word_is_no_text_of_the_guest() {
    let mut world = World::new(5, 1).await;
    let phone = world.guest(0).await.phone.unwrap();
    organizer(&world, ORG, &phone, true).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Queued);
    organizer(&world, ORG, &phone, false).await;
    world.relay().await;
    assert_eq!(world.guest(0).await.skip, None);
    let rows = world.rows("invitee");
    assert_eq!(rows.iter().map(|row| row.text("by")).collect::<Vec<_>>(), [Some("engine")]);
}

/// A contact with the phone of a guest, and the guest's row made from it.
async fn contact(world: &World, number: u16, newcomer: bool) -> ContactId {
    let made = guest(&world.event, number);
    let id = fixtures::contact_id(number);
    let contact = Contact { phone: made.phone.clone(), ..Contact::blank(world.now()) };
    let mut transaction = Transaction::new();
    transaction.create_contact(ORG, id, &contact);
    world.ctx.store.commit(transaction).await.unwrap();
    world.create(&Invitee { contact: Some(id), newcomer, ..made }).await;
    id
}

async fn stored(world: &World, id: ContactId) -> store::Stored<Contact> {
    world.ctx.store.contact(ORG, id, Consistency::Strong).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_contact_learns_once_that_it_was_invited() {
    let mut world = World::new(1, 0).await;
    let first = contact(&world, 0, true).await;
    let waiting = contact(&world, 1, true).await;
    world.start().await;
    world.settle().await;
    let known = stored(&world, first).await;
    assert!(known.value.invited);
    assert_eq!(known.rev, 2, "one write");
    assert!(!stored(&world, waiting).await.value.invited);
    world.rewind();
    world.settle().await;
    assert_eq!(stored(&world, first).await.rev, 2, "a repetition writes nothing");
}

#[tokio::test]
async fn who_joined_a_list_as_known_costs_no_write() {
    let mut world = World::new(1, 0).await;
    let known = contact(&world, 0, false).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    assert_eq!(stored(&world, known).await.rev, 1);
}

async fn merge(world: &World, survivor: ContactId, other: ContactId) {
    let (survivor, other) = (stored(world, survivor).await, stored(world, other).await);
    let mut transaction = Transaction::by("usr_1");
    transaction.merge_contacts(&survivor, &other, &survivor.value, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn who_waits_as_a_merged_contact_waits_on_as_the_one_that_stays() {
    let mut world = World::new(5, 0).await;
    let other = contact(&world, 1, true).await;
    let survivor = fixtures::contact_id(9);
    let mut transaction = Transaction::new();
    let ada = Contact { email: "ada@example.com".parse().ok(), ..Contact::blank(world.now()) };
    transaction.create_contact(ORG, survivor, &ada);
    world.ctx.store.commit(transaction).await.unwrap();
    merge(&world, survivor, other).await;
    world.settle().await;
    let waiting = world.guest(1).await;
    assert_eq!((waiting.contact, waiting.skip), (Some(survivor), None));
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(1).await.status.name(), StatusName::Invited);
}

#[tokio::test]
async fn nobody_is_invited_twice_because_of_a_merge() {
    let mut world = World::new(5, 0).await;
    let (survivor, other) = (contact(&world, 0, true).await, contact(&world, 1, true).await);
    merge(&world, survivor, other).await;
    world.settle().await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    let passed_over = world.guest(1).await;
    assert_eq!(passed_over.skip.map(|skip| skip.reason), Some(SkipReason::ContactDeleted));
    assert_eq!(world.texts.accepted().len(), 1);
}
