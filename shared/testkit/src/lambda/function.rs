//! A process that serves invocations.
use super::{Cloud, Outcome};
use serde_json::Value;
use std::{
    fs,
    io::{self, BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};
use tokio::time::{Instant, interval, timeout};

/// Longer than any start or answer takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often a process is looked after while it is waited for.
const LOOK: Duration = Duration::from_millis(20);

/// The process did not do as a function does.
#[derive(Debug, thiserror::Error)]
pub enum FunctionError {
    /// It ended. Its log says why.
    #[error("the process ended with {status}:\n{log}")]
    Ended {
        /// How.
        status: String,
        /// What it wrote.
        log: String,
    },
    /// It did not answer in time.
    #[error("the process was silent for {} s", PATIENCE.as_secs())]
    Silent,
    /// The system.
    #[error("the process: {0}")]
    System(#[from] io::Error),
}

/// A running process. It ends when this is dropped.
#[derive(Debug)]
pub struct Function {
    /// What it talks to.
    pub cloud: Cloud,
    started: Instant,
    process: Child,
    log: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
}

impl Function {
    /// Starts `program` with these variables and no others.
    pub fn start(
        program: &Path,
        cloud: Cloud,
        variables: &[(&'static str, String)],
    ) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        let started = Instant::now();
        let mut process = command.spawn()?;
        let log = Arc::new(Mutex::new(Vec::new()));
        let reader = process.stdout.take().map(|output| read(output, Arc::clone(&log)));
        Ok(Self { cloud, started, process, log, reader })
    }

    /// Has it do one thing.
    ///
    /// Errors: it ended, or does not answer.
    pub async fn invoke(&mut self, payload: &Value) -> Result<Outcome, FunctionError> {
        let told = self.cloud.runtime().invoke(payload);
        self.unless_it_ends(async { told.await.ok() }).await
    }

    /// How long it took from its start until it first asked for work.
    ///
    /// Errors: it ended, or never asks.
    pub async fn first_poll(&mut self) -> Result<Duration, FunctionError> {
        let polled = self.cloud.runtime().first_poll();
        let polled = self.unless_it_ends(polled).await?;
        Ok(polled.duration_since(self.started))
    }

    async fn unless_it_ends<T>(
        &mut self,
        told: impl Future<Output = Option<T>>,
    ) -> Result<T, FunctionError> {
        let told = timeout(PATIENCE, told);
        tokio::pin!(told);
        let mut look = interval(LOOK);
        loop {
            tokio::select! {
                told = &mut told => return told.ok().flatten().ok_or(FunctionError::Silent),
                _ = look.tick() => self.look()?,
            }
        }
    }

    /// How long ago it was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// The most memory that it ever used, in kB, where the system tells (Linux).
    pub fn memory_peak_kb(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// Whether it runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }

    /// Ends it. Answers what it logged, a line each.
    pub fn stop(mut self) -> Vec<String> {
        self.end();
        std::mem::take(&mut *self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn look(&mut self) -> Result<(), FunctionError> {
        let Some(status) = self.process.try_wait()? else { return Ok(()) };
        self.end();
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner).join("\n");
        Err(FunctionError::Ended { status: status.to_string(), log })
    }

    fn end(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
        if let Some(reader) = self.reader.take() {
            drop(reader.join());
        }
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.end();
    }
}

/// Keeps what the process writes, so that it never waits for a reader.
fn read(output: ChildStdout, log: Arc<Mutex<Vec<String>>>) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    })
}
