//! The network: its state behind a lock, its journal, and what the host asks of it.
use super::{
    caller::Caller,
    inbound::{self, Written},
    journal::Journal,
    number::Number,
    record::{AcceptedRecord, Answered, Duplicate, Entry, Message, Pending, PhoneSummary},
    settings::{PhoneSettings, Settings},
    state::{Phone, State},
};
use jiff::Timestamp;
use ports::Clock;
use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// How a network is set up.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The account's id (`AC..`).
    pub account_sid: String,
    /// The account's secret: authorises requests and signs webhooks.
    pub auth_token: String,
    /// The API's public URL, whose `/hooks/twilio/{sid}/inbound` gets the phones' texts.
    pub public_url: String,
    /// The number that a messaging service sends from.
    pub service_number: Number,
    /// The folder of its journal; without one it forgets everything when it ends.
    pub data: Option<PathBuf>,
    /// The settings to start with; without them those of the journal go on.
    pub settings: Option<Settings>,
    /// How many phones may act at once. With 1 everything happens in the order of its instants.
    pub concurrency: usize,
}

/// The simulated phone network.
#[derive(Debug)]
pub struct Network {
    pub(super) configuration: Configuration,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) caller: Arc<dyn Caller>,
    core: Mutex<Core>,
    /// Held by the one pump that may run.
    pub(super) pumping: tokio::sync::Mutex<()>,
    /// Told when something new is pending.
    pub(super) planned: Notify,
}

/// The state and where its changes are written.
#[derive(Debug)]
pub(super) struct Core {
    state: State,
    journal: Journal,
}

impl Core {
    /// The state as it is.
    pub(super) const fn state(&self) -> &State {
        &self.state
    }

    /// Writes `entries` down, then makes them so. What is planned gets its number here, under the
    /// lock, so that no two plans share one.
    pub(super) fn commit(&mut self, mut entries: Vec<Entry>) -> io::Result<()> {
        let mut numbers = self.state.next_number()..;
        for entry in &mut entries {
            if let Entry::Planned(pending) = entry {
                pending.number = numbers.next().unwrap_or(u64::MAX);
            }
        }
        self.journal.append(&entries)?;
        for entry in entries {
            self.state.apply(entry);
        }
        Ok(())
    }
}

impl Network {
    /// Opens a network; with a data folder, as it was when it was last left.
    pub fn open(
        configuration: Configuration,
        clock: Arc<dyn Clock>,
        caller: Arc<dyn Caller>,
    ) -> anyhow::Result<Self> {
        let (journal, state) = match &configuration.data {
            Some(folder) => Journal::open(folder)?,
            None => (Journal::memory(), State::default()),
        };
        let mut core = Core { state, journal };
        if let Some(settings) = configuration.settings.clone() {
            settings.check()?;
            core.commit(vec![Entry::Settings(settings)])?;
        }
        Ok(Self {
            configuration,
            clock,
            caller,
            core: Mutex::new(core),
            pumping: tokio::sync::Mutex::default(),
            planned: Notify::new(),
        })
    }

    /// The settings in force.
    pub fn settings(&self) -> Settings {
        self.core().state.settings().clone()
    }

    /// Replaces the settings for what happens from now on.
    pub fn set_settings(&self, settings: Settings) -> anyhow::Result<()> {
        settings.check()?;
        Ok(self.core().commit(vec![Entry::Settings(settings)])?)
    }

    /// Replaces what differs at one phone; `None` makes it like the others.
    pub fn set_phone(&self, phone: &Number, own: Option<PhoneSettings>) -> anyhow::Result<()> {
        if let Some(own) = &own {
            own.check()?;
        }
        let mut core = self.core();
        let mut settings = core.state.settings().clone();
        match own {
            Some(own) => drop(settings.phones.insert(phone.clone(), own)),
            None => drop(settings.phones.remove(phone)),
        }
        Ok(core.commit(vec![Entry::Settings(settings)])?)
    }

    /// What is due by `now`, in order. It stays pending until [`Network::pump`] has done it.
    pub fn due(&self, now: Timestamp) -> Vec<Pending> {
        self.core().state.due(now)
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.core().state.next_due()
    }

    /// Every acceptance, in order.
    pub fn accepted(&self) -> Vec<AcceptedRecord> {
        self.core().state.accepted()
    }

    /// Messages that were accepted more than once.
    pub fn duplicates(&self) -> Vec<Duplicate> {
        self.core().state.duplicates()
    }

    /// The phones, those with the newest texts first.
    pub fn phones(&self) -> Vec<PhoneSummary> {
        self.core().state.summaries()
    }

    /// Every message, or those of one phone, oldest first.
    pub fn messages(&self, phone: Option<&Number>) -> Vec<Message> {
        self.core().state.messages(phone).cloned().collect()
    }

    /// Every answer that was given through a link.
    pub fn answers(&self) -> Vec<Answered> {
        self.core().state.all_answers().cloned().collect()
    }

    /// Marks a conversation as looked at.
    pub fn see(&self, phone: &Number) -> io::Result<()> {
        let mut core = self.core();
        let known = core.state.phone(phone);
        let messages = known.map_or(0, Phone::messages);
        if messages == known.map_or(0, Phone::seen) {
            return Ok(());
        }
        core.commit(vec![Entry::Seen { phone: phone.clone(), messages }])
    }

    /// Writes `body` as the person at `phone`, to whoever texted it last. Returns the message's id.
    pub fn write(&self, phone: &Number, body: &str) -> io::Result<String> {
        let now = self.clock.now();
        let mut core = self.core();
        let last = core.state.messages(Some(phone)).next_back();
        let (to, service) = last.map_or_else(
            || (self.configuration.service_number.clone(), None),
            |last| (last.sender.clone(), last.service.clone()),
        );
        let text = Written { body: body.to_owned(), to, service };
        let (sid, entries) = inbound::written(core.state(), phone, text, now);
        core.commit(entries)?;
        drop(core);
        self.planned.notify_one();
        Ok(sid)
    }

    pub(super) fn core(&self) -> MutexGuard<'_, Core> {
        // Every change is applied whole: a panic elsewhere leaves nothing half done.
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
