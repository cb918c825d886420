//! Uses against the table of grants, a line of which holds several.
use deploy::{Call, Resource, Zone};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// The table's first line.
const HEADING: &str = "zone,resource,partition,actions";

/// One action of a zone on one kind of thing: in the table a line with that action alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    zone: Zone,
    resource: Resource,
    /// What the partition key begins with.
    head: String,
    action: String,
}

impl Use {
    /// A call of a zone's function, without whose items it is about.
    pub(super) fn of(zone: Zone, call: &Call) -> Self {
        let partition = call.partition.clone().unwrap_or_default();
        let head = match partition.split_once('#') {
            Some((kind, _)) => format!("{kind}#"),
            None => partition,
        };
        Self { zone, resource: call.resource, head, action: call.action.clone() }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { zone, resource, head, action } = self;
        write!(f, "{},{resource},{head},{action}", zone.name())
    }
}

impl FromStr for Use {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let fault = || format!("`{line}` is no use");
        let parts: Vec<&str> = line.split(',').collect();
        let [zone, resource, head, action] = parts.as_slice() else { return Err(fault()) };
        Ok(Self {
            zone: Zone::of_name(zone).ok_or_else(fault)?,
            resource: resource_of(resource).ok_or_else(fault)?,
            head: (*head).to_owned(),
            action: (*action).to_owned(),
        })
    }
}

fn resource_of(name: &str) -> Option<Resource> {
    Resource::ALL.into_iter().find(|resource| resource.name() == name)
}

/// All that the table grants, a use for each action.
pub(super) fn granted() -> BTreeSet<Use> {
    let uses = deploy::grants().unwrap().into_iter().flat_map(|grant| {
        let one = move |action: &str| Use {
            zone: grant.zone,
            resource: grant.resource,
            head: grant.partition.to_owned(),
            action: action.to_owned(),
        };
        grant.actions.clone().into_iter().map(one)
    });
    uses.collect()
}

/// The table that grants exactly these, in the order of zones, resources and partitions.
pub(super) fn document(uses: &BTreeSet<Use>) -> String {
    let mut lines: BTreeMap<(Zone, Resource, &str), Vec<&str>> = BTreeMap::new();
    for one in uses {
        lines.entry((one.zone, one.resource, &one.head)).or_default().push(&one.action);
    }
    let mut document = format!("{HEADING}\n");
    for ((zone, resource, head), actions) in lines {
        let actions = actions.join(" ");
        document.push_str(&format!("{},{resource},{head},{actions}\n", zone.name()));
    }
    document
}

/// The lines to remove from the table and to add to it, so that it grants what is used: `- ..`, `+ ..`.
pub(super) fn differences(granted: &BTreeSet<Use>, used: &BTreeSet<Use>) -> Vec<String> {
    let (before, after) = (document(granted), document(used));
    let without = |these: &str, those: &str, mark: &str| -> Vec<String> {
        let known: BTreeSet<&str> = those.lines().collect();
        let lines = these.lines().filter(|line| !known.contains(line));
        lines.map(|line| format!("{mark} {line}")).collect()
    };
    let mut found = without(&before, &after, "-");
    found.extend(without(&after, &before, "+"));
    found
}
