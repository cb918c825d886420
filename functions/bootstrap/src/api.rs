//! The whole API as it is served, and one operation of it.
use crate::{meta, operations::OPERATIONS};
use axum::Router;
use http::Method;
use runtime::{
    Ctx,
    routes::{Routes, Served},
};

/// The function that was asked for has no operation of that id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{id}` is no operation and no job")]
pub struct UnknownOperation {
    id: String,
}

/// A context, and its routes.
type Context<R> = (&'static str, fn() -> R);

/// Every context.
pub(crate) fn contexts<R: Routes>() -> [Context<R>; 11] {
    [
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
    ]
}

/// The whole API, as the host serves it.
pub fn api_router(ctx: Ctx) -> Router {
    let contexts = contexts::<Served>().into_iter();
    let served = contexts.fold(Served::new(), |all, (_, routes)| all.merge(routes()));
    runtime::http::serve(served.into_router(), ctx)
}

/// The API with one operation only, for a function of its own: every other request is answered as if
/// it were unknown, whatever the gateway lets through.
///
/// No other route is made: they would be most of a function's start.
pub fn one_operation(ctx: Ctx, id: &str) -> Result<Router, UnknownOperation> {
    let router = router_of(id).ok_or_else(|| UnknownOperation { id: id.to_owned() })?;
    Ok(runtime::http::serve(router, ctx))
}

fn router_of(id: &str) -> Option<Router<Ctx>> {
    let (_, context, method, path) = OPERATIONS.iter().find(|(known, ..)| *known == id)?;
    let (_, routes) = contexts::<Served>().into_iter().find(|(name, _)| name == context)?;
    routes().into_router_of(&method.parse::<Method>().ok()?, path)
}
