//! What holds for every route and job.
use crate::{
    route::{Route, routes},
    world::World,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use bootstrap::{jobs, one_operation, openapi};
use domain::rights::{Permission, Role};
use http::Method;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The routes that ask for no token, and what stands in its place.
const OPEN: &[(&str, &str)] = &[
    ("GetHealth", "says only that it answers"),
    ("GetOpenApi", "is this document"),
    ("CreateSession", "the password, limited"),
    ("RefreshSession", "the cookie of the device"),
    ("DeleteSession", "the cookie of the device, or nothing to end"),
    ("LookAtTeamInvitation", "the token of the mail, limited"),
    ("OpenGuestPage", "the guest's link"),
    ("AnswerInvitation", "the guest's link"),
    ("ChangeGuestDetails", "the guest's link"),
    ("GetCalendarFile", "the guest's link"),
    ("ReceiveText", "the provider's signature"),
    ("ReportMessageStatus", "the provider's signature"),
    ("CreateAccount", "the platform's mode, limited; tells nobody whether an address is known"),
    ("VerifyEmail", "the mailed token"),
    ("ForgetPassword", "limited; tells nobody whether an address is known"),
    ("ResetPassword", "the mailed token"),
    ("OpenSignUpPage", "the list's link"),
    ("JoinList", "the list's link, limited"),
];

/// The POSTs that take no `Idempotency-Key`, and what makes a repetition harmless.
const POSTS_WITHOUT_KEY: &[(&str, &str)] = &[
    ("ReceiveText", "the provider's id of the text is kept"),
    ("ReportMessageStatus", "reports merge by rank"),
    ("AnswerInvitation", "an answer is a state, of one generation"),
    ("ChangeGuestDetails", "sets what it names"),
    ("CreateSession", "a second session is a device of its own, and the oldest ends"),
    ("CreateAccount", "an address has one account; its answer is a secret, which is kept nowhere"),
    ("VerifyEmail", "a token counts once"),
    ("ResendVerification", "the newest link counts; how many are sent is limited"),
    ("ForgetPassword", "the newest link counts; how many are sent is limited"),
    ("ResetPassword", "a token counts once"),
    ("RefreshSession", "the token counts once; a repetition ends the family"),
    ("AddInvitees", "an invitee's id is made of event and phone"),
    ("AcceptInvitee", "an answer is a state"),
    ("DeclineInvitee", "an answer is a state"),
    ("MoveInvitee", "who is there already stays"),
    ("RemoveInvitee", "who is off the list is off it"),
    ("ArchiveEvent", "a state"),
    ("UnarchiveEvent", "a state"),
    ("CancelEvent", "a state; its notices have keys of their own"),
    ("StartEvent", "a state; the engine's waves have keys of their own"),
    ("PauseEvent", "a state"),
    ("DryRunImport", "changes nothing"),
    ("RestoreOrg", "a state"),
    ("TransferOrg", "who is no owner any more transfers nothing"),
    ("LeaveOrg", "who is out is out"),
    ("ResendTeamInvitation", "every 15 minutes at most, and the older link is void"),
    ("LookAtTeamInvitation", "changes nothing"),
    ("AcceptTeamInvitation", "an answer is a state, of one invitation"),
    ("DeclineTeamInvitation", "an answer is a state, of one invitation"),
    ("AcceptMyInvitation", "an answer is a state, of one invitation"),
    ("DeclineMyInvitation", "an answer is a state, of one invitation"),
    ("DeactivateUser", "a state"),
    ("ReactivateUser", "a state"),
    ("PromoteUser", "a state"),
    ("DemoteUser", "a state"),
    ("ReleaseParked", "the second time there is nothing left"),
    ("DecideUnknownMessage", "what is known is not decided again"),
    ("DecideUnknownMail", "what is known is not decided again"),
    ("JoinList", "who is on the list is on it"),
];

/// The edits, by PUT or PATCH, that take no `If-Match`, and why nobody's edit is lost.
const EDITS_WITHOUT_REVISION: &[(&str, &str)] = &[
    ("PutImportPart", "a part is the same bytes or refused"),
    ("GiveEventRole", "one value, and the last word counts"),
    ("ChangeEmail", "asks for a proof; nothing is overwritten before it"),
    ("ChangePassword", "names the password that it replaces"),
    ("PutContactOnList", "is on the list or not"),
    ("PutSuppression", "one value, and the last word counts"),
];

#[test]
fn every_operation_has_a_name_of_its_own_and_says_who_may_use_it() {
    let routes = routes();
    let ids: BTreeSet<&str> = routes.iter().map(|route| route.id.as_str()).collect();
    assert_eq!(ids.len(), routes.len(), "an operation id is used twice or missing");
    for route in &routes {
        let camel = route.id.starts_with(|c: char| c.is_ascii_uppercase())
            && route.id.chars().all(|c| c.is_ascii_alphanumeric());
        assert!(camel, "`{}` is not CamelCase", route.id);
    }
    for job in jobs() {
        assert!(!ids.contains(job.name()), "{} is a job and an operation", job.name());
    }
}

#[test]
fn a_path_says_what_kind_of_right_it_asks_for() {
    for route in routes() {
        let name = format!("{} {}: x-permission is `{}`", route.id, route.path, route.permission);
        let is = |word: &str| route.permission == word;
        let is_a_right = Permission::ALL.iter().any(|permission| is(permission.name()));
        assert_eq!(is_a_right, route.is_of_an_org(), "{name}: a right belongs to an org");
        let of_the_platform = route.path.starts_with("/v1/admin/");
        assert_eq!(is("platform-admin"), of_the_platform, "{name}: /v1/admin is the platform's");
        let of_the_caller = route.path == "/v1/me" || route.path.starts_with("/v1/me/");
        assert!(!of_the_caller || is("signed-in"), "{name}: /v1/me is the caller's own");
        assert!(is_a_right || of_the_platform || is("signed-in") || route.is_open(), "{name}");
        assert!(!route.org_wide || route.has("event"), "{name}: x-org-wide says nothing there");
    }
}

/// Compares a list of exceptions with the operations that are some.
fn agree(list: &[(&str, &str)], found: &BTreeSet<String>, what: &str) {
    let listed: BTreeSet<String> = list.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(listed.len(), list.len(), "{what}: an operation is listed twice");
    let missing: Vec<&String> = found.difference(&listed).collect();
    assert!(missing.is_empty(), "{what}: give {missing:?} one, or a line with the reason here");
    let surplus: Vec<&String> = listed.difference(found).collect();
    assert!(surplus.is_empty(), "{what}: {surplus:?} need no line here");
}

#[test]
fn w1_what_asks_for_no_token_is_listed_with_the_reason() {
    let open = routes().into_iter().filter(Route::is_open).map(|route| route.id);
    agree(OPEN, &open.collect(), "a guard");
}

#[test]
fn every_post_that_creates_or_sends_takes_an_idempotency_key() {
    let posts = routes().into_iter().filter(|route| route.method == Method::POST);
    let without = posts.filter(|route| !route.headers.contains("idempotency-key"));
    agree(POSTS_WITHOUT_KEY, &without.map(|route| route.id).collect(), "an idempotency-key");
}

#[test]
fn every_edit_takes_the_revision_that_was_seen() {
    let edits =
        routes().into_iter().filter(|route| [Method::PUT, Method::PATCH].contains(&route.method));
    let without = edits.filter(|route| !route.headers.contains("if-match"));
    agree(EDITS_WITHOUT_REVISION, &without.map(|route| route.id).collect(), "an if-match");
}

#[test]
fn c10_no_route_takes_the_org_from_anywhere_but_the_path() {
    let document = serde_json::to_value(openapi()).unwrap();
    for route in routes() {
        let operation = &document["paths"][&route.path][route.method.as_str().to_lowercase()];
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let names_an_org = parameter["name"] == "org";
            assert!(!names_an_org || parameter["in"] == "path", "{}", route.id);
        }
    }
}

#[tokio::test]
async fn a_function_answers_its_own_operation_only() {
    let (world, made) = World::with_admin().await;
    let owner = world.member(made.org, Role::Owner).await;
    let function = world.api(one_operation(world.ctx.clone(), "GetOrg").unwrap());
    let ask = async |method: Method, uri: String| {
        function.request(method, uri).by(owner).send().await.status.as_u16()
    };
    let org = format!("/v1/orgs/{}", made.org);
    assert_eq!(ask(Method::GET, org.clone()).await, 200);
    assert_eq!(ask(Method::HEAD, org.clone()).await, 200);
    assert_eq!(ask(Method::PATCH, org).await, 404);
    assert_eq!(ask(Method::GET, "/v1/orgs".to_owned()).await, 404);
    assert_eq!(ask(Method::GET, "/v1/health".to_owned()).await, 404);
    assert!(one_operation(world.ctx.clone(), "NoSuchThing").is_err());
    for route in routes() {
        assert!(one_operation(world.ctx.clone(), &route.id).is_ok(), "{}", route.id);
    }
}

#[tokio::test]
async fn the_api_describes_itself() {
    let world = World::new().await;
    assert_eq!(world.get("/v1/health", "").await.json()["status"], "ok");
    let document = world.get("/v1/openapi.json", "").await.json();
    assert_eq!(document["info"]["title"], "Convoke");
    let problem = &document["paths"]["/v1/orgs"]["get"]["responses"]["default"]["$ref"];
    assert_eq!(problem, "#/components/responses/Problem");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
fn the_api_document_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let current = openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var("UPDATE_DOCS").is_ok() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &current).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    let written: Value = serde_json::from_str(&written).unwrap_or_default();
    let current: Value = serde_json::from_str(&current).unwrap();
    assert!(written == current, "docs/openapi.json is old: run this test with UPDATE_DOCS=1");
}

/// The names under which types stand in the API's document: of two that share one, the document would
/// silently describe the wrong body.
#[test]
fn no_two_types_share_a_name_in_the_document() {
    let functions = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources(&functions) {
        let text = fs::read_to_string(&file).unwrap();
        for name in schema_names(&text) {
            names.entry(name).or_default().push(file.display().to_string());
        }
    }
    assert!(names.len() > 100, "only {} types were found", names.len());
    names.retain(|_, files| files.len() > 1);
    assert!(names.is_empty(), "give all but one `#[schema(as = ..)]`: {names:#?}");
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn schema_names(text: &str) -> Vec<String> {
    let (mut names, mut derived, mut renamed) = (Vec::new(), false, None);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[derive(") && line.contains("ToSchema") {
            (derived, renamed) = (true, None);
        } else if let Some((_, rest)) = line.split_once("schema(as = ") {
            renamed = rest.split([')', ',']).next().map(ToOwned::to_owned);
        } else if derived && !line.starts_with("#[") && !line.starts_with("//") {
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let at = words.iter().position(|word| matches!(*word, "struct" | "enum")).unwrap();
            names.push(renamed.take().unwrap_or_else(|| words[at + 1].to_owned()));
            derived = false;
        }
    }
    names
}

#[test]
fn a_shared_name_would_be_seen() {
    let text = "#[derive(Debug, ToSchema)]\n#[serde(x)]\npub(crate) struct OneView {\n}\n\
                #[derive(ToSchema)]\n#[schema(as = OtherView)]\nenum OneView {";
    assert_eq!(schema_names(text), ["OneView", "OtherView"]);
}

/// What nobody may read in any answer.
fn secrets(world: &World) -> Vec<String> {
    let ports::Secrets { access, cursors, twilio, .. } = &*world.ctx.secrets;
    let bytes = [access, cursors].map(|key| BASE64_STANDARD.encode(key));
    bytes.into_iter().chain([twilio.auth_token.clone()]).collect()
}

#[tokio::test]
async fn c4_no_answer_shows_a_secret_to_anybody() {
    let (world, made) = World::with_admin().await;
    let secrets = secrets(&world);
    let (admin, owner) = (world.platform_admin().await, world.member(made.org, Role::Owner).await);
    let viewer = world.member(made.org, Role::Viewer).await;
    let mut answered = 0;
    for route in routes().into_iter().filter(|route| route.method == Method::GET) {
        let uri = route.path.replace("{org}", &made.org.to_string());
        for bearer in [admin, owner, viewer] {
            let reply = world.api.get(&uri).by(bearer).send().await;
            answered += usize::from(reply.status.is_success());
            for secret in &secrets {
                assert!(!reply.body.contains(secret.as_str()), "{} shows a secret", route.id);
            }
        }
    }
    assert!(answered > 20, "only {answered} answers were looked at");
}
