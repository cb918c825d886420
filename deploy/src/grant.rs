//! What functions may do: actions on a resource, and on which keys of the table.
//!
//! The table of grants is data (`deploy/data/grants.csv`): a line for each zone, resource and beginning
//! of partition keys, with its actions. Lines that allow the same actions become one statement.
use crate::zone::Zone;
use anyhow::{Context, ensure};
use std::fmt;

/// The table of grants.
const TABLE: &str = include_str!("../data/grants.csv");
/// Its first line.
const HEADING: &str = "zone,resource,partition,actions";

/// Something that functions touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// The table's own items.
    Table,
    /// The table's first index.
    Gsi1,
    /// The table's second index.
    Gsi2,
    /// The queue of wakes.
    Wakes,
    /// The queue of messages to send.
    Outbox,
    /// The queue of contacts to write.
    Imports,
    /// The events' timers.
    Timers,
    /// The role that the scheduler takes to send to the queue of wakes.
    TimerRole,
    /// The address or domain that mail is sent from.
    Mail,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 9] = [
        Self::Table,
        Self::Gsi1,
        Self::Gsi2,
        Self::Wakes,
        Self::Outbox,
        Self::Imports,
        Self::Timers,
        Self::TimerRole,
        Self::Mail,
    ];

    /// Its name in the table of grants.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Gsi1 => "gsi1",
            Self::Gsi2 => "gsi2",
            Self::Wakes => "wakes",
            Self::Outbox => "outbox",
            Self::Imports => "imports",
            Self::Timers => "timers",
            Self::TimerRole => "timer-role",
            Self::Mail => "mail",
        }
    }

    /// The service that its actions belong to, as IAM names it.
    pub const fn service(self) -> &'static str {
        match self {
            Self::Table | Self::Gsi1 | Self::Gsi2 => "dynamodb",
            Self::Wakes | Self::Outbox | Self::Imports => "sqs",
            Self::Timers => "scheduler",
            Self::TimerRole => "iam",
            Self::Mail => "ses",
        }
    }

    /// Whether what is granted on it is bound to partition keys.
    pub const fn has_partitions(self) -> bool {
        match self {
            Self::Table | Self::Gsi1 | Self::Gsi2 => true,
            Self::Wakes
            | Self::Outbox
            | Self::Imports
            | Self::Timers
            | Self::TimerRole
            | Self::Mail => false,
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resource| resource.name() == name)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A line of the table: some actions on a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Whose functions may do it.
    pub zone: Zone,
    /// What they may be done to.
    pub resource: Resource,
    /// For items: what their partition key begins with. Empty for what is no item.
    pub partition: &'static str,
    /// The actions without their service, by name: `GetItem`.
    pub actions: Vec<&'static str>,
}

/// Every line of the table.
///
/// Errors: a line that is no grant, an unknown name, a line twice, or keys where there are none.
pub fn grants() -> anyhow::Result<Vec<Grant>> {
    read_all(TABLE).context("grants.csv")
}

/// The lines of a table of this form.
pub(crate) fn read_all(table: &'static str) -> anyhow::Result<Vec<Grant>> {
    let mut lines = table.lines();
    ensure!(lines.next() == Some(HEADING), "it does not begin with `{HEADING}`");
    let mut grants: Vec<Grant> = Vec::new();
    for line in lines {
        let grant = read(line).with_context(|| format!("`{line}`"))?;
        let known = grants.iter().any(|other| {
            (other.zone, other.resource, other.partition)
                == (grant.zone, grant.resource, grant.partition)
        });
        ensure!(!known, "`{line}` has a line already");
        grants.push(grant);
    }
    Ok(grants)
}

fn read(line: &'static str) -> anyhow::Result<Grant> {
    let [zone, resource, partition, actions] =
        line.split(',').collect::<Vec<_>>().try_into().ok().context("has not four columns")?;
    let zone = Zone::of_name(zone).context("the zone is unknown")?;
    let resource = Resource::of_name(resource).context("the resource is unknown")?;
    ensure!(partition.is_empty() != resource.has_partitions(), "keys are for items, and only they");
    let actions: Vec<&str> = actions.split(' ').filter(|action| !action.is_empty()).collect();
    ensure!(!actions.is_empty(), "there is no action");
    ensure!(actions.is_sorted_by(|left, right| left < right), "the actions are not in order");
    Ok(Grant { zone, resource, partition, actions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_grant() {
        assert!(grants().unwrap().len() > 50);
    }

    #[test]
    fn no_zone_may_read_without_a_key() {
        for grant in grants().unwrap() {
            for action in &grant.actions {
                assert!(!action.contains('*') && *action != "Scan", "{grant:?}");
            }
            if grant.resource.has_partitions() {
                assert!(grant.partition.len() >= 4, "{grant:?}");
            }
        }
    }

    #[test]
    fn a_guest_writes_to_events_only_and_sends_nothing() {
        for grant in grants().unwrap().iter().filter(|grant| grant.zone == Zone::Guests) {
            let writes = ["PutItem", "UpdateItem", "DeleteItem"];
            let writes = grant.actions.iter().any(|action| writes.contains(action));
            assert!(!writes || grant.partition == "EVENT#", "{grant:?}");
            assert!(grant.resource.has_partitions(), "{grant:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_grant_is_refused() {
        for line in [
            "Guests,table,EVENT#",
            "Guest,table,EVENT#,GetItem",
            "Guests,tables,EVENT#,GetItem",
            "Guests,table,,GetItem",
            "Guests,wakes,EVENT#,SendMessage",
            "Guests,table,EVENT#,",
            "Guests,table,EVENT#,PutItem GetItem",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
