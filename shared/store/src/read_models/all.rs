//! Every list of a scope, for when all of it goes.
use super::{answers, audit, event_scope, events, invitees, messages, org_scope};
use crate::{
    contacts::{contacts_scope, unnamed_view},
    events::Shelf,
    views::{ViewCounts, ViewName},
};
use domain::{
    ids::{EventId, OrgId},
    invitee::StatusName,
};

/// The lists of some scopes, whose counts and tallies go with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lists {
    /// The lists.
    pub(crate) views: Vec<ViewName>,
    /// The scopes that their numbers are under.
    pub(crate) scopes: Vec<String>,
}

/// Everything that is listed of an event under the event itself.
pub(crate) fn lists_of_event(event: EventId) -> Lists {
    let statuses = StatusName::ALL.into_iter().map(|status| invitees::view(event, status));
    let messages = messages::LogScope::Event(event).view();
    Lists { views: statuses.chain([messages]).collect(), scopes: vec![event_scope(event)] }
}

/// Everything that is listed of an org; `counted` are its lists of contacts that are counted, such as
/// those with a tag, by name.
pub(crate) fn lists_of_org(org: OrgId, counted: &ViewCounts) -> Lists {
    let contacts = contacts_scope(org);
    let by_count = counted.views.keys().map(|name| ViewName::counted(&contacts, name.as_str()));
    let mut views: Vec<ViewName> = by_count.collect();
    views.push(unnamed_view(org));
    views.push(audit::view(org));
    views.push(messages::LogScope::Org(org).view());
    views.extend(Shelf::ALL.map(|shelf| events::view(org, shelf)));
    views.extend(answers::AnswerKind::ALL.map(|kind| kind.view(org)));
    Lists { views, scopes: vec![contacts, org_scope(org)] }
}
