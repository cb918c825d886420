//! Lambda's two runtimes: requests and jobs.
use crate::{
    ctx::Ctx,
    job::{Job, JobError},
};
use axum::Router;
use lambda_http::{
    Adapter, Service, aws_lambda_events::apigw::ApiGatewayV2httpRequest, request::LambdaRequest,
};
use lambda_runtime::{LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Writes log lines as JSON to standard output, those that `filter` lets through: a level, or pairs of
/// a crate and a level, with commas between. Call it once.
///
/// Lines hold facts about work (ids, counts, statuses), never a name, a number, a token or a body.
pub fn start_log(filter: &str) {
    let filter = filter.parse::<Targets>();
    let filter = filter.unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true);
    let lines = lines.with_current_span(true).with_span_list(false);
    // A second call keeps the first subscriber: tests of one process may race for it.
    let started = tracing_subscriber::registry().with(filter).with(lines).try_init();
    if started.is_err() {
        tracing::debug!("the log was started before");
    }
}

/// A request as the gateway sends it. [`LambdaRequest`] tries one form after the other and cannot say
/// what is wrong with a payload that is none of them; this one names the field.
#[derive(Deserialize)]
#[serde(transparent)]
struct GatewayRequest(ApiGatewayV2httpRequest);

/// Serves `router` to API Gateway until the sandbox ends.
pub async fn serve_requests(router: Router) -> Result<(), JobError> {
    let adapter = Adapter::from(router);
    let serve = service_fn(move |event: LambdaEvent<GatewayRequest>| {
        let request = LambdaRequest::ApiGatewayV2(event.payload.0);
        adapter.clone().call(LambdaEvent::new(request, event.context))
    });
    lambda_runtime::run(serve).await.map_err(JobError::from)
}

/// Runs `job` for each invocation until the sandbox ends. A run that fails is logged here, once, and
/// repeated by whoever invoked it.
pub async fn serve_job(ctx: Ctx, job: Job) -> Result<(), JobError> {
    let run = service_fn(|event: LambdaEvent<Value>| {
        let ctx = ctx.clone();
        async move { run_once(ctx, job, event.payload).await.map_err(|error| error.to_string()) }
    });
    lambda_runtime::run(run).await.map_err(JobError::from)
}

/// Runs `job` once, with its one log line.
pub async fn run_once(ctx: Ctx, job: Job, payload: Value) -> Result<Value, JobError> {
    let answered = job.run(ctx, payload).await;
    match &answered {
        Ok(_) => tracing::info!(job.name = job.name(), "job done"),
        Err(error) => tracing::error!(job.name = job.name(), cause = %error, "job failed"),
    }
    answered
}
