//! Doing what is due.
use super::{
    caller::Called,
    delivery::milliseconds,
    form,
    inbound::{self, Written},
    network::Network,
    number::Number,
    record::{Action, Answered, Entry, Message, Pending, Status},
    state::State,
};
use futures::{StreamExt, stream};
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    future::Future,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How long after the first, second and third failure something is tried again, in milliseconds.
const RETRY_MILLISECONDS: [u64; 3] = [5_000, 30_000, 120_000];
/// Longest sleep of [`run`]: a clock that is not real may jump.
const SLEEP_MAX: Duration = Duration::from_secs(1);
/// Shortest sleep of [`run`].
const SLEEP_MIN: Duration = Duration::from_millis(5);

/// What a pump did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pumped {
    /// How many actions were done.
    pub performed: u64,
    /// How many failed, to be tried again or given up.
    pub failed: u64,
}

/// What became of one action.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Done, with what a person's answer came to.
    Done(Option<Answered>),
    /// Worth another try.
    Failed(String),
}

impl Network {
    /// Does everything that is due by `now`, and what that makes due by `now`.
    pub async fn pump(&self, now: Timestamp) -> io::Result<Pumped> {
        let _one_at_a_time = self.pumping.lock().await;
        let mut total = Pumped::default();
        loop {
            let due = self.due(now);
            if due.is_empty() {
                return Ok(total);
            }
            let results = Mutex::new(Vec::new());
            let concurrency = self.configuration.concurrency.max(1);
            stream::iter(lanes(due, concurrency))
                .for_each_concurrent(concurrency, |lane| self.walk(lane, now, &results))
                .await;
            for result in results.into_inner().unwrap_or_else(PoisonError::into_inner) {
                if result? {
                    total.performed += 1;
                } else {
                    total.failed += 1;
                }
            }
        }
    }

    async fn walk(
        &self,
        lane: Vec<Pending>,
        now: Timestamp,
        results: &Mutex<Vec<io::Result<bool>>>,
    ) {
        for pending in lane {
            let result = self.step(pending, now).await;
            results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
        }
    }

    /// Does one action. Whether it was done; otherwise it is planned again or given up.
    async fn step(&self, pending: Pending, now: Timestamp) -> io::Result<bool> {
        let done = Entry::Done { number: pending.number, at: pending.at };
        let outcome = match &pending.action {
            Action::Status { sid, status, error_code } => {
                let mut core = self.core();
                let reached = reach(core.state(), sid, (*status, *error_code), now);
                core.commit(std::iter::once(done).chain(reached).collect())?;
                return Ok(true);
            }
            Action::Write { body, to, service } => {
                let text = Written { body: body.clone(), to: to.clone(), service: service.clone() };
                let mut core = self.core();
                let (_, entries) = inbound::written(core.state(), &pending.phone, text, now);
                core.commit(std::iter::once(done).chain(entries).collect())?;
                return Ok(true);
            }
            Action::Callback { sid, status, error_code } => {
                self.report(sid, *status, *error_code).await
            }
            Action::Answer { link, yes, party } => {
                self.answer(&pending.phone, link, (*yes, *party), now).await
            }
            Action::Inbound { sid, opt_out } => self.hand_on(sid, opt_out.as_deref()).await,
        };
        self.settle(pending, done, outcome, now)
    }

    fn settle(
        &self,
        pending: Pending,
        done: Entry,
        outcome: Outcome,
        now: Timestamp,
    ) -> io::Result<bool> {
        match outcome {
            Outcome::Done(answered) => {
                let answered = answered.map(Entry::Answered);
                self.core().commit(std::iter::once(done).chain(answered).collect())?;
                Ok(true)
            }
            Outcome::Failed(reason) => {
                let retry = RETRY_MILLISECONDS.get(usize::from(pending.failures)).copied();
                tracing::warn!(
                    failures = pending.failures + 1,
                    given_up = retry.is_none(),
                    reason,
                    "a simulated phone or provider got no answer from the API"
                );
                let again = retry.map(|wait| {
                    let (at, failures) = (now + milliseconds(wait), pending.failures + 1);
                    Entry::Planned(Pending { at, failures, ..pending })
                });
                self.core().commit(std::iter::once(done).chain(again).collect())?;
                Ok(false)
            }
        }
    }

    /// Opens the link, fills in the form and sends it, as a person would.
    async fn answer(
        &self,
        phone: &Number,
        link: &str,
        (yes, party): (bool, u32),
        now: Timestamp,
    ) -> Outcome {
        let page = match self.caller.get(link).await {
            Ok(page) if !is_passing(&page) => page,
            Ok(page) => return Outcome::Failed(format!("a guest's page answered {}", page.status)),
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        let answered = |asked, party, status| {
            let (phone, link) = (phone.clone(), link.to_owned());
            Outcome::Done(Some(Answered { phone, at: now, link, yes, party, asked, status }))
        };
        let Some(sent) = form::fill_in(&page.body, link, yes, party) else {
            // The event is over, or the link is an old one.
            return answered(false, None, page.status);
        };
        match self.caller.post(&sent.url, &sent.fields, None).await {
            Ok(called) if is_passing(&called) => {
                Outcome::Failed(format!("a guest's answer was answered {}", called.status))
            }
            Ok(called) => answered(true, sent.party, called.status),
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }
}

/// Pumps in real time until `stop`.
pub async fn run(network: Arc<Network>, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        let now = network.clock.now();
        if let Err(error) = network.pump(now).await {
            tracing::error!(error.message = %error, "the phones' journal cannot be written");
        }
        let due = network.next_due().map(|at| at.duration_since(network.clock.now()));
        // What is overdue was left for a later try by a pump that failed.
        let wait = due.map_or(SLEEP_MAX, |due| Duration::try_from(due).unwrap_or(SLEEP_MIN));
        let wait = wait.clamp(SLEEP_MIN, SLEEP_MAX);
        tokio::select! {
            () = &mut stop => return,
            () = network.planned.notified() => (),
            () = tokio::time::sleep(wait) => (),
        }
    }
}

/// What changes when a message reaches a status.
fn reach(
    state: &State,
    sid: &str,
    (status, error_code): (Status, Option<u32>),
    now: Timestamp,
) -> Option<Entry> {
    let message = state.message(sid)?;
    let sent_at = message.sent_at.or(status.has_left().then_some(now));
    Some(Entry::Message(Message {
        status,
        error_code,
        sent_at,
        updated_at: now,
        ..message.clone()
    }))
}

/// What is due in lanes that may run side by side: one lane in order, or one for each phone.
fn lanes(due: Vec<Pending>, concurrency: usize) -> Vec<Vec<Pending>> {
    if concurrency == 1 {
        return vec![due];
    }
    let mut lanes: BTreeMap<Number, Vec<Pending>> = BTreeMap::new();
    for pending in due {
        lanes.entry(pending.phone.clone()).or_default().push(pending);
    }
    lanes.into_values().collect()
}

/// Whether an answer may be another one later.
pub(super) const fn is_passing(called: &Called) -> bool {
    called.status == 429 || called.status >= 500
}
