//! What begins by itself: sweeps, reports, texts, taps, orders.
use super::World;
use crate::{
    agenda::{Deed, InboundText},
    control::Control,
    fault::Fault,
    guests::{GuestDeed, Tap},
    orders::{self, Order},
    provider::Report,
    running::{Ended, Going, Work},
    site::Doer,
};
use domain::{
    inbound::{self, Inbound},
    token::LinkToken,
};
use providers::signature;
use serde_json::{Value, json};
use testkit::stage::{ACCOUNT, AUTH_TOKEN, BASE_URL, SENDER};

impl World {
    pub(super) fn begin_deed(&mut self) -> bool {
        let due = self.site.due_deeds();
        if due == 0 {
            return false;
        }
        let place = self.order.place(due.min(4));
        let Some(deed) = self.site.take_deed(place) else { return false };
        self.perform(deed);
        true
    }

    fn perform(&mut self, deed: Deed) {
        match deed {
            Deed::Sweep => self.sweep(),
            Deed::Timer(event) => self.timers.fire(event, &self.queues),
            Deed::Report(report) => self.report(report),
            Deed::Arrive(text) => {
                self.texts.accept(&text);
            }
            Deed::Inbound(text) if self.is_at_rest() => self.later(Deed::Inbound(text)),
            Deed::Guest(deed) if self.is_at_rest() && !deed.at_once => {
                self.later(Deed::Guest(deed));
            }
            Deed::Inbound(text) => self.inbound(text),
            Deed::Guest(deed) => self.guest(deed),
            Deed::Organizer(number) => self.organizer(number),
            Deed::Ordered(order) => self.give(order),
        }
    }

    /// Whether people keep still, so that what was left behind is found.
    fn is_at_rest(&self) -> bool {
        let now = self.site.now();
        self.shape.calm_at <= now && now < self.shape.resumes_at
    }

    fn later(&mut self, deed: Deed) {
        let at = self.shape.resumes_at + self.people.minutes(1, 30);
        self.site.plan(at, deed);
    }

    fn sweep(&mut self) {
        self.plan_sweep();
        if self.site.strikes(Fault::SweepMissed) {
            return;
        }
        let going = self.job("sweep", json!({}));
        self.begin(Doer::Job("sweep"), Work::Sweep, going);
    }

    fn report(&mut self, report: Report) {
        let mut params = vec![
            pair("AccountSid", ACCOUNT),
            pair("MessageSid", &report.sid),
            pair("MessageStatus", report.status),
        ];
        params.extend(report.error.map(|code| pair("ErrorCode", &code.to_string())));
        let path = format!("/hooks/twilio/{ACCOUNT}/status?m={}", report.id);
        if report.error.is_some() {
            self.site.book().undelivered(report.id.key());
        }
        self.site.count(format!("report {}", report.status));
        let going = self.signed(path, &params);
        self.begin(Doer::Callback, Work::Report(report), going);
    }

    fn inbound(&mut self, text: InboundText) {
        let params = [
            pair("AccountSid", ACCOUNT),
            pair("MessageSid", &text.sid),
            pair("From", text.from.as_str()),
            pair("To", SENDER),
            pair("Body", &text.body),
        ];
        let read = inbound::read(&text.body, None);
        self.site.count(format!("guest text {}", word(&read)));
        self.site.book().asks(&text.from, lifts(&read));
        let going = self.signed(format!("/hooks/twilio/{ACCOUNT}/inbound"), &params);
        self.begin(Doer::Sms(text.from.clone()), Work::Inbound(text), going);
    }

    fn signed(&self, path: String, params: &[(String, String)]) -> Going {
        let signature = signature::sign(AUTH_TOKEN, &format!("{BASE_URL}{path}"), params);
        let mut form = form_urlencoded::Serializer::new(String::new());
        let form = form.extend_pairs(params).finish();
        let api = self.version().api.clone();
        Box::pin(async move {
            let request = api.post(&path).form(form).header(signature::HEADER, &signature);
            Ended::Reply(request.send().await)
        })
    }

    fn guest(&mut self, deed: GuestDeed) {
        let api = self.version().guests.clone();
        let path = format!("/r/{}", deed.token);
        let form = match deed.tap {
            Tap::Yes(party) => Some(self.yes_form(&deed, party)),
            Tap::No => Some("answer=no".to_owned()),
            Tap::Note => Some("name=Grace+Hopper&note=No+nuts".to_owned()),
            Tap::Look | Tap::Calendar => None,
        };
        self.site.count(format!("guest {}", tap(deed.tap)));
        let promise = match (deed.tap, self.link(&deed.token)) {
            (Tap::Yes(party), Some(link)) => {
                let (place, which) = ((link.event, link.invitee), (link.generation, party));
                self.site.book().promised(place, which, self.site.now())
            }
            _ => None,
        };
        let kind = deed.tap;
        let going: Going = Box::pin(async move {
            let request = match (kind, form) {
                (Tap::Note, Some(form)) => api.post(format!("{path}/details")).form(form),
                (_, Some(form)) => api.post(path).form(form),
                (Tap::Calendar, None) => api.get(format!("{path}/calendar.ics")),
                (_, None) => api.get(path),
            };
            Ended::Reply(request.header("accept", "application/json").send().await)
        });
        self.begin(Doer::Link(deed.phone.clone()), Work::Guest(deed, promise), going);
    }

    /// The form as the page has it: with the seats that are held, most of the time.
    fn yes_form(&mut self, deed: &GuestDeed, party: u8) -> String {
        let held = self.link(&deed.token).and_then(|link| {
            let book = self.site.book();
            let known = book.invitees.get(&(link.event, link.invitee))?;
            Some(known.invitee.status.seats())
        });
        match held.filter(|held| *held > 0) {
            Some(held) if self.people.percent(80) => {
                format!("answer=yes&party={party}&held={held}")
            }
            Some(_) | None => format!("answer=yes&party={party}"),
        }
    }

    pub(super) fn link(&self, token: &str) -> Option<LinkToken> {
        self.versions.iter().find_map(|version| version.ctx.secrets.links.verify(token))
    }

    fn organizer(&mut self, number: usize) {
        let party = self.parties[number].clone();
        if self.site.is(Control::PlaceByContact) && self.people.percent(30) {
            return self.place_by_contact(&party);
        }
        if self.site.is(Control::SeatsUnguarded) {
            // Many who give away the last seats at once.
            for _ in 0..4 {
                let now = self.site.now();
                let order =
                    orders::made(&mut self.people, &self.site.book(), &party, "accept", now);
                if let Some(order) = order {
                    self.give(order);
                }
            }
            return;
        }
        if self.site.is(Control::MixesOrgs) {
            return self.mix_orgs();
        }
        let now = self.site.now();
        let book = self.site.book();
        let order = orders::order(&mut self.people, &book, &party, now);
        drop(book);
        let Some(order) = order else { return };
        if order.name == "switch" {
            let on = orders::made(&mut self.people, &self.site.book(), &party, "switch_on", now);
            let at = now + self.people.minutes(1, 60);
            self.site.plan(at.min(self.shape.calm_at), Deed::Ordered(on.unwrap()));
        }
        if self.people.percent(15) {
            self.site.count("two organizers at once");
            self.give(order.clone());
        }
        self.give(order);
    }

    pub(super) fn give(&mut self, order: Order) {
        self.site.count(format!("organizer {}", order.name));
        let (api, asked) = (self.version().api.clone(), order.clone());
        let going: Going = Box::pin(async move {
            let mut request = api.request(asked.method, &asked.path).by(asked.by);
            if let Some(key) = &asked.key {
                request = request.header("idempotency-key", key);
            }
            if asked.body != Value::Null {
                request = request.json(&asked.body);
            }
            Ended::Reply(request.send().await)
        });
        self.begin(Doer::User, Work::Order(order), going);
    }

    /// Everything that was switched off is on again.
    pub(super) fn light_the_lamps(&mut self) {
        let now = self.site.now();
        for number in 0..self.parties.len() {
            let party = self.parties[number].clone();
            for name in ["switch_on", "start"] {
                let order = orders::made(&mut self.people, &self.site.book(), &party, name, now);
                self.give(order.unwrap());
            }
        }
    }
}

pub(super) fn lifts(text: &Inbound) -> bool {
    matches!(text, Inbound::Start | Inbound::Answer { yes: true, .. })
}

pub(super) const fn word(text: &Inbound) -> &'static str {
    match text {
        Inbound::Answer { yes: true, .. } => "yes",
        Inbound::Answer { yes: false, .. } => "no",
        Inbound::Stop => "stop",
        Inbound::Start => "start",
        Inbound::Help => "help",
        Inbound::Unknown => "nonsense",
    }
}

pub(super) const fn tap(tap: Tap) -> &'static str {
    match tap {
        Tap::Look => "look",
        Tap::Yes(_) => "yes",
        Tap::No => "no",
        Tap::Calendar => "calendar",
        Tap::Note => "note",
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
