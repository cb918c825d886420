//! The real SDK client over an embedded table: no socket, no port, no container.
mod capacity;
mod connector;
mod dice;
mod engine;
mod faults;
mod meter;
mod next_version;
mod operations;
mod remote;
mod replica;
mod stream;
mod unguard;

pub use dice::Dice;
pub use faults::{Call, Faults, Verdict};
pub use meter::{Meter, OperationUse, Units};
pub use remote::REMOTE_VARIABLE;
pub use stream::{Records, RowChange};

use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region, retry::RetryConfig, timeout::TimeoutConfig},
};
use connector::Connector;
use engine::Engine;
use jiff::Timestamp;
use remote::Remote;
use replica::Replica;
use std::{
    fmt,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use store::{Row, Store, StoreError};

/// The table's name.
pub const TABLE: &str = "convoke";

/// The embedded table could not be opened, read or swept.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// The database.
    #[error("the embedded database failed: {0}")]
    Database(#[from] dynoxide::DynoxideError),
    /// The second connection to it.
    #[error("the embedded database's file failed: {0}")]
    File(#[from] rusqlite::Error),
    /// A stored record is not JSON.
    #[error("a stored record is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The table could not be created.
    #[error("the embedded table could not be created: {0}")]
    Table(#[from] StoreError),
    /// The operating system refused the database's thread.
    #[error("no thread for the embedded table: {0}")]
    Thread(#[from] std::io::Error),
}

/// A table in this process. Clones share it.
#[derive(Clone)]
pub struct Embedded {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    meter: Mutex<Meter>,
    hooks: Mutex<Hooks>,
    /// Callers that ended at a call.
    stopped: AtomicU64,
    worker: Option<connector::Worker>,
}

/// Where the table is.
enum Place {
    Here(Mutex<Engine>),
    Elsewhere(Remote),
}

/// What tests hang into the connector.
struct Hooks {
    before: Option<Before>,
    after: Option<After>,
    /// How often a call gives way to others before it runs.
    order: Dice,
    /// The items, by the beginning of their sort keys, whose conditions are made true.
    unguarded: Option<&'static str>,
}

impl Default for Hooks {
    fn default() -> Self {
        Self { before: None, after: None, order: Dice::new(0), unguarded: None }
    }
}

type Before = Box<dyn FnMut(&Call<'_>) -> Verdict + Send>;
type After = Box<dyn FnMut(&Call<'_>) + Send>;

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Embedded")
    }
}

impl Embedded {
    /// A fresh table in memory. Calls run on the caller's thread, and each one first gives way a few
    /// times to whatever else is ready, by dice: on one thread, a seed has one interleaving.
    ///
    /// Where [`REMOTE_VARIABLE`] names a DynamoDB, the table is a fresh one there instead, and what needs
    /// the embedded one (hooks, faults, meter, stream, rows) ends the test.
    pub async fn memory() -> Result<Self, EmbeddedError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        if let Some(remote) = Remote::named() {
            let embedded = Self::at(Place::Elsewhere(remote), None);
            embedded.store().create_table().await?;
            return Ok(embedded);
        }
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // The shared cache lets a second connection in; the name keeps tests apart.
        let name = format!("file:convoke-{}-{number}?mode=memory&cache=shared", std::process::id());
        Self::open(&name, None).await
    }

    /// The table in a file, made when it is not there. Calls run on a thread of their own, so that
    /// `SQLite` never holds up the runtime.
    pub async fn file(path: &Path) -> Result<Self, EmbeddedError> {
        let worker = connector::Worker::start()?;
        Self::open(&path.to_string_lossy(), Some(worker)).await
    }

    async fn open(name: &str, worker: Option<connector::Worker>) -> Result<Self, EmbeddedError> {
        let engine = Engine::open(name)?;
        let exists = engine.has_table()?;
        let embedded = Self::at(Place::Here(Mutex::new(engine)), worker);
        if !exists {
            embedded.store().create_table().await?;
        }
        embedded.reset_meter();
        Ok(embedded)
    }

    fn at(place: Place, worker: Option<connector::Worker>) -> Self {
        let (meter, hooks) = (Mutex::default(), Mutex::default());
        let stopped = AtomicU64::new(0);
        Self { inner: Arc::new(Inner { place, meter, hooks, stopped, worker }) }
    }

    /// An SDK client of the table. It does not retry: a fault is seen by whoever caused it.
    pub fn client(&self) -> Client {
        match &self.inner.place {
            Place::Here(_) => client(EMBEDDED_ADDRESS, Connector::Table(self.clone())),
            Place::Elsewhere(remote) => client(&remote.address, Connector::Remote(remote.clone())),
        }
    }

    /// A client of functions of the next version, which beside all others run while it is deployed:
    /// each item that they write whole has an attribute that the present version does not know.
    pub fn client_of_next_version(&self) -> Client {
        self.must_be_here();
        client(EMBEDDED_ADDRESS, Connector::NextVersion(self.clone()))
    }

    /// The table as the use cases see it.
    pub fn store(&self) -> Store {
        let table = match &self.inner.place {
            Place::Here(_) => TABLE,
            Place::Elsewhere(remote) => &remote.table,
        };
        Store::new(self.client(), table, b"cursors of the embedded table")
    }

    /// The stream's records after the one with number `after`, oldest first, at most `limit`.
    pub fn next_records(&self, after: u64, limit: u32) -> Result<Records, EmbeddedError> {
        self.engine().next_records(after, limit)
    }

    /// What the writes after record number `after` did to rows, oldest first, at most `limit`.
    pub fn changes(&self, after: u64, limit: u32) -> Result<Vec<RowChange>, EmbeddedError> {
        self.engine().changes(after, limit)
    }

    /// Forgets the stream's records up to and with number `through`. Without it writes stay as fast,
    /// but the file grows.
    pub fn trim_stream(&self, through: u64) -> Result<(), EmbeddedError> {
        self.engine().trim_stream(through)
    }

    /// Deletes what expired before `now`, as the cloud does within days. Answers how many.
    pub fn sweep_ttl(&self, now: Timestamp) -> Result<usize, EmbeddedError> {
        self.engine().sweep_ttl(now)
    }

    /// Every item of the table, in key order, without a call: for invariants and dumps.
    pub fn rows(&self) -> Result<Vec<Row>, EmbeddedError> {
        self.engine().rows()
    }

    /// What has been consumed since the meter was last reset.
    pub fn meter(&self) -> Meter {
        self.must_be_here();
        locked(&self.inner.meter).clone()
    }

    /// Begins to count from nothing.
    pub fn reset_meter(&self) {
        *locked(&self.inner.meter) = Meter::default();
    }

    /// Asks `hook` before each call what shall become of it. Replaces an earlier hook or faults.
    pub fn before_calls(&self, hook: impl FnMut(&Call<'_>) -> Verdict + Send + 'static) {
        self.must_be_here();
        locked(&self.inner.hooks).before = Some(Box::new(hook));
    }

    /// Tells `hook` of each call that succeeded. It may look at [`rows`](Self::rows), but make no call.
    pub fn after_calls(&self, hook: impl FnMut(&Call<'_>) + Send + 'static) {
        self.must_be_here();
        locked(&self.inner.hooks).after = Some(Box::new(hook));
    }

    /// Takes the guards away from the items whose sort keys begin with `head`: their conditions always
    /// hold. For negative controls, which show what the guard keeps from happening.
    pub fn unguard(&self, head: &'static str) {
        self.must_be_here();
        locked(&self.inner.hooks).unguarded = Some(head);
    }

    /// Lets calls that run at once interleave in the way of that seed.
    pub fn interleave(&self, seed: u64) {
        self.must_be_here();
        locked(&self.inner.hooks).order = Dice::new(seed);
    }

    /// Lets calls fail, and interleave, by the seed's dice.
    pub async fn inject(&self, faults: Faults) -> Result<(), EmbeddedError> {
        if faults.stale_per_mille > 0 && !self.engine().has_replica() {
            let replica = Replica::new()?;
            let client = client(EMBEDDED_ADDRESS, Connector::Replica(replica.clone()));
            Store::new(client, TABLE, b"a replica has no cursors").create_table().await?;
            self.engine().follow_with(replica)?;
        }
        self.interleave(faults.seed);
        let mut dice = Dice::new(faults.seed);
        self.before_calls(move |call| faults.verdict(call, &mut dice));
        Ok(())
    }

    /// How many callers ended at a call ([`Verdict::Stop`], [`Verdict::StopAfter`]).
    pub fn stopped(&self) -> u64 {
        self.inner.stopped.load(Ordering::Relaxed)
    }

    /// Ends faults and hooks.
    pub fn heal(&self) {
        *locked(&self.inner.hooks) = Hooks::default();
    }

    fn must_be_here(&self) {
        drop(self.engine());
    }

    #[expect(
        clippy::panic,
        reason = "a test that needs the embedded table must not pass on another"
    )]
    fn engine(&self) -> MutexGuard<'_, Engine> {
        match &self.inner.place {
            Place::Here(engine) => locked(engine),
            Place::Elsewhere(remote) => {
                panic!("this needs the embedded table, and {REMOTE_VARIABLE} is {}", remote.address)
            }
        }
    }
}

/// Nobody is asked there.
const EMBEDDED_ADDRESS: &str = "http://embedded.invalid";

fn client(address: &str, connector: Connector) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "embedded"))
        .endpoint_url(address)
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .http_client(connector)
        .build();
    Client::from_conf(config)
}

/// A poisoned lock means that a test's hook panicked; the test is over, the data is whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
