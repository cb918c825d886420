//! Where everything happens: the moment, the weather, who is at work, what is to come.
use crate::{
    agenda::Deed, book::Book, chance::Chance, control::Control, coverage::Coverage, fault::Fault,
    fault::Switches, trace::Trace,
};
use domain::phone::Phone;
use jiff::{SignedDuration, Timestamp};
use ports::Clock;
use std::{
    collections::BTreeMap,
    fmt, future,
    pin::Pin,
    sync::{Mutex, MutexGuard},
    task::{Context, Poll, Waker},
};
use testkit::FakeClock;

/// In whose name something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doer {
    /// A job of the system.
    Job(&'static str),
    /// A guest behind a link.
    Link(Phone),
    /// A guest by text.
    Sms(Phone),
    /// An organizer.
    User,
    /// The provider.
    Callback,
}

/// An invocation of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) number: u64,
    pub(crate) doer: Doer,
    pub(crate) began_at: Timestamp,
    /// The number of the stream's last record when it began.
    pub(crate) began_after: u64,
}

/// What all parts of a world share.
pub(crate) struct Site {
    pub(crate) clock: FakeClock,
    pub(crate) control: Option<Control>,
    switches: Switches,
    state: Mutex<State>,
    book: Mutex<Book>,
}

struct State {
    step: u64,
    stormy: bool,
    /// When the provider is out of reach.
    outage: Option<(Timestamp, Timestamp)>,
    dice: BTreeMap<Fault, Chance>,
    run: Option<Run>,
    stopped: u64,
    sleepers: BTreeMap<(Timestamp, u64), Waker>,
    agenda: BTreeMap<(Timestamp, u64), Deed>,
    number: u64,
    trace: Trace,
    coverage: Coverage,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Site")
    }
}

impl Site {
    pub(crate) fn new(
        seed: u64,
        clock: FakeClock,
        switches: Switches,
        control: Option<Control>,
    ) -> Self {
        let dice = (100..).zip(Fault::ALL);
        let dice = dice.map(|(purpose, fault)| (*fault, Chance::new(seed, purpose))).collect();
        let state = State {
            step: 0,
            stormy: false,
            outage: None,
            dice,
            run: None,
            stopped: 0,
            sleepers: BTreeMap::new(),
            agenda: BTreeMap::new(),
            number: 0,
            trace: Trace::default(),
            coverage: Coverage::default(),
        };
        let (state, book) = (Mutex::new(state), Mutex::default());
        Self { clock, control, switches, state, book }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn is(&self, control: Control) -> bool {
        self.control == Some(control)
    }

    /// Whether it goes wrong this time. Only while the weather is bad, and only what somebody does.
    pub(crate) fn strikes(&self, fault: Fault) -> bool {
        let mut state = self.state();
        if !state.stormy || !self.switches.allow(fault) {
            return false;
        }
        let strikes = state.dice.get_mut(&fault).unwrap().per_mille(fault.per_mille());
        if strikes {
            state.coverage.count(format!("fault {}", fault.name()));
            let run = state.run.as_ref().map_or(0, |run| run.number);
            let (step, now) = (state.step, self.clock.now());
            state.trace.note(step, now, &format!("#{run} fault {}", fault.name()));
        }
        strikes
    }

    /// A number from `least` to `most`, by the fault's own dice.
    pub(crate) fn amount(&self, fault: Fault, least: u64, most: u64) -> u64 {
        self.state().dice.get_mut(&fault).unwrap().between(least, most)
    }

    pub(crate) fn span(&self, fault: Fault, least: u64, most: u64) -> SignedDuration {
        SignedDuration::from_secs(i64::try_from(self.amount(fault, least, most)).unwrap())
    }

    pub(crate) fn set_weather(&self, stormy: bool) {
        self.state().stormy = stormy;
    }

    pub(crate) fn set_outage(&self, outage: Option<(Timestamp, Timestamp)>) {
        self.state().outage = outage;
    }

    /// Whether the provider is out of reach at present.
    pub(crate) fn is_cut_off(&self) -> bool {
        let now = self.now();
        let outage = self.state().outage;
        outage.is_some_and(|(from, until)| from <= now && now < until)
            && self.strikes(Fault::Outage)
    }

    pub(crate) fn is_stormy(&self) -> bool {
        self.state().stormy
    }

    pub(crate) fn next_step(&self) -> u64 {
        let mut state = self.state();
        state.step += 1;
        state.step
    }

    pub(crate) fn steps(&self) -> u64 {
        self.state().step
    }

    pub(crate) fn note(&self, what: &str) {
        let now = self.now();
        let mut state = self.state();
        let step = state.step;
        state.trace.note(step, now, what);
    }

    pub(crate) fn about(&self, subjects: &[String]) -> Vec<String> {
        self.state().trace.about(subjects)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.state().trace.lines()
    }

    pub(crate) fn digest(&self) -> u64 {
        self.state().trace.digest()
    }

    pub(crate) fn count(&self, name: impl Into<String>) {
        self.state().coverage.count(name);
    }

    pub(crate) fn add(&self, coverage: &Coverage) {
        self.state().coverage.merge(coverage);
    }

    pub(crate) fn coverage(&self) -> Coverage {
        self.state().coverage.clone()
    }

    /// Who is at work.
    pub(crate) fn run(&self) -> Option<Run> {
        self.state().run.clone()
    }

    pub(crate) fn set_run(&self, run: Option<Run>) {
        self.state().run = run;
    }

    /// The process at work ends here.
    pub(crate) async fn stop(&self) {
        self.state().stopped += 1;
        future::pending::<()>().await;
    }

    pub(crate) fn stopped(&self) -> u64 {
        self.state().stopped
    }

    /// Waits for virtual time.
    pub(crate) fn sleep(&self, span: SignedDuration) -> Sleep<'_> {
        Sleep { site: self, until: self.now() + span }
    }

    pub(crate) fn wake_sleepers(&self) {
        let now = self.now();
        let mut state = self.state();
        let later = state.sleepers.split_off(&(now, u64::MAX));
        for waker in std::mem::replace(&mut state.sleepers, later).into_values() {
            waker.wake();
        }
    }

    /// When the next sleeper wakes.
    pub(crate) fn next_sleeper(&self) -> Option<Timestamp> {
        self.state().sleepers.keys().next().map(|(at, _)| *at)
    }

    pub(crate) fn plan(&self, at: Timestamp, deed: Deed) {
        let mut state = self.state();
        state.number += 1;
        let number = state.number;
        state.agenda.insert((at, number), deed);
    }

    pub(crate) fn next_deed(&self) -> Option<Timestamp> {
        self.state().agenda.keys().next().map(|(at, _)| *at)
    }

    /// Takes out one of what is due, by `place` in its order.
    pub(crate) fn take_deed(&self, place: usize) -> Option<Deed> {
        let now = self.now();
        let mut state = self.state();
        let key = state.agenda.keys().take_while(|(at, _)| *at <= now).nth(place).copied()?;
        state.agenda.remove(&key)
    }

    pub(crate) fn due_deeds(&self) -> usize {
        let now = self.now();
        self.state().agenda.keys().take_while(|(at, _)| *at <= now).count()
    }
}

/// Ends at an instant of virtual time.
#[derive(Debug)]
pub(crate) struct Sleep<'a> {
    site: &'a Site,
    until: Timestamp,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.site.now() >= self.until {
            return Poll::Ready(());
        }
        let mut state = self.site.state();
        state.number += 1;
        let number = state.number;
        state.sleepers.insert((self.until, number), context.waker().clone());
        Poll::Pending
    }
}
