//! A page's entries: packed, changed, split. Pure.
use super::versioned;
use std::{collections::BTreeMap, mem};

/// Most entries of a page: what one screen shows.
pub(super) const LEAF_ENTRIES_MAX: usize = 48;
/// Most bytes of a page's packed entries: with its key and attribute names it stays under 4 KB, one
/// read unit.
pub(super) const LEAF_BYTES_MAX: usize = 3_800;
/// Bytes that an entry takes beside its texts: two lengths.
const ENTRY_OVERHEAD: usize = 4;

/// How many pages to ask for to see `entries` of them, if pages are half full.
pub(super) fn leaves_for(entries: usize) -> u16 {
    to_limit(entries.div_ceil(LEAF_ENTRIES_MAX / 2).saturating_add(1))
}

/// How many more to ask for to see `entries` more, if those are as full as the `read` ones, which had
/// `seen` entries.
pub(super) fn leaves_left(entries: usize, (seen, read): (usize, usize)) -> u16 {
    let alike = entries.saturating_mul(read).checked_div(seen);
    let leaves = alike.map_or_else(|| leaves_for(entries), |some| to_limit(some.saturating_add(1)));
    leaves.min(leaves_for(entries))
}

fn to_limit(leaves: usize) -> u16 {
    u16::try_from(leaves).unwrap_or(u16::MAX)
}

/// What shall become of the entry at one sort text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// It shall not exist.
    Remove,
    /// It shall have this body.
    Put(Vec<u8>),
    /// It shall have this body, unless it knows better: see [`versioned::joined`].
    Advance(Vec<u8>),
}

impl Edit {
    /// The body that comes of it where `held` is there.
    pub(super) fn onto(self, held: Option<&Vec<u8>>) -> Option<Vec<u8>> {
        match (self, held) {
            (Self::Remove, _) => None,
            (Self::Put(body), _) | (Self::Advance(body), None) => Some(body),
            (Self::Advance(body), Some(held)) => Some(versioned::joined(held, &body)),
        }
    }

    const fn leaves_an_entry(&self) -> bool {
        match self {
            Self::Remove => false,
            Self::Put(_) | Self::Advance(_) => true,
        }
    }
}

/// What shall become of the entries of some sort texts.
pub(super) type Edits = BTreeMap<String, Edit>;

/// The entries of one page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Leaf {
    entries: BTreeMap<String, Vec<u8>>,
}

/// Where a page grew: it is split so that pages stay full where a list only grows at one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Growth {
    Back,
    Front,
    Within,
}

impl Leaf {
    /// Reads packed entries.
    pub(super) fn decode(packed: &[u8]) -> Option<Self> {
        let mut entries = BTreeMap::new();
        let mut rest = packed;
        while !rest.is_empty() {
            let sort = take(&mut rest)?;
            let body = take(&mut rest)?;
            entries.insert(String::from_utf8(sort.to_vec()).ok()?, body.to_vec());
        }
        Some(Self { entries })
    }

    /// Packs the entries: each text after its length in two bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.size());
        for (sort, body) in &self.entries {
            put(&mut packed, sort.as_bytes());
            put(&mut packed, body);
        }
        packed
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn first(&self) -> Option<&str> {
        self.entries.keys().next().map(String::as_str)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.entries.iter()
    }

    pub(super) fn into_entries_after(
        self,
        after: Option<&str>,
    ) -> impl Iterator<Item = (String, Vec<u8>)> {
        let after = after.map(ToOwned::to_owned);
        self.entries
            .into_iter()
            .filter(move |(sort, _)| after.as_ref().is_none_or(|after| sort > after))
    }

    /// The pages that hold the entries after `edits`, in order; none where no entry is left.
    pub(super) fn edited(&self, edits: &Edits) -> Vec<Self> {
        let mut edited = self.clone();
        for (sort, edit) in edits {
            match edit.clone().onto(edited.entries.get(sort)) {
                Some(body) => edited.entries.insert(sort.clone(), body),
                None => edited.entries.remove(sort),
            };
        }
        if edited.is_empty() {
            return Vec::new();
        }
        edited.split(self.growth(edits))
    }

    fn growth(&self, edits: &Edits) -> Growth {
        let new = || {
            edits
                .iter()
                .filter(|(sort, edit)| edit.leaves_an_entry() && !self.entries.contains_key(*sort))
                .map(|(sort, _)| sort)
        };
        let (Some(first), Some(last)) = (self.entries.keys().next(), self.entries.keys().last())
        else {
            return Growth::Back;
        };
        if new().all(|sort| sort > last) {
            Growth::Back
        } else if new().all(|sort| sort < first) {
            Growth::Front
        } else {
            Growth::Within
        }
    }

    fn split(self, growth: Growth) -> Vec<Self> {
        if self.fits() {
            return vec![self];
        }
        match growth {
            Growth::Back => filled(self.entries.into_iter()),
            Growth::Front => {
                let mut leaves = filled(self.entries.into_iter().rev());
                leaves.reverse();
                leaves
            }
            Growth::Within => {
                let half = self.len() / 2;
                let mut entries = self.entries.into_iter();
                let low = Self { entries: entries.by_ref().take(half).collect() };
                let high = Self { entries: entries.collect() };
                let mut leaves = low.split(growth);
                leaves.extend(high.split(growth));
                leaves
            }
        }
    }

    fn fits(&self) -> bool {
        // An entry that is too large alone has a page of its own.
        self.len() <= 1 || (self.len() <= LEAF_ENTRIES_MAX && self.size() <= LEAF_BYTES_MAX)
    }

    fn size(&self) -> usize {
        self.entries.iter().map(|(sort, body)| size_of_entry(sort, body)).sum()
    }
}

/// Fills one page after the other.
fn filled(entries: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let (mut leaf, mut size) = (Leaf::default(), 0_usize);
    for (sort, body) in entries {
        let added = size.saturating_add(size_of_entry(&sort, &body));
        let full = leaf.len() >= LEAF_ENTRIES_MAX || added > LEAF_BYTES_MAX;
        if full && !leaf.is_empty() {
            leaves.push(mem::take(&mut leaf));
            size = 0;
        }
        size = size.saturating_add(size_of_entry(&sort, &body));
        leaf.entries.insert(sort, body);
    }
    leaves.push(leaf);
    leaves
}

fn size_of_entry(sort: &str, body: &[u8]) -> usize {
    sort.len().saturating_add(body.len()).saturating_add(ENTRY_OVERHEAD)
}

fn put(packed: &mut Vec<u8>, text: &[u8]) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    packed.extend(length.to_be_bytes());
    packed.extend(text.iter().take(usize::from(length)));
}

fn take<'p>(packed: &mut &'p [u8]) -> Option<&'p [u8]> {
    let (length, rest) = packed.split_first_chunk::<2>()?;
    let (text, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    *packed = rest;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edits(range: std::ops::Range<u32>) -> Edits {
        range.map(|number| (format!("{number:05}"), Edit::Put(vec![1; 20]))).collect()
    }

    #[test]
    fn what_is_left_of_a_slice_is_asked_for_by_how_full_pages_were() {
        assert_eq!(leaves_left(10, (40, 4)), 2);
        assert_eq!(leaves_left(50, (0, 4)), leaves_for(50));
        assert_eq!(leaves_left(50, (1, 4)), leaves_for(50));
    }

    #[test]
    fn a_list_that_grows_at_the_end_leaves_full_pages_behind() {
        let leaves = Leaf::default().edited(&edits(0..100));
        assert_eq!(leaves.iter().map(Leaf::len).collect::<Vec<_>>(), [48, 48, 4]);
    }

    #[test]
    fn a_list_that_grows_at_the_front_leaves_full_pages_behind() {
        let leaf = Leaf::default().edited(&edits(100..120)).remove(0);
        let leaves = leaf.edited(&edits(0..40));
        assert_eq!(leaves.iter().map(Leaf::len).collect::<Vec<_>>(), [12, 48]);
    }

    #[test]
    fn a_page_that_loses_its_last_entry_is_gone() {
        let leaf = Leaf::default().edited(&edits(0..1)).remove(0);
        assert!(leaf.edited(&Edits::from([("00000".into(), Edit::Remove)])).is_empty());
    }

    #[test]
    fn broken_bytes_are_not_a_page() {
        assert_eq!(Leaf::decode(&[0, 9, b'a']), None);
        assert_eq!(Leaf::decode(&[0]), None);
    }

    proptest! {
        #[test]
        fn splitting_keeps_every_entry_in_order_and_within_limits(
            old in prop::collection::btree_map("[a-z]{1,6}", prop::collection::vec(any::<u8>(), 0..200), 0..48),
            new in prop::collection::btree_map("[a-z]{1,6}", prop::option::of(prop::collection::vec(any::<u8>(), 0..200)), 0..80),
        ) {
            let leaf = Leaf { entries: old };
            let mut expected = leaf.entries.clone();
            for (sort, body) in &new {
                match body {
                    Some(body) => { expected.insert(sort.clone(), body.clone()); }
                    None => { expected.remove(sort); }
                }
            }
            let edits = new
                .into_iter()
                .map(|(sort, body)| (sort, body.map_or(Edit::Remove, Edit::Put)))
                .collect();
            let leaves = leaf.edited(&edits);
            let mut found = Vec::new();
            for leaf in leaves {
                prop_assert!(leaf.fits() && !leaf.is_empty());
                prop_assert_eq!(Leaf::decode(&leaf.encode()), Some(leaf.clone()));
                found.extend(leaf.entries);
            }
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
