//! The commands of the engine, as they are served. What the jobs do together is tested where all
//! contexts meet.
#[cfg(test)]
mod commands;
#[cfg(test)]
mod mails;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod status;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod world;
