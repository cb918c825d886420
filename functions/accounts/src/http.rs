//! The routes: parse, call, view.
mod cookie;
mod email;
mod me;
mod password;
mod registration;
mod session;
mod sessions;
mod view;

use runtime::{Routes, routes};

/// Most characters of a person's name.
const NAME_CHARACTERS_MAX: usize = 100;

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(registration::create_account))
        .routes(routes!(session::create_session, session::delete_session))
        .routes(routes!(session::refresh_session))
        .routes(routes!(email::verify_address))
        .routes(routes!(email::change_address))
        .routes(routes!(email::resend_verification_mail))
        .routes(routes!(password::forget_password))
        .routes(routes!(password::set_forgotten_password))
        .routes(routes!(password::set_password))
        .routes(routes!(sessions::list_sessions, sessions::delete_sessions))
        .routes(routes!(sessions::delete_one_session))
        .routes(routes!(me::get_me, me::change_me, me::delete_me))
        .routes(routes!(me::export_me))
}
