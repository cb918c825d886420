//! The API's routes as its own document has them.
use http::Method;
use serde_json::Value;
use std::collections::BTreeSet;

/// One operation.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    /// Its `x-permission`.
    pub(crate) permission: String,
    /// Its `x-org-wide`: whether a role on the event in its path does not count.
    pub(crate) org_wide: bool,
    /// The headers that it declares.
    pub(crate) headers: BTreeSet<String>,
    /// The type of its body.
    pub(crate) content: Option<String>,
}

/// The routes of the system.
pub(crate) fn routes() -> Vec<Route> {
    routes_of(&serde_json::to_value(bootstrap::openapi()).unwrap())
}

/// The routes of a document.
pub(crate) fn routes_of(document: &Value) -> Vec<Route> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter().filter(|(word, _)| *word != "parameters");
        methods.map(move |(method, operation)| Route::of(path, method, operation))
    });
    operations.collect()
}

impl Route {
    fn of(path: &str, method: &str, operation: &Value) -> Self {
        let text = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let headers = parameters.filter(|parameter| parameter["in"] == "header");
        let content = operation["requestBody"]["content"].as_object();
        Self {
            id: text("operationId"),
            method: method.to_uppercase().parse().unwrap(),
            path: path.to_owned(),
            permission: text("x-permission"),
            org_wide: operation["x-org-wide"] == true,
            headers: headers.map(|header| header["name"].as_str().unwrap().to_owned()).collect(),
            content: content.and_then(|content| content.keys().next().cloned()),
        }
    }

    /// The names of its path's holes, in order.
    pub(crate) fn holes(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter_map(hole)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.holes().any(|hole| hole == name)
    }

    /// Its path with what `fill` has for each hole.
    pub(crate) fn uri(&self, fill: impl Fn(&str) -> String) -> String {
        let segments = self.path.split('/');
        let filled = segments.map(|segment| hole(segment).map_or(segment.to_owned(), &fill));
        filled.collect::<Vec<_>>().join("/")
    }

    /// Whether it belongs to an org.
    pub(crate) fn is_of_an_org(&self) -> bool {
        self.path == "/v1/orgs/{org}" || self.path.starts_with("/v1/orgs/{org}/")
    }

    /// Whether it asks for no token.
    pub(crate) fn is_open(&self) -> bool {
        ["public", "link", "signature"].contains(&self.permission.as_str())
    }
}

/// The hole's name in `{name}`; a file's ending may follow, as in `{token}.ics`.
fn hole(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
