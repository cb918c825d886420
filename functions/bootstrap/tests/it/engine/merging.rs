//! A person of several contacts has one place on a list: whoever is merged, in whatever order.
use super::world::{World, guest};
use domain::{
    ids::{ContactId, InviteeId},
    invitee::{Invitee, SkipReason, StatusName},
};
use store::{
    Consistency, Stored, Transaction,
    contacts::{Contact, FormerIdentity},
};
use testkit::fixtures::{self, ORG};

/// A contact with the phone of a guest.
async fn contact(world: &World, number: u16) -> ContactId {
    let id = fixtures::contact_id(number);
    let phone = guest(&world.event, number).phone;
    let contact = Contact { phone, ..Contact::blank(world.now()) };
    let mut transaction = Transaction::new();
    transaction.create_contact(ORG, id, &contact);
    world.ctx.store.commit(transaction).await.unwrap();
    id
}

/// Puts a contact on the list under the phone of a guest.
async fn queue(world: &World, contact: ContactId, number: u16) -> InviteeId {
    let invitee = Invitee { contact: Some(contact), ..guest(&world.event, number) };
    world.create(&invitee).await;
    invitee.id
}

async fn stored(world: &World, id: ContactId) -> Stored<Contact> {
    world.ctx.store.contact(ORG, id, Consistency::Strong).await.unwrap().unwrap()
}

/// As the command does: what the other was is remembered.
async fn merge(world: &World, survivor: ContactId, other: ContactId) {
    let (survivor, other) = (stored(world, survivor).await, stored(world, other).await);
    let gone = FormerIdentity { contact: other.key.contact, phone: other.value.phone.clone() };
    let mut merged = survivor.value.clone();
    merged.former.push(gone);
    merged.former.extend(other.value.former.clone());
    let mut transaction = Transaction::by("usr_1");
    transaction.merge_contacts(&survivor, &other, &merged, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
}

async fn is_passed_over(world: &World, number: u16) -> bool {
    let guest = world.guest(number).await;
    guest.status.name() == StatusName::Queued
        && guest.skip.is_some_and(|skip| skip.reason == SkipReason::ContactDeleted)
}

#[tokio::test]
async fn whoever_was_invited_as_the_other_contact_does_not_wait_as_the_one_that_stays() {
    let mut world = World::new(1, 0).await;
    let (ada, bob) = (contact(&world, 1).await, contact(&world, 0).await);
    queue(&world, bob, 0).await;
    world.start().await;
    world.settle().await;
    queue(&world, ada, 1).await;
    merge(&world, ada, bob).await;
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    assert!(is_passed_over(&world, 1).await);
}

#[tokio::test]
async fn a_third_contact_of_somebody_who_was_invited_as_the_second_does_not_wait() {
    let mut world = World::new(1, 0).await;
    let (ada, bob, cyd) =
        (contact(&world, 9).await, contact(&world, 0).await, contact(&world, 1).await);
    queue(&world, bob, 0).await;
    world.start().await;
    world.settle().await;
    merge(&world, ada, bob).await;
    world.settle().await;
    queue(&world, cyd, 1).await;
    merge(&world, ada, cyd).await;
    world.settle().await;
    assert!(is_passed_over(&world, 1).await);
    assert_eq!(world.texts.accepted().len(), 1);
}

#[tokio::test]
async fn an_invitation_on_its_way_goes_back_where_its_person_was_invited_already() {
    let mut world = World::new(5, 0).await;
    let (ada, bob) = (contact(&world, 0).await, contact(&world, 1).await);
    queue(&world, ada, 0).await;
    world.start().await;
    world.settle().await;
    queue(&world, bob, 1).await;
    world.relay().await;
    world.fill_once().await;
    assert_eq!(world.guest(1).await.status.name(), StatusName::Inviting);
    merge(&world, ada, bob).await;
    world.settle().await;
    assert!(is_passed_over(&world, 1).await);
    assert_eq!(world.texts.accepted().len(), 1);
}

#[tokio::test]
async fn a_guest_waits_on_through_a_chain_of_merges() {
    for together in [false, true] {
        let mut world = World::new(5, 0).await;
        let (ada, bob, dan) =
            (contact(&world, 8).await, contact(&world, 0).await, contact(&world, 9).await);
        queue(&world, bob, 0).await;
        merge(&world, ada, bob).await;
        if !together {
            world.settle().await;
            assert_eq!(world.guest(0).await.contact, Some(ada));
        }
        merge(&world, dan, ada).await;
        world.settle().await;
        let waiting = world.guest(0).await;
        assert_eq!((waiting.contact, waiting.skip), (Some(dan), None), "together: {together}");
        world.start().await;
        world.settle().await;
        assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    }
}

#[tokio::test]
async fn a_guest_waits_on_whose_phone_changed_before_a_merge() {
    let mut world = World::new(5, 0).await;
    let (ada, bob) = (contact(&world, 9).await, contact(&world, 0).await);
    queue(&world, bob, 0).await;
    let seen = stored(&world, bob).await;
    let mut changed = Contact { phone: guest(&world.event, 7).phone, ..seen.value.clone() };
    changed.remember_phone(bob, &seen.value);
    let mut transaction = Transaction::by("usr_1");
    transaction.replace_contact(&seen, &changed);
    world.ctx.store.commit(transaction).await.unwrap();
    merge(&world, ada, bob).await;
    world.settle().await;
    let waiting = world.guest(0).await;
    assert_eq!((waiting.contact, waiting.skip), (Some(ada), None));
}

#[tokio::test]
async fn a_deleted_contact_is_not_invited_under_a_phone_that_it_had() {
    let mut world = World::new(5, 0).await;
    let bob = contact(&world, 0).await;
    queue(&world, bob, 0).await;
    let seen = stored(&world, bob).await;
    let mut changed = Contact { phone: guest(&world.event, 7).phone, ..seen.value.clone() };
    changed.remember_phone(bob, &seen.value);
    let mut transaction = Transaction::by("usr_1");
    transaction.replace_contact(&seen, &changed);
    world.ctx.store.commit(transaction).await.unwrap();
    let mut transaction = Transaction::by("usr_1");
    transaction.delete_contact(&stored(&world, bob).await, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    assert!(is_passed_over(&world, 0).await);
}

#[tokio::test]
async fn a_guest_who_waits_twice_waits_once_as_the_one_that_stays() {
    let mut world = World::new(5, 0).await;
    let (ada, bob, cyd) =
        (contact(&world, 9).await, contact(&world, 0).await, contact(&world, 1).await);
    queue(&world, bob, 0).await;
    queue(&world, cyd, 1).await;
    merge(&world, ada, bob).await;
    merge(&world, ada, cyd).await;
    world.settle().await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 1);
    let passed_over = [is_passed_over(&world, 0).await, is_passed_over(&world, 1).await];
    assert_eq!(passed_over.iter().filter(|one| **one).count(), 1);
}
