//! Reading lists.
use super::{
    change::shown,
    wire::{ContactListPage, ContactListView},
};
use crate::parameters::Parameters;
use axum::{Json, extract::State, response::Response};
use domain::ids::ContactListId;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::See,
    extract::{PathIds, QueryOf},
};
use store::{
    Consistency, Stored,
    contact_lists::ContactList,
    contacts::{contacts_scope, folded},
};

/// Lists the org's lists by name, with how many contacts are on each as of some seconds ago.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/lists",
    operation_id = "ListContactLists",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("q" = Option<String>, Query, description = "words in the name or the description, \
            whatever their case and accents"),
    ),
    responses((status = 200, description = "the lists", body = ContactListPage)),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_contact_lists(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<ContactListPage>, Problem> {
    let mut parameters = Parameters::of(pairs);
    let wanted = parameters.text("q").map(|text| folded(&text)).unwrap_or_default();
    parameters.finish()?;
    let lists = ctx.store.contact_lists(allowed.org()).await?;
    let counts = ctx.store.view_counts(&contacts_scope(allowed.org())).await?;
    let items = lists.iter().filter(|list| says(list, &wanted));
    let items = items.map(|list| ContactListView::of(&ctx, list, &counts)).collect();
    Ok(Json(ContactListPage { items, as_of: counts.at }))
}

fn says(list: &Stored<ContactList>, wanted: &str) -> bool {
    let ContactList { title, description, .. } = &list.value;
    folded(title).contains(wanted) || folded(description).contains(wanted)
}

/// Reads a list.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/lists/{list}",
    operation_id = "ReadContactList",
    tag = "lists",
    params(
        ("org" = String, Path, description = "the organization"),
        ("list" = String, Path, description = "the list"),
    ),
    responses(
        (status = 200, description = "the list; its revision is the `ETag`", body = ContactListView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_contact_list(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((list,)): PathIds<(ContactListId,)>,
) -> Result<Response, Problem> {
    let stored = ctx.store.contact_list(allowed.org(), list, Consistency::Strong).await?;
    shown(&ctx, &stored.ok_or(ProblemKind::NotFound)?).await
}
