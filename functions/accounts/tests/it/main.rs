//! The routes of accounts, asked as clients ask them.
#[cfg(test)]
mod addresses;
#[cfg(test)]
mod deletion;
#[cfg(test)]
mod devices;
#[cfg(test)]
mod invitations;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod open;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod profile;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod world;
