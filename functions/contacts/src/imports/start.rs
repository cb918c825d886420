//! Starting an import.
use super::{
    limits::PARTS_MAX,
    plan::ImportPlan,
    wire::{Import, StartImport},
};
use crate::{fields, tag_room};
use axum::{extract::State, response::Response};
use domain::ids::ImportId;
use http::StatusCode;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{Body, Fields},
    idempotency::{IdempotencyKey, once},
};
use store::{
    Places, Stored, Transaction,
    imports::{ImportCounts, ImportJob},
    keys::ImportKey,
};

/// Starts an import of a file that a dry run has looked at. Its parts are put one by one.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/imports",
    operation_id = "StartImport",
    tag = "imports",
    params(
        ("org" = String, Path, description = "the organization"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
    ),
    request_body = StartImport,
    responses(
        (status = 201, description = "the import", body = Import),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn start_import(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    key: IdempotencyKey,
    Body(start): Body<StartImport>,
) -> Result<Response, Problem> {
    let request = start.clone();
    once(&ctx, allowed.org(), "StartImport", key, &request, async || {
        let stored = create(&ctx, &allowed, start).await?;
        Ok((StatusCode::CREATED, Import::from(&stored)))
    })
    .await
}

async fn create(
    ctx: &Ctx,
    allowed: &Allowed<Work>,
    start: StartImport,
) -> Result<Stored<ImportJob>, Problem> {
    let mut fields = Fields::new();
    let in_range = (1..=PARTS_MAX).contains(&start.parts);
    fields.check("/parts", in_range, format!("must be 1 to {PARTS_MAX}"));
    let tags = fields::tags(&mut fields, "/tags", &start.tags);
    fields.finish()?;
    tag_room::check(ctx, allowed.org(), "/tags", &tags).await?;
    let plan = ImportPlan::open(ctx, allowed.org(), &start.plan)?;
    let text =
        plan.to_text().map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    let job = ImportJob {
        org: allowed.org(),
        started_by: allowed.user(),
        started_at: ctx.clock.now(),
        plan: text,
        region: plan.region,
        tags,
        existing: start.existing.into(),
        parts: start.parts,
        received: Vec::new(),
        chunks_done: 0,
        counts: ImportCounts::default(),
    };
    let key = ImportKey { import: ImportId::from_bytes(ctx.ids.bytes()) };
    let mut transaction = Transaction::by(allowed.actor());
    transaction.create_import(key.import, &job);
    ctx.store.commit(transaction).await?;
    let by = Some(allowed.actor());
    Ok(Stored { key, value: job, rev: 1, by, places: Places::default() })
}
