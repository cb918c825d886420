//! Changes of some attributes of an item.
use super::{Attributes, Condition};
use crate::{
    item::{Item, Places},
    keys::{Address, Key, Place},
    value::Value,
};
use std::collections::HashMap;

/// A change of some attributes. The right-hand sides of `set` see the item as it was.
///
/// Counts `rev` up by itself, and says who did it where the transaction knows.
#[derive(Debug, Clone)]
pub struct Update {
    pub(crate) address: Address,
    sets: Vec<String>,
    adds: Vec<String>,
    removes: Vec<String>,
    deletes: Vec<String>,
    pub(crate) condition: Option<Condition>,
    pub(crate) names: HashMap<String, String>,
    pub(crate) values: Attributes,
}

impl Update {
    /// Of an item that exists; refused where it does not.
    pub fn of<K: Key>(key: &K) -> Self {
        Self::blank(key.address()).when(Condition::exists())
    }

    /// Of an item that is made where it does not exist yet. `T`'s reader must do with the attributes
    /// that this update sets.
    pub fn upsert<T: Item>(key: &T::Key) -> Self {
        Self::blank(key.address())
            .set("#kind = :kind, v = :v")
            .name("#kind", "kind")
            .value(":kind", T::KIND)
            .value(":v", T::VERSION)
    }

    /// Adds assignments, as after `SET`, comma-separated: `t2 = t1, t1 = :now`.
    #[must_use]
    pub fn set(mut self, assignments: &str) -> Self {
        self.sets.push(assignments.to_owned());
        self
    }

    /// Adds to a number or a set, as after `ADD`: `#left :n`. What is absent counts as 0.
    #[must_use]
    pub fn add_to(mut self, additions: &str) -> Self {
        self.adds.push(additions.to_owned());
        self
    }

    /// Removes attributes, as after `REMOVE`: `confirm_due, gsi1pk`.
    #[must_use]
    pub fn remove(mut self, attributes: &str) -> Self {
        self.removes.push(attributes.to_owned());
        self
    }

    /// Takes members out of a set, as after `DELETE`: `senders :gone`.
    #[must_use]
    pub fn delete(mut self, members: &str) -> Self {
        self.deletes.push(members.to_owned());
        self
    }

    /// Moves the item to a place in an index.
    #[must_use]
    pub fn place(mut self, address: impl Into<Address>) -> Self {
        let Address { place, pk, sk } = address.into();
        let (pk_name, sk_name) = (place.pk(), place.sk());
        self.sets.push(format!("{pk_name} = :{pk_name}, {sk_name} = :{sk_name}"));
        self.value(&format!(":{pk_name}"), pk).value(&format!(":{sk_name}"), sk)
    }

    /// Takes the item out of an index.
    #[must_use]
    pub fn unplace(mut self, place: Place) -> Self {
        self.removes.push(format!("{}, {}", place.pk(), place.sk()));
        self
    }

    /// Places or unplaces the item in both indexes. The end of its life stays.
    #[must_use]
    pub fn places(mut self, places: Places) -> Self {
        for (place, address) in [(Place::Gsi1, places.gsi1), (Place::Gsi2, places.gsi2)] {
            self = match address {
                Some(address) => self.place(address),
                None => self.unplace(place),
            };
        }
        self
    }

    /// Refused unless `condition` holds, too.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = Some(match self.condition.take() {
            Some(former) => former.and(condition),
            None => condition,
        });
        self
    }

    /// The meaning of a `#` placeholder.
    #[must_use]
    pub fn name(mut self, placeholder: &str, attribute: &str) -> Self {
        self.names.insert(placeholder.to_owned(), attribute.to_owned());
        self
    }

    /// The meaning of a `:` placeholder.
    #[must_use]
    pub fn value(mut self, placeholder: &str, value: impl Into<Value>) -> Self {
        self.values.insert(placeholder.to_owned(), value.into().0);
        self
    }

    fn blank(address: Address) -> Self {
        Self {
            address,
            sets: Vec::new(),
            adds: vec!["rev :rev_step".to_owned()],
            removes: Vec::new(),
            deletes: Vec::new(),
            condition: None,
            names: HashMap::new(),
            values: HashMap::new(),
        }
        .value(":rev_step", 1_u8)
    }

    /// Says who did it, or that nobody in particular did.
    pub(super) fn attributed(self, by: Option<&str>) -> Self {
        let named = self.name("#by", "by");
        match by {
            Some(by) => named.set("#by = :by").value(":by", by),
            None => named.remove("#by"),
        }
    }

    /// The whole expression.
    pub(crate) fn expression(&self) -> String {
        [
            ("SET", &self.sets),
            ("ADD", &self.adds),
            ("REMOVE", &self.removes),
            ("DELETE", &self.deletes),
        ]
        .into_iter()
        .filter(|(_, clauses)| !clauses.is_empty())
        .map(|(word, clauses)| format!("{word} {}", clauses.join(", ")))
        .collect::<Vec<_>>()
        .join(" ")
    }

    /// All placeholders: the update's and its condition's.
    pub(crate) fn placeholders(&self) -> (HashMap<String, String>, Attributes) {
        let (mut names, mut values) = (self.names.clone(), self.values.clone());
        if let Some(condition) = &self.condition {
            names.extend(condition.names.clone());
            values.extend(condition.values.clone());
        }
        (names, values)
    }
}
