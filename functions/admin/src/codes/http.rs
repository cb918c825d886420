//! The routes: parse, call, view.
use crate::paging::{Asked, List, PageOf};
use axum::{
    Json,
    body::to_bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::RegistrationCodeId;
use http::StatusCode;
use jiff::SignedDuration;
use runtime::{
    Ctx, PlatformAdmin, Problem, ProblemKind,
    extract::{BodyOrDefault, Fields, PathIds, QueryOf},
    idempotency::{IdempotencyKey, once},
    registration,
};
use serde::{Deserialize, Serialize};
use store::{Attempts, Stored, Transaction, query::Position, registration::RegistrationCode};
use utoipa::ToSchema;

/// How long a code is good, unless its maker says so.
const EXPIRES_IN_DAYS_DEFAULT: u16 = 7;
/// The longest that a code may be good.
const EXPIRES_IN_DAYS_MAX: u16 = 365;
/// How often a code may be used, unless its maker says so.
const USES_DEFAULT: u32 = 1;
/// The most that a code may be used.
const USES_MAX: u32 = 1_000;
/// Larger than what is kept of a code that was made.
const MADE_BYTES_MAX: usize = 1_024;
/// Most characters of a note.
const NOTE_CHARACTERS_MAX: usize = 200;

/// A code to be made.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CodeBody {
    /// 1 to 365; 7 where nothing is said.
    expires_in_days: Option<u16>,
    /// 1 to 1,000; 1 where nothing is said.
    uses: Option<u32>,
    /// What it is for: 1 to 200 characters, seen by admins only.
    note: Option<String>,
}

/// What is kept for a repetition: the text of the code is not, for the table knows no code.
#[derive(Debug, Deserialize, Serialize)]
struct Made {
    id: String,
}

/// A code.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeView {
    id: String,
    /// The page to register on, with the code.
    link: String,
    /// The code alone.
    code: String,
    /// How many registered with it.
    uses: u32,
    /// How many still may.
    uses_left: u32,
    /// Whether somebody may register with it now.
    usable: bool,
    created_at: String,
    expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
    /// The admin who made it.
    created_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Make a registration code.
#[utoipa::path(
    post, path = "/v1/admin/registration-codes", operation_id = "CreateRegistrationCode",
    tag = "admin",
    params(("idempotency-key" = Option<String>, Header, description = "makes a repetition harmless")),
    request_body = CodeBody,
    responses((status = 201, description = "The code", body = CodeView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn create_code(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    key: IdempotencyKey,
    BodyOrDefault(body): BodyOrDefault<CodeBody>,
) -> Result<Response, Problem> {
    let wanted = parse(&body)?;
    let made = once(&ctx, by.user(), "CreateRegistrationCode", key, &body, async || {
        let now = ctx.clock.now();
        let expires_at = now.checked_add(wanted.life).unwrap_or(now);
        let id = RegistrationCodeId::from_bytes(ctx.ids.bytes());
        let code = RegistrationCode::new(wanted.uses, expires_at, wanted.note, by.user(), now);
        let mut transaction = Transaction::by(by.actor());
        transaction.create_registration_code(id, &code);
        ctx.store.commit(transaction).await?;
        Ok((StatusCode::CREATED, Made { id: id.to_string() }))
    })
    .await?;
    let (parts, body) = made.into_parts();
    let defect = |error: axum::Error| Problem::new(ProblemKind::Internal).because(error);
    let bytes = to_bytes(body, MADE_BYTES_MAX).await.map_err(defect)?;
    let made: Made = serde_json::from_slice(&bytes)
        .map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    let id = made.id.parse::<RegistrationCodeId>().map_err(|_| ProblemKind::NotFound)?;
    let code = ctx.store.registration_code(id).await?.ok_or(ProblemKind::NotFound)?;
    Ok((parts.status, Json(view(&ctx, id, &code.value))).into_response())
}

/// The registration codes, the newest first, with their links. A code is listed until 90 days after its
/// time.
#[utoipa::path(
    get, path = "/v1/admin/registration-codes", operation_id = "ListRegistrationCodes",
    tag = "admin",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<CodeView>)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_codes(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<CodeView>>, Problem> {
    let list = List("admin registration codes".to_owned());
    let (limit, after) = list.plain::<Position>(&ctx, &asked)?;
    let query = store::Store::registration_codes_query(limit).after(after);
    let (codes, next) = ctx.store.registration_codes(&query).await?;
    let items = codes.iter().map(|code| view(&ctx, code.key.code, &code.value)).collect();
    Ok(Json(list.page(&ctx, items, next.as_ref())))
}

/// Revoke a registration code: from then on nobody registers with it. Whoever has stays.
#[utoipa::path(
    delete, path = "/v1/admin/registration-codes/{code}", operation_id = "RevokeRegistrationCode",
    tag = "admin",
    params(("code" = String, Path, description = "The code's id")),
    responses((status = 200, description = "The code as it is now", body = CodeView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn revoke_code(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((code,)): PathIds<(RegistrationCodeId,)>,
) -> Result<Json<CodeView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let seen: Stored<RegistrationCode> =
            ctx.store.registration_code(code).await?.ok_or(ProblemKind::NotFound)?;
        if seen.value.revoked_at.is_some() {
            return Ok(Json(view(&ctx, code, &seen.value)));
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.revoke_registration_code(&seen, now);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let revoked = RegistrationCode { revoked_at: Some(now), ..seen.value };
                return Ok(Json(view(&ctx, code, &revoked)));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// What a request for a code says.
struct WantedCode {
    life: SignedDuration,
    uses: u32,
    note: Option<String>,
}

fn parse(body: &CodeBody) -> Result<WantedCode, Problem> {
    let mut fields = Fields::new();
    let days = body.expires_in_days.unwrap_or(EXPIRES_IN_DAYS_DEFAULT);
    let right = (1..=EXPIRES_IN_DAYS_MAX).contains(&days);
    fields.check("/expires_in_days", right, format!("must be from 1 to {EXPIRES_IN_DAYS_MAX}"));
    let uses = body.uses.unwrap_or(USES_DEFAULT);
    let right = (1..=USES_MAX).contains(&uses);
    fields.check("/uses", right, format!("must be from 1 to {USES_MAX}"));
    let note = body.note.as_deref();
    let note = note.and_then(|note| fields.text("/note", note, NOTE_CHARACTERS_MAX));
    fields.finish()?;
    let life = SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    Ok(WantedCode { life, uses, note })
}

fn view(ctx: &Ctx, id: RegistrationCodeId, code: &RegistrationCode) -> CodeView {
    CodeView {
        id: id.to_string(),
        link: registration::link_of(ctx, id),
        code: registration::text_of(ctx, id),
        uses: code.uses,
        uses_left: code.uses_left,
        usable: code.is_usable(ctx.clock.now()),
        created_at: code.created_at.to_string(),
        expires_at: code.expires_at.0.to_string(),
        revoked_at: code.revoked_at.map(|at| at.to_string()),
        created_by: code.created_by.to_string(),
        note: code.note.clone(),
    }
}
