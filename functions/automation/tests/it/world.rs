//! An event, and its commands as its org's people give them.
use domain::event::{Event, EventState};
use http::StatusCode;
use runtime::access_token::Bearer;
use serde_json::Value;
use std::ops::Deref;
use store::{Consistency, events::EventAndSeats};
use testkit::{
    fixtures,
    stage::{Office, Request},
};

pub(crate) struct World {
    office: Office,
    pub(crate) event: Event,
}

impl Deref for World {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.office
    }
}

impl World {
    /// A draft of `capacity` seats.
    pub(crate) async fn new(capacity: u32) -> Self {
        let office = Office::new(automation::router()).await;
        let event = Event { state: EventState::Draft, code: None, ..fixtures::event(1) };
        office.create_event(&event, capacity).await;
        Self { office, event }
    }

    /// Asks as the member.
    pub(crate) async fn ask(&self, method: &str, command: &str) -> (StatusCode, Value) {
        self.ask_about(&self.event, method, command, self.team.member).await
    }

    pub(crate) async fn ask_about(
        &self,
        event: &Event,
        method: &str,
        command: &str,
        by: Bearer,
    ) -> (StatusCode, Value) {
        let reply = self.request(event, method, command).by(by).send().await;
        (reply.status, reply.json())
    }

    /// A command that nobody has signed yet.
    pub(crate) fn request(&self, event: &Event, method: &str, command: &str) -> Request<'_> {
        let path = format!("/v1/orgs/{}/events/{}/{command}", event.org, event.id);
        self.api.request(method, path)
    }

    pub(crate) async fn seen(&self) -> EventAndSeats {
        self.event_and_seats(self.event.id).await
    }

    pub(crate) async fn change(&self, change: impl FnOnce(&mut Event)) {
        self.change_event(self.event.id, change).await;
    }

    pub(crate) async fn permits(&self) -> u32 {
        let allowance =
            self.ctx.store.allowance(self.event.org, Consistency::Strong).await.unwrap();
        allowance.org.limits.per_hour
    }
}
