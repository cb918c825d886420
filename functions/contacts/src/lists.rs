//! Lists of contacts: made, changed, deleted, and who is on them.
//!
//! Which contacts are on a list says each contact; how many, the lists that are folded from the stream.
//! Deleting a list is allowed whoever is on it: a job takes it off every contact, and the list goes last.
pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod members;
pub(crate) mod membership;
pub(crate) mod read;
pub(crate) mod wire;

use crate::sign_up::link;
use runtime::{Routes, routes};

/// The routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(read::list_contact_lists, create::create_contact_list))
        .routes(routes!(
            read::read_contact_list,
            change::change_contact_list,
            delete::delete_contact_list
        ))
        .routes(routes!(members::put_contact_on_list, members::take_contact_off_list))
        .routes(routes!(link::create_sign_up_link, link::revoke_sign_up_link))
}
