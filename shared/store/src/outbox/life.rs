//! A message's life as attributes, on whatever item it lives.
use crate::{failure::StoreError, instant::Instant};
use domain::{message::Delivery, outbox::Life};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// The attributes of a [`Life`]. Short names: they share a kilobyte with an invitee.
///
/// `dl` delivery, `sq` sequence, `body` the frozen words, `na` not after, `mnb` not before, `fe` fence,
/// `le` lease, `ca` claimed at, `ab` absent at, `tries` attempts, `pid` provider's id, `er` error code,
/// `sg` segments, `hint` whether it ends with how to opt out, `mat` recorded at, `rt`
/// whether it is the new try after a failure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LifeAttributes {
    dl: String,
    sq: u16,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    body: String,
    na: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mnb: Option<Instant>,
    #[serde(default)]
    fe: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    le: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ca: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ab: Option<Instant>,
    #[serde(default, skip_serializing_if = "is_zero")]
    tries: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    er: Option<u32>,
    #[serde(default)]
    sg: u16,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hint: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mat: Option<Instant>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rt: bool,
}

impl LifeAttributes {
    /// Until when it is not to be claimed.
    pub(crate) fn waits_until(&self) -> Option<Timestamp> {
        self.mnb.map(|at| at.0)
    }

    /// Whether it is held back, or its outcome is unknown.
    pub(crate) fn waits(&self) -> bool {
        self.mnb.is_some() || self.dl == Delivery::Unknown.name()
    }
}

/// The message among the attributes of another item, where it has one. What is there and cannot be read
/// is an error: taken for no message at all, it would be gone with the item's next write.
pub(crate) fn where_present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<LifeAttributes>, D::Error> {
    let attributes = serde_json::Map::deserialize(deserializer)?;
    if !attributes.contains_key("dl") {
        return Ok(None);
    }
    let life = LifeAttributes::deserialize(serde_json::Value::Object(attributes));
    life.map(Some).map_err(D::Error::custom)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl From<&Life> for LifeAttributes {
    fn from(life: &Life) -> Self {
        Self {
            dl: life.delivery.name().to_owned(),
            sq: life.sequence,
            body: life.body.clone(),
            na: life.not_after.into(),
            mnb: life.not_before.map(Instant),
            fe: life.fence,
            le: life.lease_until.map(Instant),
            ca: life.claimed_at.map(Instant),
            ab: life.absent_at.map(Instant),
            tries: life.attempts,
            pid: life.provider_id.clone(),
            er: life.error,
            sg: life.segments,
            hint: life.opt_out_hint,
            mat: life.recorded_at.map(Instant),
            rt: life.is_retry,
        }
    }
}

impl TryFrom<LifeAttributes> for Life {
    type Error = StoreError;
    fn try_from(stored: LifeAttributes) -> Result<Self, StoreError> {
        let delivery = Delivery::parse(&stored.dl).ok_or_else(|| StoreError::Unreadable {
            kind: "message",
            reason: "its delivery is not one we know".into(),
        })?;
        Ok(Self {
            delivery,
            sequence: stored.sq,
            body: stored.body,
            not_after: stored.na.0,
            not_before: stored.mnb.map(|at| at.0),
            fence: stored.fe,
            lease_until: stored.le.map(|at| at.0),
            claimed_at: stored.ca.map(|at| at.0),
            absent_at: stored.ab.map(|at| at.0),
            attempts: stored.tries,
            provider_id: stored.pid,
            error: stored.er,
            segments: stored.sg,
            opt_out_hint: stored.hint,
            recorded_at: stored.mat.map(|at| at.0),
            is_retry: stored.rt,
        })
    }
}
