//! Lives through worlds: `worlds FROM COUNT [shrink]`.
#![allow(clippy::all, clippy::pedantic, clippy::restriction, reason = "scratch")]
use sim::*;
fn main() {
    let mut arguments = std::env::args().skip(1);
    let from: u64 = arguments.next().unwrap().parse().unwrap();
    let count: u64 = arguments.next().unwrap().parse().unwrap();
    let mode = arguments.next().unwrap_or_default();
    let mut coverage = Coverage::default();
    let (mut held, mut failed) = (0, std::collections::BTreeMap::<String, Vec<u64>>::new());
    for seed in from..from + count {
        let settings = if mode == "calm" {
            Settings { switches: Switches::none(), ..Settings::of(seed) }
        } else {
            Settings::of(seed)
        };
        let settings = Settings { tells: mode == "tell", ..settings };
        match run(settings.clone()) {
            Ok(shown) => {
                held += 1;
                coverage.merge(&shown.coverage);
                for line in &shown.lines {
                    println!("{line}");
                }
                if mode == "digest" {
                    println!("{seed} {} {:x}", shown.steps, shown.digest);
                }
            }
            Err(failure) => {
                failed
                    .entry(format!(
                        "{} {}",
                        failure.broken.law.name(),
                        failure
                            .broken
                            .words
                            .chars()
                            .filter(|c| !c.is_ascii_digit())
                            .take(60)
                            .collect::<String>()
                    ))
                    .or_default()
                    .push(seed);
                if mode == "all" || mode == "tell" {
                    println!("{failure}");
                }
                if mode == "shrink" {
                    println!("{}", shrink(&settings, *failure));
                    return;
                }
            }
        }
    }
    if mode == "coverage" {
        print!("{coverage}");
    }
    for (what, seeds) in failed {
        println!("{:>4} {what} {:?}", seeds.len(), &seeds[..seeds.len().min(8)]);
    }
    println!("{held} worlds held of {count}");
}
