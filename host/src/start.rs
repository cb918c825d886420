//! Putting a host together.
use crate::{
    Host,
    configure::{self, Provider, Sources},
    demo::{self, Demo},
    engine::Engine,
    first_admin,
    gateway::{SIMULATED_PHONE, Throttle},
    jobs::Jobs,
    mailbox::Mailbox,
    options::{Data, Options, Time},
    phones::{self, HttpCaller, Network},
    queues::LocalQueues,
    relay::Relay,
    secrets,
    serving::{Beside, Ports, serve},
    timers::Timers,
};
use anyhow::Context;
use http::{HeaderMap, HeaderValue};
use ports::{Clock, Ids, Mails};
use providers::{Smtp, Twilio};
use runtime::{
    Config, Ctx,
    system::{SystemClock, SystemIds},
};
use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};
use store::Store;
use testkit::{Embedded, FakeClock, SeededIds};
use tokio::net::TcpListener;

/// The table's file in the data folder.
const TABLE_FILE: &str = "table.sqlite";
/// Phones that act side by side in real time.
const PHONES_AT_ONCE: usize = 8;

pub(crate) async fn start(options: Options) -> anyhow::Result<Host> {
    let lock = options.data.prepare()?;
    let (clock, virtual_clock) = clock(options.time);
    let ids = ids(options.seed);
    let own = secrets::load(&options.data, ids.as_ref())?;
    let listener = listen(options.port).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let phones = configure::provider(options.variable);
    let mailbox = mailbox(&options)?;
    let simulated = if phones == Provider::Simulated || mailbox.is_some() {
        Some(listen(options.twilio_port).await?)
    } else {
        None
    };
    let beside = match &simulated {
        Some(listener) => Some(format!("http://{}", listener.local_addr()?)),
        None => None,
    };
    let network_address = beside.clone().filter(|_| phones == Provider::Simulated);
    let mailbox_address = beside.filter(|_| mailbox.is_some()).map(|it| format!("{it}/mails"));
    let sources = Sources {
        variable: options.variable,
        secrets: &own,
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
        mails: mails(mailbox.as_ref(), &config)?,
        queues: Arc::<LocalQueues>::clone(&queues),
        schedules: Arc::<Timers>::clone(&timers),
        config: Arc::new(config),
    };
    timers.rebuild(&ctx.store).await?;
    first_admin::from_environment(&ctx, options.variable).await?;
    let demo = if options.demo && demo::is_allowed(phones, &ctx.config.base_url) {
        demo::accounts(&ctx, &options.data, own).await?
    } else {
        Demo::default()
    };
    let relay = Relay::open(&options.data, table.clone(), Arc::clone(&queues))?;
    let engine = Arc::new(Engine {
        jobs: Jobs::find()?,
        table,
        queues,
        timers,
        relay,
        next_sweep: Mutex::new(clock.now()),
        next_purge: Mutex::new(clock.now()),
        ctx,
    });
    let pass = HeaderValue::try_from(format!("{:032x}", u128::from_be_bytes(ids.bytes())))?;
    let network = match phones {
        Provider::Simulated => Some(network(&options, &engine.ctx, clock, &pass)?),
        Provider::Given => None,
    };
    let throttle = options.guest_requests_per_minute.map(|limit| Throttle::new(limit, pass));
    let beside = Beside {
        listener: simulated,
        network: network.clone(),
        inbox: network_address.as_ref().map(|address| format!("{address}/")),
        mailbox: mailbox.clone(),
        mails: mailbox_address.clone(),
    };
    let viewer_key = (options.variable)(bootstrap::VIEWER_KEY);
    let ports = Ports { listener, throttle, ui: options.ui, viewer_key, beside };
    let (stop, tasks) = serve(options.time, &engine, ports);
    Ok(Host {
        address,
        engine,
        network,
        network_address,
        mailbox,
        mailbox_address,
        demo,
        clock: virtual_clock,
        stop,
        tasks,
        lock,
    })
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

/// Where mails end, unless a server is named.
fn mailbox(options: &Options) -> anyhow::Result<Option<Arc<Mailbox>>> {
    match (configure::mail_provider(options.variable), options.data.folder()) {
        (Provider::Given, _) => Ok(None),
        (Provider::Simulated, Some(folder)) => Ok(Some(Arc::new(Mailbox::open(folder)?))),
        (Provider::Simulated, None) => Ok(Some(Arc::new(Mailbox::memory()))),
    }
}

fn mails(mailbox: Option<&Arc<Mailbox>>, config: &Config) -> anyhow::Result<Arc<dyn Mails>> {
    if let Some(mailbox) = mailbox {
        return Ok(Arc::<Mailbox>::clone(mailbox));
    }
    let server = config.mail.server.clone().context("no mail server is named")?;
    Ok(Arc::new(Smtp::new(server, config.mail.sender.clone())))
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
