//! What follows when an invocation has ended.
use super::{VISIBILITY, World, act};
use crate::{
    agenda::{Deed, InboundText},
    book::Promise,
    guests::{GuestDeed, Tap},
    law::{Broken, Law},
    orders::Order,
    running::{Ended, Work},
    site::Run,
    stream,
};
use domain::inbound::{self, Inbound};
use jiff::SignedDuration;
use serde_json::Value;
use std::collections::BTreeSet;
use testkit::stage::Reply;

/// How often somebody tries again what failed.
const TRIES_MAX: u8 = 3;

impl World {
    pub(super) fn finish(&mut self, run: &Run, work: Work, ended: &Ended) {
        self.site.note(&format!("#{} ends: {}", run.number, short(ended)));
        self.unhealthy(run, ended);
        match work {
            Work::Queue { queue, messages } => {
                let all: BTreeSet<u64> = messages.iter().map(|message| message.number).collect();
                let again = match ended {
                    Ended::Job(Ok(answer)) => given_back(answer),
                    Ended::Job(Err(_)) | Ended::Reply(_) | Ended::Stopped => all.clone(),
                };
                let handled: Vec<u64> = all.into_iter().collect();
                let at = self.site.now() + VISIBILITY;
                self.queues.settle(queue, &handled, &again, at);
            }
            Work::Relay { shard, count, payload } => {
                let handled = match ended {
                    Ended::Job(Ok(answer)) => stream::handled(&payload, answer),
                    Ended::Job(Err(_)) | Ended::Reply(_) | Ended::Stopped => 0,
                };
                self.stream.settle(shard, count, handled);
            }
            Work::Sweep | Work::Report(_) => (),
            Work::Inbound(text) => self.finish_inbound(text, ended),
            Work::Guest(deed, promise) => self.finish_guest(run, deed, promise, ended),
            Work::Order(order) => self.finish_order(order, ended),
        }
    }

    /// In calm weather nothing fails.
    fn unhealthy(&self, run: &Run, ended: &Ended) {
        let was_calm = !self.site.is_stormy() && run.began_at > self.shape.calm_at;
        let failed = match ended {
            Ended::Job(Err(error)) => Some(error.clone()),
            Ended::Reply(reply) if reply.status.as_u16() == 500 => Some(reply.body.clone()),
            Ended::Job(Ok(_)) | Ended::Reply(_) | Ended::Stopped => None,
        };
        if let Some(error) = failed.filter(|_| was_calm && self.site.control.is_none()) {
            let words = format!("{:?} failed although nothing is wrong: {error}", run.doer);
            self.site.book().check(Err(Broken::new(Law::I14, words, &[])));
        }
    }

    fn finish_inbound(&mut self, text: InboundText, ended: &Ended) {
        let read = inbound::read(&text.body, None);
        let heard = matches!(ended, Ended::Reply(reply) if reply.status.is_success());
        let kinds = (read == Inbound::Stop, act::lifts(&read));
        self.site.book().asked(&text.from, kinds, heard);
        if !heard && text.tries < TRIES_MAX {
            let at = self.site.now() + self.people.seconds(1, 60);
            self.site.plan(at, Deed::Inbound(InboundText { tries: text.tries + 1, ..text }));
        }
    }

    fn finish_guest(
        &mut self,
        run: &Run,
        deed: GuestDeed,
        promise: Option<Promise>,
        ended: &Ended,
    ) {
        let now = self.site.now();
        let reply = match ended {
            Ended::Reply(reply) if reply.status.as_u16() < 500 => reply,
            Ended::Reply(_) | Ended::Stopped | Ended::Job(_) => {
                if deed.tries < TRIES_MAX {
                    let at = now + self.people.seconds(1, 90);
                    self.site.plan(at, Deed::Guest(GuestDeed { tries: deed.tries + 1, ..deed }));
                }
                return;
            }
        };
        self.site.count(format!("reply {} {}", act::tap(deed.tap), reply.status.as_u16()));
        if let Some(promise) = promise
            && self.site.book().stands(&promise, run, now)
        {
            self.site.count("law I9");
            self.check_promise(&promise, reply);
        }
        let looks = matches!(deed.tap, Tap::Look | Tap::Calendar);
        if looks && self.site.book().has_written(run) {
            let words = "looking changed something";
            self.site.book().check(Err(Broken::new(Law::I6, words, &[&deed.phone])));
        }
        if deed.tap == Tap::Look {
            self.check_link(&deed, reply);
        }
    }

    fn check_promise(&self, promise: &Promise, reply: &Reply) {
        let status = reply.status.as_u16();
        // Others at the same row, over and over, or a table that fails: asked to try again.
        let busy = status == 409 && reply.problem() == "conflict" || status == 429;
        if status < 400 || busy && self.site.is_stormy() {
            return;
        }
        let words = format!("a yes within the held seats was refused: {status} {}", reply.body);
        let (event, invitee) = promise.place;
        self.site.book().check(Err(Broken::new(Law::I9, words, &[&event, &invitee])));
    }

    /// The link of an invitation works; an older one says that it was replaced.
    pub(super) fn check_link(&self, deed: &GuestDeed, reply: &Reply) {
        let status = reply.status.as_u16();
        let replaced = self.link(&deed.token).is_some_and(|link| {
            let book = self.site.book();
            let known = book.invitees.get(&(link.event, link.invitee));
            known.is_some_and(|known| known.invitee.generation > link.generation)
        });
        self.site.count("law I6");
        if status == 200 || status == 410 && replaced || status == 429 {
            return;
        }
        let words = format!("the link answers {status}");
        self.site.book().check(Err(Broken::new(Law::I6, words, &[&deed.phone])));
    }

    fn finish_order(&mut self, order: Order, ended: &Ended) {
        let status = match ended {
            Ended::Reply(reply) => reply.status.as_u16(),
            Ended::Job(_) | Ended::Stopped => 502,
        };
        self.site.count(format!("order {} {status}", order.name));
        let must = matches!(order.name, "switch_on" | "start");
        if status >= 500 && order.tries < TRIES_MAX && (must || self.people.percent(60)) {
            let at = self.site.now() + SignedDuration::from_secs(5);
            self.site.plan(at, Deed::Ordered(Order { tries: order.tries + 1, ..order }));
        }
    }
}

fn given_back(answer: &Value) -> BTreeSet<u64> {
    let failures = answer["batchItemFailures"].as_array().into_iter().flatten();
    failures.map(|failure| failure["itemIdentifier"].as_str().unwrap().parse().unwrap()).collect()
}

fn short(ended: &Ended) -> String {
    match ended {
        Ended::Job(answer) => format!("{answer:?}"),
        Ended::Reply(reply) => {
            let body: String = reply.body.chars().take(160).collect();
            format!("{} {body}", reply.status.as_u16())
        }
        Ended::Stopped => "stopped".to_owned(),
    }
}
