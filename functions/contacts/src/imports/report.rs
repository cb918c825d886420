//! What became of an import's rows, as a file.
use super::{
    limits::REPORT_ROWS_MAX,
    outcome::{Outcome, OutcomeName, Reason, RowResult},
    read::of_org,
    results::Walk,
    wire::earlier,
};
use crate::{export_contacts::as_file, parameters::Parameters};
use axum::{extract::State, response::Response};
use domain::ids::ImportId;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::See,
    extract::{PathIds, QueryOf},
};

/// The heading row.
const HEADINGS: [&str; 9] =
    ["Part", "Line", "Row", "Result", "Contact", "Same as row", "Field", "Reason", "Notices"];

/// What became of each row as a CSV file: one line for each row, one more for each further reason.
///
/// At most 20,000 rows; where there are more, the header `x-next-cursor` leads to the next file.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/imports/{import}/report",
    operation_id = "ExportImportReport",
    tag = "imports",
    params(
        ("org" = String, Path, description = "the organization"),
        ("import" = String, Path, description = "the import"),
        ("filter" = Option<String>, Query, description = "`created`, `same_phone`, `same_email` or `refused`"),
        ("cursor" = Option<String>, Query, description = "the `x-next-cursor` of the file before"),
    ),
    responses(
        (status = 200, description = "the file", body = String, content_type = "text/csv"),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn export_import_report(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((import,)): PathIds<(ImportId,)>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::of(pairs);
    let filter = parameters.parsed::<OutcomeName>("filter");
    let cursor = parameters.text("cursor");
    parameters.finish()?;
    let stored = of_org(&ctx, allowed.org(), import).await?;
    let walk = Walk::resume(&ctx, import, filter, cursor.as_deref())?;
    let (rows, next) = walk.take(&ctx, &stored.value, REPORT_ROWS_MAX, usize::MAX).await?;
    let file = file(&rows).map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    Ok(as_file("import-report.csv", file, next.as_deref()))
}

/// The file. Every cell is ours: numbers, our words, our ids; none can be taken for a formula.
fn file(rows: &[RowResult]) -> Result<Vec<u8>, std::io::Error> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(HEADINGS)?;
    for row in rows {
        let reasons: &[Reason] = match &row.outcome {
            Outcome::Refused(reasons) => reasons,
            Outcome::Created(_) | Outcome::SamePhone(_) | Outcome::SameEmail(_) => &[],
        };
        writer.write_record(cells(row, reasons.first()))?;
        for reason in reasons.iter().skip(1) {
            writer.write_record(cells(row, Some(reason)))?;
        }
    }
    writer.into_inner().map_err(::csv::IntoInnerError::into_error)
}

fn cells(row: &RowResult, reason: Option<&Reason>) -> [String; 9] {
    let (contact, first_row) = earlier(&row.outcome);
    [
        row.number.part.to_string(),
        row.line.to_string(),
        row.number.row.to_string(),
        row.outcome.name().to_string(),
        contact.unwrap_or_default(),
        first_row.map(|first| first.to_string()).unwrap_or_default(),
        reason.map(|reason| reason.field.clone()).unwrap_or_default(),
        reason.map(|reason| reason.detail.clone()).unwrap_or_default(),
        row.notices.join(" "),
    ]
}
