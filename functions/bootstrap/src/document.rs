//! What the API says about itself. A program that only serves it holds none of this.
use crate::api::contexts;
use runtime::{Ctx, extract::FieldError, problem::ProblemView};
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

/// The API's document: every context's routes, their problems and how to sign in.
pub fn openapi() -> OpenApi {
    let frame = OpenApiRouter::with_openapi(frame());
    let routes = contexts::<OpenApiRouter<Ctx>>().into_iter();
    let all = routes.fold(frame, |all, (_, context)| all.merge(context()));
    let (_, mut document) = all.split_for_parts();
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

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .filter_map(Option::as_mut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
        [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("DELETE", &item.delete),
            ("PATCH", &item.patch),
        ]
        .into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
    }

    /// The lines of the table of operations, by the operation's name.
    fn lines() -> Vec<String> {
        let mut lines = Vec::new();
        for (context, routes) in contexts::<OpenApiRouter<Ctx>>() {
            let (_, document) = routes().split_for_parts();
            for (path, item) in &document.paths.paths {
                for (method, operation) in operations(item) {
                    let id = operation.operation_id.as_deref().unwrap();
                    lines.push(format!(
                        "    (\"{id}\", \"{context}\", \"{method}\", \"{path}\"),\n"
                    ));
                }
            }
        }
        lines.sort();
        lines
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
    fn every_operation_is_found_in_its_context_at_once() {
        let current = format!(
            "//! Where to look for an operation. Written by a test of `document`; do not edit.\n\n\
             /// Each operation, and its context, method and path.\n\
             #[rustfmt::skip]\n\
             pub(crate) const OPERATIONS: &[(&str, &str, &str, &str)] = &[\n{}];\n",
            lines().concat()
        );
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/operations.rs");
        if std::env::var("UPDATE_DOCS").is_ok() {
            fs::write(&file, &current).unwrap();
        }
        let written = fs::read_to_string(&file).unwrap_or_default();
        assert!(written == current, "src/operations.rs is old: run this test with UPDATE_DOCS=1");
    }
}
