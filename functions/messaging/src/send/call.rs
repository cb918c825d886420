//! One provider call, and what its answer means.
use domain::{
    outbox::CallResult,
    provider_errors::{ErrorClass, classify},
};
use jiff::SignedDuration;
use ports::Submission;

/// The HTTP status that asks for patience, whatever the code.
const TOO_MANY_REQUESTS: u16 = 429;

/// What the provider's answer means to the message.
pub(super) fn result(submission: Submission) -> CallResult {
    match submission {
        Submission::Accepted { provider_id, segments } => {
            CallResult::Accepted { provider_id, segments }
        }
        Submission::Refused { code, status, retry_after_seconds } => {
            let class = classify(code);
            let throttled = class == ErrorClass::Ambiguous && status == TOO_MANY_REQUESTS;
            let class = if throttled { ErrorClass::Throttle } else { class };
            let retry_after =
                retry_after_seconds.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
            CallResult::Refused { code, class, retry_after }
        }
        Submission::NotSent => CallResult::NotSent,
        Submission::Unknown => CallResult::Unknown,
    }
}
