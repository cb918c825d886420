//! Registration codes.
use crate::world::{World, column};
use jiff::SignedDuration;
use runtime::registration;
use serde_json::json;
use store::Transaction;

const PATH: &str = "/v1/admin/registration-codes";

#[tokio::test]
async fn a_code_is_good_for_one_use_and_seven_days_unless_its_maker_says_so() {
    let world = World::new().await;
    let code = world.asks("POST", PATH).await.with(201);
    assert_eq!((code["uses"].as_u64(), code["uses_left"].as_u64()), (Some(0), Some(1)));
    let end = world.now() + SignedDuration::from_hours(7 * 24);
    assert_eq!(code["expires_at"], end.to_string());
    assert!(code["link"].as_str().unwrap().contains("/register#code="), "{code}");
    let text = code["code"].as_str().unwrap();
    let id = registration::code_of(&world.ctx, text).map(|id| id.to_string());
    assert_eq!(code["id"].as_str(), id.as_deref());
    let other = json!({ "expires_in_days": 365, "uses": 1_000, "note": "The spring fair" });
    let other = world.sends("POST", PATH, other).await.with(201);
    assert_eq!(
        (other["uses_left"].as_u64(), &other["note"]),
        (Some(1_000), &json!("The spring fair"))
    );
    let wrong = json!({ "expires_in_days": 0, "uses": 1_001, "note": "" });
    let wrong = world.sends("POST", PATH, wrong).await.pointers();
    assert_eq!(wrong, ["/expires_in_days", "/note", "/uses"]);
}

#[tokio::test]
async fn a_repeated_request_makes_one_code_and_the_table_never_has_its_text() {
    let world = World::new().await;
    let make = || world.api.post(PATH).by(world.admin).header("idempotency-key", "one").send();
    let (first, again) = (make().await.with(201), make().await.with(201));
    assert_eq!(first, again);
    assert_eq!(world.rows("registration_code").len(), 1);
    let text = first["code"].as_str().unwrap();
    for row in world.table.rows().unwrap() {
        assert!(!format!("{row:?}").contains(text), "{:?}", row.kind());
    }
}

#[tokio::test]
async fn codes_are_listed_newest_first_with_their_links() {
    let world = World::new().await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let code = world.asks("POST", PATH).await.with(201);
        made.insert(0, code["id"].as_str().unwrap().to_owned());
        world.clock.advance(SignedDuration::from_secs(1));
    }
    let first = world.reads(&format!("{PATH}?limit=2")).await.with(200);
    assert_eq!(column(&first, "id"), made[..2]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = world.reads(&format!("{PATH}?limit=2&cursor={cursor}")).await.with(200);
    assert_eq!(column(&second, "id"), made[2..]);
    assert!(second["items"][0]["link"].as_str().unwrap().contains("#code="));
}

#[tokio::test]
async fn a_revoked_code_registers_nobody() {
    let world = World::new().await;
    let code = world.asks("POST", PATH).await.with(201);
    let path = format!("{PATH}/{}", code["id"].as_str().unwrap());
    let revoked = world.asks("DELETE", &path).await.with(200);
    assert_eq!((&revoked["usable"], revoked["revoked_at"].is_string()), (&json!(false), true));
    assert_eq!(world.asks("DELETE", &path).await.with(200), revoked);
    let id = registration::code_of(&world.ctx, code["code"].as_str().unwrap()).unwrap();
    let mut transaction = Transaction::new();
    transaction.use_registration_code(id, world.now());
    assert!(world.ctx.store.commit(transaction).await.is_err());
}
