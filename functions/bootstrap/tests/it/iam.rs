//! IAM as a unit test: every function is held to its zone's policy wherever tests run it, and the table
//! of grants (`deploy/data/grants.csv`) says no more than what is used.
mod calls;
mod controls;
mod gather;
mod guard;
mod paths;
mod table;

pub(crate) use guard::keep;
