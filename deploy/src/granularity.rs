//! Into how many functions the routes are divided.
use std::{fmt, str::FromStr};

/// How many functions serve the routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Granularity {
    /// One for each route: metrics, limits and a cold start of its own.
    #[default]
    Route,
    /// One for each zone: fewer cold starts where little happens.
    Zone,
}

impl fmt::Display for Granularity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Route => "route",
            Self::Zone => "zone",
        })
    }
}

impl FromStr for Granularity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "route" => Ok(Self::Route),
            "zone" => Ok(Self::Zone),
            _ => Err("it is `route` or `zone`".to_owned()),
        }
    }
}
