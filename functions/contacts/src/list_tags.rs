//! The tags that an org's contacts have.
use crate::parameters::Parameters;
use axum::{Json, extract::State};
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, authorize::See, extract::QueryOf};
use serde::Serialize;
use store::contacts::{contacts_scope, tag_of_view};
use utoipa::ToSchema;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Tag {
    /// The tag in small letters: tags that differ in case only are one.
    name: String,
    /// How many contacts have it.
    contacts: u64,
}

/// All tags, as of some seconds ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TagList {
    /// In alphabetical order.
    items: Vec<Tag>,
    /// When one of the counts last changed; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    as_of: Option<Timestamp>,
}

/// Lists the tags of the org's contacts with how many have each.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/tags",
    operation_id = "ListTags",
    tag = "contacts",
    params(("org" = String, Path, description = "the organization")),
    responses((status = 200, description = "the tags", body = TagList)),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_tags(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<TagList>, Problem> {
    Parameters::of(pairs).finish()?;
    let counts = ctx.store.view_counts(&contacts_scope(allowed.org())).await?;
    let items = counts
        .views
        .iter()
        .filter(|(_, contacts)| **contacts > 0)
        .filter_map(|(view, contacts)| {
            Some(Tag { name: tag_of_view(view)?.to_owned(), contacts: *contacts })
        })
        .collect();
    Ok(Json(TagList { items, as_of: counts.at }))
}
