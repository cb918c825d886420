//! What belongs to the platform: its settings, answers kept for repeated requests, parked messages.
use crate::{
    as_text,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{IdempotencyKey, ParkedKey, PlatformKey, Text},
    query::{Page, Position, Query},
    quota::QuotaScope,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the answer to a request with an idempotency key is kept.
pub const ANSWER_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long a request with an idempotency key may run before a repetition takes over: longer than
/// the gateway waits (29 s).
pub const ANSWER_LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How long a parked message is kept.
pub const PARKED_KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Who may register (PRODUCT.md, "Accounts").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationMode {
    /// Whoever has a registration code, or an invitation to a team.
    Code,
    /// Everybody.
    Open,
    /// Nobody but those who are invited to a team.
    Closed,
}

/// The platform's settings. What was never set has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlatformSettings {
    /// The kill switch: off, nothing is sent and nothing reserved.
    pub sending_enabled: bool,
    /// Messages that the platform may submit in any hour.
    pub hour_limit: u32,
    /// Messages that the platform may submit in any 24 hours.
    pub day_limit: u32,
    /// Most invitees on one event's list.
    pub invitees_max: u32,
    /// Who may register.
    pub registration: RegistrationMode,
    /// The first admin, since there is one.
    #[serde(with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub first_admin: Option<UserId>,
}

impl Default for PlatformSettings {
    fn default() -> Self {
        Self {
            sending_enabled: true,
            hour_limit: 1_000,
            day_limit: 5_000,
            invitees_max: 100_000,
            registration: RegistrationMode::Code,
            first_admin: None,
        }
    }
}

impl Item for PlatformSettings {
    type Key = PlatformKey;
    const KIND: &'static str = "platform";
    const VERSION: u8 = 1;
}

/// What became of a request that carried an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotentAnswer {
    /// Tells one request from another.
    pub fingerprint: String,
    /// The end of the lease while it runs, of the item once it is answered.
    pub until: Timestamp,
    /// The status and JSON body that were answered; `None` while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<(u16, String)>,
}

impl Item for IdempotentAnswer {
    type Key = IdempotencyKey;
    const KIND: &'static str = "idempotent_answer";
    const VERSION: u8 = 1;

    fn places(&self, _: &IdempotencyKey) -> Places {
        Places::default().until(self.until)
    }
}

/// A queue's message that a human has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The queue's name.
    pub queue: String,
    /// The message.
    pub body: String,
    /// Why it was parked.
    pub why: String,
    /// When the table forgets it.
    pub until: Timestamp,
}

impl Item for Parked {
    type Key = ParkedKey;
    const KIND: &'static str = "parked";
    const VERSION: u8 = 1;

    fn places(&self, _: &ParkedKey) -> Places {
        Places::default().until(self.until)
    }
}

impl Store {
    /// The platform's settings as they are now, and the item to replace where there is one.
    pub async fn platform(
        &self,
    ) -> Result<(PlatformSettings, Option<Stored<PlatformSettings>>), StoreError> {
        let stored = self.get::<PlatformSettings>(&PlatformKey {}, Consistency::Strong).await?;
        let settings = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
        Ok((settings, stored))
    }

    /// Keeps a queue's message for a human, under the queue's id of it: parking it twice is harmless
    /// where `at` is the message's own instant.
    pub async fn park(&self, at: Timestamp, id: &str, parked: &Parked) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.put(&ParkedKey { at, id: Text::from(id) }, parked);
        self.commit(transaction).await.map(|_| ())
    }

    /// A page of the parked messages, newest first.
    pub async fn parked(&self, limit: u16, after: Option<Position>) -> Result<Page, StoreError> {
        self.query(&Query::of(ParkedKey::span(), limit).descending().after(after)).await
    }

    /// What became of the request with an idempotency key.
    pub async fn idempotent_answer(
        &self,
        key: &IdempotencyKey,
    ) -> Result<Option<Stored<IdempotentAnswer>>, StoreError> {
        self.get(key, Consistency::Strong).await
    }
}

impl Transaction {
    /// Replaces the platform's settings as they were seen. Refused where they were changed since.
    ///
    /// Whoever decided by the former limits or the former switch is refused and decides again: the
    /// platform's quota counts up with the settings.
    pub fn replace_platform(
        &mut self,
        seen: Option<&Stored<PlatformSettings>>,
        settings: &PlatformSettings,
    ) -> usize {
        self.touch_quota(QuotaScope::Platform);
        match seen {
            Some(seen) => self.replace(&PlatformKey {}, settings, seen.rev),
            None => self.create(&PlatformKey {}, settings),
        }
    }

    /// Makes `user` the first admin. Refused where there is one.
    pub fn claim_first_admin(&mut self, user: UserId) -> usize {
        let claim = Update::upsert::<PlatformSettings>(&PlatformKey {})
            .set("first_admin = :first_admin")
            .value(":first_admin", Value::from(user.to_string()))
            .when(Condition::new("attribute_not_exists(first_admin)"));
        self.update(claim)
    }
}
