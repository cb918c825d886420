//! Events of an org, and requests about them as its people make them.
use domain::{event::EventState, ids::EventId};
use serde_json::{Value, json};
use std::ops::Deref;
use store::{Transaction, events::Walk};
use testkit::{fixtures::ORG, stage::Office};

pub(crate) struct World(Office);

impl Deref for World {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.0
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self(Office::new(events::router()).await)
    }

    /// A new event of ten seats at 19:00 in New York, with other fields where they are given.
    pub(crate) async fn event(&self, more: Value) -> EventId {
        let mut body = json!({
            "name": "Garden party",
            "starts_local": "2026-06-12T19:00",
            "capacity": 10,
        });
        for (field, value) in more.as_object().unwrap() {
            body[field] = value.clone();
        }
        let made = self.post(&events(), body).await.with(201);
        made["id"].as_str().unwrap().parse().unwrap()
    }

    pub(crate) async fn walk(&self, event: EventId) -> Option<Walk> {
        self.event_and_seats(event).await.engine.walk.map(|(walk, _)| walk)
    }

    /// The engine has come to the end of its walk.
    pub(crate) async fn walked(&self, event: EventId) {
        let walk = self.event_and_seats(event).await.engine.walk.unwrap();
        let mut transaction = Transaction::new();
        transaction.advance_walk(event, walk, None);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) async fn set_state(&self, event: EventId, state: EventState) {
        self.change_event(event, |event| event.state = state).await;
    }
}

pub(crate) fn events() -> String {
    format!("/v1/orgs/{ORG}/events")
}

pub(crate) fn at(event: EventId, more: &str) -> String {
    format!("/v1/orgs/{ORG}/events/{event}{more}")
}
