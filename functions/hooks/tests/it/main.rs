//! The provider's webhooks, through the router, on the embedded table.
#[cfg(test)]
mod inbound;
#[cfg(test)]
mod signatures;
#[cfg(test)]
mod status;
#[cfg(test)]
mod world;
