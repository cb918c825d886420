//! What everything costs, in the table's own units: `docs/COST.md`.
mod document;
mod dollars;
mod figure;
mod lifecycle;
mod operations;
mod stage;
mod waves;

use document::{excused, measured, over, replaced};
use std::{fs, path::Path};

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
async fn the_table_of_costs_is_exact_and_every_budget_is_met_or_excused() {
    let mut lines = operations::guests().await;
    lines.extend(operations::organizers().await);
    lines.extend(operations::events().await);
    lines.extend(operations::contacts().await);
    lines.extend(waves::wave().await);
    let (lifecycle, guest) = lifecycle::lifecycle().await;
    lines.extend(lifecycle);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/COST.md");
    let written = fs::read_to_string(&file).unwrap();
    let current = replaced(&measured(&written, &lines), "dollars", &dollars::table(&guest));
    if std::env::var("UPDATE_DOCS").is_ok() {
        fs::write(&file, &current).unwrap();
    } else {
        assert!(written == current, "docs/COST.md is old: run this test with UPDATE_DOCS=1");
    }
    assert_eq!(over(&lines), excused(&written), "docs/COST.md, \"Over budget\"");
}
