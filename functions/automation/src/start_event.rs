//! Starting an event, and resuming it.
use crate::status::StatusView;
use axum::{Json, extract::State};
use domain::{
    code::EventCode,
    event::{Event, EventState},
    ids::{EventId, OrgId},
};
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Invite, extract::PathIds};
use store::{Attempts, CommitError, Consistency, Transaction, events::EventAndSeats};

/// Starts inviting, or goes on with it. Repeating it changes nothing.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/start",
    operation_id = "StartEvent",
    tag = "automation",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "where the event stands now", body = StatusView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`event-closed`; `event-cancelled`; `not-allowed-now`: the org is archived"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn start_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<StatusView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let seen = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
        let state = seen.event.start(now).map_err(crate::status::refused)?;
        refuse_in_archived(&ctx, allowed.org()).await?;
        if state == seen.event.state && seen.event.code.is_some() {
            return Ok(Json(StatusView::of(&ctx, &seen, now).await?));
        }
        let code = code(&ctx, &seen.event, now).await?;
        let event = Event { state, code: Some(code), ..seen.event.clone() };
        match keep(&ctx, (&event, seen.event_rev), allowed.actor(), now).await {
            Ok(()) => {
                let seen = EventAndSeats { event, ..seen };
                return Ok(Json(StatusView::of(&ctx, &seen, now).await?));
            }
            Err(error) => {
                refuse_in_archived(&ctx, allowed.org()).await?;
                attempts.again(error)?;
            }
        }
    }
}

/// An archived org sends nothing.
async fn refuse_in_archived(ctx: &Ctx, org: OrgId) -> Result<(), Problem> {
    let org = ctx.store.org(org, Consistency::Strong).await?;
    if org.is_some_and(|org| org.value.is_archived()) {
        return Err(Problem::new(ProblemKind::NotAllowedNow)
            .detail("the organization is archived; restore it first"));
    }
    Ok(())
}

/// Keeps the event in its new state, and has the engine look at it: the sweep finds it where the hint
/// is lost.
pub(crate) async fn keep(
    ctx: &Ctx,
    (event, rev): (&Event, u64),
    by: String,
    now: Timestamp,
) -> Result<(), CommitError> {
    let mut transaction = Transaction::by(by);
    transaction.replace_event(event, rev);
    if event.state == EventState::Active {
        // Whoever archives the org looks for events that run before the write: one of both is refused.
        transaction.use_org(event.org);
        transaction.start_engine(event.id, now);
    } else {
        transaction.wake(event.id);
    }
    ctx.store.commit(transaction).await.map(drop)
}

/// The code that replies name the event by: its own where it still has it, else one that no other
/// event has that can be answered at this sender.
async fn code(ctx: &Ctx, event: &Event, now: Timestamp) -> Result<EventCode, Problem> {
    let sender = ctx.texts.account().sender;
    let random = u64::from_le_bytes(ctx.ids.bytes());
    let candidates = event.code.clone().into_iter();
    for code in candidates.chain(EventCode::candidates(&event.name, random)) {
        let free_at = event.when.ends_at();
        if ctx.store.take_code(&sender, &code, event.id, free_at, now).await? {
            return Ok(code);
        }
    }
    Err(Problem::new(ProblemKind::Unavailable).detail("no code is free for replies by text"))
}
