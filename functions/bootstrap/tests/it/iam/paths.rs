//! Ways that functions go and no other of the gathered tests does.
use crate::world::{EMAIL, PASSWORD, World, access_token};
use domain::{
    event::{Event, EventState},
    rights::EventRole,
};
use ports::Queue;
use serde_json::{Value, json};
use testkit::{
    fixtures::{self, ORG},
    identity::as_function,
    stage::Team,
};

/// More contacts than one step of a change of many.
const MANY: u32 = 252;

async fn office() -> (World, Team) {
    let world = World::new().await;
    world.create_org(ORG, |_| ()).await;
    let team = world.team(ORG).await;
    (world, team)
}

/// What an owner's `POST` to a path of the org makes.
async fn make(world: &World, team: &Team, path: &str, body: Value) -> Value {
    let path = format!("/v1/orgs/{ORG}/{path}");
    let made = world.api.post(&path).by(team.owner).json(&body).send().await;
    assert!(made.status.is_success(), "{path}: {}", made.json());
    made.json()
}

/// Runs the import job until its queue is empty. Answers how often.
async fn import(world: &World) -> usize {
    let job = bootstrap::job("import").unwrap();
    for steps in 0.. {
        let Some(message) = world.queues.take_from(Queue::Imports).into_iter().next() else {
            return steps;
        };
        let record = json!({
            "messageId": "m1",
            "body": message.body,
            "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": "1780315200000" },
        });
        let run = job.run(world.ctx.clone(), json!({ "Records": [record] }));
        let answer = as_function("import", run).await.unwrap();
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
    }
    0
}

#[tokio::test]
async fn a_change_of_many_goes_on_in_steps() {
    let (world, team) = office().await;
    let mut contacts = Vec::new();
    for number in 0..MANY {
        let contact = json!({ "name": "Ada", "email": format!("ada.{number}@example.com") });
        contacts.push(make(&world, &team, "contacts", contact).await["id"].clone());
    }
    let list = make(&world, &team, "lists", json!({ "name": "Friends" })).await["id"].clone();
    let all = json!({ "select": { "all": true }, "act": "add_tags", "tags": ["new"] });
    make(&world, &team, "contacts/bulk", all).await;
    assert_eq!(import(&world).await, 2);
    let some = json!({ "contacts": contacts.get(..3) });
    let into_list = json!({ "select": some, "act": "add_to_list", "list": list });
    let delete = json!({ "select": some, "act": "delete" });
    for change in [into_list, delete.clone(), delete] {
        make(&world, &team, "contacts/bulk", change).await;
        assert_eq!(import(&world).await, 1);
    }
}

#[tokio::test]
async fn a_username_is_looked_up() {
    let world = World::new().await;
    let body = json!({ "login": "countess", "password": PASSWORD });
    assert_eq!(world.api.post("/v1/session").json(&body).send().await.status, 401);
}

#[tokio::test]
async fn an_account_goes_with_its_names_its_roles_and_its_own_org() {
    let (world, made) = World::with_admin().await;
    // The platform keeps an admin.
    world.platform_admin().await;
    let event = Event { org: made.org, state: EventState::Draft, ..fixtures::event(1) };
    world.create_event(&event, 5).await;
    world.event_role(made.org, event.id, made.user, EventRole::Editor).await;
    let token = access_token(&world.log_in(EMAIL, PASSWORD).await);
    let ask = async |method: &str, body: Value| {
        world.api.request(method, "/v1/me").bearer(&token).json(&body).send().await.status
    };
    for username in ["countess", "lovelace"] {
        assert_eq!(ask("PATCH", json!({ "username": username })).await, 200);
    }
    assert_eq!(ask("DELETE", json!({ "password": PASSWORD })).await, 204);
    assert!(world.rows("event_role").is_empty());
}

#[tokio::test]
async fn an_admin_looks_for_a_user_by_each_name() {
    let (world, _) = World::with_admin().await;
    let token = access_token(&world.log_in(EMAIL, PASSWORD).await);
    for name in [EMAIL, "countess"] {
        let path = format!("/v1/admin/users?q={name}");
        assert_eq!(world.get(&path, &token).await.status, 200, "{name}");
    }
}
