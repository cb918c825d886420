//! Bringing an archived org back.
use crate::{read_org::load, view::OrgView};
use axum::{Json, extract::State};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Own};
use store::{Attempts, Transaction, orgs::Org};

/// Brings an archived org back, as it was, within 30 days. What it had to send goes on.
#[utoipa::path(
    post, path = "/v1/orgs/{org}/restore", operation_id = "RestoreOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    responses(
        (status = 200, description = "The org as it is now", body = OrgView),
        (status = 409, description = "`not-allowed-now`: its time is over"),
    ),
    extensions(("x-permission" = json!("own")))
)]
pub(crate) async fn restore_org(
    State(ctx): State<Ctx>,
    by: Allowed<Own>,
) -> Result<Json<OrgView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let seen = load(&ctx, by.org()).await?;
        if !seen.value.is_archived() {
            return Ok(Json(OrgView::of(by.org(), &seen.value, by.role())));
        }
        if !seen.value.is_restorable(ctx.clock.now()) {
            return Err(Problem::new(ProblemKind::NotAllowedNow)
                .detail("the organization is being deleted"));
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.restore_org(&seen);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let restored = Org { archived_at: None, ..seen.value };
                return Ok(Json(OrgView::of(by.org(), &restored, by.role())));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}
