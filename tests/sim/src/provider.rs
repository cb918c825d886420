//! The provider of texts, with every fault that Twilio has, and its own record of what it took.
use crate::{
    agenda::Deed,
    chance::Chance,
    control::Control,
    fault::Fault,
    guests::{self, Temper},
    site::Site,
};
use async_trait::async_trait;
use domain::message::{MessageId, MessageKey, Purpose};
use jiff::{SignedDuration, Timestamp};
use ports::{Account, Found, Probe, Submission, Text, Texts};
use std::sync::{Arc, Mutex, MutexGuard};
use testkit::stage::{ACCOUNT, SENDER};

/// Codes of all classes, and one that nobody knows.
pub(crate) const CODES: [(u32, u16); 9] = [
    (20429, 429),
    (21211, 400),
    (21408, 400),
    (21610, 400),
    (21611, 400),
    (30002, 400),
    (30007, 400),
    (30008, 400),
    (99_999, 400),
];
/// Why a text does not arrive.
const UNDELIVERED: [u32; 5] = [30003, 30005, 30007, 30008, 21610];

/// What the provider says of a text that it took.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) sid: String,
    pub(crate) id: MessageId,
    pub(crate) status: &'static str,
    pub(crate) error: Option<u32>,
}

/// A text that the provider took.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) sid: String,
    pub(crate) at: Timestamp,
    pub(crate) text: Text,
}

/// The provider.
#[derive(Debug, Clone)]
pub(crate) struct SimTexts {
    site: Arc<Site>,
    temper: Temper,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    taken: Vec<Taken>,
    chance: Chance,
}

impl SimTexts {
    pub(crate) fn new(seed: u64, site: &Arc<Site>, temper: Temper) -> Self {
        let state = State { taken: Vec::new(), chance: Chance::new(seed, 2) };
        Self { site: Arc::clone(site), temper, state: Arc::new(Mutex::new(state)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The provider has it: it delivers, reports, and the guest reads it.
    pub(crate) fn accept(&self, text: &Text) -> String {
        let now = self.site.now();
        let mut state = self.state();
        let sid = format!("SM{:08}", state.taken.len());
        state.taken.push(Taken { sid: sid.clone(), at: now, text: text.clone() });
        self.site.note(&format!("provider took {} for {}", text.id, text.to));
        self.site.book().taken(now, text);
        let arrives = self.report_all(&mut state.chance, &sid, text);
        if arrives {
            guests::receive(&self.site, &mut state.chance, &self.temper, text);
        }
        sid
    }

    /// Plans the reports. Whether the phone gets it.
    fn report_all(&self, chance: &mut Chance, sid: &str, text: &Text) -> bool {
        let report = |status, error| Report { sid: sid.into(), id: text.id.clone(), status, error };
        let lost = self.site.strikes(Fault::Undelivered);
        let mut reports = vec![report("sent", None)];
        if lost {
            let error = *chance.pick(&UNDELIVERED);
            let status = if chance.percent(50) { "undelivered" } else { "failed" };
            reports.push(report(status, Some(error)));
        } else {
            reports.push(report("delivered", None));
            if chance.percent(20) {
                reports.push(report("read", None));
            }
        }
        if self.site.strikes(Fault::ReportReordered) {
            reports.reverse();
        }
        let mut at = self.site.now();
        for report in reports {
            at += chance.seconds(0, 20);
            if self.site.strikes(Fault::ReportLost) {
                continue;
            }
            if self.site.strikes(Fault::ReportTwice) {
                self.site.plan(at + chance.seconds(0, 600), Deed::Report(report.clone()));
            }
            let late = self.site.strikes(Fault::ReportLate);
            let wait = if late { chance.seconds(60, 7_200) } else { SignedDuration::ZERO };
            self.site.plan(at + wait, Deed::Report(report));
        }
        !lost
    }

    fn refuse(&self, text: &Text, code: u32, status: u16, wait: Option<u32>) -> Submission {
        self.site.book().refused(text, code);
        Submission::Refused { code, status, retry_after_seconds: wait }
    }

    async fn answer(&self, text: &Text) -> Submission {
        let site = &self.site;
        if site.strikes(Fault::StopBeforeProvider) {
            site.stop().await;
        }
        if site.strikes(Fault::Slow) {
            site.sleep(site.span(Fault::Slow, 1, 9)).await;
        }
        if site.is_cut_off() {
            return match site.amount(Fault::Outage, 0, 2) {
                0 => Submission::NotSent,
                1 => self.refuse(text, 20429, 429, None),
                _ => Submission::Unknown,
            };
        }
        if site.strikes(Fault::NotSent) {
            // A port that calls an outage a refusal ends invitations that could still be made.
            if site.is(Control::OutageIsRefusal) {
                return Submission::Refused { code: 21211, status: 400, retry_after_seconds: None };
            }
            return Submission::NotSent;
        }
        if site.strikes(Fault::TooMany) {
            let wait = u32::try_from(site.amount(Fault::TooMany, 1, 120)).unwrap();
            return self.refuse(text, 20429, 429, Some(wait));
        }
        if site.strikes(Fault::Refused) {
            let place = usize::try_from(site.amount(Fault::Refused, 0, 8)).unwrap();
            let (code, status) = CODES[place];
            site.count(format!("refusal {code}"));
            return self.refuse(text, code, status, None);
        }
        if site.strikes(Fault::TimeoutBefore) || site.strikes(Fault::ServerErrorBefore) {
            return Submission::Unknown;
        }
        if site.strikes(Fault::ArrivesLate) {
            let at = site.now() + site.span(Fault::ArrivesLate, 1, 30);
            site.plan(at, Deed::Arrive(text.clone()));
            return Submission::Unknown;
        }
        let provider_id = self.take(text);
        if site.strikes(Fault::StopAfterProvider) {
            site.stop().await;
        }
        if site.strikes(Fault::TimeoutAfter) || site.strikes(Fault::ServerErrorAfter) {
            return Submission::Unknown;
        }
        Submission::Accepted { provider_id, segments: 1 }
    }

    fn take(&self, text: &Text) -> String {
        if self.site.is(Control::SaysSent) && self.state().chance.percent(30) {
            return "SM99999999".into();
        }
        let sid = self.accept(text);
        if self.site.is(Control::RemindsAgain) && text.id.key().purpose() == Purpose::Reminder {
            self.accept(&Text { id: next_of(&text.id), ..text.clone() });
        }
        sid
    }
}

/// The id of another message of the same purpose.
fn next_of(id: &MessageId) -> MessageId {
    match id.key().clone() {
        MessageKey::Invitation { event, invitee, generation, purpose, sequence } => {
            let sequence = sequence + 100;
            MessageId::of(MessageKey::Invitation { event, invitee, generation, purpose, sequence })
        }
        key @ MessageKey::Recipient { .. } => MessageId::of(key),
    }
}

#[async_trait]
impl Texts for SimTexts {
    fn account(&self) -> Account {
        Account { sid: ACCOUNT.into(), sender: SENDER.into() }
    }

    async fn submit(&self, text: &Text) -> Submission {
        let run = self.site.run();
        let number = run.as_ref().map_or(0, |run| run.number);
        self.site.note(&format!("#{number} submits {} to {}", text.id, text.to));
        let purpose = text.id.key().purpose().name();
        self.site.count(format!("text {purpose}"));
        if let Some(run) = run {
            let now = self.site.now();
            self.site.book().submits(&run, text, now);
        }
        let answer = self.answer(text).await;
        self.site.note(&format!("#{number} hears {answer:?} of {}", text.id));
        answer
    }

    async fn find(&self, probe: &Probe) -> Found {
        if self.site.is_cut_off() || self.site.strikes(Fault::SearchFails) {
            return Found::CannotAsk;
        }
        // A port that finds nothing has everything sent again.
        if self.site.is(Control::FindsNothing) {
            return Found::No;
        }
        let state = self.state();
        let is_it = |one: &&Taken| {
            let same = one.text.to == probe.to && one.text.body == probe.body;
            same && one.at >= probe.since && !probe.others.contains(&one.sid)
        };
        let found = state.taken.iter().find(is_it);
        self.site.count(if found.is_some() { "search found" } else { "search absent" });
        found.map_or(Found::No, |one| Found::Yes { provider_id: one.sid.clone() })
    }
}
