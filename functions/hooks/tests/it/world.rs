//! Events with guests, and a provider that signs.
use domain::{
    event::Event,
    invitee::{Invitee, Status},
    message::{MessageId, MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
};
use http::StatusCode;
use jiff::SignedDuration;
use providers::signature;
use std::ops::Deref;
use store::{
    Consistency, Transaction,
    invitees::NewMessage,
    outbox::{Invitation, KeptMessage, Pending},
};
use testkit::{
    Stage, fixtures,
    stage::{ACCOUNT, AUTH_TOKEN, Api, BASE_URL, SENDER},
};

pub(crate) struct World {
    stage: Stage,
    pub(crate) api: Api,
}

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let stage = Stage::new().await;
        let api = stage.serve(hooks::router());
        Self { stage, api }
    }

    pub(crate) async fn event(&self, number: u8, capacity: u32) -> Event {
        let event = fixtures::event(number);
        self.create_event(&event, capacity).await;
        event
    }

    /// A guest whose invitation was sent an hour ago and stands for a day, as the sender leaves it.
    pub(crate) async fn invited(&self, event: &Event, number: u16) -> Invitee {
        let sent_at = self.now() - SignedDuration::from_hours(1);
        let invitee = fixtures::invitee(event, number);
        let expires_at = sent_at + SignedDuration::from_hours(24);
        self.keep(fixtures::invited(invitee, 1, sent_at, expires_at)).await
    }

    /// The same at another status.
    pub(crate) async fn at_status(&self, event: &Event, number: u16, status: Status) -> Invitee {
        let sent_at = self.now() - SignedDuration::from_hours(1);
        let invitee = fixtures::invitee(event, number);
        let invitee = fixtures::invited(invitee, 1, sent_at, self.now());
        let invitee = fixtures::with_status(invitee, status, self.now());
        self.keep(Invitee { due_at: None, ..invitee }).await
    }

    /// As [`Stage::keep`]; and if the invitation was sent, its phone knows of it.
    pub(crate) async fn keep(&self, invitee: Invitee) -> Invitee {
        let invitee = self.stage.keep(invitee).await;
        let claimed_at = invitee.message.as_ref().and_then(|message| message.claimed_at);
        if let Some(at) = claimed_at {
            let invitation = Invitation {
                org: invitee.org,
                event: invitee.event,
                invitee: invitee.id,
                generation: invitee.generation,
                at,
                sender: SENDER.into(),
            };
            let phone = invitee.phone.as_ref().unwrap();
            let claim =
                self.ctx.store.claim_phone(phone, (SENDER, invitation.org), Some(&invitation), at);
            claim.await.unwrap().unwrap();
        }
        invitee
    }

    /// The replies that wait for their sending, in the order of their keys.
    pub(crate) async fn replies(&self) -> Vec<String> {
        let (pending, _) = self.ctx.store.pending_messages(100, None).await.unwrap();
        let mut bodies = Vec::new();
        for (pending, _) in pending {
            let Pending::Message(key) = pending else { continue };
            if key.purpose() == Purpose::Reply {
                bodies.push(self.message(&key).await.message.life.body);
            }
        }
        bodies
    }

    pub(crate) async fn message(&self, key: &MessageKey) -> KeptMessage {
        self.ctx.store.message(key, Consistency::Strong).await.unwrap().unwrap()
    }

    /// A reminder to a guest, recorded.
    pub(crate) async fn reminder(&self, invitee: &Invitee, life: Life) -> MessageKey {
        let key = MessageKey::Invitation {
            event: invitee.event,
            invitee: invitee.id,
            generation: 1,
            purpose: Purpose::Reminder,
            sequence: 1,
        };
        let message = NewMessage {
            key: key.clone(),
            org: invitee.org,
            name: invitee.name.clone(),
            phone: invitee.phone.clone().unwrap(),
            life,
            created_at: self.now(),
        };
        let mut transaction = Transaction::new();
        transaction.create_message(&message);
        self.ctx.store.commit(transaction).await.unwrap();
        key
    }

    pub(crate) async fn suppressed(&self, phone: &Phone) -> bool {
        let recent = self.ctx.store.recent_invitations(phone).await.unwrap();
        recent.suppressed.iter().any(|sender| sender == SENDER)
    }

    /// A text from a guest.
    pub(crate) async fn text(&self, invitee: &Invitee, sid: &str, body: &str) -> StatusCode {
        self.text_from(invitee.phone.as_ref().unwrap().as_str(), sid, body, None).await
    }

    pub(crate) async fn text_from(
        &self,
        from: &str,
        sid: &str,
        body: &str,
        opt_out: Option<&str>,
    ) -> StatusCode {
        let mut params = vec![
            pair("AccountSid", ACCOUNT),
            pair("MessageSid", sid),
            pair("From", from),
            pair("To", SENDER),
            pair("Body", body),
        ];
        params.extend(opt_out.map(|kind| pair("OptOutType", kind)));
        let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
        self.signed(&path, &params).await
    }

    /// A report about an invitation.
    pub(crate) async fn report(
        &self,
        invitee: &Invitee,
        status: &str,
        error: Option<u32>,
    ) -> StatusCode {
        let message = invitee.message.as_ref().unwrap();
        let key = MessageKey::Invitation {
            event: invitee.event,
            invitee: invitee.id,
            generation: invitee.generation,
            purpose: Purpose::Invite,
            sequence: message.sequence,
        };
        self.report_of(key, &fixtures::provider_id(invitee), status, error).await
    }

    pub(crate) async fn report_of(
        &self,
        key: MessageKey,
        sid: &str,
        status: &str,
        error: Option<u32>,
    ) -> StatusCode {
        let mut params = vec![
            pair("AccountSid", ACCOUNT),
            pair("MessageSid", sid),
            pair("MessageStatus", status),
        ];
        params.extend(error.map(|code| pair("ErrorCode", &code.to_string())));
        let path = format!("/hooks/twilio/{ACCOUNT}/status?m={}", MessageId::of(key));
        self.signed(&path, &params).await
    }

    pub(crate) async fn signed(&self, path: &str, params: &[(String, String)]) -> StatusCode {
        let signature = signature::sign(AUTH_TOKEN, &format!("{BASE_URL}{path}"), params);
        self.post(path, params, &signature).await
    }

    pub(crate) async fn post(
        &self,
        path: &str,
        params: &[(String, String)],
        signature: &str,
    ) -> StatusCode {
        let request = self.api.post(path).form(form(params)).header(signature::HEADER, signature);
        request.header("host", "evil.example.org").send().await.status
    }
}

pub(crate) fn form(params: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish()
}

pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
