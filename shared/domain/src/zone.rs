//! Time zones by their IANA names, and which of them a region has.
use crate::phone::Region;
use jiff::tz::TimeZone;
use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
    sync::LazyLock,
};

/// A time zone of the IANA database, as in `America/New_York`. Two are equal when their names are.
#[derive(Clone)]
pub struct Zone {
    name: Box<str>,
    rules: TimeZone,
}

/// The text was not the name of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a time zone, as in America/New_York")]
pub struct ParseZoneError;

impl Zone {
    /// The zone of that name, in any case; the database is the one compiled in, so that every
    /// process knows the same rules.
    pub fn parse(name: &str) -> Result<Self, ParseZoneError> {
        let rules = TimeZone::get(name).map_err(|_| ParseZoneError)?;
        match rules.iana_name() {
            Some(known) if !rules.is_unknown() => Ok(Self { name: known.into(), rules }),
            Some(_) | None => Err(ParseZoneError),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its rules. Cheap: they are shared.
    pub fn tz(&self) -> TimeZone {
        self.rules.clone()
    }

    /// Its rules, borrowed.
    pub(crate) const fn rules(&self) -> &TimeZone {
        &self.rules
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Zone {}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Zone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Zone {
    type Err = ParseZoneError;
    fn from_str(text: &str) -> Result<Self, ParseZoneError> {
        Self::parse(text)
    }
}

/// What the data file says about one region.
struct RegionZones {
    main: Vec<Zone>,
    /// Names only: they are compared, never computed with.
    others: Vec<&'static str>,
}

const DATA: &str = include_str!("../data/region-zones.csv");

static REGIONS: LazyLock<BTreeMap<Region, RegionZones>> =
    LazyLock::new(|| rows().filter_map(read).collect());

/// The main zones of `region`, its capital's first.
pub fn region_zones(region: Region) -> &'static [Zone] {
    REGIONS.get(&region).map_or(&[], |zones| zones.main.as_slice())
}

/// Whether clocks in some part of `region` follow `zone`.
pub fn region_has(region: Region, zone: &Zone) -> bool {
    REGIONS.get(&region).is_some_and(|zones| {
        zones.main.contains(zone) || zones.others.iter().any(|name| *name == zone.name())
    })
}

fn rows() -> impl Iterator<Item = &'static str> {
    DATA.lines().filter(|line| !line.starts_with('#')).skip(1)
}

fn read(row: &'static str) -> Option<(Region, RegionZones)> {
    let mut cells = row.splitn(3, ',');
    let region = Region::parse(cells.next()?).ok()?;
    let main: Result<Vec<Zone>, _> = cells.next()?.split_whitespace().map(Zone::parse).collect();
    let others = cells.next()?.split_whitespace().collect();
    Some((region, RegionZones { main: main.ok()?, others }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        Region::parse(code).unwrap()
    }

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    #[test]
    fn every_row_of_the_data_file_is_read() {
        assert_eq!(REGIONS.len(), rows().count());
        for (region, zones) in REGIONS.iter() {
            assert!(!zones.main.is_empty(), "{region}");
            for other in &zones.others {
                assert!(Zone::parse(other).is_ok(), "{region}: {other}");
            }
        }
    }

    #[test]
    fn every_region_with_phones_has_a_zone() {
        for plan in phonenumber::metadata::DATABASE.iter().filter(|plan| plan.id() != "001") {
            assert!(!region_zones(region(plan.id())).is_empty(), "{}", plan.id());
        }
    }

    #[test]
    fn a_region_has_its_smaller_zones_and_their_older_names_too() {
        assert!(region_has(region("US"), &zone("America/New_York")));
        assert!(region_has(region("US"), &zone("America/Detroit")));
        assert!(region_has(region("US"), &zone("US/Eastern")));
        assert!(!region_has(region("US"), &zone("America/Toronto")));
        assert!(region_has(region("IN"), &zone("Asia/Calcutta")));
        assert_eq!(region_zones(region("US")).first(), Some(&zone("America/New_York")));
    }

    #[test]
    fn a_zone_has_one_name_in_any_case() {
        assert_eq!(zone("america/new_york").name(), "America/New_York");
        assert_eq!(zone("UTC").name(), "UTC");
        for text in ["", "America", "Mars/Olympus", "Etc/Unknown", "+02:00", "New York"] {
            assert_eq!(Zone::parse(text), Err(ParseZoneError), "{text:?}");
        }
    }
}
