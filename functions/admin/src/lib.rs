//! What those who run the platform do: its settings, who may register, its orgs and users, what waits
//! for a human, and entering an org. To everybody else none of it exists.
mod codes;
mod entries;
mod figures;
mod orgs;
mod paging;
mod parked;
mod settings;
mod unknown;
mod users;

use runtime::Routes;

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .merge(settings::router())
        .merge(codes::router())
        .merge(orgs::router())
        .merge(users::router())
        .merge(entries::router())
        .merge(parked::router())
        .merge(unknown::router())
        .merge(figures::router())
}
