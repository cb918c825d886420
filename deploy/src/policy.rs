//! Whether a call is granted, as IAM would say.
use crate::{
    grant::{Grant, Resource, grants},
    zone::Zone,
};

/// One thing that a function does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// The action without its service, as IAM names it: `GetItem`. An operation of a transaction is
    /// the action that it would be alone (`ConditionCheckItem` for a check), a `SELECT` of PartiQL is
    /// `PartiQLSelect`.
    pub action: String,
    /// What it is done to.
    pub resource: Resource,
    /// For items: the partition key, an index's own for a query of it. A batch is a call for each.
    pub partition: Option<String>,
}

/// One action of one grant: what a use of the policy uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// The grant's number within the policy.
    pub grant: usize,
    /// The action.
    pub action: &'static str,
}

/// All that a zone's functions may do. What their event sources need (polling a queue, reading the
/// stream) is not in it: Lambda does that in their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    zone: Zone,
    grants: Vec<Grant>,
}

impl Policy {
    /// A zone's policy. Errors: those of [`grants`].
    pub fn of(zone: Zone) -> anyhow::Result<Self> {
        let grants = grants()?.into_iter().filter(|grant| grant.zone == zone).collect();
        Ok(Self { zone, grants })
    }

    /// The zone.
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// The grants, each adding to the others.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The parts that grant `call`; empty where it is refused.
    pub fn granting(&self, call: &Call) -> Vec<Part> {
        let mut parts = Vec::new();
        for (number, grant) in self.grants.iter().enumerate() {
            if grant.resource == call.resource && covers(grant, call.partition.as_deref()) {
                let action = grant.actions.iter().find(|action| **action == call.action);
                parts.extend(action.map(|action| Part { grant: number, action }));
            }
        }
        parts
    }

    /// Every part.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.grants.iter().enumerate().flat_map(|(number, grant)| {
            grant.actions.iter().map(move |action| Part { grant: number, action })
        })
    }

    /// A part as the line of the table of grants that it comes from, with its action alone.
    pub fn line(&self, part: Part) -> String {
        let grant = self.grants.get(part.grant);
        let (resource, partition) =
            grant.map_or(("?", ""), |grant| (grant.resource.name(), grant.partition));
        format!("{},{resource},{partition},{}", self.zone.name(), part.action)
    }
}

/// IAM compares the keys of a call with patterns; ours are beginnings.
fn covers(grant: &Grant, partition: Option<&str>) -> bool {
    if !grant.resource.has_partitions() {
        return true;
    }
    partition.is_some_and(|partition| partition.starts_with(grant.partition))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(action: &str, resource: Resource, partition: Option<&str>) -> Call {
        Call { action: action.to_owned(), resource, partition: partition.map(str::to_owned) }
    }

    #[test]
    fn a_guest_may_answer_and_do_nothing_to_logins() {
        let guests = Policy::of(Zone::Guests).unwrap();
        let answer = call("UpdateItem", Resource::Table, Some("EVENT#evt_0123456789"));
        assert_eq!(guests.granting(&answer).len(), 1);
        for refused in [
            call("GetItem", Resource::Table, Some("USER#usr_0123456789")),
            call("DeleteItem", Resource::Table, Some("EVENT#evt_0123456789")),
            call("UpdateItem", Resource::Table, None),
            call("Query", Resource::Gsi1, Some("EVENT#evt_0123456789#QUEUED")),
            call("SendMessage", Resource::Outbox, None),
        ] {
            assert_eq!(guests.granting(&refused), Vec::new(), "{refused:?}");
        }
    }

    #[test]
    fn a_part_names_its_line() {
        let fill = Policy::of(Zone::Fill).unwrap();
        let lines: Vec<String> = fill.parts().map(|part| fill.line(part)).collect();
        assert!(lines.contains(&"Fill,timers,,CreateSchedule".to_owned()), "{lines:?}");
    }
}
