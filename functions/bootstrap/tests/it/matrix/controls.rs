//! Negative controls: a route whose guard is missing, or too weak, is found.
use super::check::violations;
use crate::{route::Route, world::World};
use axum::{Router, extract::Request, routing::MethodRouter};
use runtime::{
    Allowed, Ctx, SignedIn,
    authorize::{OrgWide, See, Work},
};
use testkit::stage::Api;
use tower::{ServiceExt, service_fn};

/// The API as it is served, but for one route that `handler` answers.
fn with_another(world: &World, path: &str, handler: MethodRouter<Ctx>) -> Api {
    let one = Router::new().route(path, handler);
    let one = runtime::http::serve(one, world.ctx.clone());
    let one = service_fn(move |request: Request| one.clone().oneshot(request));
    let all = bootstrap::api_router(world.ctx.clone());
    world.api(Router::new().route_service(path, one).fallback_service(all))
}

fn route(id: &str) -> Route {
    let found = crate::route::routes().into_iter().find(|route| route.id == id);
    found.unwrap_or_else(|| panic!("there is no {id}"))
}

/// How many of the answers to `id` are wrong where `handler` gives them.
async fn wrong(id: &str, handler: MethodRouter<Ctx>) -> usize {
    let world = World::new().await;
    let route = route(id);
    assert_eq!(violations(&world, &world.api, std::slice::from_ref(&route)).await, [""; 0]);
    let api = with_another(&world, &route.path, handler);
    violations(&world, &api, &[route]).await.len()
}

#[tokio::test]
async fn a_route_without_a_guard_is_found() {
    use axum::routing::{get, post};
    // Nobody, three who are nobody, a stranger, and the platform's admin.
    assert_eq!(wrong("ListTags", get(async || ())).await, 6);
    // And six whose role is too small.
    assert_eq!(wrong("ArchiveEvent", post(async || ())).await, 11);
}

#[tokio::test]
async fn a_guard_that_is_too_weak_is_found() {
    use axum::routing::{get, post};
    // Who is signed in is not yet a member.
    assert_eq!(wrong("ListTags", get(async |_: SignedIn| ())).await, 2);
    // Who sees does not start.
    assert_eq!(wrong("StartEvent", post(async |_: Allowed<See>| ())).await, 3);
    // Whoever is signed in does not see an admin's list.
    assert!(wrong("GetMe", get(async |_: Allowed<See>| ())).await > 0);
}

#[tokio::test]
async fn a_guard_that_is_too_strong_or_forgets_the_event_is_found() {
    use axum::routing::post;
    assert_eq!(wrong("StartEvent", post(async |_: Allowed<Work>| ())).await, 1);
    assert_eq!(wrong("CancelEvent", post(async |_: OrgWide<Work>| ())).await, 1);
    assert_eq!(wrong("DuplicateEvent", post(async |_: Allowed<Work>| ())).await, 1);
}

#[tokio::test]
async fn an_answer_without_its_security_headers_is_found() {
    let world = World::new().await;
    let route = route("GetHealth");
    let bare = Router::new().route(&route.path, axum::routing::get(async || ()));
    let found = violations(&world, &world.api(bare), &[route]).await;
    assert!(found.iter().any(|violation| violation.ends_with("no x-frame-options")), "{found:?}");
}
