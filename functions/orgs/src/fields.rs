//! An org's fields as clients give them.
use crate::limits::{HOST_CHARACTERS_MAX, NAME_CHARACTERS_MAX};
use domain::{phone::Region, zone::Zone};
use runtime::extract::Fields;

/// Fields of an org, as they were written; what is absent is `None`.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) host: Option<&'a str>,
    pub(crate) region: Option<&'a str>,
    pub(crate) time_zone: Option<&'a str>,
}

/// The same, understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrgFields {
    pub(crate) display_name: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) region: Option<Region>,
    pub(crate) time_zone: Option<Zone>,
}

impl OrgFields {
    /// Records what is wrong about each field.
    pub(crate) fn parse(fields: &mut Fields, written: Written<'_>) -> Self {
        let mut text = |pointer: &str, text: Option<&str>, max: usize| {
            text.and_then(|text| fields.text(pointer, text, max))
        };
        let display_name = text("/name", written.name, NAME_CHARACTERS_MAX);
        let host = text("/host", written.host, HOST_CHARACTERS_MAX);
        let region = fields.take_optional("/region", written.region.map(Region::parse)).flatten();
        let zone = written.time_zone.map(Zone::parse);
        let time_zone = fields.take_optional("/time_zone", zone).flatten();
        Self { display_name, host, region, time_zone }
    }
}
