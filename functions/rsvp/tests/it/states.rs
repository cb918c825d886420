//! Every state in which a page can be, with words that only it has.
use crate::{
    refusals::{nobodys, notices},
    scene::{Scene, Shown, with_waitlist_off},
};
use domain::{
    change::Reason,
    event::EventState,
    invitee::{Status, StatusName},
};
use testkit::fixtures;

/// What is asked, and what was answered.
async fn answers() -> Vec<Shown> {
    let since = testkit::stage::NOON.parse().unwrap();
    let waiting = |party| Status::Waitlisted { party, since };
    let in_ = ["You're in, Grace", "Du bist dabei, Grace", "أنت معنا، "];
    let no = ["You said no", "Du hast abgesagt", "لقد اعتذرت"];
    let will = ["Grace, will you come?", "Grace, kommst du?", "هل ستحضر؟"];
    vec![
        Scene::asked().shows("asked", "yes no", will).await,
        Scene::asked().party(4).shows("asked-party", "yes no", will).await,
        Scene::asked().party(20).shows("asked-large-party", "yes no", will).await,
        Scene::asked().query("?a=no").shows("suggested", "yes no", will).await,
        Scene::asked()
            .guest(|guest| guest.offer = true)
            .shows(
                "offered",
                "yes no",
                ["there's a place", "ein Platz für dich frei", "توفّر لك مكان"],
            )
            .await,
        Scene::new(Status::Queued)
            .shows(
                "queued",
                "yes no",
                ["isn't out yet", "noch nicht verschickt", "لم تُرسل دعوتك بعد"],
            )
            .await,
        Scene::new(Status::Inviting { held: 1 })
            .shows("on-its-way", "", ["is on its way", "ist unterwegs", "دعوتك في الطريق"])
            .await,
        Scene::coming().shows("coming", "no", in_).await,
        Scene::coming().query("?answered").shows("answered", "no", in_).await,
        Scene::new(Status::Accepted { taken: 3 })
            .party(4)
            .shows("coming-party", "yes no", ["3 seats are yours", "3 Plätze", "3 مقاعد"])
            .await,
        Scene::new(Status::Declined).shows("declined", "yes", no).await,
        Scene::new(Status::Withdrawn)
            .shows(
                "withdrawn",
                "yes",
                ["not coming any more", "Du kommst nicht mehr", "لم تعد قادمًا"],
            )
            .await,
        Scene::new(waiting(1))
            .shows("waiting", "no", ["on the waitlist", "auf der Warteliste", "قائمة الانتظار"])
            .await,
        Scene::new(waiting(2))
            .party(4)
            .shows("waiting-party", "yes no", ["for 2 seats", "auf 2 Plätze", "تنتظران مقعدين"])
            .await,
    ]
}

/// What is late, or not to be answered.
async fn ends() -> Vec<Shown> {
    let over = ["This event is over", "ist vorbei", "انتهت هذه المناسبة"];
    let cancelled = ["This event is cancelled", "ist abgesagt", "أُلغيت هذه المناسبة"];
    vec![
        Scene::new(Status::Expired)
            .shows(
                "late-waitlist",
                "yes no",
                ["join the waitlist", "auf die Warteliste", "الانضمام"],
            )
            .await,
        Scene::new(Status::Expired)
            .event(|event| event.settings.allow_late = true)
            .shows("late-allowed", "yes no", ["still say yes", "noch zusagen", "القبول إن توفّر"])
            .await,
        Scene::new(Status::Expired)
            .event(with_waitlist_off)
            .shows("late-refused", "no", ["ask Ada Lovelace", "frag Ada Lovelace", "يُرجى سؤال"])
            .await,
        Scene::new(Status::Expired)
            .guest(|guest| guest.history.last_mut().unwrap().reason = Reason::Revoked)
            .shows("revoked", "yes no", ["was taken back", "wurde zurückgezogen", "سُحبت دعوتك"])
            .await,
        Scene::new(Status::Failed)
            .shows("failed", "yes no", ["didn't reach you", "kam nicht an", "لم تصلك رسالتنا"])
            .await,
        Scene::new(Status::Removed)
            .shows(
                "removed",
                "",
                ["no longer on the list", "nicht mehr auf der Liste", "لم تعد على القائمة"],
            )
            .await,
        Scene::new(Status::Cancelled { before: StatusName::Accepted })
            .event(|event| event.state = EventState::Cancelled)
            .shows("cancelled", "", cancelled)
            .await,
        Scene::asked()
            .event(|event| event.state = EventState::Closed)
            .shows(
                "closed",
                "no",
                ["Answers are closed", "nicht mehr möglich", "انتهى استقبال الردود"],
            )
            .await,
        Scene::coming()
            .event(|event| event.state = EventState::Closed)
            .shows(
                "closed-coming",
                "no",
                ["Answers are closed.", "nicht mehr möglich.", "انتهى استقبال الردود."],
            )
            .await,
        Scene::new(Status::Expired)
            .hours_after_start(0)
            .shows(
                "begun",
                "",
                ["It has begun already", "Es hat schon begonnen", "لقد بدأت المناسبة"],
            )
            .await,
        Scene::coming()
            .hours_after_start(1)
            .shows("begun-coming", "", ["See you there", "Bis gleich", "نراك هناك"])
            .await,
        Scene::coming().hours_after_start(2).shows("over", "", over).await,
        Scene::coming()
            .guest(|guest| guest.reminded.day_before = "2026-06-19T22:00:00Z".parse().ok())
            .shows(
                "moved",
                "no",
                ["It used to be Friday, 19 June", "Vorher war es Freitag, 19. Juni", "كان سابقًا"],
            )
            .await,
        Scene::asked()
            .guest(|guest| guest.zone = Some(fixtures::zone("Europe/Berlin")))
            .shows(
                "elsewhere",
                "yes no",
                [
                    "Sunday, 21 June 2026, 01:00 CEST",
                    "Sonntag, 21. Juni 2026, 01:00",
                    "الأحد 21 يونيو",
                ],
            )
            .await,
    ]
}

/// Every state.
pub(crate) async fn every_state() -> Vec<Shown> {
    let mut states = Box::pin(answers()).await;
    states.extend(Box::pin(ends()).await);
    states.extend(Box::pin(notices()).await);
    states.extend(Box::pin(nobodys()).await);
    states
}
