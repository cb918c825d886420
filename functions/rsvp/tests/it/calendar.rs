//! The calendar file.
use crate::world::World;
use domain::{event::Event, invitee::Status};
use http::StatusCode;
use jiff::civil::date;
use testkit::fixtures;
use testkit::stage::Reply;

async fn file(event: Event) -> Reply {
    let world = World::with(5, event).await;
    world.clock.set("2026-03-01T12:00:00Z".parse().unwrap());
    let guest = world.guest(1, Status::Accepted { taken: 1 }).await;
    world.get(&format!("{}/calendar.ics", world.path(&guest))).await
}

/// The lines as a calendar reads them: unfolded.
fn lines(file: &Reply) -> Vec<String> {
    file.body.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn j28_the_file_has_the_right_instant_on_the_day_the_clocks_change() {
    let mut event = fixtures::event(1);
    event.when.starts_local = date(2026, 3, 8).at(19, 0, 0, 0);
    event.when.zone = fixtures::zone("America/Los_Angeles");
    let file = file(event).await;
    assert_eq!(file.status, StatusCode::OK);
    let lines = lines(&file);
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "DTSTART:20260309T020000Z",
        "DTEND:20260309T040000Z",
        "DTSTAMP:20260301T120000Z",
        "SUMMARY:Garden party",
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
        "END:VEVENT",
        "END:VCALENDAR",
    ] {
        assert!(lines.iter().any(|one| one == line), "{line}\n{lines:#?}");
    }
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("UID:evt_") && line.ends_with("@rsvp.example.com"))
    );
}

#[tokio::test]
async fn j31_a_file_is_escaped_and_folded_whatever_the_words_are() {
    let mut event = fixtures::event(1);
    event.name = "Ärger; mit, Kommas \\ und \u{1F389}".repeat(4);
    event.location = "Line one\nLine two\r\nBEGIN:VALARM\rEND".into();
    event.details = "会議".repeat(200);
    let file = file(event.clone()).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-type").starts_with("text/calendar"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"event.ics\"");
    for line in file.body.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains('\n') && !line.contains('\r'));
    }
    let lines = lines(&file);
    let value = |name: &str| {
        let line = lines.iter().find_map(|line| line.strip_prefix(name)).unwrap();
        line.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    };
    assert_eq!(value("SUMMARY:"), event.name);
    assert_eq!(value("LOCATION:"), "Line one\nLine two\nBEGIN:VALARM\nEND");
    assert!(value("DESCRIPTION:").starts_with(&event.details));
    assert!(!lines.iter().any(|line| line == "BEGIN:VALARM"));
}

#[tokio::test]
async fn j31_only_guests_who_are_asked_or_come_get_the_file() {
    let world = World::new(5).await;
    let asked = world.invited(1, 1).await;
    let path = format!("{}/calendar.ics", world.path(&asked));
    let file = world.get(&path).await;
    assert!(file.status == StatusCode::OK && file.says("STATUS:TENTATIVE"));
    for (number, status) in [(2, Status::Declined), (3, Status::Removed), (4, Status::Queued)] {
        let guest = world.guest(number, status).await;
        let file = world.get(&format!("{}/calendar.ics", world.path(&guest))).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{status:?}");
        assert!(file.says("There is no calendar file"));
    }
}

#[tokio::test]
async fn calendars_on_the_web_get_the_event_and_never_the_guests_link() {
    let mut event = fixtures::event(1);
    event.name = "Tea & cake + more".into();
    event.details = "d".repeat(2_000);
    let world = World::with(5, event).await;
    let guest = world.guest(1, Status::Accepted { taken: 1 }).await;
    let path = world.path(&guest);
    for (name, begins, times) in [
        (
            "google",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Tea%20%26%20cake%20%2B%20more",
            "&dates=20260620T230000Z%2F20260621T010000Z&",
        ),
        (
            "outlook",
            "https://outlook.live.com/calendar/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose\
             &rru=addevent&subject=Tea%20%26%20cake%20%2B%20more",
            "&startdt=2026-06-20T23%3A00%3A00Z&enddt=2026-06-21T01%3A00%3A00Z&",
        ),
    ] {
        let page = world.page(&guest).await;
        assert!(page.says(&format!("{path}/calendar.ics?in={name}")), "{}", page.body);
        let led = world.get(&format!("{path}/calendar.ics?in={name}")).await;
        let place = led.header("location");
        assert_eq!(led.status, StatusCode::SEE_OTHER);
        assert!(place.starts_with(begins) && place.contains(times), "{place}");
        assert!(!place.contains(path.trim_start_matches("/r/")) && place.len() < 8_000, "{place}");
    }
    let unknown = world.get(&format!("{path}/calendar.ics?in=paper")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_event_that_moved_replaces_its_entry() {
    let mut world = World::new(5).await;
    let guest = world.guest(1, Status::Accepted { taken: 1 }).await;
    let path = format!("{}/calendar.ics", world.path(&guest));
    let entry = async |world: &World| {
        let lines = lines(&world.get(&path).await);
        let value = |name: &str| {
            lines.iter().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned()
        };
        (value("UID:"), value("SEQUENCE:").parse::<u32>().unwrap(), value("DTSTART:"))
    };
    let before = entry(&world).await;
    world.change_event(|event| event.when.starts_local = date(2026, 6, 21).at(18, 0, 0, 0)).await;
    let after = entry(&world).await;
    assert!(before.0 == after.0 && before.1 < after.1, "{before:?} {after:?}");
    assert_eq!((before.2.as_str(), after.2.as_str()), ("20260620T230000Z", "20260621T220000Z"));
}
