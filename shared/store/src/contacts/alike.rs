//! Contacts that look like one person.
use super::name::folded;
use crate::{
    client::Store,
    keys::{NamesKey, Text},
    query::Query,
};
use domain::ids::OrgId;

impl Store {
    /// The contacts whose whole name is exactly that one, whatever its case and accents.
    pub fn namesakes_query(org: OrgId, name: &str, limit: u16) -> Query {
        Query::of(NamesKey::span(&org).within(&Text(folded(name))), limit)
    }
}
