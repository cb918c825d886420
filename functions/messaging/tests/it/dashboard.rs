//! The dashboard's routes.
use crate::stage::Stage;
use domain::rights::Role;
use http::StatusCode;
use serde_json::Value;

/// Ten days apart: one guest who came, then two who come and one who does not.
async fn staged() -> (Stage, String) {
    let stage = Stage::new().await;
    let early = stage.add(0).await;
    stage.pick(early).await;
    stage.send(early).await;
    stage.yes(early).await;
    stage.pass(10 * 24 * 60);
    for number in 1..=4 {
        let guest = stage.add(number).await;
        stage.pick(guest).await;
        if number == 4 {
            continue;
        }
        stage.send(guest).await;
        if number == 3 { stage.no(guest).await } else { stage.yes(guest).await }
    }
    stage.fold_all().await;
    stage.fold_all().await;
    let token = stage.token(Some(Role::Admin)).await;
    (stage, token)
}

fn sum(messages: &Value) -> u64 {
    ["submitted", "held_back", "rejected", "failed", "unknown"]
        .iter()
        .map(|part| messages[part].as_u64().unwrap())
        .sum()
}

#[tokio::test]
async fn figures_are_of_their_period_and_i16_they_add_up() {
    let (stage, token) = staged().await;
    let path = format!("/v1/orgs/{}/dashboard", stage.org);
    let (status, week) = stage.get(&path, &token).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&week["confirmed"], &week["declined"]), (&2.into(), &1.into()));
    assert_eq!(week["rate_per_mille"], 667);
    assert_eq!(week["since"], "2026-06-05T00:00:00Z");
    let (_, month) = stage.get(&format!("{path}?period=30d"), &token).await;
    assert_eq!((&month["confirmed"], &month["declined"]), (&3.into(), &1.into()));
    let (_, all) = stage.get(&format!("{path}?period=all"), &token).await;
    for figures in [&week, &month, &all] {
        let messages = &figures["messages"];
        assert_eq!(messages["planned"], sum(messages), "{messages}");
        assert_eq!(figures["sent"], messages["submitted"]);
    }
    assert_eq!((&week["sent"], &month["sent"], &all["sent"]), (&3.into(), &4.into(), &4.into()));
    assert_eq!(stage.get(&format!("{path}?period=1y"), &token).await.0, 422);
}

#[tokio::test]
async fn behind_each_figure_are_as_many_rows() {
    let (stage, token) = staged().await;
    let path = format!("/v1/orgs/{}/dashboard", stage.org);
    for period in ["7d", "30d", "all"] {
        let (_, figures) = stage.get(&format!("{path}?period={period}"), &token).await;
        for figure in ["sent", "confirmed", "declined", "planned", "held_back", "failed"] {
            let rows = format!("{path}/{figure}?period={period}&limit=200");
            let (status, page) = stage.get(&rows, &token).await;
            assert_eq!(status, StatusCode::OK);
            let rows = page["items"].as_array().unwrap().len();
            let count = figures.get(figure).unwrap_or(&figures["messages"][figure]);
            assert_eq!(count, &Value::from(rows), "{figure} of {period}");
        }
    }
    let (_, page) = stage.get(&format!("{path}/declined"), &token).await;
    assert_eq!(page["items"][0]["name"], "Guest 3");
    assert_eq!(page["items"][0]["event_name"], "Supper");
    assert_eq!(page["items"][0]["at"], stage.now().to_string());
    assert_eq!(stage.get(&format!("{path}/profit"), &token).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rows_are_read_page_by_page_within_the_period() {
    let (stage, token) = staged().await;
    let path = format!("/v1/orgs/{}/dashboard/confirmed?limit=1", stage.org);
    let (_, first) = stage.get(&path, &token).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, second) = stage.get(&format!("{path}&cursor={cursor}"), &token).await;
    assert_ne!(first["items"][0]["name"], second["items"][0]["name"]);
    let Some(cursor) = second["next_cursor"].as_str() else { return };
    let (_, third) = stage.get(&format!("{path}&cursor={cursor}"), &token).await;
    assert_eq!(third["items"], serde_json::json!([]), "the early guest answered before the period");
}

#[tokio::test]
async fn a_guest_who_changes_the_answer_counts_once() {
    let stage = Stage::new().await;
    let guest = stage.add(1).await;
    stage.pick(guest).await;
    stage.send(guest).await;
    let path = format!("/v1/orgs/{}/dashboard", stage.org);
    for (comes, figures) in [(true, (1, 0)), (false, (0, 1)), (true, (1, 0))] {
        stage.pass(24 * 60 / 2);
        if comes {
            stage.yes(guest).await;
        } else {
            stage.no(guest).await;
        }
        stage.fold_all().await;
        let token = stage.token(Some(Role::Viewer)).await;
        let (_, shown) = stage.get(&path, &token).await;
        let shown = (shown["confirmed"].as_u64().unwrap(), shown["declined"].as_u64().unwrap());
        assert_eq!(shown, figures);
    }
}

#[tokio::test]
async fn the_audit_log_says_who_changed_what() {
    let (stage, token) = staged().await;
    let (status, page) =
        stage.get(&format!("/v1/orgs/{}/audit?limit=200", stage.org), &token).await;
    assert_eq!(status, StatusCode::OK);
    let items = page["items"].as_array().unwrap();
    let declined = items.iter().find(|item| item["after"] == "declined").unwrap();
    assert_eq!(declined["by"], "sms");
    assert_eq!(declined["before"], "invited");
    assert_eq!(declined["subject"], "invitee");
    assert_eq!(declined["name"], "Guest 3");
    let made = items.last().unwrap();
    assert_eq!((&made["subject"], &made["by"]), (&"event".into(), &"usr_1".into()));
}
