//! An event with guests, and what their browsers send.
use domain::{
    event::Event,
    invitee::{Invitee, Status},
    token::LinkToken,
};
use jiff::{SignedDuration, Timestamp};
use std::ops::Deref;
use testkit::{
    Stage, fixtures,
    stage::{Api, Reply},
};

pub(crate) struct World {
    stage: Stage,
    pub(crate) api: Api,
    pub(crate) event: Event,
}

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl World {
    /// An event with `capacity` seats, at noon on 1 June 2026, UTC.
    pub(crate) async fn new(capacity: u32) -> Self {
        Self::with(capacity, fixtures::event(1)).await
    }

    pub(crate) async fn with(capacity: u32, event: Event) -> Self {
        let stage = Stage::new().await;
        stage.create_event(&event, capacity).await;
        let api = stage.serve(rsvp::router());
        Self { stage, api, event }
    }

    /// In a day.
    pub(crate) fn tomorrow(&self) -> Timestamp {
        self.now() + SignedDuration::from_hours(24)
    }

    /// A guest whose invitation holds `held` seats for a day.
    pub(crate) async fn invited(&self, number: u16, held: u8) -> Invitee {
        let invitee = fixtures::invitee(&self.event, number);
        self.keep(fixtures::invited(invitee, held, self.now(), self.tomorrow())).await
    }

    /// A guest at any status.
    pub(crate) async fn guest(&self, number: u16, status: Status) -> Invitee {
        let invitee = fixtures::invitee(&self.event, number);
        self.keep(fixtures::with_status(invitee, status, self.now())).await
    }

    pub(crate) async fn change_event(&mut self, change: impl FnOnce(&mut Event)) {
        self.event = self.stage.change_event(self.event.id, change).await;
    }

    pub(crate) async fn free(&self) -> i64 {
        self.event_and_seats(self.event.id).await.seats.left
    }

    pub(crate) fn path(&self, invitee: &Invitee) -> String {
        self.path_of(invitee, invitee.generation)
    }

    pub(crate) fn path_of(&self, invitee: &Invitee, generation: u8) -> String {
        let link = LinkToken { event: invitee.event, invitee: invitee.id, generation };
        format!("/r/{}", self.ctx.secrets.links.sign(&link))
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.api.get(path).send().await
    }

    pub(crate) async fn page(&self, invitee: &Invitee) -> Reply {
        self.get(&self.path(invitee)).await
    }

    pub(crate) async fn get_in(&self, path: &str, language: &str) -> Reply {
        self.api.get(path).header("accept-language", language).send().await
    }

    /// A form, as a browser sends it.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Reply {
        self.api.post(path).form(form).send().await
    }

    /// A form from a client that reads JSON.
    pub(crate) async fn post_json(&self, path: &str, form: &str) -> Reply {
        self.api.post(path).header("accept", "application/json").form(form).send().await
    }

    pub(crate) async fn answer(&self, invitee: &Invitee, form: &str) -> Reply {
        self.post(&self.path(invitee), form).await
    }
}
