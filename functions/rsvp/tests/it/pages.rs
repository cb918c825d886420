//! What the page shows, at every standing.
use crate::world::World;
use domain::{
    event::{Announcement, Audience, EventState, Waitlist},
    invitee::{Status, StatusName},
};
use http::StatusCode;
use jiff::{SignedDuration, civil::date};
use testkit::fixtures;

#[tokio::test]
async fn a_guest_who_is_asked_sees_what_when_where_until_when_and_how_to_answer() {
    let world = World::new(10).await;
    let guest = world.invited(1, 2).await;
    let page = world.page(&guest).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "An invitation from Ada",
        "Garden party",
        "Saturday, 20 June 2026",
        "19:00–21:00 EDT",
        "New York time",
        "12 Elm Street, Albany",
        "Bring a chair.",
        "Grace Hopper 1, will you come?",
        "Please answer by Tuesday, 2 June 2026, 08:00 EDT.",
        r#"name="answer" value="yes""#,
        r#"name="answer" value="no""#,
        r#"name="party" value="2" checked"#,
        r#"name="held" value="2""#,
        r#"<html lang="en" dir="ltr">"#,
    ] {
        assert!(page.says(words), "{words}\n{}", page.body);
    }
}

#[tokio::test]
async fn every_standing_has_its_words() {
    let world = World::new(50).await;
    let now = world.now();
    let cancelled = Status::Cancelled { before: StatusName::Accepted };
    for (number, status, words, answers) in [
        (1, Status::Queued, "you're on the list", true),
        (2, Status::Accepted { taken: 1 }, "You're in", true),
        (3, Status::Accepted { taken: 2 }, "2 seats are yours", true),
        (4, Status::Declined, "You said no", true),
        (5, Status::Expired, "Your invitation has expired", true),
        (6, Status::Withdrawn, "You're not coming any more", true),
        (7, Status::Waitlisted { party: 1, since: now }, "You're on the waitlist", true),
        (8, Status::Failed, "Our text didn't reach you", true),
        (9, Status::Removed, "You're no longer on the list", false),
        (10, cancelled, "This event is cancelled", false),
        (11, Status::Inviting { held: 1 }, "Your invitation is on its way", false),
    ] {
        let guest = world.guest(number, status).await;
        let page = world.page(&guest).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(words), "{status:?}: {}", page.body);
        assert_eq!(page.says(r#"name="answer""#), answers, "{status:?}");
    }
}

#[tokio::test]
async fn a_late_guest_is_told_what_is_still_possible() {
    let mut world = World::new(10).await;
    let guest = world.guest(1, Status::Expired).await;
    assert!(world.page(&guest).await.says("You can still join the waitlist."));
    world.change_event(|event| event.settings.allow_late = true).await;
    assert!(world.page(&guest).await.says("You can still say yes if there is room."));
    world
        .change_event(|event| {
            event.settings.allow_late = false;
            event.settings.waitlist = Waitlist::Off;
        })
        .await;
    let page = world.page(&guest).await;
    assert!(page.says("Please ask Ada") && !page.says(r#"value="yes""#));
}

#[tokio::test]
async fn j12_a_deadline_that_has_passed_is_late_whatever_the_sweep_did() {
    let world = World::new(10).await;
    let guest = world.invited(1, 1).await;
    world.clock.set(world.tomorrow() - SignedDuration::from_nanos(1));
    assert!(world.page(&guest).await.says("will you come?"));
    world.clock.advance(SignedDuration::from_nanos(1));
    let page = world.page(&guest).await;
    assert!(page.says("Your invitation has expired"));
    assert_eq!(world.status(&guest).await, "invited", "a read writes nothing");
}

#[tokio::test]
async fn a_closed_a_begun_and_a_past_event_say_so() {
    let mut world = World::new(10).await;
    let guest = world.guest(1, Status::Accepted { taken: 1 }).await;
    world.change_event(|event| event.state = EventState::Closed).await;
    let page = world.page(&guest).await;
    assert!(page.says("Answers are closed.") && page.says(r#"value="no""#));
    let start = world.event.when.starts_at();
    world.clock.set(start);
    assert!(world.page(&guest).await.says("It has begun already."));
    world.clock.set(start + SignedDuration::from_hours(2));
    let page = world.page(&guest).await;
    assert!(page.says("This event is over") && !page.says(r#"name="answer""#));
}

#[tokio::test]
async fn j22_an_archived_or_cancelled_event_keeps_explaining_itself() {
    let mut world = World::new(10).await;
    let guest = world.guest(1, Status::Accepted { taken: 1 }).await;
    let queued = world.guest(2, Status::Queued).await;
    world
        .change_event(|event| {
            event.state = EventState::Cancelled;
            event.archived = true;
        })
        .await;
    for guest in [&guest, &queued] {
        let page = world.page(guest).await;
        assert!(page.says("This event is cancelled") && page.says("Garden party"));
    }
}

#[tokio::test]
async fn j22_a_guest_who_was_removed_is_told_and_shown_no_details() {
    let world = World::new(10).await;
    let guest = world.guest(1, Status::Removed).await;
    let page = world.page(&guest).await;
    assert!(page.says("You're no longer on the list") && !page.says("Elm Street"));
}

#[tokio::test]
async fn an_older_link_shows_no_name_and_takes_no_answer() {
    let world = World::new(10).await;
    let mut guest = fixtures::invitee(&world.event, 1);
    guest.generation = 2;
    let guest = fixtures::invited(guest, 1, world.now(), world.tomorrow());
    let guest = world.keep(guest).await;
    let old = world.path_of(&guest, 1);
    let page = world.get(&old).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.says("This invitation was replaced"));
    assert!(!page.says("Grace") && !page.says("Garden"));
    for form in ["answer=yes&party=1&held=1", "answer=yes&party=1", "answer=no"] {
        assert_eq!(world.post(&old, form).await.status, StatusCode::GONE, "{form}");
    }
    assert_eq!(world.status(&guest).await, "invited");
}

#[tokio::test]
async fn a_link_to_what_was_deleted_is_honest() {
    let world = World::new(10).await;
    let nobody = fixtures::invitee(&world.event, 9);
    let page = world.page(&nobody).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.says("no longer here"));
}

#[tokio::test]
async fn j29_reading_a_link_a_hundred_times_changes_nothing() {
    let world = World::new(10).await;
    let guest = world.invited(1, 1).await;
    let before = world.table.rows().unwrap();
    let path = world.path(&guest);
    for number in 0..100 {
        let query = ["", "?a=yes", "?a=no", "/calendar.ics"][number % 4];
        assert_eq!(world.get(&format!("{path}{query}")).await.status, StatusCode::OK);
        let head = world.api.request("HEAD", format!("{path}{query}")).send().await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    }
    assert_eq!(world.table.rows().unwrap(), before);
}

#[tokio::test]
async fn a_suggested_answer_is_emphasised_and_not_given() {
    let world = World::new(10).await;
    let guest = world.invited(1, 1).await;
    let page = world.get(&format!("{}?a=no", world.path(&guest))).await;
    assert!(
        page.says(r#"<button class="first" name="answer" value="no" autofocus>"#),
        "{}",
        page.body
    );
    assert_eq!(world.status(&guest).await, "invited");
}

#[tokio::test]
async fn j32_names_and_words_are_inert() {
    let attack = "<img src=x onerror=alert(1)>";
    let breaking = "');alert(1)//\"";
    let mut event = fixtures::event(1);
    event.name = attack.into();
    event.host = breaking.into();
    event.details = attack.into();
    event.location = attack.into();
    event.announcements.push(Announcement {
        at: "2026-06-01T10:00:00Z".parse().unwrap(),
        sender: attack.into(),
        audience: Audience::All,
        text: "</style><script>alert(1)</script>".into(),
    });
    let world = World::with(10, event).await;
    let mut guest = fixtures::invitee(&world.event, 1);
    guest.name = format!("{attack}{breaking}");
    let guest = fixtures::invited(guest, 1, world.now(), world.tomorrow());
    let page = world.page(&world.keep(guest).await).await;
    assert!(
        !page.body.contains("<img") && !page.body.contains("alert(1)</script>"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("<script").count(), 1, "ours");
    assert!(page.body.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!page.body.contains("value=\"<"));
}

#[tokio::test]
async fn the_page_speaks_the_guests_language() {
    let world = World::new(10).await;
    let path = world.path(&world.invited(1, 1).await);
    let german = world.get_in(&path, "de-DE,de;q=0.9,en;q=0.5").await;
    assert!(german.says(r#"<html lang="de" dir="ltr">"#) && german.says("kommst du?"));
    assert!(german.says("Samstag, 20. Juni 2026"));
    assert_eq!(german.header("content-language"), "de");
    let arabic = world.get_in(&path, "ar").await;
    assert!(arabic.says(r#"<html lang="ar" dir="rtl">"#) && arabic.says("هل ستحضر؟"));
}

#[tokio::test]
async fn j28_an_evening_on_the_day_the_clocks_change_is_that_evening() {
    let mut event = fixtures::event(1);
    event.when.starts_local = date(2026, 3, 8).at(19, 0, 0, 0);
    event.when.zone = fixtures::zone("America/Los_Angeles");
    let world = World::with(10, event).await;
    world.clock.set("2026-03-07T20:00:00Z".parse().unwrap());
    let mut guest = fixtures::invitee(&world.event, 1);
    guest.zone = Some(fixtures::zone("Europe/Berlin"));
    let guest = fixtures::invited(guest, 1, world.now(), world.tomorrow());
    let guest = world.keep(guest).await;
    let page = world.page(&guest).await;
    assert!(page.says("Sunday, 8 March 2026") && page.says("19:00–21:00 PDT"), "{}", page.body);
    assert!(page.says(r#"datetime="2026-03-09T02:00:00Z""#));
    assert!(page.says("For you, that is Monday, 9 March 2026, 03:00 CET"));
    assert!(page.says("Please answer by Sunday, 8 March 2026, 21:00 CET."));
}

#[tokio::test]
async fn announcements_are_shown_to_whom_they_are_for_newest_first() {
    let mut event = fixtures::event(1);
    for (hour, audience, text) in [
        (8, Audience::All, "Doors at seven"),
        (9, Audience::Confirmed, "The code is 1234"),
        (10, Audience::All, "Bring umbrellas"),
    ] {
        event.announcements.push(Announcement {
            at: format!("2026-06-01T{hour:02}:00:00Z").parse().unwrap(),
            sender: "Ada".into(),
            audience,
            text: text.into(),
        });
    }
    let world = World::with(10, event).await;
    let asked = world.page(&world.invited(1, 1).await).await;
    assert!(asked.says("Doors at seven") && !asked.says("The code is 1234"));
    assert!(asked.body.find("Bring umbrellas") < asked.body.find("Doors at seven"));
    let coming = world.page(&world.guest(2, Status::Accepted { taken: 1 }).await).await;
    assert!(coming.says("The code is 1234"));
}

#[tokio::test]
async fn a_large_party_is_chosen_from_a_list() {
    let world = World::new(50).await;
    let mut guest = fixtures::invitee(&world.event, 1);
    guest.party_max = 20;
    let guest = fixtures::invited(guest, 12, world.now(), world.tomorrow());
    let page = world.page(&world.keep(guest).await).await;
    assert!(page.says(r#"<option value="12" selected>"#), "{}", page.body);
}

#[tokio::test]
async fn a_guest_who_comes_sees_who_else_does_where_the_organizer_shows_it() {
    let mut world = World::new(60).await;
    let guest = world.guest(1, Status::Accepted { taken: 1 }).await;
    let mut attacker = fixtures::invitee(&world.event, 2);
    attacker.name = "<img src=x onerror=alert(1)> Lovelace".into();
    world.keep(fixtures::with_status(attacker, Status::Accepted { taken: 2 }, world.now())).await;
    let asked = world.invited(3, 1).await;
    world.fold().await;
    let page = world.page(&guest).await;
    assert!(page.says("3 of 60 seats taken"), "{}", page.body);
    assert!(!page.says("Who's coming"), "nobody is shown unless the organizer wants it");
    world.change_event(|event| event.settings.show_attendees = true).await;
    let page = world.page(&guest).await;
    assert!(page.says("Who's coming") && page.says("&lt;img L."), "{}", page.body);
    assert!(!page.says("Lovelace") && !page.says("<img"));
    assert!(!world.page(&asked).await.says("Who's coming"), "only for guests who come");
}

#[tokio::test]
async fn the_page_of_a_guest_who_just_said_yes_counts_their_seats() {
    let world = World::new(60).await;
    let guest = world.guest(1, Status::Accepted { taken: 2 }).await;
    assert!(world.page(&guest).await.says("2 of 60 seats taken"), "the lists are seconds behind");
}
