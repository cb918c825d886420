//! People at every phone who answer by themselves, for somebody who tries an event out.
use super::{
    delivery::milliseconds,
    network::Network,
    number::Number,
    person::{self, Person},
    record::{Decision, Direction, Entry, Message, Pending},
    settings::{Behaviour, Settings},
    state::{Phone, State},
};
use crate::links;
use jiff::Timestamp;

/// Within this time an accepted message is on its phone, in milliseconds.
const DELIVERY_MILLISECONDS_MAX: u64 = 6_000;

impl Network {
    /// Whether the people answer by themselves.
    pub fn is_answering(&self) -> bool {
        self.core().state().settings().behaviour.answers()
    }

    /// Lets the people answer from now on as [`Behaviour::lively`] has it, those too who kept silent
    /// about an invitation that is the last text on their phone; or makes them silent again. What they
    /// are about to do is done all the same.
    ///
    /// Where it is so already, nothing changes.
    pub fn let_answer(&self, answering: bool) -> anyhow::Result<()> {
        let now = self.clock.now();
        let site = self.configuration.public_url.trim_end_matches('/');
        let mut core = self.core();
        let known = core.state().settings();
        if known.behaviour.answers() == answering {
            return Ok(());
        }
        let behaviour = if answering { Behaviour::lively() } else { Behaviour::default() };
        let settings = Settings { behaviour, ..known.clone() };
        let second_thoughts = second_thoughts(core.state(), &settings, site, now);
        let changed = std::iter::once(Entry::Settings(settings));
        core.commit(changed.chain(second_thoughts).collect())?;
        drop(core);
        self.planned.notify_one();
        Ok(())
    }
}

/// What the silent do under `settings` about the last text on their phones.
fn second_thoughts(state: &State, settings: &Settings, site: &str, now: Timestamp) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (number, phone) in state.phones() {
        let Some(message) = unanswered(state, number, phone, site) else { continue };
        let delivered_at = message.created_at + milliseconds(DELIVERY_MILLISECONDS_MAX);
        let behaviour = settings.behaviour_of(number);
        // As if the text had come just now: a person who is asked for the first time.
        let person = Person { behaviour, seed: settings.seed, phone: None, site };
        let reaction = person::react(&person, message, delivered_at.max(now));
        entries.extend(reaction.decided.map(|(about, decision)| {
            let phone = number.clone();
            Entry::Decided { phone, about, decision }
        }));
        entries.extend(reaction.action.map(|(at, action)| {
            let phone = number.clone();
            Entry::Planned(Pending { number: 0, at, phone, action, failures: 0 })
        }));
    }
    entries
}

/// The last text on a phone, where it is an invitation that its person kept silent about. A reply after
/// it, or another text with its link (a confirmation, a reminder), says that it is not new any more:
/// somebody may have answered it in the inbox.
fn unanswered<'s>(
    state: &'s State,
    number: &Number,
    phone: &Phone,
    site: &str,
) -> Option<&'s Message> {
    let last = state.messages(Some(number)).next_back()?;
    let link = links::first(&last.body, site)?;
    let texts = state.messages(Some(number)).filter(|text| text.body.contains(link)).count();
    let is_unanswered = last.direction == Direction::Outbound
        && texts == 1
        && phone.opted_out_at().is_none()
        && phone.decision(link) == Some(Decision::Silent);
    is_unanswered.then_some(last)
}
