//! `docs/ROUTES.md`: every route, and who gets in.
use super::callers::{Answer, Caller};
use crate::route::Route;

const INTRODUCTION: &str = "\
# The routes

Generated from the API's document; do not edit. A test asks every route as everybody here and compares.

The right that a route asks for is explained in [PRODUCT.md](PRODUCT.md), \"Rights\". `public` asks for
nothing, `link` for the guest's own link, `signature` for the provider's, `signed-in` for any account,
`platform-admin` for one that runs the platform.

**in**: whatever the request deserves. A number is what everybody gets there without the right: 401 who
are you, 403 you may know but not touch, 404 there is nothing here. A token that is forged or over, and
an account that was closed, are nobody. *Event viewer, editor, admin* are viewers of the organization
with a role on the event in the path, which lets its viewers send. *Platform* is an admin of the platform
who entered no organization, *looking* and *acting* are such admins who entered this one.
";

/// Who stands in a column, and its head.
const COLUMNS: [(Caller, &str); 12] = [
    (Caller::Nobody, "nobody"),
    (Caller::Stranger, "stranger"),
    (Caller::Viewer, "viewer"),
    (Caller::Member, "member"),
    (Caller::Admin, "admin"),
    (Caller::Owner, "owner"),
    (Caller::EventViewer, "event viewer"),
    (Caller::EventEditor, "event editor"),
    (Caller::EventAdmin, "event admin"),
    (Caller::PlatformAdmin, "platform"),
    (Caller::Looking, "looking"),
    (Caller::Acting, "acting"),
];

/// The whole file.
pub(super) fn document(routes: &[Route]) -> String {
    let heads = COLUMNS.map(|(_, head)| head).join(" | ");
    let rule = "|---".repeat(COLUMNS.len() + 3);
    let rows: Vec<String> = routes.iter().map(row).collect();
    format!(
        "{INTRODUCTION}\n| route | operation | right | {heads} |\n{rule}|\n{}\n",
        rows.join("\n")
    )
}

fn row(route: &Route) -> String {
    let Route { id, method, path, permission, .. } = route;
    let cells = COLUMNS.map(|(caller, _)| cell(caller.expects(route))).join(" | ");
    format!("| `{method} {path}` | {id} | {permission} | {cells} |")
}

const fn cell(answer: Answer) -> &'static str {
    match answer {
        Answer::In | Answer::Open => "in",
        Answer::SignIn => "401",
        Answer::Forbidden => "403",
        Answer::Hidden => "404",
    }
}
