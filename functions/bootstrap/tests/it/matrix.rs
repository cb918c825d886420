//! Who gets in where: every route asked by everybody, and `docs/ROUTES.md`, which says the same.
mod callers;
mod check;
mod controls;
mod document;

use crate::world::World;
use callers::Caller;
use check::violations;
use document::document;
use std::{fs, path::Path};

#[tokio::test]
async fn c3_w1_every_route_lets_in_whom_it_must_and_nobody_else() {
    let world = World::new().await;
    let routes = crate::route::routes();
    let found = violations(&world, &world.api, &routes).await;
    assert!(found.is_empty(), "{} answers are wrong:\n{}", found.len(), found.join("\n"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
fn the_table_of_routes_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ROUTES.md");
    let current = document(&crate::route::routes());
    if std::env::var("UPDATE_DOCS").is_ok() {
        fs::write(&file, &current).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == current, "docs/ROUTES.md is old: run this test with UPDATE_DOCS=1");
}

#[test]
fn the_matrix_knows_every_permission() {
    for route in crate::route::routes() {
        for caller in Caller::ALL {
            let _ = caller.expects(&route);
        }
    }
}
