//! How a world is made.
use super::{World, versions};
use crate::{
    agenda::Deed,
    chance::Chance,
    guests::Temper,
    orders::Party,
    provider::SimTexts,
    queues::SimQueues,
    settings::{EventShape, OrgShape, Settings, Shape},
    site::Site,
    stream::Stream,
    timers::SimTimers,
};
use domain::{
    ids::{ContactId, EventId, OrgId},
    phone::Phone,
    rights::Role,
};
use jiff::Timestamp;
use serde_json::json;
use std::sync::Arc;
use store::{
    Transaction,
    contacts::{Contact, PersonName},
    keys::ContactKey,
    platform::PlatformSettings,
};
use testkit::{Embedded, SeededIds, Stage, fixtures};

impl World {
    /// The world of the settings' seed.
    pub(crate) async fn new(settings: Settings) -> Self {
        let shape = Shape::of(settings.seed);
        let mut world = Self::empty(settings, shape).await;
        world.populate().await;
        world
    }

    /// A world without anybody.
    pub(crate) async fn empty(settings: Settings, shape: Shape) -> Self {
        let table = Embedded::memory().await.unwrap();
        let mut stage = Stage::over(table, shape.begins_at);
        let site = Arc::new(Site::new(
            settings.seed,
            stage.clock.clone(),
            settings.switches.clone(),
            settings.control,
        ));
        let mut people = Chance::new(settings.seed, 3);
        let temper = Temper {
            answers: people.between(30, 85),
            thinks_minutes_max: people.between(30, 500),
            party_max: 4,
        };
        let texts = SimTexts::new(settings.seed, &site, temper);
        let queues = SimQueues::new(&site);
        let timers = SimTimers::new(&site);
        stage.ctx.ids = Arc::new(SeededIds::new(settings.seed));
        stage.ctx.texts = Arc::new(texts.clone());
        stage.ctx.queues = Arc::new(queues.clone());
        stage.ctx.schedules = Arc::new(timers.clone());
        let stream = Stream::new(&site, &stage.table);
        site.set_outage(shape.outage);
        let world = Self {
            versions: versions::versions(&stage, settings.control),
            order: Chance::new(settings.seed, 4),
            last_busy_at: shape.begins_at,
            running: Vec::new(),
            parties: Vec::new(),
            runs: 0,
            settings,
            shape,
            stage,
            site,
            texts,
            queues,
            timers,
            stream,
            people,
        };
        world.hang_in().await;
        world
    }

    pub(crate) async fn populate(&mut self) {
        let platform = PlatformSettings {
            hour_limit: self.shape.platform_hour,
            ..PlatformSettings::default()
        };
        let mut transaction = Transaction::new();
        transaction.replace_platform(None, &platform);
        self.stage.ctx.store.commit(transaction).await.unwrap();
        let hour = usize::try_from(platform.hour_limit).unwrap();
        let day = usize::try_from(platform.day_limit).unwrap();
        self.site.book().limits.platform = (hour, day);
        let admin = self.stage.platform_admin().await;
        let orgs = std::mem::take(&mut self.shape.orgs);
        for org in &orgs {
            let id = self.org(org).await;
            let contacts = self.contacts(id).await;
            let owner = self.stage.member(id, Role::Owner).await;
            let member = self.stage.member(id, Role::Member).await;
            for event in &org.events {
                let blank = EventId::from_bytes([0; EventId::SIZE]);
                let contacts = contacts.clone();
                let party = Party { org: id, event: blank, owner, member, admin, contacts };
                let event = self.event(&party, event).await;
                self.parties.push(Party { event, ..party });
            }
        }
        self.shape.orgs = orgs;
        for number in 0..self.parties.len() {
            for _ in 0..self.settings.orders {
                let begins_at = self.shape.begins_at;
                let at = begins_at + self.people.minutes(5, 26 * 60);
                self.site.plan(at, Deed::Organizer(number));
            }
        }
        self.plan_sweep();
    }

    async fn org(&self, shape: &OrgShape) -> OrgId {
        let id = self.stage.new_org_id();
        let limits = (shape.hour_limit, shape.day_limit);
        self.stage.create_org(id, |org| (org.hour_limit, org.day_limit) = limits).await;
        let limits =
            (usize::try_from(shape.hour_limit).unwrap(), usize::try_from(shape.day_limit).unwrap());
        self.site.book().limits.orgs.insert(id, limits);
        id
    }

    async fn contacts(&mut self, org: OrgId) -> Vec<ContactId> {
        let mut transaction = Transaction::new();
        let mut contacts = Vec::new();
        for number in 0..self.shape.guests {
            let zone = match self.people.below(12) {
                0 => Some("Asia/Tokyo"),
                1 => Some("Europe/London"),
                2 | 3 => Some("America/Los_Angeles"),
                _ => None,
            };
            let phone = Phone::from_e164(&format!("+1212555{:04}", 100 + number)).unwrap();
            let contact = Contact {
                name: PersonName::new("Guest", &number.to_string()),
                phone: self.people.percent(95).then_some(phone),
                zone: zone.map(fixtures::zone),
                ..Contact::blank(self.stage.now())
            };
            let key = ContactKey { org, contact: fixtures::contact_id(number) };
            transaction.put(&key, &contact);
            contacts.push(key.contact);
        }
        self.stage.ctx.store.commit(transaction).await.unwrap();
        contacts
    }

    /// An event, as its organizer makes it: through the API.
    async fn event(&mut self, party: &Party, shape: &EventShape) -> EventId {
        let local = |at: Timestamp| {
            let zone = fixtures::zone(shape.zone);
            at.to_zoned(zone.tz()).datetime().strftime("%Y-%m-%dT%H:%M").to_string()
        };
        let deadline = shape.closes_before.map(|before| (shape.starts_at - before).to_string());
        let expiry = shape.expiry_minutes / 60;
        let expiry = if expiry == 0 { json!(0.5) } else { json!(expiry) };
        let body = json!({
            "name": format!("Party {}", self.parties.len()),
            "starts_local": local(shape.starts_at),
            "zone": shape.zone,
            "rsvp_deadline": deadline,
            "capacity": shape.capacity,
            "organizer_attends": shape.organizer_attends,
            "settings": {
                "expiry_hours": expiry,
                "batch_limit": shape.batch_limit,
                "max_party": shape.max_party,
                "all_or_nothing": shape.all_or_nothing,
                "waitlist": shape.waitlist,
                "allow_late": shape.allow_late,
            },
        });
        let api = self.versions[0].api.clone();
        let path = format!("/v1/orgs/{}/events", party.org);
        let made = api.post(&path).by(party.member).json(&body).send().await.with(201);
        self.site.count("organizer create");
        let event: EventId = made["id"].as_str().unwrap().parse().unwrap();
        let first: Vec<String> = party.contacts.iter().map(ToString::to_string).collect();
        let count = usize::from(shape.guests).min(first.len());
        let add = json!({ "contacts": &first[..count] });
        let list = format!("{path}/{event}/invitees");
        api.post(&list).by(party.member).json(&add).send().await.with(200);
        api.post(format!("{path}/{event}/start")).by(party.owner).send().await.with(200);
        event
    }
}
