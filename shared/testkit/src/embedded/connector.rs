//! An HTTP client that is a database.
use super::{
    Embedded,
    faults::{Call, Verdict},
    locked, next_version,
    operations::{self, Reply},
    remote::Remote,
    replica::Replica,
    unguard,
};
use crate::identity::{self, Asked};
use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
    },
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use aws_smithy_types::body::SdkBody;
use std::{
    fmt, future, io,
    pin::Pin,
    sync::{atomic::Ordering, mpsc},
    task::{Context, Poll},
    thread,
};
use tokio::sync::oneshot;

/// Where requests go.
#[derive(Debug, Clone)]
pub(super) enum Connector {
    /// To the table, through meter and hooks.
    Table(Embedded),
    /// The same, for the functions of the next version.
    NextVersion(Embedded),
    /// Straight to a copy of it.
    Replica(Replica),
    /// Over HTTP, to a table elsewhere.
    Remote(Remote),
}

impl HttpClient for Connector {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        match self {
            Self::Table(embedded) => {
                HttpConnectorFuture::new(answer(embedded.clone(), operation, body))
            }
            Self::NextVersion(embedded) => {
                let body = next_version::with_its_mark(body);
                HttpConnectorFuture::new(answer(embedded.clone(), operation, body))
            }
            Self::Replica(replica) => {
                HttpConnectorFuture::ready(response(replica.run(&operation, &body)))
            }
            Self::Remote(remote) => HttpConnectorFuture::new(remote.clone().exchange(request)),
        }
    }
}

async fn answer(
    embedded: Embedded,
    operation: String,
    body: Vec<u8>,
) -> Result<HttpResponse, ConnectorError> {
    if let Err(denied) =
        identity::allowed(&Asked::Table(Call { operation: &operation, body: &body }))
    {
        return response(operations::denied(&denied));
    }
    let body = embedded.weakened(body);
    let verdict = embedded.ask(&Call { operation: &operation, body: &body });
    let Some(worker) = &embedded.inner.worker else {
        GiveWay(embedded.patience()).await;
        if let Verdict::Stop | Verdict::StopAfter = verdict {
            embedded.stop(verdict, &operation, &body);
            return future::pending().await;
        }
        return response(embedded.run(verdict, &operation, &body)?);
    };
    let (tell, told) = oneshot::channel();
    let table = embedded.clone();
    worker.run(Box::new(move || {
        // Whoever asked may have gone: then nobody wants the answer.
        drop(tell.send(table.run(verdict, &operation, &body)));
    }))?;
    response(told.await.map_err(|_| gone())??)
}

impl Embedded {
    /// One call as it comes over a wire: the operation's name and its JSON. Answers status and JSON;
    /// nothing where the connection broke.
    pub async fn exchange(&self, operation: &str, body: Vec<u8>) -> Option<(u16, String)> {
        let answer = answer(self.clone(), operation.to_owned(), body).await.ok()?;
        let body = answer.body().bytes().unwrap_or_default();
        Some((answer.status().as_u16(), String::from_utf8_lossy(body).into_owned()))
    }

    fn ask(&self, call: &Call<'_>) -> Verdict {
        let mut hooks = locked(&self.inner.hooks);
        hooks.before.as_mut().map_or(Verdict::Pass, |hook| hook(call))
    }

    fn weakened(&self, body: Vec<u8>) -> Vec<u8> {
        match locked(&self.inner.hooks).unguarded {
            Some(head) => unguard::without_conditions(&body, head),
            None => body,
        }
    }

    fn patience(&self) -> u64 {
        locked(&self.inner.hooks).order.below(GIVE_WAY_MAX).saturating_add(1)
    }

    fn run(&self, verdict: Verdict, operation: &str, body: &[u8]) -> Result<Reply, ConnectorError> {
        let call = Call { operation, body };
        match verdict {
            Verdict::Pass => Ok(self.execute(&call, None)),
            Verdict::Stale { writes } => Ok(self.execute(&call, Some(writes))),
            Verdict::Conflict => Ok(operations::conflict(&call)),
            Verdict::Throttle => Ok(operations::throttled()),
            Verdict::LoseRequest | Verdict::Stop => Err(lost("the request was lost")),
            Verdict::LoseReply | Verdict::StopAfter => {
                self.execute(&call, None);
                Err(lost("the reply was lost"))
            }
            Verdict::Repeat => {
                self.execute(&call, None);
                Ok(self.execute(&call, None))
            }
        }
    }

    /// The caller ends here, before the call or after it.
    fn stop(&self, verdict: Verdict, operation: &str, body: &[u8]) {
        drop(self.run(verdict, operation, body));
        self.inner.stopped.fetch_add(1, Ordering::Relaxed);
    }

    fn execute(&self, call: &Call<'_>, stale: Option<u64>) -> Reply {
        let reply = self.engine().run(call, stale);
        locked(&self.inner.meter).count(call.operation, &reply);
        if reply.status == OK {
            // Taken out while it runs, so that it may look at the table.
            let hook = locked(&self.inner.hooks).after.take();
            if let Some(mut hook) = hook {
                hook(call);
                locked(&self.inner.hooks).after.get_or_insert(hook);
            }
        }
        reply
    }
}

pub(super) const OK: u16 = 200;

fn response(reply: Reply) -> Result<HttpResponse, ConnectorError> {
    let status = reply.status.try_into().map_err(|_| lost("no such status"))?;
    let mut response = HttpResponse::new(status, SdkBody::from(reply.body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

fn lost(reason: &'static str) -> ConnectorError {
    ConnectorError::timeout(reason.into())
}

fn gone() -> ConnectorError {
    ConnectorError::other("the embedded table's thread is gone".into(), None)
}

type Job = Box<dyn FnOnce() + Send>;

/// The thread that the database lives on. It ends with the last clone of the table.
pub(super) struct Worker(mpsc::Sender<Job>);

impl Worker {
    pub(super) fn start() -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel::<Job>();
        thread::Builder::new().name("embedded table".into()).spawn(move || {
            for job in receiver {
                job();
            }
        })?;
        Ok(Self(sender))
    }

    fn run(&self, job: Job) -> Result<(), ConnectorError> {
        self.0.send(job).map_err(|_| gone())
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Worker")
    }
}

/// Most times that a call in memory gives way: enough for any order of a few tasks.
const GIVE_WAY_MAX: u64 = 4;

/// Lets everything else that is ready run first, this many times.
struct GiveWay(u64);

impl Future for GiveWay {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(()) };
        self.0 = left;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
