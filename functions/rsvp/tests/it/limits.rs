//! What a page weighs, and what it may do.
use crate::{every_state::LANGUAGES, states::every_state, world::World};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    event::{Announcement, Audience, Event},
    invitee::Status,
};
use sha2::{Digest, Sha256};
use testkit::{fixtures, stage::Reply};

/// Most bytes of a page, with its style and its script.
const BYTES_MAX: usize = 15_000;

#[tokio::test]
async fn no_state_needs_more_than_15_kb() {
    for state in every_state().await {
        for (language, _) in LANGUAGES {
            let size = state.reply(language).await.body.len();
            assert!(size < BYTES_MAX, "{} {language}: {size}", state.name);
        }
    }
}

/// An event that has everything that a page can show, in the words of one alphabet.
fn crowded(letter: &str, details_characters: usize) -> Event {
    let mut event = fixtures::event(1);
    let words = |characters: usize| format!("{} ", letter.repeat(7)).repeat(characters / 8);
    event.name = words(80);
    event.details = words(details_characters);
    event.location = words(80);
    for _ in 0..5 {
        event.announcements.push(Announcement {
            at: "2026-06-01T10:00:00Z".parse().unwrap(),
            sender: "Ada Lovelace".into(),
            audience: Audience::All,
            text: words(160),
        });
    }
    event.settings.show_attendees = true;
    event
}

async fn fullest(event: Event) -> [usize; 3] {
    let world = World::with(100, event).await;
    for number in 2..60 {
        world.guest(number, Status::Accepted { taken: 1 }).await;
    }
    world.fold().await;
    let mut guest = fixtures::invitee(&world.event, 1);
    guest.party_max = 20;
    guest.zone = Some(fixtures::zone("Europe/Berlin"));
    guest.reminded.day_before = Some(world.now());
    let guest = fixtures::with_status(guest, Status::Accepted { taken: 3 }, world.now());
    let path = world.path(&world.keep(guest).await);
    let mut sizes = [0; 3];
    for (size, (language, _)) in sizes.iter_mut().zip(LANGUAGES) {
        *size = world.get_in(&path, language).await.body.len();
    }
    sizes
}

#[tokio::test]
async fn the_fullest_page_stays_below_15_kb() {
    let mut longest = crowded("w", 2_000);
    longest.name = "n".repeat(200);
    longest.details = "words ".repeat(333);
    longest.location = "l".repeat(200);
    for (event, what) in [
        (longest, "at every limit"),
        (crowded("م", 1_000), "Arabic"),
        (crowded("文", 500), "Chinese"),
    ] {
        let sizes = fullest(event).await;
        assert!(sizes.iter().all(|size| *size < BYTES_MAX), "{what}: {sizes:?}");
    }
}

/// The hash of what stands between the tags, as a policy names it.
fn source(page: &Reply, tag: &str) -> String {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let inside = page.body.split(&open).nth(1).and_then(|rest| rest.split(&close).next()).unwrap();
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(inside)))
}

#[tokio::test]
async fn the_policy_names_the_style_and_the_script_that_are_there_and_nothing_else() {
    let world = World::new(10).await;
    let page = world.page(&world.invited(1, 1).await).await;
    let (style, script) = (source(&page, "style"), source(&page, "script"));
    let policy = format!(
        "default-src 'none'; style-src {style}; script-src {script}; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    assert_eq!(page.header("content-security-policy"), policy);
    assert_eq!(world.get("/r/forged").await.header("content-security-policy"), policy);
}

#[tokio::test]
async fn a_page_is_private_and_asks_nobody_else_for_anything() {
    for state in every_state().await {
        let page = state.reply("en").await;
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("x-robots-tag").contains("noindex"));
        assert!(!page.body.contains("http://") && !page.body.contains("https://"));
        for refused in [" style=", " onclick=", " onload=", " onerror=", "javascript:", " src="] {
            assert!(!page.body.contains(refused), "{refused} in {}", state.name);
        }
    }
}
