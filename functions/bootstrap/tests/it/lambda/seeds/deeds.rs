//! What happens in the world.
use super::{People, Values, relay};
use bootstrap::api_router;
use jiff::SignedDuration;
use providers::signature;
use serde_json::json;
use testkit::{
    Stage,
    stage::{ACCOUNT, AUTH_TOKEN, BASE_URL, SENDER},
};

/// What happens to the world, so that its stream has everything that the relay acts on.
pub(crate) async fn deeds(stage: &Stage, values: &Values, people: &People) {
    let api = stage.api(api_router(stage.ctx.clone()));
    let (org, event) = (&values["org"], &values["event"]);
    let path = |rest: &str| format!("/v1/orgs/{org}{rest}");
    let page = format!("/r/{}", values["guest_token"]);
    let yes = api.post(&page).form("answer=yes&party=1&held=1").send().await;
    assert_eq!(yes.status, 303);
    let no = api.post(&page).form("answer=no").send().await;
    assert_eq!(no.status, 303);
    let settings = path(&format!("/events/{event}"));
    let etag = api.get(&settings).by(people["owner"]).send().await;
    let change = api.patch(&settings).by(people["owner"]).header("if-match", etag.header("etag"));
    change.json(&json!({ "location": "14 Elm Street, Albany" })).send().await.with(200);
    let contact = path(&format!("/contacts/{}", values["contact"]));
    let etag = api.get(&contact).by(people["owner"]).send().await;
    let delete = api.delete(&contact).by(people["owner"]).header("if-match", etag.header("etag"));
    assert_eq!(delete.send().await.status, 204);
    let number = "SM00000000000000000000000000000099";
    let form = [
        ("AccountSid", ACCOUNT),
        ("Body", "STOP"),
        ("From", "+16465550002"),
        ("MessageSid", number),
        ("To", SENDER),
    ];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
    let signature = signature::sign(AUTH_TOKEN, &format!("{BASE_URL}{path}"), &form);
    let text: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let stop = api.post(&path).header(signature::HEADER, &signature);
    let stop = stop.form(text.join("&").replace('+', "%2B")).send().await;
    assert_eq!(stop.status, 200, "{}", stop.body);
    let expired = stage.now() + SignedDuration::from_hours(24 * 7);
    assert!(stage.table.sweep_ttl(expired).unwrap() > 0);
    relay(stage).await;
}
