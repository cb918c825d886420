//! The edge: configuration, problems, extraction, authorization, the Lambda runtimes.
//!
//! Everything between an event of the outside world and a use case is here, once. A context crate
//! declares routes over [`Ctx`], takes [`Allowed`] and [`extract::Body`], and answers values or a
//! [`Problem`].
pub mod access_token;
pub mod authorize;
pub mod batch;
pub mod config;
pub mod ctx;
pub mod edge;
pub mod event;
pub mod extract;
pub mod hints;
pub mod http;
pub mod idempotency;
pub mod invitation;
pub mod job;
pub mod limits;
pub mod mail;
pub mod mailed;
pub mod page;
pub mod password;
pub mod period;
pub mod problem;
pub mod registration;
pub mod revision;
pub mod routes;
pub mod system;
pub mod tag;
pub mod team;

pub use authorize::{Allowed, PlatformAdmin, SignedIn};
pub use batch::{Outcome, QueueBatch, StreamBatch};
pub use config::Config;
pub use ctx::Ctx;
pub use job::{Job, JobError};
pub use problem::{Problem, ProblemKind};
pub use routes::Routes;
#[doc(hidden)]
pub use utoipa_axum;
