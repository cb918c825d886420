//! What stands in a sample's places, from a system that runs.
use crate::organizer::{Credentials, Organizer};
use serde_json::Value;
use std::collections::BTreeMap;

/// The first of each kind that the user of these credentials sees, and the user's token. What is not
/// there has no value.
pub(super) async fn from_host(
    host: &str,
    email: &str,
    password: &str,
) -> anyhow::Result<BTreeMap<String, String>> {
    let credentials = Credentials { email: email.to_owned(), password: password.to_owned() };
    let user = Organizer::log_in(host.trim_end_matches('/'), credentials).await?;
    let mut values = BTreeMap::new();
    let mut set = |name: &str, value: String| drop(values.insert(name.to_owned(), value));
    for whose in ["owner", "admin", "member", "newcomer"] {
        set(&format!("{whose}_token"), user.token());
    }
    set("email", email.to_owned());
    set("password", password.to_owned());
    set("base_url", host.trim_end_matches('/').to_owned());
    set("revision", "1".to_owned());
    let Some(org) = first(&user, "/v1/orgs", "orgs").await? else { return Ok(values) };
    let below = |rest: &str| format!("/v1/orgs/{org}{rest}");
    if let Some(contact) = first(&user, &below("/contacts?limit=1"), "items").await? {
        set("contact", contact);
    }
    if let Some(list) = first(&user, &below("/lists"), "items").await? {
        set("list", list);
    }
    if let Some(event) = first(&user, &below("/events?limit=1"), "events").await? {
        let path = below(&format!("/events/{event}/invitees?status=queued&limit=1"));
        if let Some(invitee) = first(&user, &path, "invitees").await? {
            set("invitee", invitee);
        }
        set("draft", event.clone());
        set("event", event);
    }
    set("org", org);
    Ok(values)
}

/// The id of the first entry of a list.
async fn first(user: &Organizer, path: &str, list: &str) -> anyhow::Result<Option<String>> {
    let answer = user.get(path).await?;
    let id = answer.pointer(&format!("/{list}/0/id")).and_then(Value::as_str);
    Ok(id.map(str::to_owned))
}
