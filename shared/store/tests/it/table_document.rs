//! `docs/TABLE.md` is what the keys say.
use std::{env, fs, path::Path};
use store::keys;

/// `UPDATE_DOCS=1` writes the document instead of comparing it.
#[test]
#[expect(clippy::disallowed_methods, reason = "the switch of a test is no configuration")]
fn the_table_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/TABLE.md");
    let current = keys::document();
    if env::var("UPDATE_DOCS").is_ok() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &current).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, current, "run `cargo xtask generate`");
}
