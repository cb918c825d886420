//! An org with an event and its list, and requests as its people make them.
use domain::{
    event::{Event, EventState},
    ids::{ContactId, EventId, InviteeId},
    message::Purpose,
};
use jiff::civil::date;
use std::ops::Deref;
use store::{
    Transaction,
    contacts::{Contact, PersonName},
    keys::ContactKey,
};
use testkit::{
    fixtures::{self, ORG},
    stage::Office,
};

pub(crate) struct World(Office);

impl Deref for World {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.0
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self(Office::new(invitees::router()).await)
    }

    /// A new event of ten seats on 12 June at 19:00 in New York, started.
    pub(crate) async fn event(&self) -> EventId {
        self.event_with(|_| ()).await
    }

    /// The same with other settings.
    pub(crate) async fn event_with(&self, change: impl FnOnce(&mut Event)) -> EventId {
        let mut event = Event {
            id: EventId::from_bytes(self.ctx.ids.bytes()),
            code: None,
            created_at: self.now(),
            ..fixtures::event(1)
        };
        event.when.starts_local = date(2026, 6, 12).at(19, 0, 0, 0);
        change(&mut event);
        self.create_event(&event, 10).await;
        event.id
    }

    /// A new contact.
    pub(crate) async fn contact(&self, number: u16, name: &str, tags: &[&str]) -> ContactId {
        self.contact_with(number, |contact| {
            contact.name = PersonName::divided(name);
            contact.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        })
        .await
    }

    /// A new contact, otherwise.
    pub(crate) async fn contact_with(
        &self,
        number: u16,
        change: impl FnOnce(&mut Contact),
    ) -> ContactId {
        let mut contact = Contact {
            name: PersonName::new("Guest", &number.to_string()),
            phone: Some(fixtures::phone(number)),
            ..Contact::blank(self.now())
        };
        change(&mut contact);
        let key = ContactKey { org: ORG, contact: fixtures::contact_id(number) };
        let mut transaction = Transaction::new();
        transaction.put(&key, &contact);
        self.ctx.store.commit(transaction).await.unwrap();
        key.contact
    }

    /// The queue's names, in order.
    pub(crate) async fn queue(&self, event: EventId) -> Vec<String> {
        let page = self.ctx.store.queue(event, 1_000, None).await.unwrap();
        page.entries.into_iter().map(|entry| entry.name).collect()
    }

    /// The messages to an invitee but invitations.
    pub(crate) async fn messages(&self, event: EventId, invitee: InviteeId) -> Vec<Purpose> {
        let messages = self.ctx.store.messages_of(event, invitee, 100).await.unwrap();
        messages.into_iter().map(|kept| kept.message.key.purpose()).collect()
    }

    pub(crate) async fn set_state(&self, event: EventId, state: EventState) {
        self.change_event(event, |event| event.state = state).await;
    }
}

/// An event's list.
pub(crate) fn list(event: EventId) -> String {
    format!("/v1/orgs/{ORG}/events/{event}/invitees")
}

/// One on the list, or a command for it.
pub(crate) fn one(event: EventId, invitee: InviteeId, more: &str) -> String {
    format!("{}/{invitee}{more}", list(event))
}
