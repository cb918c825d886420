//! The routes of a context, each with a function of its own; or all routes by zone.
use super::{
    Parts, Template, parameters,
    part::{self, Defined},
};
use crate::{function::Function, zone::Zone};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What serves every route of the function's zone, and what the gateway lets through to it is no more.
const ALL: &str = "all";

/// A context's functions.
pub(super) fn template(context: &str, routes: &[&Function]) -> Template {
    let mut resources = Map::new();
    for route in routes {
        let Function { id, zone, .. } = route;
        part::function(&mut resources, &Defined { id, handler: id, zone: *zone, routes: 1 });
        part::integration(&mut resources, id, &part::caller(route));
        part::route(&mut resources, id, route);
    }
    let description = format!("The routes of {context}, one function each");
    stack(context, description, routes.iter().map(|route| route.zone), resources, Map::new())
}

/// One function for each zone, which serves all of the zone's routes; and each context's routes to
/// them. The routes stay where they are with functions of their own, so that an installation can change
/// from one to the other: the gateway never has a route twice.
pub(super) fn by_zone(contexts: &BTreeMap<&str, Vec<&Function>>) -> Vec<Template> {
    let mut counts: BTreeMap<Zone, u16> = BTreeMap::new();
    for route in contexts.values().flatten() {
        let count = counts.entry(route.zone).or_default();
        *count = count.saturating_add(1);
    }
    let mut templates = vec![zones(&counts)];
    templates.extend(contexts.iter().map(|(context, routes)| routes_of(context, routes)));
    templates
}

fn zones(counts: &BTreeMap<Zone, u16>) -> Template {
    let (mut resources, mut outputs) = (Map::new(), Map::new());
    for (zone, count) in counts {
        let id = zone.name();
        part::function(&mut resources, &Defined { id, handler: ALL, zone: *zone, routes: *count });
        part::integration(&mut resources, id, "*");
        let integration = parameters::integration(*zone);
        outputs.insert(integration.clone(), json!({ "Value": { "Ref": integration } }));
    }
    let description = "One function for each zone of trust".to_owned();
    stack("zones", description, counts.keys().copied(), resources, outputs)
}

fn routes_of(context: &str, routes: &[&Function]) -> Template {
    let mut resources = Map::new();
    for route in routes {
        part::route(&mut resources, route.zone.name(), route);
    }
    let zones: BTreeSet<Zone> = routes.iter().map(|route| route.zone).collect();
    let integrations = zones.into_iter().map(parameters::integration);
    let parts = Parts {
        description: format!("The routes of {context}"),
        parameters: parameters::declared(integrations.chain(["ApiId".to_owned()])),
        conditions: Map::new(),
        resources,
        outputs: Map::new(),
    };
    Template::of(context, parts)
}

fn stack(
    name: &str,
    description: String,
    zones: impl Iterator<Item = Zone>,
    resources: Map<String, Value>,
    outputs: Map<String, Value>,
) -> Template {
    let shared = part::shared(&resources).chain(["ApiId"]).map(str::to_owned);
    let parts = Parts {
        description,
        parameters: parameters::declared(shared.chain(zones.map(parameters::role))),
        conditions: part::conditions(&resources),
        resources,
        outputs,
    };
    Template::of(name, parts)
}
