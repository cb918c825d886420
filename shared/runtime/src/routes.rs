//! The routes of a context, which either serve or describe themselves.
//!
//! What describes them is large and slow to make: a program that only serves holds none of it.
use crate::{Problem, ProblemKind, ctx::Ctx, extract::body_limit};
use axum::{
    Router,
    routing::{MethodFilter, MethodRouter},
};
use http::Method;
use utoipa::openapi::HttpMethod;
use utoipa_axum::{
    PathItemExt,
    router::{OpenApiRouter, UtoipaMethodRouter},
};

/// What a context puts its routes into: [`Served`], or `OpenApiRouter` for the document.
pub trait Routes: Sized {
    /// No route.
    fn new() -> Self;

    /// With the handlers of one path, as [`routes!`](crate::routes!) groups them.
    #[must_use]
    fn routes<S, D>(self, group: Group<S, D>) -> Self
    where
        S: FnOnce() -> Vec<Route>,
        D: FnOnce() -> UtoipaMethodRouter<Ctx>;

    /// With the routes of `other`.
    #[must_use]
    fn merge(self, other: Self) -> Self;

    /// Takes bodies of up to `bytes` on the routes put in so far.
    #[must_use]
    fn body_limit(self, bytes: usize) -> Self;
}

/// Handlers of one path: how they are served, and how they are described. Made by
/// [`routes!`](crate::routes!).
#[derive(Debug)]
pub struct Group<S, D> {
    #[doc(hidden)]
    pub serve: S,
    #[doc(hidden)]
    pub describe: D,
}

/// One handler with its path and methods. Made by [`routes!`](crate::routes!).
#[derive(Debug)]
pub struct Route {
    path: String,
    methods: Vec<MethodFilter>,
    add: Add,
    body_bytes_max: Option<usize>,
}

/// Puts a handler beside others of its path.
type Add = fn(MethodRouter<Ctx>, MethodFilter) -> MethodRouter<Ctx>;

impl Route {
    #[doc(hidden)]
    pub fn new(path: String, methods: &[HttpMethod], add: Add) -> Self {
        let methods = methods.iter().map(PathItemExt::to_method_filter).collect();
        Self { path, methods, add, body_bytes_max: None }
    }

    fn is(&self, method: &Method, path: &str) -> bool {
        let asked = MethodFilter::try_from(method.clone()).ok();
        self.path == path && self.methods.iter().any(|known| Some(*known) == asked)
    }

    fn into_methods(self) -> MethodRouter<Ctx> {
        let methods = self.methods.into_iter().fold(MethodRouter::new(), self.add);
        match self.body_bytes_max {
            Some(bytes) => methods.layer(body_limit(bytes)),
            None => methods,
        }
    }
}

/// Routes that are served. A handler is made for its route only when a router is.
#[derive(Debug, Default)]
pub struct Served(Vec<Route>);

impl Served {
    /// All routes.
    pub fn into_router(self) -> Router<Ctx> {
        let routes = self.0.into_iter();
        routes.fold(Router::new(), |router, route| {
            let path = route.path.clone();
            router.route(&path, route.into_methods())
        })
    }

    /// The route of this method and path, alone: to every other method its path is unknown. `None` where
    /// there is none.
    pub fn into_router_of(self, method: &Method, path: &str) -> Option<Router<Ctx>> {
        let route = self.0.into_iter().find(|route| route.is(method, path))?;
        let unknown = async || Problem::new(ProblemKind::NotFound);
        Some(Router::new().route(path, route.into_methods().fallback(unknown)))
    }
}

impl Routes for Served {
    fn new() -> Self {
        Self::default()
    }

    fn routes<S, D>(mut self, group: Group<S, D>) -> Self
    where
        S: FnOnce() -> Vec<Route>,
        D: FnOnce() -> UtoipaMethodRouter<Ctx>,
    {
        self.0.extend((group.serve)());
        self
    }

    fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn body_limit(mut self, bytes: usize) -> Self {
        for route in &mut self.0 {
            route.body_bytes_max.get_or_insert(bytes);
        }
        self
    }
}

impl Routes for OpenApiRouter<Ctx> {
    fn new() -> Self {
        Self::new()
    }

    fn routes<S, D>(self, group: Group<S, D>) -> Self
    where
        S: FnOnce() -> Vec<Route>,
        D: FnOnce() -> UtoipaMethodRouter<Ctx>,
    {
        self.routes((group.describe)())
    }

    fn merge(self, other: Self) -> Self {
        self.merge(other)
    }

    fn body_limit(self, bytes: usize) -> Self {
        self.layer(body_limit(bytes))
    }
}

/// The handlers of one path, each with its `#[utoipa::path]`, for [`Routes::routes`].
#[macro_export]
macro_rules! routes {
    ($($($part:ident)::+),+ $(,)?) => {
        $crate::routes::Group {
            serve: || ::std::vec![$($crate::routes::Route::new(
                $crate::utoipa_axum::routes!(@path [path()] of $($part)::+),
                &$crate::utoipa_axum::routes!(@path [methods()] of $($part)::+),
                |methods, filter| methods.on(filter, $($part)::+),
            )),+],
            describe: || $crate::utoipa_axum::routes!($($($part)::+),+),
        }
    };
}
