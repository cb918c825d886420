//! What somebody finds who starts a host for the first time.
use super::{Folder, admin, get};
use host::{Data, DemoAccount, Host, Options};
use serde_json::{Value, json};

fn demo() -> Options {
    Options { demo: true, ..Options::memory() }
}

/// The answer of the host to a log-in.
async fn log_in(host: &Host, account: &DemoAccount) -> Value {
    let credentials = json!({ "email": account.email, "password": account.password });
    let url = format!("{}/v1/session", host.address());
    let answer = reqwest::Client::new().post(url).json(&credentials).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.json().await.unwrap()
}

async fn ask(host: &Host, path: &str, session: &Value) -> (u16, Value) {
    let request = reqwest::Client::new().get(format!("{}{path}", host.address()));
    let token = session.pointer("/access_token").and_then(Value::as_str).unwrap();
    let answer = request.bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_first_start_makes_an_organizer_with_an_empty_org_and_an_admin() {
    let host = Host::start(demo()).await.unwrap();
    let (organizer, admin) = (host.demo().organizer.clone(), host.demo().admin.clone());
    let session = log_in(&host, &organizer.unwrap()).await;
    let (_, me) = ask(&host, "/v1/me", &session).await;
    assert_eq!(me["email"], "demo@example.com");
    assert_eq!(me["orgs"].as_array().unwrap().len(), 1);
    let org = format!("/v1/orgs/{}", me["orgs"][0]["org"].as_str().unwrap());
    assert_eq!(ask(&host, &org, &session).await.1["name"], "Demo");
    for (path, list) in [("contacts", "/items"), ("events", "/events")] {
        let (status, page) = ask(&host, &format!("{org}/{path}"), &session).await;
        assert_eq!((status, page.pointer(list)), (200, Some(&json!([]))), "{path} {page}");
    }
    let codes = "/v1/admin/registration-codes";
    assert_eq!(ask(&host, codes, &session).await.0, 404);
    let session = log_in(&host, &admin.unwrap()).await;
    assert_eq!(ask(&host, codes, &session).await.0, 200);
    host.stop().await;
}

#[tokio::test]
async fn another_start_tells_the_same_passwords() {
    let folder = Folder::new();
    let options = || Options { data: Data::Dir(folder.path().to_owned()), ..demo() };
    let first = Host::start(options()).await.unwrap();
    let told = first.demo().clone();
    assert!(told.organizer.is_some() && told.admin.is_some());
    first.stop().await;
    let second = Host::start(options()).await.unwrap();
    assert_eq!(second.demo(), &told);
    second.stop().await;
    // Where nobody asks for them, they are not told.
    let third = Host::start(Options { demo: false, ..options() }).await.unwrap();
    assert_eq!(third.demo(), &host::Demo::default());
    third.stop().await;
}

async fn refuses(variable: fn(&str) -> Option<String>) {
    let host = Host::start(Options { variable, ..demo() }).await.unwrap();
    assert_eq!(host.demo(), &host::Demo::default());
    for email in ["demo@example.com", "admin@example.com"] {
        assert_eq!(host.ctx().store.user_by_email(email).await.unwrap(), None, "{email}");
    }
    host.stop().await;
}

#[tokio::test]
async fn no_demo_account_is_made_where_the_public_could_come() {
    refuses(|name| (name == "CONVOKE_BASE_URL").then(|| "https://rsvp.example.com".to_owned()))
        .await;
}

#[tokio::test]
async fn no_demo_account_is_made_where_texts_leave_the_host() {
    refuses(|name| (name == "CONVOKE_TWILIO_BASE_URL").then(|| "http://127.0.0.1:9900".to_owned()))
        .await;
}

#[tokio::test]
async fn no_demo_account_is_made_beside_an_admin_who_was_named() {
    let host = Host::start(Options { variable: admin, ..demo() }).await.unwrap();
    assert_eq!(host.demo(), &host::Demo::default());
    host.stop().await;
}

#[tokio::test]
async fn without_simulated_phones_there_is_nothing_of_the_hosts_own() {
    let variable =
        |name: &str| (name == "CONVOKE_TWILIO_BASE_URL").then(|| "http://127.0.0.1:9".to_owned());
    let host = Host::start(Options { variable, ..Options::memory() }).await.unwrap();
    for path in ["/host", "/host/guests", "/host/guests/sample"] {
        assert_eq!(get(&format!("{}{path}", host.address())).await.0, 404, "{path}");
    }
    host.stop().await;
}
