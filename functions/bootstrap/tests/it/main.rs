//! Contracts over all routes and jobs, through the router as it is served.
#[cfg(test)]
mod contract;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod iam;
#[cfg(test)]
mod lambda;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod orgs;
#[cfg(test)]
mod route;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod world;
