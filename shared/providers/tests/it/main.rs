//! The providers against services that answer, refuse, break off and stay silent.
#[cfg(test)]
mod aws;
#[cfg(test)]
mod server;
#[cfg(test)]
mod ses;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod twilio;
