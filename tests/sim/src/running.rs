//! Invocations under way, each polled when the scheduler says so.
use crate::{
    agenda::InboundText, book::Promise, guests::GuestDeed, orders::Order, provider::Report,
    queues::Waiting, site::Run,
};
use jiff::Timestamp;
use ports::Queue;
use serde_json::Value;
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};
use testkit::stage::Reply;

/// What an invocation is for.
#[derive(Debug)]
pub(crate) enum Work {
    Queue { queue: Queue, messages: Vec<Waiting> },
    Relay { shard: usize, count: usize, payload: Value },
    Sweep,
    Report(Report),
    Inbound(InboundText),
    Guest(GuestDeed, Option<Promise>),
    Order(Order),
}

/// How it ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// A job's answer, or why it failed.
    Job(Result<Value, String>),
    /// A reply.
    Reply(Reply),
    /// Its process is gone.
    Stopped,
}

pub(crate) type Going = Pin<Box<dyn Future<Output = Ended>>>;

/// An invocation under way.
pub(crate) struct Running {
    pub(crate) run: Run,
    pub(crate) work: Work,
    going: Going,
    flag: Arc<Flag>,
    waker: Waker,
    pub(crate) frozen_until: Option<Timestamp>,
    pub(crate) was_frozen: bool,
}

#[derive(Debug)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Running {
    pub(crate) fn new(run: Run, work: Work, going: Going) -> Self {
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&flag));
        Self { run, work, going, flag, waker, frozen_until: None, was_frozen: false }
    }

    pub(crate) fn is_ready(&self, now: Timestamp) -> bool {
        self.frozen_until.is_none_or(|until| until <= now) && self.flag.0.load(Ordering::Relaxed)
    }

    pub(crate) fn poll(&mut self) -> Poll<Ended> {
        self.flag.0.store(false, Ordering::Relaxed);
        let waker = self.waker.clone();
        self.going.as_mut().poll(&mut Context::from_waker(&waker))
    }
}
