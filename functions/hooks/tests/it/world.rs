//! Events with guests, and a provider that signs.
use axum::{Router, body::Body};
use domain::{
    event::Event,
    invitee::{Invitee, Status},
    message::{MessageId, MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
    seats::{Seats, SeatsChange},
    token::LinkKeys,
    transition::Guard,
};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use ports::{Secrets, TwilioAccount};
use providers::signature;
use runtime::{Config, Ctx};
use std::sync::Arc;
use store::{
    Consistency, Transaction,
    invitees::NewMessage,
    outbox::{Invitation, KeptMessage, Pending},
};
use testkit::{
    Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds, fixtures,
};
use tower::ServiceExt;

pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(crate) const SENDER: &str = "+12125550100";
pub(crate) const TOKEN: &str = "an auth token of the tests";
pub(crate) const BASE: &str = "https://rsvp.example.com";

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    pub(crate) table: Embedded,
    router: Router,
}

impl World {
    /// Noon on 1 June 2026, UTC.
    pub(crate) async fn new() -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let ctx = ctx(&table, &clock);
        let (router, _) = hooks::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        Self { ctx, clock, table, router }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    pub(crate) async fn event(&self, number: u8, capacity: u32) -> Event {
        let event = fixtures::event(number);
        self.keep_event(&event, capacity).await;
        event
    }

    pub(crate) async fn keep_event(&self, event: &Event, capacity: u32) {
        let mut transaction = Transaction::new();
        transaction.create_event(event, &Seats::new(Some(capacity), false));
        self.ctx.store.commit(transaction).await.unwrap();
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

    pub(crate) async fn keep(&self, invitee: Invitee) -> Invitee {
        let mut transaction = Transaction::new();
        transaction.create_invitee(&invitee);
        let change = SeatsChange {
            left: -i64::from(invitee.status.seats()),
            waiting: i64::from(invitee.status.is_waitlisted()),
        };
        transaction.change_seats(invitee.event, change, Guard::Nothing, false);
        self.ctx.store.commit(transaction).await.unwrap();
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
            let claim = self.ctx.store.claim_phone(phone, SENDER, Some(&invitation), at);
            claim.await.unwrap().unwrap();
        }
        invitee
    }

    pub(crate) async fn stored(&self, invitee: &Invitee) -> Invitee {
        let kept = self.ctx.store.invitee(invitee.event, invitee.id, Consistency::Strong);
        kept.await.unwrap().unwrap().invitee
    }

    pub(crate) async fn status(&self, invitee: &Invitee) -> &'static str {
        self.stored(invitee).await.status.name().name()
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
        let signature = signature::sign(TOKEN, &format!("{BASE}{path}"), params);
        self.post(path, params, &signature).await
    }

    pub(crate) async fn post(
        &self,
        path: &str,
        params: &[(String, String)],
        signature: &str,
    ) -> StatusCode {
        let body = form(params);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(signature::HEADER, signature)
            .header(header::HOST, "evil.example.org");
        self.send(request.body(Body::from(body)).unwrap()).await.0
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, String::from_utf8(body.to_vec()).unwrap())
    }
}

pub(crate) fn form(params: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish()
}

pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn ctx(table: &Embedded, clock: &FakeClock) -> Ctx {
    let twilio =
        TwilioAccount { sid: ACCOUNT.into(), auth_token: TOKEN.into(), sender: SENDER.into() };
    let secrets = Secrets {
        links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio,
    };
    let config = Config {
        table: "convoke".into(),
        base_url: BASE.into(),
        twilio_base_url: "http://127.0.0.1:9".into(),
        log_filter: "info".into(),
    };
    Ctx {
        store: table.store(),
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(1)),
        secrets: Arc::new(secrets),
        texts: Arc::new(FakeTexts::default()),
        queues: Arc::new(RecordingQueues::default()),
        schedules: Arc::new(RecordingSchedules::default()),
        config: Arc::new(config),
    }
}
