//! Looking at a file before it is imported.
use super::{
    plan::ImportPlan,
    preview::{Column, DryRun, RefusedRow, SampleContact},
    upload::{check_content_type, unreadable},
};
use crate::{
    csv::{
        self,
        dry_run::{Overrides, dry_run},
        encoding::TextEncoding,
        mapping::Mapping,
        plan::Delimiter,
    },
    parameters::Parameters,
    region,
};
use axum::{Json, extract::State};
use domain::{ids::OrgId, phone::Region};
use http::HeaderMap;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Work,
    extract::{QueryOf, RawBody},
};

/// Tells what an import of a file would come to, and writes nothing.
///
/// The body is the file's first part, its bytes as they are, at most 4 MB, as `text/csv` or
/// `application/octet-stream`. What is not given is guessed: `column` stands once for each column from
/// the left, in the words that the answer uses. The answer's `plan` fixes how all parts are read.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/imports/dry-run",
    operation_id = "DryRunImport",
    tag = "imports",
    params(
        ("org" = String, Path, description = "the organization"),
        ("encoding" = Option<String>, Query, description = "as in `UTF-8` or `windows-1252`"),
        ("delimiter" = Option<String>, Query, description = "`comma`, `semicolon`, `tab` or `pipe`"),
        ("header" = Option<bool>, Query, description = "whether the first row names the columns"),
        ("column" = Option<Vec<String>>, Query, description = "what each column is, from the left"),
        ("region" = Option<String>, Query, description = "of phones without a country code; the org's"),
    ),
    request_body(content = String, content_type = "text/csv", description = "the first part"),
    responses(
        (status = 200, description = "what it would come to", body = DryRun),
        (status = 413, description = "`too-large`: divide the file"),
        (status = 415, description = "`unsupported-media-type`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn dry_run_import(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
    headers: HeaderMap,
    RawBody(bytes): RawBody,
) -> Result<Json<DryRun>, Problem> {
    check_content_type(&headers)?;
    let (overrides, region) = read(pairs)?;
    let region = match region {
        Some(region) => region,
        None => region::of_org(&ctx, allowed.org()).await?,
    };
    let run = dry_run(&bytes, overrides, region::reading(region, ctx.clock.now()))
        .map_err(|error| unreadable(&error))?;
    Ok(Json(shown(&ctx, allowed.org(), run, region)))
}

fn read(pairs: Vec<(String, String)>) -> Result<(Overrides, Option<Region>), Problem> {
    let mut parameters = Parameters::of(pairs);
    let columns = parameters.all("column");
    let mapping = if columns.is_empty() {
        None
    } else {
        match Mapping::parse(&columns) {
            Ok(mapping) => Some(mapping),
            Err(error) => {
                parameters.refuse("column", error.to_string());
                None
            }
        }
    };
    let header = match parameters.text("header").as_deref() {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => {
            parameters.refuse("header", "must be true or false");
            None
        }
    };
    let overrides = Overrides {
        encoding: parameters.parsed::<TextEncoding>("encoding"),
        delimiter: parameters.parsed::<Delimiter>("delimiter"),
        header,
        mapping,
    };
    let region = parameters.parsed::<Region>("region");
    parameters.finish()?;
    Ok((overrides, region))
}

fn shown(ctx: &Ctx, org: OrgId, run: csv::dry_run::DryRun, region: Region) -> DryRun {
    let mut headings = run.headings.into_iter();
    let columns = run.plan.mapping.uses().iter().map(|used_as| Column {
        heading: headings.next().unwrap_or_default(),
        used_as: used_as.to_string(),
    });
    let columns = columns.collect();
    let format = run.plan.format;
    let plan = ImportPlan { plan: run.plan, region };
    DryRun {
        plan: plan.seal(ctx, org),
        encoding: format.encoding.to_string(),
        delimiter: format.delimiter.to_string(),
        header: format.header,
        region: region.to_string(),
        columns,
        rows: run.rows,
        importable: run.importable,
        same_phone: run.same_phone,
        same_email: run.same_email,
        refused: run.refused,
        refusals: run.refusals.iter().map(RefusedRow::from).collect(),
        notices: run.notices.into_iter().map(|(notice, rows)| (notice.to_string(), rows)).collect(),
        sample: run.sample.iter().map(SampleContact::from).collect(),
        tags: run.tags,
    }
}
