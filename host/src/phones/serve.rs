//! The network on its port.
use super::{api, control, inbox, network::Network};
use axum::{Router, body::Body, http::Request};
use futures::TryFutureExt;
use hyper_util::rt::TokioIo;
use std::{convert::Infallible, future::Future, io, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower::ServiceExt;

/// How long to wait when no connection can be taken (no file handle is left).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Marks a response that is never sent: its connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dropped;

/// The provider's API, the control API and the inbox.
pub fn router(network: Arc<Network>) -> Router {
    Router::new()
        .merge(api::routes())
        .merge(control::routes())
        .merge(inbox::routes())
        .with_state(network)
}

/// Serves `app`, the network's routes and whatever stands beside them, on `listener` until `stop`. It
/// does not pump.
pub async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(connection(stream, app.clone()))),
                Err(error) => {
                    tracing::warn!(error.message = %error, "a connection could not be taken");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            Some(_) = connections.join_next() => (),
        }
    }
}

async fn connection(stream: TcpStream, app: Router) {
    let service = hyper::service::service_fn(move |request: Request<_>| {
        app.clone()
            .oneshot(request.map(Body::new))
            .map_err(|never: Infallible| match never {})
            .and_then(|response| async move {
                // hyper closes a connection whose service fails, without a word.
                let dropped = response.extensions().get::<Dropped>().is_some();
                if dropped { Err(io::Error::other("lost on purpose")) } else { Ok(response) }
            })
    });
    let served =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that goes away in the middle is no news.
    drop(served.await);
}
