//! What calls consumed, one by one, so that a figure can say what it leaves out.
use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};
use testkit::{Call, Embedded, Meter, Units};

/// An exact number to a thousandth, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Figure(u64);

impl Figure {
    pub(super) const fn thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    pub(super) const fn whole(whole: u64) -> Self {
        Self(whole * 1_000)
    }

    pub(super) const fn in_thousandths(self) -> u64 {
        self.0
    }

    fn of(units: Units, count: u64, per: u64) -> Self {
        Self((units.tenths() * 100 * count).div_ceil(per))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1_000, self.0 % 1_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// One call that succeeded.
#[derive(Debug, Clone)]
pub(super) struct OneCall {
    operation: String,
    body: String,
    used: Meter,
}

impl OneCall {
    fn names(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    /// Reads the caller's standing.
    pub(super) fn authorizes(&self) -> bool {
        self.operation == "Query" && self.names("USER#")
    }

    /// Keeps, or looks for, the answer of a request with an idempotency key.
    pub(super) fn remembers(&self) -> bool {
        self.names("IDEMPOTENT#")
    }

    /// Belongs to an import and to none of its contacts.
    pub(super) fn keeps_an_import(&self) -> bool {
        self.names("IMPORT#")
    }

    /// Folds the stream into lists. Of the relay's calls only: others read lists for themselves.
    pub(super) fn folds(&self) -> bool {
        let lists = ["VIEW#", "COUNTS#", "TALLY#"].iter().any(|words| self.names(words));
        lists
            || (self.operation == "BatchGetItem" && self.names("\"INV#"))
            || (self.operation == "GetItem" && self.names("\"#EVENT"))
    }
}

/// Some calls, and among how many units of work they are shared.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls(Vec<OneCall>);

impl Calls {
    /// Those that are so, and the others.
    pub(super) fn split(self, is_so: impl Fn(&OneCall) -> bool) -> (Self, Self) {
        let (so, others) = self.0.into_iter().partition(is_so);
        (Self(so), Self(others))
    }

    /// An organizer's request without its authorization, which has a line of its own.
    pub(super) fn authorized(self) -> Self {
        self.split(OneCall::authorizes).1
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// What one of `per` costs.
    pub(super) fn each(&self, per: u64) -> Cost {
        self.each_of(1, per)
    }

    /// What `count` of `per` cost.
    pub(super) fn each_of(&self, count: u64, per: u64) -> Cost {
        let (mut read, mut write) = (Units::default(), BTreeMap::<String, Units>::new());
        for call in &self.0 {
            read += call.used.read_units();
            for (place, units) in &call.used.write {
                *write.entry(place.clone()).or_default() += *units;
            }
        }
        let at =
            |place: &str| Figure::of(write.get(place).copied().unwrap_or_default(), count, per);
        let mut all = Units::default();
        for units in write.values() {
            all += *units;
        }
        Cost {
            calls: Figure((u64::try_from(self.0.len()).unwrap() * 1_000 * count).div_ceil(per)),
            read: Figure::of(read, count, per),
            table: at("table"),
            gsi1: at("gsi1"),
            gsi2: at("gsi2"),
            write: Figure::of(all, count, per),
        }
    }
}

/// What something costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cost {
    pub(super) calls: Figure,
    pub(super) read: Figure,
    pub(super) table: Figure,
    pub(super) gsi1: Figure,
    pub(super) gsi2: Figure,
    pub(super) write: Figure,
}

/// Does `work` and answers, with what it came to, every call that it made of the table. Refused calls
/// are billed and not metered, so there may be none.
pub(super) async fn measured<T>(table: &Embedded, work: impl Future<Output = T>) -> (T, Calls) {
    let calls = Arc::new(Mutex::new((table.meter(), Vec::new())));
    let (kept, metered) = (Arc::clone(&calls), table.clone());
    let before = table.meter();
    table.after_calls(move |call: &Call<'_>| {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, calls): &mut (Meter, Vec<OneCall>) = &mut kept;
        let now = metered.meter();
        calls.push(OneCall {
            operation: call.operation.to_owned(),
            body: String::from_utf8_lossy(call.body).into_owned(),
            used: now.since(last),
        });
        *last = now;
    });
    let done = work.await;
    table.heal();
    let used = table.meter().since(&before);
    assert_eq!(used.refused(), 0, "a refused call is billed, and not in these figures: {used:?}");
    let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
    (done, Calls(std::mem::take(&mut calls.1)))
}
