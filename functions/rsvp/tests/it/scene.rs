//! A guest at an event, and the page that they see.
use crate::world::World;
use domain::{
    event::{Event, Waitlist},
    invitee::{Invitee, Status},
};
use jiff::SignedDuration;
use testkit::{fixtures, stage::Reply};

/// A page in one state.
pub(crate) struct Shown {
    /// What the state is called.
    pub(crate) name: &'static str,
    pub(crate) world: World,
    /// Where it is.
    pub(crate) path: String,
    form: Option<String>,
    /// The status that it comes with.
    pub(crate) status: u16,
    /// The answers that it offers.
    pub(crate) answers: &'static str,
    /// What it says in each of the languages.
    pub(crate) words: [&'static str; 3],
}

impl Shown {
    pub(crate) async fn reply(&self, language: &str) -> Reply {
        let request = match &self.form {
            Some(form) => self.world.api.post(&self.path).form(form.clone()),
            None => self.world.api.get(&self.path),
        };
        request.header("accept-language", language).send().await
    }
}

/// A guest at an event, before either is stored.
pub(crate) struct Scene {
    event: Event,
    guest: Invitee,
    capacity: u32,
    query: &'static str,
    form: Option<String>,
    later: SignedDuration,
    status: u16,
}

impl Scene {
    pub(crate) fn new(status: Status) -> Self {
        let mut event = fixtures::event(1);
        event.name = "Midsummer garden party".into();
        event.host = "Ada Lovelace".into();
        event.details = "Bring a chair and something to share.\nChildren are welcome.".into();
        let mut guest = fixtures::invitee(&event, 1);
        guest.name = "Grace".into();
        guest.party_max = 1;
        let noon = testkit::stage::NOON.parse().unwrap();
        let guest = if let Status::Invited { held, expires_at } = status {
            fixtures::invited(guest, held, noon, expires_at)
        } else {
            fixtures::with_status(guest, status, noon)
        };
        let later = SignedDuration::ZERO;
        Self { event, guest, capacity: 40, query: "", form: None, later, status: 200 }
    }

    pub(crate) fn asked() -> Self {
        let expires_at = "2026-06-02T12:00:00Z".parse().unwrap();
        Self::new(Status::Invited { held: 1, expires_at })
    }

    pub(crate) fn coming() -> Self {
        Self::new(Status::Accepted { taken: 1 })
    }

    pub(crate) fn event(mut self, change: impl FnOnce(&mut Event)) -> Self {
        change(&mut self.event);
        self
    }

    pub(crate) fn guest(mut self, change: impl FnOnce(&mut Invitee)) -> Self {
        change(&mut self.guest);
        self
    }

    pub(crate) fn party(self, most: u8) -> Self {
        self.guest(|guest| guest.party_max = most)
    }

    pub(crate) fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    pub(crate) fn posts(self, form: &str, status: u16) -> Self {
        Self { form: Some(form.into()), status, ..self }
    }

    pub(crate) fn refused(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn full(self) -> Self {
        Self { capacity: 1, ..self }
    }

    /// When the event has begun, and some hours after that.
    pub(crate) fn hours_after_start(self, hours: i64) -> Self {
        let noon = testkit::stage::NOON.parse().unwrap();
        let start = self.event.when.starts_at().duration_since(noon);
        Self { later: start + SignedDuration::from_hours(hours), ..self }
    }

    /// The page, which offers these answers and has these words in the three languages.
    pub(crate) async fn shows(
        self,
        name: &'static str,
        answers: &'static str,
        words: [&'static str; 3],
    ) -> Shown {
        let full = self.capacity == 1;
        let world = World::with(self.capacity, self.event).await;
        let guest = world.keep(self.guest).await;
        if full {
            world.guest(2, Status::Accepted { taken: 1 }).await;
        }
        world.clock.advance(self.later);
        let path = format!("{}{}", world.path(&guest), self.query);
        let (form, status) = (self.form, self.status);
        Shown { name, world, path, form, status, answers, words }
    }
}

/// A full event refuses.
pub(crate) fn with_waitlist_off(event: &mut Event) {
    event.settings.waitlist = Waitlist::Off;
}
