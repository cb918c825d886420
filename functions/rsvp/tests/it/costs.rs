//! What a guest's request costs, in DynamoDB's own figures.
use crate::world::World;
use domain::invitee::Status;
use http::StatusCode;
use testkit::Units;

#[tokio::test]
async fn j37_a_page_is_found_by_key_in_one_call_for_one_and_a_half_units() {
    let world = World::new(500).await;
    for number in 2..200 {
        world.guest(number, Status::Queued).await;
    }
    let guest = world.invited(1, 2).await;
    world.table.reset_meter();
    assert_eq!(world.page(&guest).await.status, StatusCode::OK);
    let meter = world.table.meter();
    assert_eq!((meter.calls(), meter.read_units()), (1, Units::from_tenths(15)));
    assert_eq!(meter.write_units(), Units::default());
}

#[tokio::test]
async fn a_bad_link_reads_nothing() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    let path = world.path(&guest);
    let truncated = path.get(..path.len() - 1).unwrap();
    let forged = format!("{truncated}{}", if path.ends_with('A') { 'B' } else { 'A' });
    world.table.reset_meter();
    for path in [truncated, forged.as_str(), "/r/x", "/r/%FF", "/r/%00%2e%2e"] {
        let page = world.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.says("This link doesn't work") && !page.says("Grace"), "{path}");
        assert_eq!(world.post(path, "answer=yes").await.status, StatusCode::NOT_FOUND);
        let details = format!("{path}/details");
        assert_eq!(world.post(&details, "name=x").await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.get(&format!("{path}/calendar.ics")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(world.table.meter().calls(), 0);
}

#[tokio::test]
async fn a_yes_within_the_held_seats_is_one_call_and_one_unit() {
    let world = World::new(5).await;
    let guest = world.invited(1, 2).await;
    world.table.reset_meter();
    world.answer(&guest, "answer=yes&party=2&held=2").await;
    let meter = world.table.meter();
    assert_eq!((meter.calls(), meter.write_units()), (1, Units::whole(1)));
    assert_eq!(meter.read_units(), Units::default());
}

#[tokio::test]
async fn a_no_and_a_late_yes_are_at_most_five_units() {
    let world = World::new(5).await;
    let live = world.invited(1, 2).await;
    let late = world.guest(2, Status::Declined).await;
    for (guest, form) in [(&live, "answer=no"), (&late, "answer=yes&party=1")] {
        world.table.reset_meter();
        assert_eq!(world.answer(guest, form).await.status, StatusCode::SEE_OTHER);
        let meter = world.table.meter();
        assert!(meter.write_units() <= Units::whole(5), "{form}: {meter:?}");
        assert!(meter.read_units() <= Units::whole(2), "{form}: {meter:?}");
    }
}
