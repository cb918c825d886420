//! The gateway's throttle of guests' pages: so many requests of one address in any minute.
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Addresses that are remembered before those without a request in the window are forgotten.
const ADDRESSES_KEPT: usize = 10_000;

/// How the host's own simulated phones say who they are: they all come from one address, and a real
/// gateway would see as many as there are phones.
pub(crate) const SIMULATED_PHONE: HeaderName = HeaderName::from_static("x-simulated-phone");

/// Remembers when each address asked.
#[derive(Debug)]
pub(crate) struct Throttle {
    requests_max: usize,
    /// What the simulated phones alone know.
    pass: HeaderValue,
    seen: Mutex<HashMap<IpAddr, VecDeque<Timestamp>>>,
}

impl Throttle {
    /// Lets each address ask so often, and whoever shows `pass` any number of times.
    pub(crate) fn new(requests_per_minute: u32, pass: HeaderValue) -> Self {
        let requests_max = usize::try_from(requests_per_minute).unwrap_or(usize::MAX);
        Self { requests_max, pass, seen: Mutex::default() }
    }

    /// Whether one more request of `address` is let through. A refused one does not count.
    pub(super) fn admits(&self, headers: &HeaderMap, address: IpAddr, now: Timestamp) -> bool {
        if headers.get(SIMULATED_PHONE) == Some(&self.pass) {
            return true;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |at: &Timestamp| now.duration_since(*at) < WINDOW;
        if seen.len() > ADDRESSES_KEPT {
            seen.retain(|_, instants| instants.back().is_some_and(fresh));
        }
        let instants = seen.entry(address).or_default();
        while instants.front().is_some_and(|at| !fresh(at)) {
            instants.pop_front();
        }
        let admitted = instants.len() < self.requests_max;
        if admitted {
            instants.push_back(now);
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_held_back_for_the_rest_of_its_minute_and_no_other_with_it() {
        let throttle = Throttle::new(60, HeaderValue::from_static("pass"));
        let headers = HeaderMap::new();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let start: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        assert!((0..60).all(|_| throttle.admits(&headers, one, start)));
        assert!(!throttle.admits(&headers, one, start + SignedDuration::from_secs(59)));
        assert!(throttle.admits(&headers, other, start));
        assert!(throttle.admits(&headers, one, start + WINDOW));
    }

    #[test]
    fn a_simulated_phone_is_known_by_its_pass() {
        let throttle = Throttle::new(0, HeaderValue::from_static("pass"));
        let shows =
            |value| HeaderMap::from_iter([(SIMULATED_PHONE, HeaderValue::from_static(value))]);
        let (address, now) = (IpAddr::from([127, 0, 0, 1]), Timestamp::UNIX_EPOCH);
        assert!(throttle.admits(&shows("pass"), address, now));
        assert!(!throttle.admits(&shows("guess"), address, now));
    }
}
