//! The measured host, seen from outside.
use crate::{organizer::Credentials, terminal};
use anyhow::{Context, bail};
use ports::Ids;
use runtime::system::SystemIds;
use std::{
    env, fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The variables that carry the first admin's credentials.
pub(super) const EMAIL: &str = "CONVOKE_BOOTSTRAP_EMAIL";
pub(super) const PASSWORD: &str = "CONVOKE_BOOTSTRAP_PASSWORD";
/// How the lines begin by which it says where it is; the last one means that it serves.
pub(super) const PHONES: &str = "phones ";
pub(super) const READY: &str = "ready ";

/// A tick of the kernel's account of processor time: Linux tells programs hundredths of a second,
/// whatever its own are (proc(5), `USER_HZ`).
const TICK: Duration = Duration::from_millis(10);
/// How long a host must do next to nothing to count as quiet, how much that is, and how long it may
/// take to come to rest.
const QUIET_SPAN: Duration = Duration::from_secs(1);
const QUIET_CPU: Duration = Duration::from_millis(80);
const QUIET_WAIT_SPANS_MAX: u32 = 300;

/// A running host. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct HostProcess {
    child: Child,
    credentials: Credentials,
    address: String,
    phones: String,
}

impl HostProcess {
    /// Starts this program again as a host, for an admin whom nobody else knows.
    pub(super) fn start() -> anyhow::Result<Self> {
        let ids: &dyn Ids = &SystemIds;
        let credentials = Credentials {
            email: "load@example.com".to_owned(),
            password: format!("{:032x}", u128::from_be_bytes(ids.bytes())),
        };
        let child = Command::new(env::current_exe()?)
            .arg("load-host")
            .env(EMAIL, &credentials.email)
            .env(PASSWORD, &credentials.password)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the host cannot be started")?;
        let (address, phones) = (String::new(), String::new());
        let mut host = Self { child, credentials, address, phones };
        host.read_addresses()?;
        Ok(host)
    }

    fn read_addresses(&mut self) -> anyhow::Result<()> {
        let lines = self.child.stdout.take().context("the host's words cannot be read")?;
        for line in BufReader::new(lines).lines() {
            let line = line?;
            if let Some(address) = line.strip_prefix(PHONES) {
                address.clone_into(&mut self.phones);
            }
            if let Some(address) = line.strip_prefix(READY) {
                address.clone_into(&mut self.address);
                return Ok(());
            }
        }
        bail!("the host ended before it served")
    }

    /// Where the API is.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Where the simulated phones are.
    pub(super) fn phones(&self) -> &str {
        &self.phones
    }

    /// Its admin.
    pub(super) const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Its processor time so far.
    pub(super) fn cpu(&self) -> anyhow::Result<Duration> {
        cpu_of(&self.child.id().to_string())
    }

    /// The most memory that it has had resident, in KiB.
    pub(super) fn memory_peak(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("the host's memory cannot be read: it needs /proc of Linux")?;
        peak(&status).context("/proc/<pid>/status has another form")
    }

    /// Waits until it has nothing left to do, or complains that it always has.
    pub(super) async fn quiet(&self) -> anyhow::Result<()> {
        for _ in 0..QUIET_WAIT_SPANS_MAX {
            let before = self.cpu()?;
            tokio::time::sleep(QUIET_SPAN).await;
            if self.cpu()?.saturating_sub(before) <= QUIET_CPU {
                return Ok(());
            }
        }
        terminal::complain(
            "the host did not come to rest; what it still does is measured with the next",
        );
        Ok(())
    }
}

impl Drop for HostProcess {
    fn drop(&mut self) {
        // It keeps nothing that could be lost, and may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The processor time of this process so far.
pub(super) fn own_cpu() -> anyhow::Result<Duration> {
    cpu_of("self")
}

fn cpu_of(process: &str) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))
        .context("processor time cannot be read: it needs /proc of Linux")?;
    let ticks = ticks(&stat).context("/proc/<pid>/stat has another form")?;
    Ok(TICK.saturating_mul(u32::try_from(ticks)?))
}

/// `utime` and `stime`, fields 14 and 15. Field 2 is the program's name in parentheses, which may
/// contain anything.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    user.checked_add(system)
}

/// `VmHWM`, in KiB.
fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_found_behind_any_name() {
        let stat = "7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1";
        assert_eq!(ticks(stat), Some(300));
        assert_eq!(ticks("7 (a) S 1 2"), None);
    }

    #[test]
    fn the_peak_of_the_memory_is_found() {
        assert_eq!(peak("VmPeak:\t  9 kB\nVmHWM:\t    1234 kB\nVmRSS:\t 7 kB\n"), Some(1_234));
        assert_eq!(peak("VmRSS:\t 7 kB\n"), None);
    }
}
