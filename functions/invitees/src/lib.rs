//! Invitees: who is on an event's list, in what order, and what became of each.
//!
//! One file per use case. Every change of a status goes through [`runtime::invitation`].
mod act;
mod add_invitees;
mod added;
mod change_invitee;
mod limits;
mod list_invitees;
mod load;
mod move_invitee;
mod places;
mod read_invitee;
mod reinvite;
mod remove_invitee;
mod resend;
mod selection;
mod view;
mod waitlist_order;
mod why;

use runtime::{Routes, routes};

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(list_invitees::list_invitees, add_invitees::add_invitees))
        .routes(routes!(
            read_invitee::read_invitee,
            change_invitee::change_invitee,
            remove_invitee::delete_invitee
        ))
        .routes(routes!(move_invitee::move_invitee))
        .routes(routes!(act::accept_invitee))
        .routes(routes!(act::decline_invitee))
        .routes(routes!(remove_invitee::remove_invitee))
        .routes(routes!(reinvite::reinvite_invitee))
        .routes(routes!(resend::resend_invitation))
}
