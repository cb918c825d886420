//! One org's noise: very many who wait, and a flood of answers, beside another org's wave.
use crate::{
    Settings, Switches,
    settings::{EventShape, OrgShape, Shape},
    world::World,
};
use domain::{
    ids::{Identity, InviteeId},
    invitee::{Invitee, StatusName},
    phone::Phone,
    position::Position,
};
use jiff::{SignedDuration, Timestamp};
use store::Transaction;

/// Rows of one transaction.
const ROWS: usize = 100;

/// How long another org's wave took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay {
    /// Steps of the simulation until its last invitation was out.
    pub steps: u64,
    /// Invocations until then.
    pub runs: u64,
    /// Virtual time until then.
    pub span: SignedDuration,
}

/// How long a small org's wave takes while another org has `queued` guests waiting, whose first wave
/// all answer at once.
pub fn noise(seed: u64, queued: u32) -> Delay {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(tokio::task::unconstrained(measure(seed, queued)))
}

async fn measure(seed: u64, queued: u32) -> Delay {
    let settings = Settings { switches: Switches::none(), orders: 0, ..Settings::of(seed) };
    let begins_at: Timestamp = "2026-06-01T14:00:00Z".parse().unwrap();
    let mut world = World::empty(settings, shape(begins_at)).await;
    world.populate().await;
    world.crowd(0, queued).await;
    // The first wave is out, and its answers come in.
    world.run_for(SignedDuration::from_mins(2)).await;
    world.flood(0);
    world.crowd(1, 10).await;
    world.wave_of(1).await
}

fn shape(begins_at: Timestamp) -> Shape {
    let event = |capacity| EventShape {
        zone: "America/New_York",
        starts_at: begins_at + SignedDuration::from_hours(72),
        closes_before: None,
        capacity,
        guests: 1,
        max_party: 1,
        all_or_nothing: false,
        allow_late: false,
        waitlist: "auto",
        batch_limit: None,
        expiry_minutes: 1_440,
        organizer_attends: false,
    };
    let org =
        |capacity| OrgShape { hour_limit: 100, day_limit: 500, events: vec![event(capacity)] };
    Shape {
        begins_at,
        calm_at: begins_at + SignedDuration::from_hours(48),
        resumes_at: begins_at + SignedDuration::from_hours(48),
        orgs: vec![org(90), org(20)],
        platform_hour: 1_000,
        guests: 1,
        stale: false,
        outage: None,
    }
}

/// Somebody of a crowd.
pub(crate) fn one_of(event: &domain::event::Event, number: u32) -> Invitee {
    let phone = Phone::from_e164(&format!("+1646{:07}", 2_000_000 + number)).unwrap();
    Invitee {
        id: InviteeId::derive(event.id, Identity::Phone(&phone), 0),
        phone: Some(phone),
        org: event.org,
        position: Position::at_end(Timestamp::UNIX_EPOCH, number),
        party_max: 1,
        ..testkit::fixtures::invitee(event, 0)
    }
}

impl World {
    /// Puts a crowd on a list, and starts its event.
    async fn crowd(&mut self, party: usize, count: u32) {
        let event = self.event_of(party);
        let all: Vec<Invitee> =
            (0..count).map(|number| one_of(&event, number + offset(party))).collect();
        for some in all.chunks(ROWS) {
            let mut transaction = Transaction::new();
            for one in some {
                transaction.create_invitee(one);
            }
            self.commit(transaction).await;
        }
        let mut transaction = Transaction::new();
        transaction.start_engine(event.id, self.now());
        self.commit(transaction).await;
    }

    /// Lets everything happen until the last of a list is invited.
    async fn wave_of(&mut self, party: usize) -> Delay {
        let (steps, runs, since) = self.progress();
        while self.waiting(party, StatusName::Queued) + self.waiting(party, StatusName::Inviting)
            > 0
        {
            self.run_for(SignedDuration::from_secs(1)).await;
        }
        let (after, runs_after, now) = self.progress();
        Delay { steps: after - steps, runs: runs_after - runs, span: now.duration_since(since) }
    }
}

fn offset(party: usize) -> u32 {
    u32::try_from(party).unwrap() * 500_000
}
