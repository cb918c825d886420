//! Asks every route as everybody, and says which answers are wrong.
//!
//! Each route has an org and an event of its own, and everybody who asks is new: whatever a request
//! does, the next one finds the ground as it was. Bodies are broken on purpose, so that a request which
//! is let in does nothing more than find that out.
use super::callers::{Answer, Asking, Caller};
use crate::route::Route;
use domain::{
    event::Event,
    ids::{
        BroadcastId, BulkId, ContactId, ContactListId, EventId, ImportId, InviteeId, MailId, OrgId,
        TeamInvitationId,
    },
    rights::EventRole,
};
use jiff::SignedDuration;
use ports::Ids;
use serde_json::json;
use store::platform::Parked;
use testkit::{
    Stage, fixtures,
    stage::{Api, Reply},
};

/// What every answer carries, whatever it says.
const SECURITY_HEADERS: [&str; 7] = [
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "strict-transport-security",
    "cache-control",
    "x-request-id",
];

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The answers of `api` that are not as the document of its routes has them.
pub(super) async fn violations(stage: &Stage, api: &Api, routes: &[Route]) -> Vec<String> {
    let mut found = Vec::new();
    for route in routes {
        let ground = Ground::new(stage).await;
        let mut nobodys = None;
        for caller in Caller::ALL {
            let reply = ground.ask(stage, api, route, caller).await;
            let nobodys = nobodys.get_or_insert_with(|| reply.clone());
            let name = format!("{} {} by {caller:?}", route.id, route.path);
            let expected = caller.expects(route);
            if !fits((route, caller), expected, &reply, nobodys) {
                let (status, problem) = (reply.status.as_u16(), reply.problem());
                found.push(format!("{name}: {status} {problem}, not {expected:?}"));
            }
            let missing = SECURITY_HEADERS.iter().filter(|name| reply.header(name).is_empty());
            found.extend(missing.map(|header| format!("{name}: no {header}")));
        }
    }
    found
}

fn fits(
    (route, caller): (&Route, Caller),
    expected: Answer,
    reply: &Reply,
    nobodys: &Reply,
) -> bool {
    let (status, problem) = (reply.status.as_u16(), reply.problem());
    match expected {
        Answer::SignIn => (status, problem.as_str()) == (401, "unauthenticated"),
        Answer::Forbidden => (status, problem.as_str()) == (403, "forbidden"),
        Answer::Hidden => (status, problem.as_str()) == (404, "not-found"),
        Answer::Open => status < 500 && (reply.status == nobodys.status || status == 429),
        Answer::In => match status {
            401 | 403 | 405 | 500.. => false,
            // One who is let in looks for what is not there.
            404 => {
                let absent = NOTHING_TO_LEAVE.contains(&(route.id.as_str(), caller));
                absent || route.holes().any(|hole| !REAL.contains(&hole))
            }
            _ => true,
        },
    }
}

/// The holes that are filled with what exists.
const REAL: [&str; 8] = ["org", "tenant", "event", "user", "session", "code", "parked", "figure"];

/// Who is let in, and is not in what they want to leave.
const NOTHING_TO_LEAVE: [(&str, Caller); 3] = [
    ("LeaveOrg", Caller::Looking),
    ("LeaveOrg", Caller::Acting),
    ("LeaveOrgAsAdmin", Caller::PlatformAdmin),
];

/// An org with an event, for one route.
struct Ground {
    org: OrgId,
    event: EventId,
}

impl Ground {
    async fn new(stage: &Stage) -> Self {
        let org = stage.org().await;
        let ids: &dyn Ids = &*stage.ctx.ids;
        let event = Event { org, id: EventId::from_bytes(ids.bytes()), ..fixtures::event(1) };
        stage.create_event(&event, 10).await;
        Self { org, event: event.id }
    }

    async fn ask(&self, stage: &Stage, api: &Api, route: &Route, caller: Caller) -> Reply {
        let asking = caller.come(stage, self.org, self.event).await;
        let target = self.target(stage, api, route).await;
        let session = asking.as_ref().and_then(|asking: &Asking| asking.bearer);
        let uri = route.uri(|hole| match hole {
            "org" | "tenant" => self.org.to_string(),
            "event" => self.event.to_string(),
            "user" | "code" | "parked" => target.clone(),
            "session" => session.map_or("0".to_owned(), |bearer| bearer.session.to_string()),
            nowhere => leads_nowhere(nowhere),
        });
        let request = api.request(&route.method, uri);
        let request = match &asking {
            Some(asking) => request.bearer(&asking.token),
            None => request,
        };
        match route.content.as_deref() {
            Some("application/json") => request.body("application/json", "{").send().await,
            Some(content) => request.body(content, "").send().await,
            None => request.send().await,
        }
    }

    /// A new one of what the route is about, so that no request misses what another took away.
    async fn target(&self, stage: &Stage, api: &Api, route: &Route) -> String {
        if route.has("user") {
            let member = stage.event_member(self.org, self.event, EventRole::Viewer).await;
            return member.user.to_string();
        }
        if route.has("code") {
            let admin = stage.platform_admin().await;
            let request = api.post("/v1/admin/registration-codes").by(admin).json(&json!({}));
            return request.send().await.with(201)["id"].as_str().unwrap().to_owned();
        }
        if route.has("parked") {
            let (admin, until) = (stage.platform_admin().await, stage.now() + DAY);
            let parked =
                Parked { queue: "wakes".into(), body: "{}".into(), why: "?".into(), until };
            stage.clock.advance(SignedDuration::from_millis(1));
            stage.ctx.store.park(stage.now(), "one", &parked).await.unwrap();
            let list = api.get("/v1/admin/parked").by(admin).send().await.with(200);
            return list["items"][0]["id"].as_str().unwrap().to_owned();
        }
        String::new()
    }
}

/// A word or a well-formed id of nothing: what comes after the guard must be reached, and find nothing.
fn leads_nowhere(hole: &str) -> String {
    match hole {
        "contact" => ContactId::from_bytes([9; 10]).to_string(),
        "list" => ContactListId::from_bytes([9; 10]).to_string(),
        "import" => ImportId::from_bytes([9; 10]).to_string(),
        "bulk" => BulkId::from_bytes([9; 10]).to_string(),
        "broadcast" => BroadcastId::from_bytes([9; 10]).to_string(),
        "invitee" => InviteeId::from_bytes([9; 5]).to_string(),
        "invitation" => TeamInvitationId::from_bytes([9; 10]).to_string(),
        "mail" => MailId::from_bytes([9; 10]).to_string(),
        "figure" => "sent".to_owned(),
        _ => "0".to_owned(),
    }
}
