//! What begins: one of what is due, by the dice.
use super::{Version, World};
use crate::{
    fault::Fault,
    running::{Ended, Going, Running, Work},
    site::{Doer, Run},
};
use ports::Queue;
use serde_json::Value;

impl World {
    /// Begins one of what is due. Whether there was any.
    pub(super) fn begin_something(&mut self) -> bool {
        let first = self.order.place(4);
        (0..4).any(|turn| match (first + turn) % 4 {
            0 => self.begin_deed(),
            1 => self.begin_queue(Queue::Wakes),
            2 => self.begin_queue(Queue::Outbox),
            _ => self.begin_relay(),
        })
    }

    fn begin_queue(&mut self, queue: Queue) -> bool {
        let most = if queue == Queue::Wakes { 1 } else { self.order.place(5) + 1 };
        let messages = self.queues.receive(queue, most, &mut self.order);
        if messages.is_empty() {
            return false;
        }
        let payload = crate::queues::payload(queue, &messages);
        let job = if queue == Queue::Wakes { "fill" } else { "send" };
        let going = self.job(job, payload);
        self.begin(Doer::Job(job), Work::Queue { queue, messages }, going);
        true
    }

    fn begin_relay(&mut self) -> bool {
        let Some((shard, count, payload)) = self.stream.take(&mut self.order) else { return false };
        let going = self.job("relay", payload.clone());
        self.begin(Doer::Job("relay"), Work::Relay { shard, count, payload }, going);
        true
    }

    /// A job of the present version, or of the next one.
    pub(super) fn job(&self, name: &'static str, payload: Value) -> Going {
        let ctx = self.version().ctx.clone();
        let job = bootstrap::job(name).unwrap();
        Box::pin(async move {
            Ended::Job(job.run(ctx, payload).await.map_err(|error| error.to_string()))
        })
    }

    pub(super) fn version(&self) -> &Version {
        // Nobody is at work, so that the dice need a hand.
        let next = self.site.is_stormy() && self.site.strikes(Fault::TwoVersions);
        &self.versions[usize::from(next)]
    }

    pub(super) fn begin(&mut self, doer: Doer, work: Work, going: Going) {
        self.runs += 1;
        let (number, began_at) = (self.runs, self.site.now());
        let began_after = self.site.book().last_record;
        if !matches!(work, Work::Sweep) {
            self.last_busy_at = began_at;
        }
        let run = Run { number, doer, began_at, began_after };
        self.site.note(&format!("#{number} begins: {:?} {}", run.doer, short(&work)));
        self.running.push(Running::new(run, work, going));
    }
}

fn short(work: &Work) -> String {
    match work {
        Work::Queue { queue, messages } => format!("{} {messages:?}", queue.name()),
        Work::Relay { shard, count, .. } => format!("{count} records of shard {shard}"),
        Work::Sweep => "sweep".into(),
        Work::Report(report) => format!("{report:?}"),
        Work::Inbound(text) => format!("{text:?}"),
        Work::Guest(deed, _) => format!("{deed:?}"),
        Work::Order(order) => format!("{} {} {}", order.name, order.path, order.body),
    }
}
