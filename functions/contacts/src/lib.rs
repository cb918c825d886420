//! Contacts: the people that an org knows, and how they come in and go out as files.
//!
//! One file per use case; [`csv`] is pure and knows no table; `imports` is the job that turns a
//! file's parts into contacts.
pub mod csv;

mod bulk;
mod change_contact;
mod consents;
mod create_contact;
mod delete_contact;
mod duplicates;
mod export_contacts;
mod fields;
mod filter;
mod find_contacts;
mod history;
mod imports;
mod limits;
mod list_contacts;
mod list_tags;
mod lists;
mod merge;
mod parameters;
mod read_contact;
mod region;
mod search;
mod sign_up;
mod suppressions;
mod tag_room;
mod tagged;
mod tags;
mod wire;

use runtime::{Job, Routes, extract::UPLOAD_LIMIT_BYTES, routes};

/// The context's routes.
pub fn router<R: Routes>() -> R {
    let uploads = R::new()
        .routes(routes!(imports::dry_run::dry_run_import))
        .routes(routes!(imports::receive_part::put_import_part))
        .body_limit(UPLOAD_LIMIT_BYTES);
    R::new()
        .routes(routes!(list_contacts::list_contacts, create_contact::create_contact))
        .routes(routes!(export_contacts::export_contacts))
        .routes(routes!(
            read_contact::read_contact,
            change_contact::change_contact,
            delete_contact::delete_contact
        ))
        .routes(routes!(list_tags::list_tags))
        .routes(routes!(tags::rename::rename_tag))
        .routes(routes!(tags::remove::delete_tag))
        .routes(routes!(bulk::request::change_many_contacts))
        .routes(routes!(bulk::read::read_bulk))
        .routes(routes!(duplicates::list_duplicates))
        .routes(routes!(merge::merge_contacts))
        .routes(routes!(history::list_contact_messages))
        .routes(routes!(consents::list_consents))
        .routes(routes!(suppressions::list_suppressions))
        .routes(routes!(suppressions::put_suppression, suppressions::delete_suppression))
        .merge(lists::router())
        .merge(sign_up::routes::router())
        .routes(routes!(imports::start::start_import))
        .routes(routes!(imports::read::read_import))
        .routes(routes!(imports::results::list_import_results))
        .routes(routes!(imports::report::export_import_report))
        .merge(uploads)
}

/// The context's jobs.
pub const JOBS: &[Job] = &[Job::new("import", |ctx, payload| {
    Box::pin(async move { imports::write::handle(&ctx, payload).await })
})];
