//! Everything that runs beside whoever holds the host.
use crate::{
    engine::Engine,
    gateway::{Gateway, Throttle},
    live,
    mailbox::Mailbox,
    options::Time,
    own::{self, Own},
    pages::Pages,
    phones::{self, Network},
    server::{self, Site},
};
use axum::{Router, response::Redirect, routing::get};
use runtime::Ctx;
use std::{path::PathBuf, sync::Arc};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

/// What is served, and where.
pub(crate) struct Ports {
    pub(crate) listener: TcpListener,
    pub(crate) throttle: Option<Throttle>,
    /// The folder of the organizer's page.
    pub(crate) ui: Option<PathBuf>,
    /// What a proxy proves itself with when it tells a viewer's address.
    pub(crate) viewer_key: Option<String>,
    pub(crate) beside: Beside,
}

/// What stands in for the world, on a port of its own.
pub(crate) struct Beside {
    pub(crate) listener: Option<TcpListener>,
    pub(crate) network: Option<Arc<Network>>,
    /// Where the phones' inbox is.
    pub(crate) inbox: Option<String>,
    pub(crate) mailbox: Option<Arc<Mailbox>>,
    /// Where the mailbox's page is.
    pub(crate) mails: Option<String>,
}

impl Beside {
    fn router(&self) -> Router {
        let phones = match &self.network {
            Some(network) => phones::router(Arc::clone(network)),
            None => Router::new().route("/", get(async || Redirect::to("/mails"))),
        };
        let mails = self.mailbox.as_ref().map(Mailbox::router);
        phones.merge(mails.unwrap_or_default())
    }

    /// The API, and before it the host's own routes where the phones are simulated.
    fn api(&self, ctx: &Ctx) -> Router {
        let api = bootstrap::api_router(ctx.clone());
        let (Some(network), Some(inbox)) = (&self.network, &self.inbox) else { return api };
        let own = Own {
            network: Arc::clone(network),
            phones_url: inbox.clone(),
            mails_url: self.mails.clone(),
        };
        own::before(api, ctx.clone(), own)
    }
}

/// Starts everything that runs beside whoever holds the host.
pub(crate) fn serve(
    time: Time,
    engine: &Arc<Engine>,
    ports: Ports,
) -> (watch::Sender<bool>, JoinSet<()>) {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let ctx = &engine.ctx;
    let beside = ports.beside;
    let site = Site {
        gateway: Gateway::new(
            beside.api(ctx),
            Arc::clone(&ctx.clock),
            Arc::clone(&ctx.ids),
            ports.throttle,
        )
        .behind(ports.viewer_key),
        pages: Pages::new(ports.ui, beside.inbox.clone(), beside.mails.clone()),
        queues: Arc::clone(&engine.queues),
    };
    tasks.spawn(server::serve(ports.listener, Arc::new(site), stopped.clone()));
    let is_real = time == Time::Real;
    let routes = beside.router();
    if let Some(listener) = beside.listener {
        tasks.spawn(phones::serve(listener, routes, told(stopped.clone())));
    }
    if let Some(network) = beside.network.filter(|_| is_real) {
        tasks.spawn(phones::run(network, told(stopped.clone())));
    }
    if is_real {
        live::start(engine, &stopped, &mut tasks);
    }
    (stop, tasks)
}

/// Ends when it is time to stop.
async fn told(mut stop: live::Stop) {
    drop(stop.wait_for(|stop| *stop).await);
}
