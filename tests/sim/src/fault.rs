//! What goes wrong in a world, each kind by dice of its own.
use std::collections::BTreeSet;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $text:literal $per_mille:literal,)*) => {
        /// Something that goes wrong now and then.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How often of 1,000 occasions it happens in bad weather.
            pub const fn per_mille(self) -> u32 {
                match self { $(Self::$name => $per_mille,)* }
            }
        }
    };
}

faults! {
    /// A write meets another transaction.
    Conflict "conflict" 15,
    /// A call to the table comes too soon.
    Throttle "throttle" 5,
    /// A call to the table never arrives; its caller times out.
    LoseRequest "lose_request" 4,
    /// A call to the table is done, and its caller times out.
    LoseReply "lose_reply" 6,
    /// A call to the table is done, its answer is lost, and the client asks again.
    Repeat "repeat" 6,
    /// A read that does not insist is answered by an older state.
    StaleRead "stale_read" 150,
    /// The process ends at a call to the table, before it is done.
    StopBefore "stop_before" 3,
    /// The process ends at a call to the table that was done.
    StopAfter "stop_after" 4,
    /// The process stands still for some seconds.
    Freeze "freeze" 2,
    /// The provider refuses for good or for now, by any class of code.
    Refused "refused" 50,
    /// 429 with a time to wait.
    TooMany "too_many" 25,
    /// The provider is not reached.
    NotSent "not_sent" 25,
    /// The provider answers after seconds.
    Slow "slow" 60,
    /// The request is lost; the caller times out.
    TimeoutBefore "timeout_before" 25,
    /// The text is taken; the caller times out.
    TimeoutAfter "timeout_after" 35,
    /// The caller times out, and the text arrives at the provider later.
    ArrivesLate "arrives_late" 20,
    /// A 5xx without effect.
    ServerErrorBefore "server_error_before" 15,
    /// A 5xx, although the text is taken.
    ServerErrorAfter "server_error_after" 15,
    /// The provider cannot be asked what it has.
    SearchFails "search_fails" 200,
    /// For hours nothing reaches the provider, and it cannot be asked.
    Outage "outage" 950,
    /// The process ends before it asks the provider.
    StopBeforeProvider "stop_before_provider" 15,
    /// The process ends when the provider has answered.
    StopAfterProvider "stop_after_provider" 20,
    /// A text that was taken does not arrive.
    Undelivered "undelivered" 60,
    /// A status report is lost.
    ReportLost "report_lost" 60,
    /// A status report comes late.
    ReportLate "report_late" 60,
    /// A status report comes twice.
    ReportTwice "report_twice" 60,
    /// Status reports come in another order.
    ReportReordered "report_reordered" 60,
    /// A message in a queue comes twice.
    QueueTwice "queue_twice" 4,
    /// A message in a queue is held up.
    QueueDelay "queue_delay" 60,
    /// A message of a standard queue passes an older one.
    QueueReorder "queue_reorder" 500,
    /// A message is lost: hints may be.
    QueueLost "queue_lost" 8,
    /// A queue refuses to take messages.
    QueueRefuses "queue_refuses" 10,
    /// The process ends before a queue has its messages, or right after.
    StopAtQueue "stop_at_queue" 5,
    /// Records of the stream come again.
    StreamRepeat "stream_repeat" 60,
    /// Shards of the stream pass each other.
    StreamShuffle "stream_shuffle" 400,
    /// A timer fires up to a minute late.
    TimerLate "timer_late" 200,
    /// A timer never fires.
    TimerMissed "timer_missed" 60,
    /// The scheduler refuses.
    TimerRefuses "timer_refuses" 10,
    /// A run of the sweep does not take place.
    SweepMissed "sweep_missed" 60,
    /// Functions of the next version run beside the present ones.
    TwoVersions "two_versions" 500,
}

/// Which kinds may happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switches(BTreeSet<Fault>);

impl Switches {
    /// All of them.
    pub fn all() -> Self {
        Self(Fault::ALL.iter().copied().collect())
    }

    /// None of them.
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// The same but one.
    #[must_use]
    pub fn without(&self, fault: Fault) -> Self {
        Self(self.0.iter().copied().filter(|one| *one != fault).collect())
    }

    /// Whether it may happen.
    pub fn allow(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    /// Those that may happen, in order.
    pub fn iter(&self) -> impl Iterator<Item = Fault> + '_ {
        self.0.iter().copied()
    }
}
