//! Documents and templates that follow from the code.
use crate::terminal;
use anyhow::Context;
use deploy::Granularity;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The template that is there while routes share functions.
const SHARED: &str = "zones.json";

/// What to write.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Arguments {
    /// A function for each `route`, or fewer that start cold less often: one for each `zone` of trust.
    /// As the templates are now, if it is not said
    #[arg(long, value_name = "route|zone")]
    functions: Option<Granularity>,
}

/// A document, and what it should say.
pub(crate) struct Document {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// All of them, with the templates as they divide the routes now.
pub(crate) fn documents() -> anyhow::Result<Vec<Document>> {
    let docs = root().join("docs");
    let mut openapi = bootstrap::openapi().to_pretty_json().context("the API's document")?;
    openapi.push('\n');
    let mut documents = vec![
        Document { path: docs.join("TABLE.md"), text: store::keys::document() },
        Document { path: docs.join("openapi.json"), text: openapi },
    ];
    documents.extend(templates(granularity())?);
    Ok(documents)
}

/// The generated templates.
fn templates(granularity: Granularity) -> anyhow::Result<Vec<Document>> {
    let templates = deploy::templates(&deploy::functions()?, granularity)?;
    let document = |template: deploy::Template| Document {
        path: infra().join(&template.file),
        text: template.text(),
    };
    Ok(templates.into_iter().map(document).collect())
}

/// How the templates divide the routes now.
pub(crate) fn granularity() -> Granularity {
    if infra().join(SHARED).exists() { Granularity::Zone } else { Granularity::Route }
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

fn infra() -> PathBuf {
    root().join("infra")
}

/// Writes those that are not current, and removes templates that are no more.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let wanted = arguments.functions.unwrap_or_else(granularity);
    let infra = infra();
    fs::create_dir_all(&infra).with_context(|| format!("{} cannot be made", infra.display()))?;
    let mut documents = documents()?;
    documents.retain(|document| !document.path.starts_with(&infra));
    documents.extend(templates(wanted)?);
    for path in superfluous(&documents)? {
        fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        terminal::say(&format!("removed {}", path.display()));
    }
    for document in documents {
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

/// Templates in JSON that are none of `documents`: all of them are generated.
pub(crate) fn superfluous(documents: &[Document]) -> anyhow::Result<Vec<PathBuf>> {
    let infra = infra();
    let listed = fs::read_dir(&infra).with_context(|| format!("{}", infra.display()))?;
    let mut superfluous = Vec::new();
    for entry in listed {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if is_json && !documents.iter().any(|document| document.path == path) {
            superfluous.push(path);
        }
    }
    superfluous.sort();
    Ok(superfluous)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_documents_are_current() {
        let documents = documents().unwrap();
        for document in &documents {
            let written = fs::read_to_string(&document.path).unwrap_or_default();
            let name = document.path.display();
            assert!(written == document.text, "{name} is old: run `cargo xtask generate`");
        }
        assert_eq!(superfluous(&documents).unwrap(), Vec::<PathBuf>::new());
    }

    #[test]
    fn a_stack_stays_small_however_the_routes_are_divided() {
        let functions = deploy::functions().unwrap();
        for granularity in [Granularity::Route, Granularity::Zone] {
            for template in deploy::templates(&functions, granularity).unwrap() {
                let resources = template.resources();
                assert!(resources <= deploy::STACK_RESOURCES_MAX, "{}: {resources}", template.file);
            }
        }
    }
}
