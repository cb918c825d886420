//! Regions: countries and territories with a numbering plan.
use phonenumber::country;
use std::{fmt, str::FromStr};

/// The codes that the numbering library has a plan for, in order, each with a blank after it. They stand
/// here because a region is read with every event, and the library takes 50 ms to make its plans.
const CODES: &str = "\
    AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC \
    EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK \
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB \
    LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY \
    MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS \
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";
/// Bytes of a code with its blank.
const CODE_BYTES: usize = 3;

/// A country or territory, by its ISO 3166 alpha-2 code, that has a numbering plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 2]);

/// The text was not the code of a region with phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a country code of two capital letters, as in US")]
pub struct ParseRegionError;

impl Region {
    /// The United States: the default of a new org.
    pub const US: Self = Self(*b"US");

    /// The region with this code, two capital letters.
    pub fn parse(code: &str) -> Result<Self, ParseRegionError> {
        let [first, second] = *code.as_bytes() else {
            return Err(ParseRegionError);
        };
        let (known, _) = CODES.as_bytes().as_chunks::<CODE_BYTES>();
        let found = known.binary_search(&[first, second, b' ']);
        found.map(|_| Self([first, second])).map_err(|_| ParseRegionError)
    }

    /// Its code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The numbering library's name for it.
    pub(super) fn id(self) -> Option<country::Id> {
        self.as_str().parse().ok()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Region {
    type Err = ParseRegionError;
    fn from_str(text: &str) -> Result<Self, ParseRegionError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use phonenumber::{Metadata, metadata::DATABASE};
    use std::collections::BTreeSet;

    #[test]
    fn the_known_regions_are_those_that_the_library_has_a_plan_for() {
        let named = |code: &&str| country::Id::from_str(code).is_ok();
        let planned: BTreeSet<&str> = DATABASE.iter().map(Metadata::id).filter(named).collect();
        let codes: Vec<&str> = CODES.split_terminator(' ').collect();
        assert_eq!(codes, planned.into_iter().collect::<Vec<_>>());
        assert!(codes.iter().all(|code| Region::parse(code).is_ok()));
        for none in ["", "U", "us", "USA", "ZZ", "001", "U ", " U", "É"] {
            assert_eq!(Region::parse(none), Err(ParseRegionError), "{none}");
        }
    }
}
