//! The platform's figures.
use crate::world::World;
use jiff::SignedDuration;
use serde_json::json;
use testkit::fixtures;

const PATH: &str = "/v1/admin/figures";

#[tokio::test]
async fn users_and_orgs_are_counted_by_when_they_came() {
    let world = World::new().await;
    let users = world.rows("user").len();
    world.clock.advance(SignedDuration::from_hours(10 * 24));
    let admin = world.platform_admin().await;
    world.org().await;
    world.fold().await;
    let figures = async |period: &str| {
        let path = format!("{PATH}?period={period}");
        world.api.get(path).by(admin).send().await.with(200)
    };
    let (week, all) = (figures("7d").await, figures("all").await);
    assert_eq!((&week["users"], &week["orgs"]), (&json!(1), &json!(1)));
    assert_eq!((&all["users"], &all["orgs"]), (&json!(users + 1), &json!(2)));
    world.deactivate(world.team.viewer).await;
    world.fold().await;
    let all = figures("all").await;
    assert_eq!((&all["users"], &all["users_deactivated"]), (&json!(users), &json!(1)));
    world.fold().await;
    let wrong = world.api.get(format!("{PATH}?period=1y")).by(admin).send().await;
    assert_eq!(wrong.pointers(), ["/period"]);
}

#[tokio::test]
async fn what_orgs_have_is_added_up_and_says_of_how_many() {
    let world = World::new().await;
    world.create_event(&fixtures::event(1), 10).await;
    world.guest(fixtures::event(1).id, 1, world.live(1)).await;
    for _ in 0..50 {
        world.clock.advance(SignedDuration::from_secs(1));
        world.org().await;
    }
    world.fold().await;
    let first = world.reads(PATH).await.with(200);
    assert_eq!(
        (&first["counted"]["orgs"], &first["counted"]["submitted"]),
        (&json!(50), &json!(0))
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = world.reads(&format!("{PATH}?cursor={cursor}")).await.with(200);
    let counted = &second["counted"];
    assert_eq!((&counted["orgs"], &counted["events"]), (&json!(1), &json!(1)));
    assert_eq!((&counted["planned"], &counted["submitted"]), (&json!(1), &json!(1)));
    assert_eq!((&counted["segments"], counted.get("spend_micros")), (&json!(1), None));
    assert_eq!(second.get("next_cursor"), None);
}
