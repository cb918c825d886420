//! The dashboard's routes.
use crate::world::World;
use http::StatusCode;
use serde_json::Value;
use store::{Transaction, quota::QuotaScope};

/// Ten days apart: one guest who came, then two who come and one who does not.
async fn staged() -> World {
    let world = World::new().await;
    let early = world.add(0).await;
    world.pick(early).await;
    world.send(early).await;
    world.yes(early).await;
    world.pass(10 * 24 * 60);
    for number in 1..=4 {
        let guest = world.add(number).await;
        world.pick(guest).await;
        if number == 4 {
            continue;
        }
        world.send(guest).await;
        if number == 3 { world.no(guest).await } else { world.yes(guest).await }
    }
    world.fold_all().await;
    world.fold_all().await;
    world
}

fn sum(messages: &Value) -> u64 {
    ["submitted", "held_back", "rejected", "failed", "unknown"]
        .iter()
        .map(|part| messages[part].as_u64().unwrap())
        .sum()
}

#[tokio::test]
async fn figures_are_of_their_period_and_i16_they_add_up() {
    let world = staged().await;
    let path = format!("/v1/orgs/{}/dashboard", world.org);
    let (status, week) = world.get(&path, world.team.admin).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&week["confirmed"], &week["declined"]), (&2.into(), &1.into()));
    assert_eq!(week["rate_per_mille"], 667);
    assert_eq!(week["since"], "2026-06-05T00:00:00Z");
    let (_, month) = world.get(&format!("{path}?period=30d"), world.team.admin).await;
    assert_eq!((&month["confirmed"], &month["declined"]), (&3.into(), &1.into()));
    let (_, all) = world.get(&format!("{path}?period=all"), world.team.admin).await;
    for figures in [&week, &month, &all] {
        let messages = &figures["messages"];
        assert_eq!(messages["planned"], sum(messages), "{messages}");
        assert_eq!(figures["sent"], messages["submitted"]);
    }
    assert_eq!((&week["sent"], &month["sent"], &all["sent"]), (&3.into(), &4.into(), &4.into()));
    assert_eq!(world.get(&format!("{path}?period=1y"), world.team.admin).await.0, 422);
}

#[tokio::test]
async fn behind_each_figure_are_as_many_rows() {
    let world = staged().await;
    let path = format!("/v1/orgs/{}/dashboard", world.org);
    for period in ["7d", "30d", "all"] {
        let (_, figures) = world.get(&format!("{path}?period={period}"), world.team.admin).await;
        for figure in ["sent", "confirmed", "declined", "planned", "held_back", "failed"] {
            let rows = format!("{path}/{figure}?period={period}&limit=200");
            let (status, page) = world.get(&rows, world.team.admin).await;
            assert_eq!(status, StatusCode::OK);
            let rows = page["items"].as_array().unwrap().len();
            let count = figures.get(figure).unwrap_or(&figures["messages"][figure]);
            assert_eq!(count, &Value::from(rows), "{figure} of {period}");
        }
    }
    let (_, page) = world.get(&format!("{path}/declined"), world.team.admin).await;
    assert_eq!(page["items"][0]["name"], "Guest 3");
    assert_eq!(page["items"][0]["event_name"], "Supper");
    assert_eq!(page["items"][0]["at"], world.now().to_string());
    assert_eq!(
        world.get(&format!("{path}/profit"), world.team.admin).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn rows_are_read_page_by_page_within_the_period() {
    let world = staged().await;
    let path = format!("/v1/orgs/{}/dashboard/confirmed?limit=1", world.org);
    let (_, first) = world.get(&path, world.team.admin).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, second) = world.get(&format!("{path}&cursor={cursor}"), world.team.admin).await;
    assert_ne!(first["items"][0]["name"], second["items"][0]["name"]);
    let Some(cursor) = second["next_cursor"].as_str() else { return };
    let (_, third) = world.get(&format!("{path}&cursor={cursor}"), world.team.admin).await;
    assert_eq!(third["items"], serde_json::json!([]), "the early guest answered before the period");
}

#[tokio::test]
async fn a_guest_who_changes_the_answer_counts_once() {
    let world = World::new().await;
    let guest = world.add(1).await;
    world.pick(guest).await;
    world.send(guest).await;
    let path = format!("/v1/orgs/{}/dashboard", world.org);
    for (comes, figures) in [(true, (1, 0)), (false, (0, 1)), (true, (1, 0))] {
        world.pass(24 * 60 / 2);
        if comes {
            world.yes(guest).await;
        } else {
            world.no(guest).await;
        }
        world.fold_all().await;
        let (_, shown) = world.get(&path, world.team.admin).await;
        let shown = (shown["confirmed"].as_u64().unwrap(), shown["declined"].as_u64().unwrap());
        assert_eq!(shown, figures);
    }
}

#[tokio::test]
async fn the_audit_log_says_who_changed_what() {
    let world = staged().await;
    let (status, page) =
        world.get(&format!("/v1/orgs/{}/audit?limit=200", world.org), world.team.admin).await;
    assert_eq!(status, StatusCode::OK);
    let items = page["items"].as_array().unwrap();
    let declined = items.iter().find(|item| item["after"] == "declined").unwrap();
    assert_eq!(declined["by"], "sms");
    assert_eq!(declined["before"], "invited");
    assert_eq!(declined["subject"], "invitee");
    assert_eq!(declined["name"], "Guest 3");
    let made = items.iter().find(|item| item["subject"] == "event").unwrap();
    assert_eq!(made["by"], "usr_1");
    let joined = items.iter().filter(|item| item["kind"] == "member" && item["after"] == "VIEWER");
    assert!(joined.count() >= 1, "{items:?}");
}

#[tokio::test]
async fn the_dashboard_says_how_much_of_the_limits_is_used_by_now() {
    let world = World::new().await;
    let path = format!("/v1/orgs/{}/dashboard", world.org);
    let used = async || {
        let (_, shown) = world.get(&path, world.team.viewer).await;
        (shown["used_hour"].as_u64(), shown["used_day"].as_u64())
    };
    assert_eq!(used().await, (Some(0), Some(0)));
    let [mut quota] = world.ctx.store.quotas([QuotaScope::Org(world.org)]).await.unwrap();
    quota.window.take(world.now(), 3);
    let mut transaction = Transaction::new();
    transaction.replace_quota(&quota);
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(used().await, (Some(3), Some(3)));
    world.pass(2 * 60);
    assert_eq!(used().await, (Some(0), Some(3)));
    world.pass(24 * 60);
    assert_eq!(used().await, (Some(0), Some(0)));
}
