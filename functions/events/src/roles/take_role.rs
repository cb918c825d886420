//! Taking somebody's role on an event.
use axum::extract::State;
use domain::ids::{EventId, UserId};
use http::StatusCode;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Administer, extract::PathIds};
use store::{Attempts, Consistency, Transaction};

/// Takes a user's role on the event. What the role in the organization gives stays.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/events/{event}/roles/{user}",
    operation_id = "TakeEventRole",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("user" = String, Path, description = "who has the role"),
    ),
    responses(
        (status = 204, description = "it is taken"),
        (status = 404, description = "`not-found`: no such event, or no role on it"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn take_event_role(
    State(ctx): State<Ctx>,
    allowed: Allowed<Administer>,
    PathIds((event, user)): PathIds<(EventId, UserId)>,
) -> Result<StatusCode, Problem> {
    runtime::event::of_org(&ctx, allowed.org(), event, Consistency::Strong).await?;
    let mut attempts = Attempts::default();
    loop {
        let seen = ctx.store.event_role(event, user).await?.ok_or(ProblemKind::NotFound)?;
        let mut transaction = Transaction::by(allowed.actor());
        transaction.remove_event_role(allowed.org(), &seen, ctx.clock.now());
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(StatusCode::NO_CONTENT),
            Err(error) => attempts.again(error)?,
        }
    }
}
