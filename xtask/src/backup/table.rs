//! The table's file: copied while a host writes to it, and checked.
use anyhow::{Context, ensure};
use rusqlite::{Connection, OpenFlags};
use std::{path::Path, time::Duration};
use store::{Transaction, platform::PlatformSettings};
use testkit::Embedded;

/// Who turned sending off, as the table says it.
const ACTOR: &str = "restore";
/// Writers and a copy do not wait for each other; a checkpoint may.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Copies the table as it is at one instant: `SQLite` reads in one transaction, beside which a host goes on
/// writing.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let connection = open(from)?;
    let name = to.to_str().context("the archive's path is not UTF-8")?;
    connection.execute("VACUUM INTO ?1", [name]).context("the table cannot be copied")?;
    check(to)
}

/// Whether the file is whole.
pub(super) fn check(table: &Path) -> anyhow::Result<()> {
    let connection = open(table)?;
    let found: String = connection.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    ensure!(found == "ok", "the table is damaged: {found}");
    Ok(())
}

fn open(table: &Path) -> anyhow::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(table, flags)
        .with_context(|| format!("{} cannot be opened", table.display()))?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// Turns the kill switch off. What was sent after the backup is queued in it, and would go out again as
/// soon as a host started.
pub(super) async fn stop_sending(table: &Path) -> anyhow::Result<()> {
    let embedded = Embedded::file(table).await?;
    let store = embedded.store();
    let (settings, stored) = store.platform().await?;
    if settings.sending_enabled {
        let mut transaction = Transaction::by(ACTOR);
        let stopped = PlatformSettings { sending_enabled: false, ..settings };
        transaction.replace_platform(stored.as_ref(), &stopped);
        store.commit(transaction).await.context("sending cannot be turned off")?;
    }
    Ok(())
}
