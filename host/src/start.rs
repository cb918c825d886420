//! Putting a host together.
use crate::{
    Host,
    configure::{self, Provider, Sources},
    engine::Engine,
    first_admin,
    gateway::{Gateway, SIMULATED_PHONE, Throttle},
    jobs::Jobs,
    live,
    options::{Data, Options, Time},
    pages::Pages,
    phones::{self, HttpCaller, Network},
    queues::LocalQueues,
    relay::Relay,
    secrets,
    server::{self, Site},
    timers::Timers,
};
use anyhow::Context;
use http::{HeaderMap, HeaderValue};
use ports::{Clock, Ids};
use providers::Twilio;
use runtime::{
    Ctx,
    system::{SystemClock, SystemIds},
};
use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};
use store::Store;
use testkit::{Embedded, FakeClock, SeededIds};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

/// The table's file in the data folder.
const TABLE_FILE: &str = "table.sqlite";
/// Phones that act side by side in real time.
const PHONES_AT_ONCE: usize = 8;

pub(crate) async fn start(options: Options) -> anyhow::Result<Host> {
    let lock = options.data.prepare()?;
    let (clock, virtual_clock) = clock(options.time);
    let ids = ids(options.seed);
    let secrets = secrets::load(&options.data, ids.as_ref())?;
    let listener = listen(options.port).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let network_listener = match configure::provider(options.variable) {
        Provider::Simulated => Some(listen(options.twilio_port).await?),
        Provider::Given => None,
    };
    let network_address = match &network_listener {
        Some(listener) => Some(format!("http://{}", listener.local_addr()?)),
        None => None,
    };
    let sources = Sources {
        variable: options.variable,
        secrets: &secrets,
        address: address.clone(),
        network: network_address.clone(),
    };
    let (config, secrets) = sources.read()?;
    let table = table(&options.data).await?;
    let queues = Arc::new(match options.data.folder() {
        Some(folder) => LocalQueues::open(folder, Arc::clone(&clock))?,
        None => LocalQueues::memory(Arc::clone(&clock)),
    });
    let timers = Arc::new(Timers::default());
    let twilio = Twilio::new(&config.twilio_base_url, &config.base_url, secrets.twilio.clone())?;
    let ctx = Ctx {
        store: Store::new(table.client(), config.table.clone(), &secrets.cursors),
        clock: Arc::clone(&clock),
        ids: Arc::clone(&ids),
        secrets: Arc::new(secrets),
        texts: Arc::new(twilio),
        queues: Arc::<LocalQueues>::clone(&queues),
        schedules: Arc::<Timers>::clone(&timers),
        config: Arc::new(config),
    };
    timers.rebuild(&ctx.store).await?;
    first_admin::from_environment(&ctx, options.variable).await?;
    let relay = Relay::open(&options.data, table.clone(), Arc::clone(&queues))?;
    let engine = Arc::new(Engine {
        jobs: Jobs::find()?,
        table,
        queues,
        timers,
        relay,
        next_sweep: Mutex::new(clock.now()),
        ctx,
    });
    let pass = HeaderValue::try_from(format!("{:032x}", u128::from_be_bytes(ids.bytes())))?;
    let network = match &network_listener {
        Some(_) => Some(network(&options, &engine.ctx, clock, &pass)?),
        None => None,
    };
    let throttle = options.guest_requests_per_minute.map(|limit| Throttle::new(limit, pass));
    let ports = Ports { listener, throttle, phones: network_listener.zip(network.clone()) };
    let (stop, tasks) = serve(options.time, &engine, ports);
    let clock = virtual_clock;
    Ok(Host { address, engine, network, network_address, clock, stop, tasks, lock })
}

fn clock(time: Time) -> (Arc<dyn Clock>, Option<FakeClock>) {
    match time {
        Time::Real => (Arc::new(SystemClock), None),
        Time::Virtual(now) => {
            let clock = FakeClock::at(now);
            (Arc::new(clock.clone()), Some(clock))
        }
    }
}

fn ids(seed: Option<u64>) -> Arc<dyn Ids> {
    match seed {
        Some(seed) => Arc::new(SeededIds::new(seed)),
        None => Arc::new(SystemIds),
    }
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("port {port} cannot be taken; another host may be running"))
}

async fn table(data: &Data) -> anyhow::Result<Embedded> {
    match data.folder() {
        None => Ok(Embedded::memory().await?),
        Some(folder) => {
            let file = folder.join(TABLE_FILE);
            let opened = Embedded::file(&file).await;
            opened.with_context(|| format!("the table {} cannot be opened", file.display()))
        }
    }
}

fn network(
    options: &Options,
    ctx: &Ctx,
    clock: Arc<dyn Clock>,
    pass: &HeaderValue,
) -> anyhow::Result<Arc<Network>> {
    let account = &ctx.secrets.twilio;
    let configuration = phones::Configuration {
        account_sid: account.sid.clone(),
        auth_token: account.auth_token.clone(),
        public_url: ctx.config.base_url.clone(),
        service_number: secrets::SENDER.parse()?,
        data: options.data.folder().map(ToOwned::to_owned),
        settings: options.phones.clone(),
        concurrency: match options.time {
            Time::Real => PHONES_AT_ONCE,
            Time::Virtual(_) => 1,
        },
    };
    let caller = HttpCaller::with_headers(HeaderMap::from_iter([(SIMULATED_PHONE, pass.clone())]))?;
    Ok(Arc::new(Network::open(configuration, clock, Arc::new(caller))?))
}

/// What is served, and where.
struct Ports {
    listener: TcpListener,
    throttle: Option<Throttle>,
    phones: Option<(TcpListener, Arc<Network>)>,
}

/// Starts everything that runs beside whoever holds the host.
fn serve(time: Time, engine: &Arc<Engine>, ports: Ports) -> (watch::Sender<bool>, JoinSet<()>) {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let ctx = &engine.ctx;
    let inbox = ports.phones.as_ref().map(|_| format!("{}/", ctx.config.twilio_base_url));
    let site = Site {
        gateway: Gateway::new(
            bootstrap::api_router(ctx.clone()),
            Arc::clone(&ctx.clock),
            Arc::clone(&ctx.ids),
            ports.throttle,
        ),
        pages: Pages::new(inbox),
        queues: Arc::clone(&engine.queues),
    };
    tasks.spawn(server::serve(ports.listener, Arc::new(site), stopped.clone()));
    let is_real = time == Time::Real;
    if let Some((listener, network)) = ports.phones {
        tasks.spawn(phones::serve(listener, Arc::clone(&network), told(stopped.clone())));
        if is_real {
            tasks.spawn(phones::run(network, told(stopped.clone())));
        }
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
