//! The two programs that are compared: the one that is deployed, and the least that a function can be.
use crate::package::build::{Architecture, Place};
use std::path::PathBuf;

/// Where the programs are.
#[derive(Debug)]
pub(super) struct Programs {
    pub(super) bootstrap: PathBuf,
    pub(super) hello: PathBuf,
}

/// Builds both, as they are built for Lambda, for this machine.
pub(super) fn build(is_built: bool) -> anyhow::Result<Programs> {
    let (place, own) = (Place::own(), Architecture::own());
    if !is_built {
        place.build(own)?;
        place.build_hello(own)?;
    }
    let program = |name| place.program(own, name);
    Ok(Programs { bootstrap: program("bootstrap"), hello: program("examples/hello") })
}
