//! Documents that follow from the code.
use crate::terminal;
use anyhow::Context;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// A document, and what it should say.
pub(crate) struct Document {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// All of them.
pub(crate) fn documents() -> anyhow::Result<Vec<Document>> {
    let docs = root().join("docs");
    let mut openapi = bootstrap::openapi().to_pretty_json().context("the API's document")?;
    openapi.push('\n');
    Ok(vec![
        Document { path: docs.join("TABLE.md"), text: store::keys::document() },
        Document { path: docs.join("openapi.json"), text: openapi },
    ])
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Writes those that are not current.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    for document in documents()? {
        let path = &document.path;
        if fs::read_to_string(path).ok().as_ref() == Some(&document.text) {
            continue;
        }
        fs::write(path, &document.text)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        terminal::say(&format!("wrote {}", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_documents_are_current() {
        for document in documents().unwrap() {
            let written = fs::read_to_string(&document.path).unwrap_or_default();
            let name = document.path.display();
            assert!(written == document.text, "{name} is old: run `cargo xtask generate`");
        }
    }
}
