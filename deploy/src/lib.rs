//! What runs on AWS, said once: the functions, what each may do, and the templates that follow.
//!
//! [`functions`] lists every function from the API's own document and the jobs; a [`Zone`] says whom
//! functions of one kind trust, how large they are and which secrets they hold; its [`Policy`] what they
//! may touch, from `deploy/data/grants.csv`. The generated templates in `infra/` are printed from these.
//!
//! # Holding a function to its policy
//!
//! A test that runs a function notes what it does as [`Call`]s: an action as IAM names it, a
//! [`Resource`], and for items the partition key (of the index, for a query of one). A transaction is
//! the calls of its operations, a batch one call for each key. [`Policy::granting`] answers which lines
//! of the table grant a call; none means that IAM would refuse it. [`Policy::parts`] lists all that there
//! are, so that those which no call used can be named by [`Policy::line`].
mod budget;
mod function;
mod grant;
mod granularity;
mod policy;
mod size;
mod source;
mod template;
mod usage;
mod zone;

pub use budget::{Budget, budget, budgets};
pub use function::{Function, Trigger, functions};
pub use grant::{Grant, Resource, grants};
pub use granularity::Granularity;
pub use policy::{Call, Part, Policy};
pub use size::Size;
pub use source::Source;
pub use template::{POLICY_BYTES_MAX, STACK_RESOURCES_MAX, Template, policies, templates};
pub use usage::{Unreached, unreached, unused};
pub use zone::Zone;
