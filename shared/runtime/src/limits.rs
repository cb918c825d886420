//! How often a public route may be tried: counted before the work, by scopes of the caller's choice.
use crate::{
    ctx::Ctx,
    http::source_address,
    problem::{Problem, ProblemKind},
};
use jiff::Timestamp;
use std::net::{IpAddr, Ipv6Addr};
use store::rate::{RateError, RateLimit};

/// One attempt at something, and the limits that it counts under. Whichever of them is reached first
/// refuses it: 429 with `Retry-After`.
///
/// ```
/// # use runtime::{Ctx, Problem, limits::Attempt};
/// # use store::rate::RateLimit;
/// # const LIMIT: RateLimit = RateLimit {
/// #     name: "doc", attempts_max: 1, window: jiff::SignedDuration::from_secs(1),
/// # };
/// # async fn handle(ctx: &Ctx, extensions: &http::Extensions) -> Result<(), Problem> {
/// let now = ctx.clock.now();
/// Attempt::at(now).by_address(LIMIT, extensions).by(LIMIT, "list 1").count(ctx).await
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is counted until `count` is asked"]
pub struct Attempt {
    at: Timestamp,
    scopes: Vec<(RateLimit, String)>,
}

impl Attempt {
    /// An attempt at `at` that counts under nothing yet.
    pub const fn at(at: Timestamp) -> Self {
        Self { at, scopes: Vec::new() }
    }

    /// Counts under `scope`, too.
    pub fn by(mut self, limit: RateLimit, scope: impl Into<String>) -> Self {
        self.scopes.push((limit, scope.into()));
        self
    }

    /// Counts under the address that the request came from, too, where a gateway tells it.
    pub fn by_address(self, limit: RateLimit, extensions: &http::Extensions) -> Self {
        self.from_address(limit, source_address(extensions))
    }

    /// As [`Self::by_address`], for an address that is at hand.
    pub fn from_address(self, limit: RateLimit, address: Option<&str>) -> Self {
        match address {
            Some(address) => self.by(limit, format!("address {}", network(address))),
            None => self,
        }
    }

    /// Counts the attempt, before it is looked at. It stays counted under the limits before the one
    /// that refuses it.
    pub async fn count(&self, ctx: &Ctx) -> Result<(), Problem> {
        for (limit, scope) in &self.scopes {
            ctx.store.take_attempt(*limit, scope, self.at).await.map_err(refused)?;
        }
        Ok(())
    }

    /// Refuses it where [`Self::count`] would, and counts nothing: for what is counted by how it ends.
    pub async fn check(&self, ctx: &Ctx) -> Result<(), Problem> {
        for (limit, scope) in &self.scopes {
            ctx.store.check_attempt(*limit, scope, self.at).await.map_err(refused)?;
        }
        Ok(())
    }

    /// Forgets it again: it was a good one.
    pub async fn give_back(&self, ctx: &Ctx) -> Result<(), Problem> {
        for (limit, scope) in &self.scopes {
            ctx.store.give_back_attempt(*limit, scope, self.at).await.map_err(refused)?;
        }
        Ok(())
    }
}

/// What the caller is told of an attempt that was not counted.
pub fn refused(error: RateError) -> Problem {
    match error {
        RateError::Wait { wait } => Problem::new(ProblemKind::TooManyRequests).retry_after(wait),
        RateError::Store(error) => error.into(),
    }
}

/// Whom an address stands for: one caller has all the addresses of an IPv6 network (RFC 4291, section
/// 2.5.4), and would otherwise have as many counters.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(IpAddr::V6(_) | IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_one_caller() {
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::9"), "2001:db8:1:2::/64");
        assert_ne!(network("2001:db8:1:3::9"), network("2001:db8:1:2::9"));
        assert_eq!(network("no address"), "no address");
    }
}
