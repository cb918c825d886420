//! What is said about a request that was not what it should be, and what shows nobody's data.
use crate::scene::{Scene, Shown, with_waitlist_off};
use domain::{event::EventState, invitee::Status};
use testkit::fixtures;

/// What is said about a request that was not what it should be.
pub(crate) async fn notices() -> Vec<Shown> {
    let yes = "answer=yes&party=1";
    vec![
        Scene::new(Status::Declined)
            .event(with_waitlist_off)
            .full()
            .posts(yes, 409)
            .shows("full", "yes", ["it's full by now", "inzwischen alles voll", "اكتمل العدد"])
            .await,
        Scene::coming()
            .party(3)
            .full()
            .posts("answer=yes&party=3", 409)
            .shows(
                "party-too-large",
                "yes no",
                ["room for one only", "Platz für eine Person", "لشخص واحد فقط"],
            )
            .await,
        Scene::asked()
            .party(3)
            .posts("answer=yes&party=9", 422)
            .shows("party-out-of-range", "yes no", ["from 1 to 3", "von 1 bis 3", "من 1 إلى 3"])
            .await,
        Scene::new(Status::Expired)
            .event(with_waitlist_off)
            .posts(yes, 410)
            .shows(
                "too-late",
                "no",
                ["this invitation has expired", "diese Einladung abgelaufen", "هذه الدعوة"],
            )
            .await,
        Scene::asked()
            .guest(|guest| guest.answered_at = vec!["2026-06-01T12:00:00Z".parse().unwrap(); 10])
            .posts("answer=no", 429)
            .shows("too-often", "yes no", ["wait 60 seconds", "warte 60 Sekunden", "60 ثانية"])
            .await,
        Scene::asked()
            .event(|event| event.state = EventState::Cancelled)
            .posts(yes, 410)
            .shows(
                "cancelled-meanwhile",
                "",
                ["Sorry, this event is cancelled", "Leider ist", "عذرًا، أُلغيت"],
            )
            .await,
        Scene::coming()
            .hours_after_start(0)
            .posts("answer=no", 410)
            .shows("begun-meanwhile", "", ["Please ask Ada", "Bitte frag Ada", "يُرجى سؤال"])
            .await,
        Scene::coming()
            .query("?saved")
            .shows("saved", "no", ["Saved. Thank you.", "Gespeichert. Danke.", "تم الحفظ"])
            .await,
        Scene::coming()
            .query("/details")
            .posts("name=", 422)
            .shows(
                "no-name",
                "no",
                ["A name has 1 to 200", "Ein Name hat 1 bis 200", "من 1 إلى 200 حرف"],
            )
            .await,
        Scene::asked()
            .posts("answer=no&answer=yes", 422)
            .shows("unreadable", "", ["the field “answer”", "dem Feld „answer“", "في الحقل"])
            .await,
    ]
}

/// What shows nobody's data.
pub(crate) async fn nobodys() -> Vec<Shown> {
    let mut replaced = Scene::asked()
        .refused(410)
        .shows("replaced", "", ["was replaced", "wurde ersetzt", "استُبدلت"])
        .await;
    let guest = fixtures::invitee(&replaced.world.event, 1);
    replaced.path = replaced.world.path_of(&guest, 2);
    let mut gone = Scene::asked()
        .refused(410)
        .shows("gone", "", ["no longer here", "gibt es nicht mehr", "لم تعد"])
        .await;
    gone.path = gone.world.path(&fixtures::invitee(&gone.world.event, 9));
    vec![
        replaced,
        gone,
        Scene::asked()
            .query("A")
            .refused(404)
            .shows(
                "unknown",
                "",
                ["This link doesn't work", "funktioniert nicht", "هذا الرابط لا يعمل"],
            )
            .await,
        Scene::new(Status::Declined)
            .query("/calendar.ics")
            .refused(404)
            .shows(
                "no-calendar",
                "",
                ["no calendar file", "keine Kalenderdatei", "لا يوجد ملف تقويم"],
            )
            .await,
    ]
}
