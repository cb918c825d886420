//! Events: what people are invited to, how it fills, when it is over.
//!
//! One file per use case. What a client says is in [`wire`], what it means in [`fields`] and
//! [`settings`], what it is told in [`view`].
mod archive_event;
mod cancel_event;
mod change_event;
mod create_event;
mod delete_event;
mod duplicate_event;
mod effects;
mod event_texts;
mod expiry_hours;
mod fields;
mod limits;
mod list_events;
mod read_event;
mod roles;
mod settings;
mod summary;
mod times;
mod view;
mod wire;

use runtime::{Routes, routes};

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(list_events::list_events, create_event::create_event))
        .routes(routes!(
            read_event::read_event,
            change_event::change_event,
            delete_event::delete_event
        ))
        .routes(routes!(duplicate_event::duplicate_event))
        .routes(routes!(archive_event::archive_event))
        .routes(routes!(archive_event::unarchive_event))
        .routes(routes!(cancel_event::cancel_event))
        .routes(routes!(event_texts::list_event_texts))
        .merge(roles::router())
}
