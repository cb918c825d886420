//! What was measured, in whole numbers.
use serde_json::{Value, json};
use std::{fmt, time::Duration};

/// How this program was built.
const BUILD: &str = if cfg!(debug_assertions) { "unoptimised" } else { "release" };

/// One measurement.
#[derive(Debug)]
pub(super) struct Phase {
    pub(super) name: &'static str,
    pub(super) wall: Duration,
    /// Of each request, sorted.
    pub(super) latencies: Vec<Duration>,
    /// Answers that were taken.
    pub(super) answered: u64,
    /// Requests without the answer that belongs to them.
    pub(super) errors: u64,
    /// The host's processor time while it was asked.
    pub(super) cpu: Duration,
    /// The same until it was quiet again: confirmations are sent, lists are brought up to date.
    pub(super) cpu_with_aftermath: Duration,
    /// What the clients themselves took of the same processors.
    pub(super) clients_cpu: Duration,
}

impl Phase {
    fn requests(&self) -> u64 {
        u64::try_from(self.latencies.len()).unwrap_or(u64::MAX)
    }

    fn requests_per_second(&self) -> u64 {
        self.requests().saturating_mul(1_000_000).checked_div(micros(self.wall)).unwrap_or(0)
    }

    /// Of 1,000 requests, in milliseconds.
    fn per_thousand(&self, cpu: Duration) -> u64 {
        micros(cpu).checked_div(self.requests()).unwrap_or(0)
    }

    fn to_json(&self) -> Value {
        let latency = |percent| micros(percentile(&self.latencies, percent));
        json!({
            "name": self.name,
            "requests": self.requests(),
            "errors": self.errors,
            "wall_milliseconds": micros(self.wall) / 1_000,
            "requests_per_second": self.requests_per_second(),
            "p50_microseconds": latency(50),
            "p99_microseconds": latency(99),
            "max_microseconds": latency(100),
            "cpu_milliseconds_per_thousand": self.per_thousand(self.cpu),
            "cpu_milliseconds_per_thousand_with_aftermath":
                self.per_thousand(self.cpu_with_aftermath),
            "clients_cpu_milliseconds_per_thousand": self.per_thousand(self.clients_cpu),
        })
    }
}

/// The whole run.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) invitees: u32,
    pub(super) connections: u16,
    pub(super) preparation: Duration,
    /// The most memory of the host, in KiB: when all were invited, and in the end.
    pub(super) memory_prepared: u64,
    pub(super) memory_peak: u64,
    pub(super) phases: Vec<Phase>,
    /// Answers that were taken, as the clients saw it.
    pub(super) answered: u64,
    /// Guests who come, as the organizer sees it.
    pub(super) accepted: u64,
}

impl Report {
    /// Whether every request was answered, and every answer kept.
    pub(super) fn holds(&self) -> bool {
        self.accepted == self.answered && self.phases.iter().all(|phase| phase.errors == 0)
    }

    /// For programs: one object.
    pub(super) fn to_json(&self) -> Value {
        let phases: Vec<Value> = self.phases.iter().map(Phase::to_json).collect();
        json!({
            "build": BUILD,
            "invitees": self.invitees,
            "connections": self.connections,
            "preparation_milliseconds": micros(self.preparation) / 1_000,
            "memory_prepared_kibibytes": self.memory_prepared,
            "memory_peak_kibibytes": self.memory_peak,
            "answered": self.answered,
            "accepted": self.accepted,
            "phases": phases,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        writeln!(f, "{BUILD} build, {} invitees, {} connections", self.invitees, self.connections)?;
        writeln!(
            f,
            "{:8} {:>8} {:>6} {:>7} {:>8} {:>8} {:>8} {:>10} {:>10} {:>10}",
            "",
            "requests",
            "errors",
            "per s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "cpu s/1000",
            "with after",
            "clients"
        )?;
        for phase in &self.phases {
            let latency = |percent| thousandths(micros(percentile(&phase.latencies, percent)));
            let cpu = |cpu| thousandths(phase.per_thousand(cpu));
            writeln!(
                f,
                "{:8} {:>8} {:>6} {:>7} {:>8} {:>8} {:>8} {:>10} {:>10} {:>10}",
                phase.name,
                phase.requests(),
                phase.errors,
                phase.requests_per_second(),
                latency(50),
                latency(99),
                latency(100),
                cpu(phase.cpu),
                cpu(phase.cpu_with_aftermath),
                cpu(phase.clients_cpu),
            )?;
        }
        writeln!(
            f,
            "memory   {} MiB when all were invited, {} MiB in the end",
            self.memory_prepared / 1_024,
            self.memory_peak / 1_024
        )?;
        write!(f, "answers  {} taken, {} guests come", self.answered, self.accepted)
    }
}

/// The smallest of `sorted` that `percent` of all do not exceed; none at all is no time.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = sorted.len().saturating_mul(percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

/// A thousandth of the number, with all its digits.
fn thousandths(number: u64) -> String {
    format!("{}.{:03}", number / 1_000, number % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milliseconds(numbers: impl IntoIterator<Item = u64>) -> Vec<Duration> {
        numbers.into_iter().map(Duration::from_millis).collect()
    }

    #[test]
    fn a_percentile_is_one_of_the_values_and_as_many_do_not_exceed_it() {
        let hundred = milliseconds(1..=100);
        for (percent, expected) in [(1, 1), (50, 50), (99, 99), (100, 100)] {
            assert_eq!(percentile(&hundred, percent), Duration::from_millis(expected));
        }
        let three = milliseconds([1, 2, 9]);
        assert_eq!(percentile(&three, 50), Duration::from_millis(2));
        assert_eq!(percentile(&three, 99), Duration::from_millis(9));
        assert_eq!(percentile(&milliseconds([7]), 50), Duration::from_millis(7));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    fn phase() -> Phase {
        Phase {
            name: "pages",
            wall: Duration::from_secs(2),
            latencies: milliseconds([1, 2, 3, 4]),
            answered: 0,
            errors: 0,
            cpu: Duration::from_millis(20),
            cpu_with_aftermath: Duration::from_millis(30),
            clients_cpu: Duration::from_millis(10),
        }
    }

    #[test]
    fn rates_are_of_the_time_that_all_requests_took() {
        let json = phase().to_json();
        assert_eq!(json["requests_per_second"], 2);
        assert_eq!(json["cpu_milliseconds_per_thousand"], 5_000);
        assert_eq!(json["cpu_milliseconds_per_thousand_with_aftermath"], 7_500);
        assert_eq!(
            (&json["p50_microseconds"], &json["max_microseconds"]),
            (&json!(2_000), &json!(4_000))
        );
        let nothing = Phase { latencies: Vec::new(), wall: Duration::ZERO, ..phase() };
        assert_eq!(nothing.to_json()["requests_per_second"], 0);
    }

    #[test]
    fn a_lost_answer_and_an_error_are_told() {
        let report = |accepted, errors| Report {
            invitees: 10,
            connections: 1,
            preparation: Duration::ZERO,
            memory_prepared: 0,
            memory_peak: 0,
            phases: vec![Phase { errors, ..phase() }],
            answered: 5,
            accepted,
        };
        assert!(report(5, 0).holds());
        assert!(!report(4, 0).holds());
        assert!(!report(5, 1).holds());
        assert_eq!(thousandths(1_020), "1.020");
    }
}
