//! The plan of an import as it travels: sealed on its way through the client, plain in the job.
use crate::csv::{
    mapping::Mapping,
    plan::{Format, Plan},
};
use domain::{ids::OrgId, phone::Region};
use runtime::{Ctx, Problem};
use serde::{Deserialize, Serialize};

/// How every part of an import is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ImportPlan {
    /// Bytes to rows, columns to fields.
    pub(super) plan: Plan,
    /// Where phones without a country code belong.
    pub(super) region: Region,
}

/// The plan in text form.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanText {
    encoding: String,
    delimiter: String,
    header: bool,
    columns: Vec<String>,
    region: String,
}

impl ImportPlan {
    /// The text that a job keeps.
    pub(super) fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&PlanText::from(self))
    }

    /// Reads the text that a job keeps; `None` where this version does not know it.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str::<PlanText>(text).ok()?.read()
    }

    /// The token that a client carries from the dry run to the start.
    pub(super) fn seal(&self, ctx: &Ctx, org: OrgId) -> String {
        ctx.store.cursors().seal(&fingerprint(org), &PlanText::from(self))
    }

    /// Opens a token of the same org.
    pub(super) fn open(ctx: &Ctx, org: OrgId, token: &str) -> Result<Self, Problem> {
        let text: Option<PlanText> = ctx.store.cursors().open(&fingerprint(org), token).ok();
        text.and_then(PlanText::read)
            .ok_or_else(|| Problem::field("/plan", "must be the plan that a dry run answered"))
    }
}

/// A plan opens for the org that it was made for.
fn fingerprint(org: OrgId) -> String {
    format!("import plan of {org}")
}

impl From<&ImportPlan> for PlanText {
    fn from(plan: &ImportPlan) -> Self {
        let ImportPlan { plan: Plan { format, mapping }, region } = plan;
        Self {
            encoding: format.encoding.to_string(),
            delimiter: format.delimiter.to_string(),
            header: format.header,
            columns: mapping.uses().iter().map(ToString::to_string).collect(),
            region: region.to_string(),
        }
    }
}

impl PlanText {
    fn read(self) -> Option<ImportPlan> {
        let format = Format {
            encoding: self.encoding.parse().ok()?,
            delimiter: self.delimiter.parse().ok()?,
            header: self.header,
        };
        let mapping = Mapping::parse(&self.columns).ok()?;
        let region = Region::parse(&self.region).ok()?;
        Some(ImportPlan { plan: Plan { format, mapping }, region })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::{encoding::TextEncoding, plan::Delimiter};

    #[test]
    fn a_plan_survives_its_text() {
        let plan = ImportPlan {
            plan: Plan {
                format: Format {
                    encoding: TextEncoding::WINDOWS_1252,
                    delimiter: Delimiter::Semicolon,
                    header: true,
                },
                mapping: Mapping::parse(&["name", "phone:1", "tags:/", "custom:Shoe size"])
                    .unwrap(),
            },
            region: Region::US,
        };
        assert_eq!(ImportPlan::from_text(&plan.to_text().unwrap()), Some(plan));
        assert_eq!(ImportPlan::from_text("{}"), None);
    }
}
