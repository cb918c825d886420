//! The world's events, with a guest at every stage.
use super::{Seeds, text};
use domain::{
    event::{Event, EventState},
    invitee::{Invitee, Status},
    message::{Delivery, MessageId, MessageKey, Purpose},
    outbox::Life,
    quiet::QuietHours,
    rights::EventRole,
};
use jiff::civil::date;
use runtime::invitation;
use serde_json::{Value, json};
use store::outbox::Invitation;
use testkit::{
    fixtures::{self, ORG},
    stage::{BASE_URL, SENDER},
};

impl Seeds<'_> {
    pub(super) async fn event(&mut self) {
        let stage = self.stage;
        // Far enough that no machine's clock comes to it, and no text changes with the day.
        let far = |number| {
            let mut event: Event = fixtures::event(number);
            event.when.starts_local = date(2099, 6, 20).at(19, 0, 0, 0);
            // Nor with the hour.
            event.settings.quiet_hours = QuietHours::NONE;
            event
        };
        let draft = |number| Event { state: EventState::Draft, ..far(number) };
        let cancelled = |number| Event { state: EventState::Cancelled, ..far(number) };
        let event = far(1).id;
        stage.create_event(&far(1), 10).await;
        stage.create_event(&draft(2), 10).await;
        stage.create_event(&cancelled(3), 10).await;
        stage.create_event(&cancelled(4), 10).await;
        self.post(&format!("/events/{}/archive", far(3).id), &Value::Null).await;
        self.set("event", event);
        self.set("draft", draft(2).id);
        self.set("archived", far(3).id);
        self.set("cancelled", far(4).id);
        stage.guest(far(2).id, 8, Status::Queued).await;
        let queued = stage.guest(event, 1, Status::Queued).await;
        stage.guest(event, 9, Status::Queued).await;
        let invited = stage.guest(event, 2, stage.live(1)).await;
        stage.guest(event, 3, Status::Accepted { taken: 1 }).await;
        let declined = stage.guest(event, 4, Status::Declined).await;
        let undelivered = stage.guest(event, 5, stage.live(1)).await;
        let unknown = stage.guest(event, 6, Status::Inviting { held: 1 }).await;
        let waiting = stage.guest(event, 7, Status::Inviting { held: 1 }).await;
        let to = |delivery| {
            move |invitee: &mut Invitee| {
                if let Some(message) = &mut invitee.message {
                    message.delivery = delivery;
                    message.provider_id = None;
                }
            }
        };
        stage.change_invitee((event, undelivered), to(Delivery::Undelivered)).await;
        stage.change_invitee((event, unknown), to(Delivery::Unknown)).await;
        let queue = |invitee: &mut Invitee| {
            // Nobody's contact: one that is not there was deleted, and its guest is not asked any more.
            invitee.contact = None;
            let (words, until) = ("Ada invites you.".to_owned(), far(1).closes_at());
            invitee.message = Some(Life::queued(1, words, 1, until));
            invitee.sent_at = None;
        };
        stage.change_invitee((event, waiting), queue).await;
        self.set("invitee", queued);
        self.set("declined", declined);
        self.set("undelivered", undelivered);
        self.set("message", Self::message(&stage.load(event, invited).await));
        self.set("unknown_message", Self::message(&stage.load(event, unknown).await));
        self.set("queued_message", Self::message(&stage.load(event, waiting).await));
        let guest = stage.load(event, invited).await;
        let out = Invitation {
            org: ORG,
            event,
            invitee: guest.id,
            generation: guest.generation,
            at: stage.now(),
            sender: SENDER.to_owned(),
        };
        let (phone, from) = (fixtures::phone(2), (SENDER, ORG));
        let claimed = stage.ctx.store.claim_phone(&phone, from, Some(&out), stage.now()).await;
        assert!(claimed.unwrap().is_ok());
        let link = invitation::link(&stage.ctx, event, guest.id, guest.generation);
        self.set("guest_token", link.strip_prefix(&format!("{BASE_URL}/r/")).unwrap());
        let (event_member, role) =
            (self.values["event_member"].parse().unwrap(), EventRole::Viewer);
        stage.event_role(ORG, event, event_member, role).await;
        let path = format!("/events/{event}/broadcasts");
        let body = json!({ "audience": "all", "text": "Bring a hat." });
        let broadcast = self.post(&path, &body).await;
        self.set("broadcast", text(&broadcast["id"]));
    }

    fn message(invitee: &Invitee) -> MessageId {
        MessageId::of(MessageKey::Invitation {
            event: invitee.event,
            invitee: invitee.id,
            generation: invitee.generation,
            purpose: Purpose::Invite,
            sequence: 1,
        })
    }
}
