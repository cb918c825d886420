//! The public page of a list: visitors put themselves on it, and say what they agree to.
//!
//! A page is reached with a link alone, and needs no script. Whoever sends its form is answered alike,
//! whether we knew them or not.
pub(crate) mod form;
pub(crate) mod join;
pub(crate) mod link;
pub(crate) mod page;
pub(crate) mod routes;
mod words;
