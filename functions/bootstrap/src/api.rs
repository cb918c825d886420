//! The whole API, its document, and one operation of it.
use crate::{meta, operations::OPERATIONS};
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use http::Method;
use runtime::{Ctx, Problem, ProblemKind, extract::FieldError, problem::ProblemView};
use std::sync::Arc;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
        PathItem, Ref, RefOr, Response as ResponseDocument, ResponseBuilder,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

/// The name of the access token's scheme in the document.
const BEARER: &str = "bearer";
/// The name of the answer that every operation may give.
const PROBLEM: &str = "Problem";

/// The function that was asked for has no operation of that id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{id}` is no operation and no job")]
pub struct UnknownOperation {
    id: String,
}

/// A context, and its routes.
type Context = (&'static str, fn() -> OpenApiRouter<Ctx>);

/// Every context.
const CONTEXTS: [Context; 11] = [
    ("meta", meta::router),
    ("accounts", accounts::router),
    ("orgs", orgs::router),
    ("contacts", contacts::router),
    ("events", events::router),
    ("invitees", invitees::router),
    ("automation", automation::router),
    ("messaging", messaging::router),
    ("rsvp", rsvp::router),
    ("hooks", hooks::router),
    ("admin", admin::router),
];

/// Every route of every context.
fn routes() -> OpenApiRouter<Ctx> {
    let frame = OpenApiRouter::with_openapi(frame());
    CONTEXTS.iter().fold(frame, |all, (_, context)| all.merge(context()))
}

/// The whole API, as the host serves it.
pub fn api_router(ctx: Ctx) -> Router {
    let (router, _) = routes().split_for_parts();
    runtime::http::serve(router, ctx)
}

/// The API with one operation only, for a function of its own: every other request is answered as if
/// it were unknown, whatever the gateway lets through.
///
/// Only the operation's own context is made: the routes of all of them, and what they say about
/// themselves, would be most of a function's start.
pub fn one_operation(ctx: Ctx, id: &str) -> Result<Router, UnknownOperation> {
    let (router, only) = place_of(id).ok_or_else(|| UnknownOperation { id: id.to_owned() })?;
    let only = Arc::new(only);
    let router = router.layer(from_fn(move |request: Request, next: Next| {
        let only = Arc::clone(&only);
        async move { admit(&only, request, next).await }
    }));
    Ok(runtime::http::serve(router, ctx))
}

/// The routes of the context with the operation `id`, and the operation's method and path.
fn place_of(id: &str) -> Option<(Router<Ctx>, (Method, String))> {
    let known = OPERATIONS.iter().find(|(operation, _)| *operation == id);
    let is_known = |(name, _): &&Context| known.is_some_and(|(_, context)| context == name);
    // The table only says where to look first.
    let (first, others): (Vec<&Context>, Vec<_>) = CONTEXTS.iter().partition(is_known);
    first.into_iter().chain(others).find_map(|(_, context)| {
        let (router, document) = context().split_for_parts();
        Some((router, find(&document, id)?))
    })
}

/// The context of each operation, by the operation's name.
#[cfg(test)]
fn operations_by_context() -> Vec<(String, &'static str)> {
    let mut all = Vec::new();
    for (name, context) in CONTEXTS {
        let (_, document) = context().split_for_parts();
        for item in document.paths.paths.values() {
            let ids = operations(item).filter_map(|(_, operation)| operation.operation_id.clone());
            all.extend(ids.map(|id| (id, name)));
        }
    }
    all.sort();
    all
}

async fn admit(only: &(Method, String), request: Request, next: Next) -> Response {
    let (method, path) = only;
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let read = method == Method::GET && request.method() == Method::HEAD;
    if matched == Some(path) && (request.method() == method || read) {
        next.run(request).await
    } else {
        Problem::new(ProblemKind::NotFound).into_response()
    }
}

/// The API's document: every context's routes, their problems and how to sign in.
pub fn openapi() -> OpenApi {
    let (_, mut document) = routes().split_for_parts();
    let problem = RefOr::Ref(Ref::from_response_name(PROBLEM));
    for item in document.paths.paths.values_mut() {
        for operation in operations_mut(item) {
            let responses = &mut operation.responses.responses;
            responses.entry("default".to_owned()).or_insert_with(|| problem.clone());
        }
    }
    document
}

/// The document before any route is in it.
fn frame() -> OpenApi {
    let license = LicenseBuilder::new().name("MIT OR Apache-2.0");
    let info = InfoBuilder::new()
        .title("Convoke")
        .version("1")
        .description(Some(
            "Fills events. Errors are problems (RFC 9457); ids, cursors and tokens are opaque texts.",
        ))
        .license(Some(license.build()));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = ComponentsBuilder::new()
        .schema(PROBLEM, ProblemView::schema())
        .schema(FieldError::name(), FieldError::schema())
        .response(PROBLEM, problem_document())
        .security_scheme(BEARER, SecurityScheme::Http(bearer));
    OpenApiBuilder::new()
        .info(info.build())
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::new(BEARER, [""; 0])]))
        .build()
}

fn problem_document() -> ResponseDocument {
    let content = ContentBuilder::new()
        .schema(Some(RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name(PROBLEM))))
        .build();
    ResponseBuilder::new()
        .description("What went wrong, and what to do about it")
        .content("application/problem+json", content)
        .build()
}

/// The method and path of the operation `id`.
fn find(document: &OpenApi, id: &str) -> Option<(Method, String)> {
    document.paths.paths.iter().find_map(|(path, item)| {
        let (method, _) = operations(item)
            .find(|(_, operation)| operation.operation_id.as_deref() == Some(id))?;
        Some((method, path.clone()))
    })
}

fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    [
        (Method::GET, &item.get),
        (Method::PUT, &item.put),
        (Method::POST, &item.post),
        (Method::DELETE, &item.delete),
        (Method::PATCH, &item.patch),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .filter_map(Option::as_mut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
    fn every_operation_is_found_in_its_context_at_once() {
        let lines = operations_by_context();
        let lines = lines.iter().map(|(id, context)| format!("    (\"{id}\", \"{context}\"),\n"));
        let current = format!(
            "//! Where to look for an operation. Written by a test of `api`; do not edit.\n\n\
             /// Each operation, and its context.\n\
             pub(crate) const OPERATIONS: &[(&str, &str)] = &[\n{}];\n",
            lines.collect::<String>()
        );
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/operations.rs");
        if std::env::var("UPDATE_DOCS").is_ok() {
            fs::write(&file, &current).unwrap();
        }
        let written = fs::read_to_string(&file).unwrap_or_default();
        assert!(written == current, "src/operations.rs is old: run this test with UPDATE_DOCS=1");
    }
}
