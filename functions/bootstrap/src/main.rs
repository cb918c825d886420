//! The one program of every function: `_HANDLER` says which operation or job it is.
use bootstrap::{VIEWER_KEY, api_router, aws, behind_network, job, one_operation};
use runtime::{
    Ctx, JobError,
    config::environment,
    edge::{serve_job, serve_requests, start_log},
};
use std::process::ExitCode;

/// The handler of a function that serves the whole API.
const ALL: &str = "all";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            start_log("info");
            tracing::error!(cause = %error, "the process cannot run");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), JobError> {
    let (ctx, table) = aws::ctx(&environment).await?;
    start_log(&ctx.config.log_filter);
    // While the first event is waited for, and never before.
    let (served, ()) = tokio::join!(serve(ctx), table.open());
    served
}

async fn serve(ctx: Ctx) -> Result<(), JobError> {
    let handler = environment("_HANDLER").unwrap_or_default();
    if let Some(job) = job(&handler) {
        return serve_job(ctx, job).await;
    }
    let router = if handler == ALL { api_router(ctx) } else { one_operation(ctx, &handler)? };
    serve_requests(behind_network(router, environment(VIEWER_KEY))).await
}
