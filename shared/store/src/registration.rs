//! Codes that let somebody register.
use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    instant::Instant,
    item::{Item, Places, Stored},
    keys::{RegistrationCodeKey, RegistrationCodesKey},
    query::{Position, Query},
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::ids::{RegistrationCodeId, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a code is kept after its time, to be looked up.
pub const REGISTRATION_CODE_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A code that lets somebody register: so often, and so long. Its text is signed and not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationCode {
    /// How many may still register with it.
    pub uses_left: u32,
    /// How many registered with it.
    pub uses: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is void.
    pub expires_at: Instant,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// What it is for, in its maker's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who made it.
    #[serde(with = "as_text")]
    pub created_by: UserId,
}

impl RegistrationCode {
    /// A code for `uses` registrations before `expires_at`.
    pub const fn new(
        uses: u32,
        expires_at: Timestamp,
        note: Option<String>,
        created_by: UserId,
        now: Timestamp,
    ) -> Self {
        Self {
            uses_left: uses,
            uses: 0,
            created_at: now,
            expires_at: Instant(expires_at),
            revoked_at: None,
            note,
            created_by,
        }
    }

    /// Whether somebody may register with it at `now`.
    pub fn is_usable(&self, now: Timestamp) -> bool {
        self.uses_left > 0 && self.revoked_at.is_none() && now < self.expires_at.0
    }
}

impl Item for RegistrationCode {
    type Key = RegistrationCodeKey;
    const KIND: &'static str = "registration_code";
    const VERSION: u8 = 1;

    /// By creation, for the platform's admins.
    fn places(&self, key: &RegistrationCodeKey) -> Places {
        let forgotten = self.expires_at.0.checked_add(REGISTRATION_CODE_KEPT);
        Places::at(&RegistrationCodesKey { at: self.created_at, code: key.code })
            .until(forgotten.unwrap_or(Timestamp::MAX))
    }
}

impl Store {
    /// A code as it is now.
    pub async fn registration_code(
        &self,
        code: RegistrationCodeId,
    ) -> Result<Option<Stored<RegistrationCode>>, StoreError> {
        self.get(&RegistrationCodeKey { code }, Consistency::Strong).await
    }

    /// The query for all codes, newest first, for [`Store::registration_codes`].
    pub fn registration_codes_query(limit: u16) -> Query {
        Query::of(RegistrationCodesKey::span(), limit).descending()
    }

    /// One page of the codes.
    pub async fn registration_codes(
        &self,
        query: &Query,
    ) -> Result<(Vec<Stored<RegistrationCode>>, Option<Position>), StoreError> {
        let page = self.query(query).await?;
        let keys: Vec<RegistrationCodeKey> = page
            .rows
            .iter()
            .filter_map(|row| row.key::<RegistrationCodesKey>().ok())
            .map(|place| RegistrationCodeKey { code: place.code })
            .collect();
        let mut codes = self.batch_get::<RegistrationCode>(&keys, Consistency::Eventual).await?;
        // A batch comes in no order.
        codes.sort_by_key(|code| keys.iter().position(|key| *key == code.key));
        Ok((codes, page.next))
    }
}

impl Transaction {
    /// Makes a code.
    pub fn create_registration_code(
        &mut self,
        id: RegistrationCodeId,
        code: &RegistrationCode,
    ) -> usize {
        self.create(&RegistrationCodeKey { code: id }, code)
    }

    /// Makes a code void, as it was seen. Refused where it was used or revoked since.
    pub fn revoke_registration_code(
        &mut self,
        seen: &Stored<RegistrationCode>,
        now: Timestamp,
    ) -> usize {
        let revoked = RegistrationCode { revoked_at: Some(now), ..seen.value.clone() };
        self.replace(&seen.key, &revoked, seen.rev)
    }

    /// Uses a code once. Refused where it is unknown, revoked, used up, or void at `now`.
    pub fn use_registration_code(&mut self, code: RegistrationCodeId, now: Timestamp) -> usize {
        let usable = Condition::new(
            "uses_left >= :one AND expires_at > :now AND attribute_not_exists(revoked_at)",
        );
        let used = Update::of(&RegistrationCodeKey { code })
            .add_to("uses_left :less, #uses :one")
            .name("#uses", "uses")
            .value(":less", -1_i64)
            .value(":one", 1_u8)
            .value(":now", Value::milliseconds(now))
            .when(usable);
        self.update(used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_until_its_end_and_not_at_it() {
        let now: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let end = now + SignedDuration::from_hours(24);
        let code = RegistrationCode::new(1, end, None, UserId::from_bytes([1; 10]), now);
        assert!(code.is_usable(end - SignedDuration::from_nanos(1)));
        assert!(!code.is_usable(end));
        assert!(!RegistrationCode { uses_left: 0, ..code.clone() }.is_usable(now));
        assert!(!RegistrationCode { revoked_at: Some(now), ..code }.is_usable(now));
    }
}
