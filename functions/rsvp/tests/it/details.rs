//! A guest's own name and note.
use crate::world::World;
use domain::invitee::Status;
use http::StatusCode;

#[tokio::test]
async fn a_guest_corrects_the_name_and_leaves_a_note() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    let path = format!("{}/details", world.path(&guest));
    let kept = world.post(&path, "name=Grace+M.+Hopper&note=No+nuts,+please").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(kept.header("location"), format!("{}?saved", world.path(&guest)));
    assert!(world.get(kept.header("location")).await.says("Saved. Thank you."));
    let stored = world.stored(&guest).await;
    assert_eq!((stored.name.as_str(), stored.status), ("Grace M. Hopper", guest.status));
    let note = world.ctx.store.invitee_note(guest.event, guest.id).await.unwrap().unwrap();
    assert_eq!(note.text, "No nuts, please");
    world.post(&path, "name=Grace&note=").await;
    let note = world.ctx.store.invitee_note(guest.event, guest.id).await.unwrap().unwrap();
    assert_eq!(note.text, "No nuts, please", "an empty note leaves the earlier one");
}

#[tokio::test]
async fn what_is_no_name_or_too_long_is_refused() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    let path = format!("{}/details", world.path(&guest));
    let long = "n".repeat(201);
    let note = "n".repeat(1_001);
    for form in [
        "name=".to_owned(),
        "name=+++".to_owned(),
        format!("name={long}"),
        "name=two%0Alines".to_owned(),
        format!("name=Grace&note={note}"),
        "name=Grace&status=accepted".to_owned(),
    ] {
        let refused = world.post(&path, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    assert_eq!(world.stored(&guest).await.name, guest.name);
}

#[tokio::test]
async fn a_guest_who_was_removed_changes_nothing() {
    let world = World::new(5).await;
    let guest = world.guest(1, Status::Removed).await;
    let path = format!("{}/details", world.path(&guest));
    assert_eq!(world.post(&path, "name=Grace").await.status, StatusCode::CONFLICT);
    assert_eq!(world.stored(&guest).await.name, guest.name);
}
