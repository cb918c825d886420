//! Guests' pages and answers, through the router, on the embedded table.
#[cfg(test)]
mod answers;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod costs;
#[cfg(test)]
mod details;
#[cfg(test)]
mod every_state;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod races;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod states;
#[cfg(test)]
mod world;
