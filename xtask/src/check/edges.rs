//! The edges between our crates, against the table of `ARCHITECTURE.md`.
use crate::generate::root;
use anyhow::{Context, bail};
use serde::Deserialize;
use std::{collections::BTreeSet, process::Command};

/// The contexts: none may use another.
const CONTEXTS: [&str; 10] = [
    "accounts",
    "orgs",
    "contacts",
    "events",
    "invitees",
    "automation",
    "rsvp",
    "messaging",
    "hooks",
    "admin",
];
/// What a context may use.
const UNDER_CONTEXTS: [&str; 4] = ["domain", "store", "ports", "runtime"];
/// The contexts that may use a provider: webhooks check its signatures.
const SIGNED_FOR: [&str; 1] = ["hooks"];
/// For tests only, except where a whole world is made.
const TESTKIT: &str = "testkit";
const WORLDS: [&str; 3] = ["host", "sim", "xtask"];

/// The part of `cargo metadata` that is looked at.
#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `null` for what the program itself uses; `dev` for its tests, `build` for its build script.
    kind: Option<String>,
}

/// What cargo says of this workspace.
pub(super) fn metadata() -> anyhow::Result<Metadata> {
    let cargo = runtime::config::environment("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .context("cargo cannot be run")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("cargo metadata has another shape")
}

/// A sentence for every edge that may not be.
pub(super) fn forbidden(metadata: &Metadata) -> anyhow::Result<Vec<String>> {
    let ours: BTreeSet<&str> =
        metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let allowed = allowed(&package.name)
            .with_context(|| format!("the crate `{}` has no place in the table", package.name))?;
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            let in_tests = dependency.kind.as_deref() == Some("dev");
            let fine = allowed.contains(name) || (in_tests && in_test(&package.name, name));
            if ours.contains(name) && !fine {
                faults.push(format!("`{}` may not use `{name}`", package.name));
            }
        }
    }
    Ok(faults)
}

/// What a crate's tests may use beside what the crate may: the world for tests; for the tests of all
/// contexts together these, and what each function may do.
fn in_test(package: &str, dependency: &str) -> bool {
    let of_all = dependency == "deploy" || CONTEXTS.contains(&dependency);
    dependency == TESTKIT || (package == "bootstrap" && of_all)
}

/// What a crate may use of ours; `None` for a crate that nobody has placed.
fn allowed(package: &str) -> Option<BTreeSet<&'static str>> {
    let set = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    Some(match package {
        "domain" => set(&[]),
        "store" | "ports" => set(&["domain"]),
        "providers" => set(&["domain", "ports"]),
        "runtime" => set(&["domain", "store", "ports", "providers"]),
        TESTKIT => set(&["domain", "store", "ports", "runtime"]),
        context if CONTEXTS.contains(&context) => {
            let mut allowed = set(&UNDER_CONTEXTS);
            if SIGNED_FOR.contains(&context) {
                allowed.insert("providers");
            }
            allowed
        }
        "bootstrap" => {
            let mut allowed = set(&UNDER_CONTEXTS);
            allowed.insert("providers");
            allowed.extend(CONTEXTS);
            allowed
        }
        "deploy" => set(&["store", "bootstrap"]),
        world if WORLDS.contains(&world) => {
            let mut allowed = set(&UNDER_CONTEXTS);
            allowed.extend(["providers", "bootstrap", TESTKIT]);
            if world == "xtask" {
                allowed.extend(["host", "deploy", "sim"]);
            }
            allowed
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &str, kind: Option<&str>) -> Metadata {
        let dependency =
            |name: &str| Dependency { name: name.to_owned(), kind: kind.map(str::to_owned) };
        let package = |name: &str, dependencies| Package { name: name.to_owned(), dependencies };
        let packages = vec![package(name, vec![dependency(uses)]), package(uses, Vec::new())];
        Metadata { packages }
    }

    #[test]
    fn dependencies_point_one_way() {
        assert_eq!(forbidden(&metadata().unwrap()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn an_edge_that_points_back_is_found() {
        let edges = [
            ("domain", "store", None),
            ("rsvp", "messaging", None),
            ("events", "providers", None),
            ("runtime", "testkit", None),
            ("contacts", "events", Some("dev")),
        ];
        for (from, to, kind) in edges {
            let faults = forbidden(&package(from, to, kind)).unwrap();
            assert_eq!(faults, [format!("`{from}` may not use `{to}`")]);
        }
        assert!(forbidden(&package("rsvp", "testkit", Some("dev"))).unwrap().is_empty());
        assert!(forbidden(&package("newcomer", "domain", None)).is_err());
    }
}
