//! What the platform knows of a phone: suppression, its last sends, its last invitations.
use crate::{
    attempts::Attempts,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Item, Row},
    keys::PhoneKey,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::{
    ids::{EventId, InviteeId, OrgId},
    phone::Phone,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long five sends to one phone must at least take.
const SENDS_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Invitations that a phone's row remembers: the way from an inbound text to what it answers.
const INVITATIONS_MAX: usize = 20;

/// One row per phone, platform-wide.
///
/// `t1` to `t5` are the last five sends in milliseconds, newest first: a shift register that one update
/// moves and guards, because its right-hand sides see the item as it was. `sends` counts them all, so
/// that the first ever is known: from whatever sender, so that a phone that knows one of ours is not
/// told again by another how to opt out. `suppressed` holds the senders whose texts the phone refuses, and
/// the orgs that do not text it, by their ids.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PhoneItem {
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_dynamo::string_set")]
    suppressed: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t1: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t2: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t3: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t4: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t5: Option<i64>,
    #[serde(default)]
    sends: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    invitations: Vec<serde_bytes::ByteBuf>,
}

impl Item for PhoneItem {
    type Key = PhoneKey;
    const KIND: &'static str = "phone";
    const VERSION: u8 = 1;
}

impl PhoneItem {
    /// The same with one more invitation, the latest of them kept; `None` where it is known already.
    fn with_invitation(mut self, invitation: &Invitation) -> Option<Self> {
        let mut known = self.invitations.iter().filter_map(|bytes| Invitation::read(bytes));
        let is_known = known.any(|known| {
            (known.event, known.invitee, known.generation)
                == (invitation.event, invitation.invitee, invitation.generation)
        });
        if is_known {
            return None;
        }
        let surplus = self.invitations.len().saturating_sub(INVITATIONS_MAX - 1);
        self.invitations.drain(..surplus);
        self.invitations.push(serde_bytes::ByteBuf::from(invitation.packed()));
        Some(self)
    }
}

/// An invitation that went to a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Whose.
    pub org: OrgId,
    /// To what.
    pub event: EventId,
    /// Who.
    pub invitee: InviteeId,
    /// g.
    pub generation: u8,
    /// When.
    pub at: Timestamp,
    /// The number or service that it came from.
    pub sender: String,
}

/// What a phone was last invited to, oldest first, and whose texts it refuses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecentInvitations {
    /// The invitations.
    pub invitations: Vec<Invitation>,
    /// The senders that it refuses, and the orgs that do not text it.
    pub suppressed: Vec<String>,
}

/// Why a phone may not be texted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneRefusal {
    /// It refuses this sender, or the org does not text it.
    Suppressed,
    /// It had five texts in ten minutes; the next may go out at this instant.
    TooOften {
        /// When.
        until: Timestamp,
    },
}

impl Invitation {
    fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend(self.org.bytes());
        bytes.extend(self.event.bytes());
        bytes.extend(self.invitee.bytes());
        bytes.push(self.generation);
        bytes.extend(self.at.as_millisecond().to_be_bytes());
        bytes.extend(self.sender.bytes());
        bytes
    }

    /// Whether it is the same invitation, on its way once more.
    fn repeats(&self, other: &Self) -> bool {
        (self.event, self.invitee, self.generation)
            == (other.event, other.invitee, other.generation)
            && self.sender == other.sender
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (org, rest) = bytes.split_first_chunk::<{ OrgId::SIZE }>()?;
        let (event, rest) = rest.split_first_chunk::<{ EventId::SIZE }>()?;
        let (invitee, rest) = rest.split_first_chunk::<{ InviteeId::SIZE }>()?;
        let (generation, rest) = rest.split_first()?;
        let (at, sender) = rest.split_first_chunk::<8>()?;
        Some(Self {
            org: OrgId::from_bytes(*org),
            event: EventId::from_bytes(*event),
            invitee: InviteeId::from_bytes(*invitee),
            generation: *generation,
            at: Timestamp::from_millisecond(i64::from_be_bytes(*at)).ok()?,
            sender: String::from_utf8(sender.to_vec()).ok()?,
        })
    }
}

impl TryFrom<Row> for RecentInvitations {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self::of(row.read::<PhoneItem>()?.value))
    }
}

impl RecentInvitations {
    /// Whether no text of `org` may go to the phone from `sender`.
    pub fn refuses(&self, sender: &str, org: OrgId) -> bool {
        let org = withheld_by(org);
        self.suppressed.iter().any(|known| known == sender || *known == org)
    }

    fn of(item: PhoneItem) -> Self {
        let invitations =
            item.invitations.iter().filter_map(|bytes| Invitation::read(bytes)).collect();
        Self { invitations, suppressed: item.suppressed }
    }
}

/// What stands among the senders where an org does not text the phone. No sender looks like an id.
fn withheld_by(org: OrgId) -> String {
    org.to_string()
}

fn phone_key(phone: &Phone) -> PhoneKey {
    PhoneKey { phone: phone.clone() }
}

impl Store {
    /// Records a send to a phone, where it allows one: one conditional update. Answers whether it is
    /// the first that the phone ever gets, which has to say how to opt out. A process that dies between
    /// this and the claim of the message leaves nobody who knows: opting out works untold, too.
    pub async fn claim_phone(
        &self,
        phone: &Phone,
        (sender, org): (&str, OrgId),
        invitation: Option<&Invitation>,
        now: Timestamp,
    ) -> Result<Result<bool, PhoneRefusal>, CommitError> {
        let from = (sender, org);
        let mut attempt = self.try_claim_phone(phone, from, invitation, None, now).await?;
        if let Err(ClaimRefusal::ListFull(kept, rev)) = attempt {
            attempt = self.try_claim_phone(phone, from, invitation, Some((kept, rev)), now).await?;
        }
        match attempt {
            Ok(first) => Ok(Ok(first)),
            Err(ClaimRefusal::Phone(refusal)) => Ok(Err(refusal)),
            Err(ClaimRefusal::ListFull(..)) => Err(CommitError::Conflict),
        }
    }

    async fn try_claim_phone(
        &self,
        phone: &Phone,
        from: (&str, OrgId),
        invitation: Option<&Invitation>,
        list: Option<(Vec<Vec<u8>>, u64)>,
        now: Timestamp,
    ) -> Result<Result<bool, ClaimRefusal>, CommitError> {
        let mut transaction = Transaction::new();
        transaction.update(claim(phone, from, invitation, list, now));
        match self.commit(transaction).await {
            Ok(committed) => {
                let sends = committed.new.as_ref().and_then(|row| row.number("sends"));
                Ok(Ok(sends == Some(1)))
            }
            Err(CommitError::Refused(refusals)) => {
                let old = refusals.into_iter().find_map(|refusal| refusal.old);
                refusal(old, (from, invitation), now).map(Err).map_err(CommitError::Store)
            }
            Err(error) => Err(error),
        }
    }

    /// Remembers an invitation that the phone's refusal held back, so that it is found when the refusal
    /// is lifted. The latest `INVITATIONS_MAX` are kept; one that is known already is not added again.
    pub async fn remember_invitation(
        &self,
        phone: &Phone,
        invitation: &Invitation,
    ) -> Result<(), CommitError> {
        let mut attempts = Attempts::default();
        loop {
            let stored = self.get::<PhoneItem>(&phone_key(phone), Consistency::Strong).await?;
            let Some((item, rev)) = stored
                .and_then(|stored| Some((stored.value.with_invitation(invitation)?, stored.rev)))
            else {
                return Ok(());
            };
            let mut transaction = Transaction::new();
            transaction.replace(&phone_key(phone), &item, rev);
            match self.commit(transaction).await {
                Ok(_) => return Ok(()),
                Err(error) => attempts.again(error)?,
            }
        }
    }

    /// Takes a recorded send back: the provider definitely did not take the message.
    pub async fn refund_phone(&self, phone: &Phone, sent_at: Timestamp) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.update(
            Update::of(&phone_key(phone))
                .set("t1 = t2, t2 = t3, t3 = t4, t4 = t5")
                .set("t5 = :none")
                .add_to("sends :less")
                .value(":none", 0_u8)
                .value(":less", -1_i64)
                .value(":ours", Value::milliseconds(sent_at))
                .when(Condition::new("t1 = :ours")),
        );
        match self.commit(transaction).await {
            // Another send came since: the permit ages out by itself.
            Ok(_) | Err(CommitError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What a phone was last invited to, and whose texts it refuses.
    pub async fn recent_invitations(&self, phone: &Phone) -> Result<RecentInvitations, StoreError> {
        let stored = self.get::<PhoneItem>(&phone_key(phone), Consistency::Strong).await?;
        Ok(stored.map(|stored| RecentInvitations::of(stored.value)).unwrap_or_default())
    }
}

#[derive(Debug)]
enum ClaimRefusal {
    Phone(PhoneRefusal),
    /// The list of invitations is full: these stay, at this revision.
    ListFull(Vec<Vec<u8>>, u64),
}

fn claim(
    phone: &Phone,
    (sender, org): (&str, OrgId),
    invitation: Option<&Invitation>,
    list: Option<(Vec<Vec<u8>>, u64)>,
    now: Timestamp,
) -> Update {
    let window_start = now.checked_sub(SENDS_WINDOW).unwrap_or(now);
    let mut update = Update::upsert::<PhoneItem>(&phone_key(phone))
        .set("t5 = if_not_exists(t4, :never), t4 = if_not_exists(t3, :never)")
        .set("t3 = if_not_exists(t2, :never), t2 = if_not_exists(t1, :never), t1 = :now")
        .add_to("sends :one")
        .value(":never", 0_u8)
        .value(":one", 1_u8)
        .value(":now", Value::milliseconds(now))
        .when(
            Condition::new(
                "(attribute_not_exists(t5) OR t5 <= :window_start) \
                 AND (attribute_not_exists(suppressed) OR NOT contains(suppressed, :sender) \
                 AND NOT contains(suppressed, :org))",
            )
            .value(":window_start", Value::milliseconds(window_start))
            .value(":sender", sender)
            .value(":org", withheld_by(org)),
        );
    let Some(invitation) = invitation else { return update };
    let packed = Value::bytes(invitation.packed());
    update = match list {
        None => update
            .set("invitations = list_append(if_not_exists(invitations, :no_invitations), :invitation)")
            .value(":no_invitations", Value::list([]))
            .value(":invitation", Value::list([packed]))
            .when(
                Condition::new("attribute_not_exists(invitations) OR size(invitations) < :most")
                    .value(":most", u8::try_from(INVITATIONS_MAX).unwrap_or(u8::MAX)),
            ),
        Some((kept, rev)) => update
            .set("invitations = :invitations")
            .value(":invitations", Value::list(kept.into_iter().map(Value::bytes).chain([packed])))
            .when(Condition::rev(rev)),
    };
    update
}

fn refusal(
    old: Option<Row>,
    ((sender, org), invitation): ((&str, OrgId), Option<&Invitation>),
    now: Timestamp,
) -> Result<ClaimRefusal, StoreError> {
    let Some(row) = old else {
        // Nothing was there: then only the list's own condition could fail, and it cannot.
        return Ok(ClaimRefusal::ListFull(Vec::new(), 0));
    };
    let stored = row.read::<PhoneItem>()?;
    let org = withheld_by(org);
    if stored.value.suppressed.iter().any(|known| known == sender || *known == org) {
        return Ok(ClaimRefusal::Phone(PhoneRefusal::Suppressed));
    }
    let fifth = stored.value.t5.and_then(|at| Timestamp::from_millisecond(at).ok());
    let until = fifth.and_then(|at| at.checked_add(SENDS_WINDOW).ok());
    if let Some(until) = until.filter(|until| *until > now) {
        return Ok(ClaimRefusal::Phone(PhoneRefusal::TooOften { until }));
    }
    Ok(ClaimRefusal::ListFull(compacted(&stored.value.invitations, invitation), stored.rev))
}

/// The list with room for one more: the latest of each invitation, without the one to come. A message
/// that was tried again and again must not push others out.
fn compacted(list: &[serde_bytes::ByteBuf], next: Option<&Invitation>) -> Vec<Vec<u8>> {
    let mut kept: Vec<Invitation> = Vec::with_capacity(list.len());
    for invitation in list.iter().filter_map(|bytes| Invitation::read(bytes)) {
        kept.retain(|known| !known.repeats(&invitation));
        kept.push(invitation);
    }
    kept.retain(|known| next.is_none_or(|next| !known.repeats(next)));
    let surplus = kept.len().saturating_sub(INVITATIONS_MAX - 1);
    kept.iter().skip(surplus).map(Invitation::packed).collect()
}

impl Transaction {
    /// From now on the phone refuses texts from `sender`.
    pub fn suppress(&mut self, phone: &Phone, sender: &str) -> usize {
        self.update(
            Update::upsert::<PhoneItem>(&phone_key(phone))
                .add_to("suppressed :senders")
                .value(":senders", Value::texts([sender])),
        )
    }

    /// The phone takes texts from `sender` again.
    pub fn unsuppress(&mut self, phone: &Phone, sender: &str) -> usize {
        self.update(
            Update::upsert::<PhoneItem>(&phone_key(phone))
                .delete("suppressed :senders")
                .value(":senders", Value::texts([sender])),
        )
    }

    /// From now on no text of `org` goes to the phone, whatever its sender.
    pub fn withhold(&mut self, phone: &Phone, org: OrgId) -> usize {
        self.suppress(phone, &withheld_by(org))
    }

    /// Texts of `org` may go to the phone again.
    pub fn release(&mut self, phone: &Phone, org: OrgId) -> usize {
        self.unsuppress(phone, &withheld_by(org))
    }
}
