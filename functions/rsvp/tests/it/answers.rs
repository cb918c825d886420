//! Answers by the link.
use crate::world::World;
use domain::{
    event::{EventState, Waitlist},
    invitee::Status,
};
use http::StatusCode;
use jiff::SignedDuration;
use testkit::fixtures;

#[tokio::test]
async fn a_yes_is_taken_and_the_page_shows_it() {
    let world = World::new(10).await;
    let guest = world.invited(1, 2).await;
    let answered = world.answer(&guest, "answer=yes&party=2&held=2").await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    assert_eq!(answered.header("location"), format!("{}?answered", world.path(&guest)));
    let stored = world.stored(&guest).await;
    assert_eq!(stored.status, Status::Accepted { taken: 2 });
    assert_eq!((stored.confirmations.due, world.free().await), (1, 8));
    let page = world.get(answered.header("location")).await;
    assert!(page.says("You're in") && page.says("calendar.ics"));
    let focus = r#"<div role="status"><h2 id="standing" tabindex="-1" autofocus>You're in"#;
    assert!(page.says(focus), "a screen reader begins there: {}", page.body);
    assert!(page.says("2 of 10 seats taken"), "{}", page.body);
}

#[tokio::test]
async fn a_smaller_party_frees_the_rest() {
    let world = World::new(10).await;
    let guest = world.invited(1, 2).await;
    world.answer(&guest, "answer=yes&party=1&held=2").await;
    assert_eq!((world.status(&guest).await, world.free().await), ("accepted", 9));
}

#[tokio::test]
async fn a_no_frees_the_seats() {
    let world = World::new(10).await;
    let guest = world.invited(1, 2).await;
    let answered = world.answer(&guest, "answer=no&party=2&held=2").await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    assert_eq!((world.status(&guest).await, world.free().await), ("declined", 10));
}

#[tokio::test]
async fn a_client_that_reads_json_gets_json() {
    let world = World::new(10).await;
    let guest = world.invited(1, 2).await;
    let answered = world.post_json(&world.path(&guest), "answer=yes&party=2").await;
    assert_eq!(answered.status, StatusCode::OK);
    let json = answered.json();
    assert_eq!((json["status"].as_str(), json["party"].as_u64()), (Some("accepted"), Some(2)));
    assert_eq!(json["message"], "You're in, Grace Hopper 1");
    let refused = world.post_json(&world.path(&guest), "answer=yes&party=3").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/party");
    let forged = world.post_json("/r/forged", "answer=yes").await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
    assert_eq!(forged.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn repeating_an_answer_succeeds_and_changes_nothing() {
    let world = World::new(10).await;
    let guest = world.invited(1, 2).await;
    world.answer(&guest, "answer=yes&party=2&held=2").await;
    let before = world.table.rows().unwrap();
    for form in ["answer=yes&party=2&held=2", "answer=yes&party=2", "answer=yes"] {
        assert_eq!(world.answer(&guest, form).await.status, StatusCode::SEE_OTHER, "{form}");
    }
    assert_eq!(world.table.rows().unwrap(), before);
}

#[tokio::test]
async fn j7_a_seat_that_is_held_is_not_given_away() {
    let world = World::new(1).await;
    let declined = world.guest(1, Status::Declined).await;
    let live = world.invited(2, 1).await;
    world.answer(&declined, "answer=yes&party=1").await;
    assert_eq!(world.status(&declined).await, "waitlisted");
    world.answer(&live, "answer=yes&party=1&held=1").await;
    assert_eq!(world.status(&live).await, "accepted");
}

#[tokio::test]
async fn without_a_waitlist_a_yes_without_a_seat_is_refused_as_full() {
    let mut world = World::new(1).await;
    world.change_event(|event| event.settings.waitlist = Waitlist::Off).await;
    world.invited(1, 1).await;
    let late = world.guest(2, Status::Declined).await;
    let refused = world.answer(&late, "answer=yes&party=1").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("Sorry, it's full by now.") && refused.says(r#"role="alert""#));
    assert_eq!(world.status(&late).await, "declined");
}

#[tokio::test]
async fn a_party_that_does_not_fit_is_told_how_many_would() {
    let world = World::new(1).await;
    let guest = world.invited(1, 1).await;
    let refused = world.answer(&guest, "answer=yes&party=2&held=1").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("there is room for one only"));
    let more = world.answer(&guest, "answer=yes&party=3").await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(more.says("Please choose a number from 1 to 2."));
}

#[tokio::test]
async fn j12_an_answer_a_second_after_the_deadline_is_late() {
    let mut world = World::new(1).await;
    world.change_event(|event| event.settings.waitlist = Waitlist::Off).await;
    let guest = world.invited(1, 1).await;
    world.clock.set(world.tomorrow() + SignedDuration::from_secs(1));
    let late = world.answer(&guest, "answer=yes&party=1&held=1").await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.says("Sorry, this invitation has expired."));
    let no = world.answer(&guest, "answer=no").await;
    assert_eq!((no.status, world.status(&guest).await), (StatusCode::SEE_OTHER, "declined"));
}

#[tokio::test]
async fn a_closed_and_a_cancelled_event_refuse_with_their_reason() {
    let mut world = World::new(5).await;
    let guest = world.guest(1, Status::Declined).await;
    world.change_event(|event| event.state = EventState::Closed).await;
    let closed = world.answer(&guest, "answer=yes&party=1").await;
    assert_eq!(closed.status, StatusCode::GONE);
    assert!(closed.says("answers are no longer taken"));
    world.change_event(|event| event.state = EventState::Cancelled).await;
    let cancelled = world.answer(&guest, "answer=yes&party=1").await;
    assert_eq!(cancelled.status, StatusCode::GONE);
    assert!(cancelled.says("this event is cancelled"));
}

#[tokio::test]
async fn j16_a_flip_flop_is_confirmed_at_most_three_times_a_day() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    for number in 0..20 {
        let form = if number % 2 == 0 { "answer=yes&party=1" } else { "answer=no" };
        assert_eq!(world.answer(&guest, form).await.status, StatusCode::SEE_OTHER);
        world.clock.advance(SignedDuration::from_secs(20));
    }
    let minutes_apart = world.stored(&guest).await;
    assert_eq!(minutes_apart.confirmations.due, 1, "within ten minutes of the first");
    for _ in 0..10 {
        world.clock.advance(SignedDuration::from_mins(15));
        world.answer(&guest, "answer=yes&party=1").await;
        world.clock.advance(SignedDuration::from_mins(15));
        world.answer(&guest, "answer=no").await;
    }
    assert_eq!(world.stored(&guest).await.confirmations.due, 3);
    let acknowledged = world.ctx.store.messages_of(guest.event, guest.id, 100).await.unwrap();
    assert!(acknowledged.len() <= 4, "{}", acknowledged.len());
}

#[tokio::test]
async fn the_eleventh_change_in_a_minute_waits() {
    let world = World::new(5).await;
    let guest = world.guest(1, Status::Declined).await;
    for number in 0..10 {
        let form = if number % 2 == 0 { "answer=yes&party=1" } else { "answer=no" };
        assert_eq!(world.answer(&guest, form).await.status, StatusCode::SEE_OTHER, "{number}");
        world.clock.advance(SignedDuration::from_secs(1));
    }
    let refused = world.answer(&guest, "answer=yes&party=1").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "50");
    assert!(refused.says("Please wait 50 seconds."));
    world.clock.advance(SignedDuration::from_secs(50));
    let answered = world.answer(&guest, "answer=yes&party=1").await;
    assert_eq!((answered.status, world.status(&guest).await), (StatusCode::SEE_OTHER, "accepted"));
}

#[tokio::test]
async fn j19_the_link_of_an_invitation_that_may_have_arrived_stays_good() {
    use domain::message::Delivery;
    let world = World::new(5).await;
    let mut guest = fixtures::invitee(&world.event, 1);
    guest = fixtures::invited(guest, 1, world.now(), world.tomorrow());
    guest.status = Status::Inviting { held: 1 };
    guest.sent_at = None;
    if let Some(message) = &mut guest.message {
        message.delivery = Delivery::Unknown;
    }
    let guest = world.keep(guest).await;
    assert!(world.page(&guest).await.says("Please let us know."));
    world.answer(&guest, "answer=yes&party=1").await;
    let stored = world.stored(&guest).await;
    assert_eq!(stored.status, Status::Accepted { taken: 1 });
    assert_eq!(stored.delivery(), Delivery::Submitted, "the answer is the proof");
    assert!(world.page(&guest).await.says("You're in"), "the same link");
}

#[tokio::test]
async fn what_is_no_answer_is_refused_and_changes_nothing() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    for form in
        ["", "answer=HACK", "answer=yes&party=-1", "answer=yes&party=nan", "status=accepted"]
    {
        let refused = world.answer(&guest, form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    let json = world.api.post(world.path(&guest)).json(&serde_json::json!({ "answer": "yes" }));
    let refused = json.send().await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = world.answer(&guest, &format!("answer=yes&party={}", "1".repeat(20_000))).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(world.status(&guest).await, "invited");
}

#[tokio::test]
async fn other_methods_are_refused() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    let request = world.api.put(world.path(&guest));
    assert_eq!(request.send().await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_an_honest_page() {
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    world.table.before_calls(|_| testkit::Verdict::Throttle);
    for answered in [world.page(&guest).await, world.answer(&guest, "answer=no").await] {
        assert_eq!(answered.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answered.says("Please try again") && answered.says("<html"));
    }
    let json = world.post_json(&world.path(&guest), "answer=no").await;
    assert_eq!(json.header("content-type"), "application/problem+json");
    world.table.heal();
    assert_eq!(world.status(&guest).await, "invited");
}

#[tokio::test]
async fn j14_a_confirmation_names_the_day_of_the_event() {
    use domain::message::Purpose;
    let world = World::new(5).await;
    let guest = world.invited(1, 1).await;
    world.answer(&guest, "answer=yes&party=1&held=1").await;
    let guest = world.stored(&guest).await;
    let which = (Purpose::Confirmation, guest.confirmations.due);
    let message =
        runtime::invitation::new_message(&world.ctx, &world.event, &guest, which, &[], world.now());
    let body = message.unwrap().life.body;
    assert!(
        body.contains("Garden party, Sat 20 Jun") && body.contains(&world.path(&guest)),
        "{body}"
    );
}

#[tokio::test]
async fn a_field_that_is_there_twice_is_named_and_changes_nothing() {
    let world = World::new(5).await;
    let guest = world.invited(1, 2).await;
    for (form, field) in [
        ("answer=no&answer=yes", "answer"),
        ("answer=yes&party=1&held=2&party=2", "party"),
        ("answer=yes&party=1&held=2&held=1", "held"),
    ] {
        let page = world.answer(&guest, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.says(&format!("the field “{field}”")), "{}", page.body);
        assert!(page.says(&format!(r#"href="{}""#, world.path(&guest))), "the way back");
        let json = world.post_json(&world.path(&guest), form).await;
        assert_eq!(json.pointers(), [format!("/{field}")]);
    }
    let twice = world.post(&format!("{}/details", world.path(&guest)), "name=A&name=B").await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.says("the field “name”"));
    assert_eq!(
        (world.status(&guest).await, world.stored(&guest).await.name),
        ("invited", guest.name)
    );
}
