//! In whose name something is asked for, as IAM knows functions by their roles.
//!
//! A test says in whose name work runs ([`as_function`]); a process says it itself, by the id of its
//! key. The test's [`Guard`] looks at everything that is asked in a name before it is done, and what it
//! denies is refused as the cloud would refuse it. What is asked in nobody's name is the test's own.
use crate::embedded::Call;
use http::Method;
use std::sync::OnceLock;

tokio::task_local! {
    static CALLER: String;
}

static GUARD: OnceLock<Guard> = OnceLock::new();

/// Says whether `caller` may have what it asks for.
pub type Guard = fn(caller: &str, asked: &Asked<'_>) -> Result<(), Denied>;

/// What a function asks a service for.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a> {
    /// A request to the table.
    Table(Call<'a>),
    /// To send to the queue of that name.
    Queue(&'a str),
    /// The scheduler's operation: `CreateSchedule`, `UpdateSchedule` or `DeleteSchedule`.
    Timer(&'static str),
    /// To send a mail.
    Mail,
}

/// A refusal, in the words of IAM.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "User: arn:aws:sts::000000000000:assumed-role/{caller}/{caller} is not authorized to perform: \
     {action} on resource: {resource} because no identity-based policy allows the {action} action"
)]
pub struct Denied {
    /// Who asked.
    pub caller: String,
    /// The first action that is not granted, with its service: `dynamodb:GetItem`.
    pub action: String,
    /// What it would have been done to.
    pub resource: String,
}

/// Has `guard` look at what is asked in any name, until the process ends. The first one stays.
pub fn keep_to(guard: Guard) {
    GUARD.get_or_init(|| guard);
}

/// Does `work` in the name of `caller`: a job's or operation's name, or a request's method and path.
pub async fn as_function<T>(caller: impl Into<String>, work: impl Future<Output = T>) -> T {
    CALLER.scope(caller.into(), work).await
}

/// Whether whoever runs here may have it.
pub(crate) fn allowed(asked: &Asked<'_>) -> Result<(), Denied> {
    let Some(guard) = GUARD.get() else { return Ok(()) };
    CALLER.try_with(|caller| guard(caller, asked)).unwrap_or(Ok(()))
}

/// Whose key signed a request
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html>).
pub(crate) fn signer(authorization: &str) -> Option<&str> {
    authorization.split_once("Credential=")?.1.split('/').next()
}

/// What is asked of the scheduler with that method.
pub(crate) fn timer(method: &Method) -> Asked<'static> {
    Asked::Timer(match *method {
        Method::POST => "CreateSchedule",
        Method::DELETE => "DeleteSchedule",
        _ => "UpdateSchedule",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_names_its_signer() {
        let header = "AWS4-HMAC-SHA256 Credential=fill/20260601/us-east-1/dynamodb/aws4_request, \
            SignedHeaders=host, Signature=00";
        assert_eq!(signer(header), Some("fill"));
        assert_eq!(signer("Basic c2FtcGxl"), None);
    }
}
