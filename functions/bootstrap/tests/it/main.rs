//! Contracts over all routes and jobs, through the router as it is served.
#[cfg(test)]
mod contract;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod orgs;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod world;
