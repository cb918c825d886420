//! Changes of many contacts: recorded as a job, done in bounded steps.
//!
//! 1. A request records the job and queues a hint.
//! 2. The job `import` does a step for each hint (the queue is the same): it changes some contacts, each
//!    under its own revision, records how far it came, and queues the next hint. A step that is done
//!    twice finds the contacts changed and is counted once; a contact that a step changed before its
//!    process died is then counted as unchanged.
//! 3. Reading a job that stands still queues its hint again.
//!
//! What a filter matches is decided contact by contact as the walk reaches it, by the contacts
//! themselves: nobody is missed because a list is some seconds old.
pub(crate) mod act;
pub(crate) mod hint;
pub(crate) mod matching;
pub(crate) mod read;
pub(crate) mod request;
pub(crate) mod start;
pub(crate) mod step;
pub(crate) mod wire;
