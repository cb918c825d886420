//! IAM: a function does what its zone's policy grants, and nothing else.
use super::{calls::calls, table::Use};
use deploy::{Function, Policy, Trigger, Zone, functions};
use std::{
    collections::BTreeSet,
    fs::OpenOptions,
    io::Write,
    sync::{LazyLock, Mutex, PoisonError},
};
use testkit::identity::{self, Asked, Denied};

/// The file that a process writes its uses to. It then refuses nothing, so that all are seen.
pub(super) const USES: &str = "CONVOKE_IAM_USES";

static FUNCTIONS: LazyLock<Vec<Function>> = LazyLock::new(|| functions().unwrap());
static POLICIES: LazyLock<Vec<Policy>> =
    LazyLock::new(|| Zone::ALL.map(|zone| Policy::of(zone).unwrap()).to_vec());
static FILE: LazyLock<Option<String>> = LazyLock::new(file);

/// From here on, this process holds whoever asks for something to what they may.
pub(crate) fn keep() {
    identity::keep_to(look);
}

fn look(caller: &str, asked: &Asked<'_>) -> Result<(), Denied> {
    // A request that reaches no function is nobody's.
    let Some(zone) = zone_of(caller) else { return Ok(()) };
    for call in calls(asked) {
        if let Some(file) = FILE.as_deref() {
            note(file, &Use::of(zone, &call));
            continue;
        }
        let policy = POLICIES.iter().find(|policy| policy.zone() == zone).unwrap();
        if policy.granting(&call).is_empty() {
            let partition = call.partition.unwrap_or_default();
            return Err(Denied {
                caller: format!("{zone:?}/{}", caller.replace(' ', "/")),
                action: format!("{}:{}", call.resource.service(), call.action),
                resource: format!("{}/{partition}", call.resource),
            });
        }
    }
    Ok(())
}

/// The zone of a function by its name, or by a request's method and path.
fn zone_of(caller: &str) -> Option<Zone> {
    let function = match caller.split_once(' ') {
        None => FUNCTIONS.iter().find(|function| function.id == caller),
        Some((method, path)) => {
            let method = if method == "HEAD" { "GET" } else { method };
            let served = FUNCTIONS.iter().filter(|function| serves(function, method, path));
            // Where a path fits two routes, the one with fewer holes has it.
            served.min_by_key(|function| holes(function))
        }
    };
    function.map(|function| function.zone)
}

fn serves(function: &Function, wanted: &str, asked: &str) -> bool {
    let Trigger::Route { method, path } = &function.trigger else { return false };
    let fits = |(known, asked): (&str, &str)| known.starts_with('{') || known == asked;
    method == wanted
        && path.split('/').count() == asked.split('/').count()
        && path.split('/').zip(asked.split('/')).all(fits)
}

fn holes(function: &Function) -> usize {
    match &function.trigger {
        Trigger::Route { path, .. } => path.matches('{').count(),
        Trigger::Job => 0,
    }
}

/// Writes a use down, once.
fn note(file: &str, one: &Use) {
    static SEEN: Mutex<BTreeSet<Use>> = Mutex::new(BTreeSet::new());
    let is_new = SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(one.clone());
    if is_new {
        let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
        file.write_all(format!("{one}\n").as_bytes()).unwrap();
    }
}

#[expect(clippy::disallowed_methods, reason = "the test that gathers uses says where to")]
fn file() -> Option<String> {
    std::env::var(USES).ok()
}

#[test]
fn a_request_is_its_routes_function() {
    assert_eq!(zone_of("OpenGuestPage"), Some(Zone::Guests));
    assert_eq!(zone_of("fill"), Some(Zone::Fill));
    assert_eq!(zone_of("GET /v1/me"), Some(Zone::Account));
    assert_eq!(zone_of("HEAD /v1/orgs/org_1/contacts"), Some(Zone::Organizers));
    assert_eq!(zone_of("GET /nowhere"), None);
}
