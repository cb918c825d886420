//! What became of an import's rows, page by page.
use super::{
    limits::RESULT_CHUNKS_MAX,
    message::ChunkRef,
    outcome::{OutcomeName, RowResult},
    packing::unpack,
    read::of_org,
    wire::{ImportResultPage, RowResultView},
};
use crate::parameters::Parameters;
use axum::{Json, extract::State};
use domain::ids::ImportId;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::See,
    extract::{PathIds, QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use store::imports::ImportJob;

/// Lists what became of each row, in the file's order.
///
/// Rows whose chunk is not written yet are left out: look again when the import is done.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/imports/{import}/results",
    operation_id = "ListImportResults",
    tag = "imports",
    params(
        ("org" = String, Path, description = "the organization"),
        ("import" = String, Path, description = "the import"),
        ("filter" = Option<String>, Query, description = "`created`, `same_phone`, `same_email` or `refused`"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "the `next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "one page", body = ImportResultPage),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_import_results(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((import,)): PathIds<(ImportId,)>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<ImportResultPage>, Problem> {
    let mut parameters = Parameters::of(pairs);
    let filter = parameters.parsed::<OutcomeName>("filter");
    let limit = parameters.page_limit();
    let cursor = parameters.text("cursor");
    parameters.finish()?;
    let limit = usize::from(page_limit(limit)?);
    let stored = of_org(&ctx, allowed.org(), import).await?;
    let walk = Walk::resume(&ctx, import, filter, cursor.as_deref())?;
    let (rows, next) = walk.take(&ctx, &stored.value, limit, RESULT_CHUNKS_MAX).await?;
    let items = rows.iter().map(RowResultView::from).collect();
    Ok(Json(ImportResultPage { items, next_cursor: next }))
}

/// A way through the results of an import.
pub(super) struct Walk {
    import: ImportId,
    filter: Option<OutcomeName>,
    from: Place,
}

/// The next row to look at.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Place {
    part: u16,
    chunk: u16,
    row: usize,
}

impl Walk {
    /// From the beginning, or from where the cursor points.
    pub(super) fn resume(
        ctx: &Ctx,
        import: ImportId,
        filter: Option<OutcomeName>,
        cursor: Option<&str>,
    ) -> Result<Self, Problem> {
        let fingerprint = fingerprint(import, filter);
        let from =
            cursor.map(|cursor| ctx.store.cursors().open(&fingerprint, cursor)).transpose()?;
        Ok(Self { import, filter, from: from.unwrap_or_default() })
    }

    /// Up to `limit` rows from at most `chunks` chunks, and the cursor of what follows.
    pub(super) async fn take(
        &self,
        ctx: &Ctx,
        job: &ImportJob,
        limit: usize,
        chunks: usize,
    ) -> Result<(Vec<RowResult>, Option<String>), Problem> {
        let seal = |place: Place| {
            let fingerprint = fingerprint(self.import, self.filter);
            Some(ctx.store.cursors().seal(&fingerprint, &place))
        };
        let mut rows = Vec::new();
        for (read, place) in places(job, self.from).enumerate() {
            if read >= chunks {
                return Ok((rows, seal(place)));
            }
            for (number, row) in self.chunk(ctx, place).await?.into_iter().enumerate() {
                let wanted = self.filter.is_none_or(|name| row.outcome.name() == name);
                if number < place.row || !wanted {
                    continue;
                }
                if rows.len() >= limit {
                    return Ok((rows, seal(Place { row: number, ..place })));
                }
                rows.push(row);
            }
        }
        Ok((rows, None))
    }

    /// The results of the chunk at `place`; none while it is not written.
    async fn chunk(&self, ctx: &Ctx, place: Place) -> Result<Vec<RowResult>, Problem> {
        let key = ChunkRef { import: self.import, part: place.part, chunk: place.chunk };
        match ctx.store.import_result(&key.result_key()).await? {
            Some(stored) => unpack(&stored.value.rows)
                .map_err(|error| Problem::new(ProblemKind::Internal).because(error)),
            None => Ok(Vec::new()),
        }
    }
}

fn fingerprint(import: ImportId, filter: Option<OutcomeName>) -> String {
    format!("results of {import} that are {filter:?}")
}

/// The chunks of the parts that have come, in the file's order, from `from` on.
fn places(job: &ImportJob, from: Place) -> impl Iterator<Item = Place> {
    let mut parts: Vec<(u16, u16)> =
        job.received.iter().map(|part| (part.part, part.chunks)).collect();
    parts.sort_unstable();
    parts
        .into_iter()
        .flat_map(|(part, chunks)| (0..chunks).map(move |chunk| (part, chunk)))
        .filter(move |place| *place >= (from.part, from.chunk))
        .map(move |(part, chunk)| {
            let begun = (part, chunk) == (from.part, from.chunk);
            Place { part, chunk, row: if begun { from.row } else { 0 } }
        })
}
