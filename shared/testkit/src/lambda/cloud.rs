//! The one address that stands for all that a function talks to.
use super::{
    runtime_api::RuntimeApi,
    services::{self, Sent},
};
use crate::{Embedded, identity};
use http::{Method, Request, Response, StatusCode, header, request::Parts};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

/// What every stand-in answers with.
pub(super) type Reply = Response<Full<Bytes>>;

/// Stand-ins behind one address of this machine, until this is dropped.
#[derive(Debug)]
pub struct Cloud {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// The server ends with it.
    _server: JoinSet<()>,
}

#[derive(Debug)]
struct Shared {
    table: Option<Embedded>,
    runtime: RuntimeApi,
    sent: Mutex<Vec<Sent>>,
    greeted: watch::Sender<bool>,
}

impl Cloud {
    /// Stand-ins over `table`; without one every call of the table fails.
    ///
    /// Errors: no port of this machine can be had.
    pub async fn start(table: Option<Embedded>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (runtime, sent) = (RuntimeApi::default(), Mutex::default());
        let shared = Arc::new(Shared { table, runtime, sent, greeted: watch::Sender::new(false) });
        let mut server = JoinSet::new();
        server.spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, _server: server })
    }

    /// Where it is.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was handed to queues, timers and providers, in the order in which it came. Clears it.
    pub fn take_sent(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.shared.sent())
    }

    /// Waits until somebody has opened a connection to the table without asking for anything.
    pub async fn greeted(&self) {
        // The other end lives as long as this.
        drop(self.shared.greeted.subscribe().wait_for(|greeted| *greeted).await);
    }

    pub(super) fn runtime(&self) -> &RuntimeApi {
        &self.shared.runtime
    }
}

impl Shared {
    fn sent(&self) -> MutexGuard<'_, Vec<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: Request<Incoming>) -> Reply {
        let (head, body) = request.into_parts();
        let Ok(body) = body.collect().await else { return empty(StatusCode::BAD_REQUEST) };
        let body = body.to_bytes();
        if let Some(rest) = head.uri.path().strip_prefix("/2018-06-01/runtime/") {
            return self.runtime.answer(rest, &body).await;
        }
        if head.method == Method::GET && head.uri.path() == "/" {
            self.greeted.send_replace(true);
            return reply(StatusCode::OK, "text/plain", "healthy");
        }
        let caller = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        match caller.and_then(identity::signer) {
            Some(caller) => identity::as_function(caller, self.answer_service(&head, &body)).await,
            None => self.answer_service(&head, &body).await,
        }
    }

    async fn answer_service(&self, head: &Parts, body: &[u8]) -> Reply {
        match target(head).split_once('.') {
            Some((service, operation)) if service.starts_with("DynamoDB") => {
                self.ask_table(operation, body.to_vec()).await
            }
            _ => {
                if let Some(refusal) = services::refusal(head, body) {
                    return refusal;
                }
                let (sent, reply) = services::answer(head, body);
                self.sent().push(sent);
                reply
            }
        }
    }

    async fn ask_table(&self, operation: &str, body: Vec<u8>) -> Reply {
        let Some(table) = &self.table else { return empty(StatusCode::SERVICE_UNAVAILABLE) };
        match table.exchange(operation, body).await {
            Some((status, body)) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
                reply(status, "application/x-amz-json-1.0", body)
            }
            None => empty(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream.set_nodelay(true));
        let shared = Arc::clone(&shared);
        let service = service_fn(move |request| {
            let shared = Arc::clone(&shared);
            async move { Ok::<_, Infallible>(shared.answer(request).await) }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A process that was ended leaves its connections in the middle.
        connections.spawn(async move { drop(connection.await) });
    }
}

/// The operation of a call in one of the JSON protocols.
pub(super) fn target(head: &Parts) -> &str {
    head.headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub(super) fn reply(status: StatusCode, kind: &str, body: impl Into<Bytes>) -> Reply {
    let answer = Response::builder().status(status).header(header::CONTENT_TYPE, kind);
    answer.body(Full::new(body.into())).unwrap_or_default()
}

pub(super) fn empty(status: StatusCode) -> Reply {
    let mut answer = Reply::default();
    *answer.status_mut() = status;
    answer
}
