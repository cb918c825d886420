//! Making an event.
use crate::{
    fields::{Wanted, changed},
    view::EventView,
    wire::NewEvent,
};
use axum::{extract::State, response::Response};
use domain::{
    event::{DURATION_DEFAULT_MINUTES, Event, EventState, Settings, When},
    ids::EventId,
    seats::Seats,
};
use http::StatusCode;
use jiff::{Timestamp, civil::DateTime};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::Body,
    idempotency::{IdempotencyKey, once},
};
use std::collections::BTreeMap;
use store::{Attempts, Consistency, Transaction, orgs::Org};

/// The revision of what was just made.
const FIRST: u64 = 1;

/// Makes an event: a draft, which invites nobody until it is started.
///
/// With an `Idempotency-Key` a repeated request makes no second event.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events",
    operation_id = "CreateEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("idempotency-key" = Option<String>, Header, description = "makes a repetition harmless"),
    ),
    request_body = NewEvent,
    responses(
        (status = 201, description = "the event", body = EventView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`in-progress`: the same request is still running"),
        (status = 422, description = "`invalid-fields`, `idempotency-mismatch`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn create_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    key: IdempotencyKey,
    Body(new): Body<NewEvent>,
) -> Result<Response, Problem> {
    let request = new.clone();
    once(&ctx, allowed.org(), "CreateEvent", key, &request, async || {
        let org = ctx.store.org(allowed.org(), Consistency::Eventual).await?;
        let org = org.ok_or(ProblemKind::NotFound)?;
        let blank = blank(&allowed, &org.value, ctx.clock.now());
        let wanted = changed(&blank, &new.clone().into_change())?;
        let (event, seats) = create(&ctx, &allowed, wanted).await?;
        Ok((StatusCode::CREATED, EventView::of(&event, FIRST, &seats)))
    })
    .await
}

/// Records a new event under an id of its own.
pub(crate) async fn create(
    ctx: &Ctx,
    by: &Allowed<Work>,
    wanted: Wanted,
) -> Result<(Event, Seats), Problem> {
    let seats = Seats::new(wanted.capacity, wanted.organizer);
    let mut attempts = Attempts::default();
    loop {
        let event = Event { id: EventId::from_bytes(ctx.ids.bytes()), ..wanted.event.clone() };
        let mut transaction = Transaction::by(by.actor());
        transaction.create_event(&event, &seats);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok((event, seats)),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// An event of which nothing is said yet, with what the org says about all of its events.
fn blank(by: &Allowed<Work>, org: &Org, now: Timestamp) -> Wanted {
    let event = Event {
        id: EventId::from_bytes([0; EventId::SIZE]),
        org: by.org(),
        name: String::new(),
        host: org.host.clone(),
        details: String::new(),
        location: String::new(),
        when: When {
            starts_local: DateTime::MAX,
            zone: org.time_zone.clone(),
            duration_minutes: DURATION_DEFAULT_MINUTES,
        },
        rsvp_deadline: None,
        settings: Settings::default(),
        region: org.region,
        state: EventState::Draft,
        archived: false,
        code: None,
        texts: BTreeMap::new(),
        announcements: Vec::new(),
        broadcasts: 0,
        created_at: now,
    };
    Wanted { event, capacity: None, organizer: false }
}
