//! The API's port: pages and gateway behind one listener.
use crate::{
    gateway::{Answer, Gateway, PAYLOAD_BYTES_MAX, refusal},
    live::Stop,
    pages::Pages,
    queues::LocalQueues,
};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{convert::Infallible, net::IpAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, task::JoinSet};

/// How long requests at hand may take to end when the host stops.
const GRACE: Duration = Duration::from_secs(5);
/// How long a client may take to send its headers.
const HEADERS_TIMEOUT: Duration = Duration::from_secs(30);
/// Rest when no connection can be taken (no file handle is left).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What answers a request.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) gateway: Gateway,
    pub(crate) pages: Pages,
    pub(crate) queues: Arc<LocalQueues>,
}

impl Site {
    async fn answer(&self, request: Request<Incoming>, source: IpAddr) -> Answer {
        let (head, body) = request.into_parts();
        if let Some(page) = self.pages.answer(&head, &self.queues).await {
            return page;
        }
        match Limited::new(body, PAYLOAD_BYTES_MAX).collect().await {
            Ok(body) => self.gateway.call(Request::from_parts(head, body.to_bytes()), source).await,
            Err(error) if error.is::<LengthLimitError>() => refusal(StatusCode::PAYLOAD_TOO_LARGE),
            Err(_) => refusal(StatusCode::BAD_REQUEST),
        }
    }
}

/// Serves `site` on `listener` until `stop`, then lets what is at hand end.
pub(crate) async fn serve(listener: TcpListener, site: Arc<Site>, mut stop: Stop) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let site = Arc::clone(&site);
        let service = service_fn(move |request| {
            let site = Arc::clone(&site);
            async move { Ok::<_, Infallible>(site.answer(request, peer.ip()).await) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEADERS_TIMEOUT);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        // A client that goes away in the middle is no news.
        connections.spawn(async move { drop(connection.await) });
    }
    drop(listener);
    drop(tokio::time::timeout(GRACE, graceful.shutdown()).await);
}
