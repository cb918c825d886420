//! Invitations to an org's team: one at a time for each org and address, answered once.
use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Row, Stored},
    keys::{InvitedEmailKey, TeamInvitationKey, UserEmailKey},
    orgs::MemberCreation,
    query::Query,
    transaction::{Condition, Transaction},
};
use domain::{
    ids::{OrgId, TeamInvitationId, UserId},
    rights::Role,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How long an invitation stands after it was sent.
pub const TEAM_INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long one that is answered or over is still shown.
pub const TEAM_INVITATION_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Most invitations that are listed: what the limit on sending lets an org have.
pub const TEAM_INVITATIONS_LISTED_MAX: u16 = 1_000;
/// Most orgs that one address is told of.
const INVITED_LISTED_MAX: u16 = 100;

/// An invitation to join an org's team.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamInvitation {
    /// Whom it is for, as the inviter wrote it.
    pub email: String,
    /// The role that it gives.
    #[serde(with = "as_text::role")]
    pub role: Role,
    /// The inviter's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Who invites.
    #[serde(with = "as_text")]
    pub invited_by: UserId,
    /// The inviter's name at that time.
    pub inviter: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last sent.
    pub sent_at: Timestamp,
    /// From when on it cannot be accepted.
    pub expires_at: Timestamp,
    /// Which of its tokens counts.
    pub sequence: u32,
    /// That token's hash.
    pub token_hash: String,
    /// What became of it.
    pub state: TeamInvitationState,
}

/// What became of an invitation to a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum TeamInvitationState {
    /// Nobody answered yet; whether it can still be says its end.
    Pending,
    /// Somebody is a member by it.
    Accepted {
        /// When.
        at: Timestamp,
        /// Who.
        #[serde(with = "as_text")]
        user: UserId,
    },
    /// Whom it was for does not want it.
    Declined {
        /// When.
        at: Timestamp,
    },
    /// The org took it back.
    Revoked {
        /// When.
        at: Timestamp,
    },
}

impl fmt::Debug for TeamInvitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TeamInvitation")
            .field("role", &self.role)
            .field("sequence", &self.sequence)
            .field("expires_at", &self.expires_at)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Item for TeamInvitation {
    type Key = TeamInvitationKey;
    const KIND: &'static str = "team_invitation";
    const VERSION: u8 = 1;

    fn places(&self, _: &TeamInvitationKey) -> Places {
        let until = self.expires_at.checked_add(TEAM_INVITATION_KEPT);
        Places::default().until(until.unwrap_or(Timestamp::MAX))
    }
}

impl TeamInvitation {
    /// Whether it can be answered at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        match self.state {
            TeamInvitationState::Pending => now < self.expires_at,
            TeamInvitationState::Accepted { .. }
            | TeamInvitationState::Declined { .. }
            | TeamInvitationState::Revoked { .. } => false,
        }
    }

    /// Whether it is for the holder of that address, whatever its case.
    pub fn is_for(&self, email: &str) -> bool {
        UserEmailKey::canonical(&self.email) == UserEmailKey::canonical(email)
    }
}

/// Which invitation of an org an address has: there is one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedEmail {
    /// The invitation.
    #[serde(with = "as_text")]
    pub invitation: TeamInvitationId,
    /// From when on the address may be invited anew.
    pub expires_at: Timestamp,
}

impl Item for InvitedEmail {
    type Key = InvitedEmailKey;
    const KIND: &'static str = "invited_email";
    const VERSION: u8 = 1;

    fn places(&self, _: &InvitedEmailKey) -> Places {
        Places::default().until(self.expires_at)
    }
}

impl InvitedEmailKey {
    /// An address in its canonical form, as the one that logs in.
    pub fn canonical(email: &str, org: OrgId) -> Self {
        let UserEmailKey { email } = UserEmailKey::canonical(email);
        Self { email, org }
    }
}

/// The operations that accept an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamAcceptance {
    /// Refused where the invitation was changed or answered since it was seen.
    pub invitation: usize,
    /// Refused where the org is archived or gone.
    pub org: usize,
    /// Refused where who invited may not give the role any more.
    pub inviter: usize,
    /// Refused where the org is full, or the user a member.
    pub member: MemberCreation,
}

impl Store {
    /// An invitation, as it is now.
    pub async fn team_invitation(
        &self,
        org: OrgId,
        invitation: TeamInvitationId,
    ) -> Result<Option<Stored<TeamInvitation>>, StoreError> {
        self.get(&TeamInvitationKey { org, invitation }, Consistency::Strong).await
    }

    /// An org's invitations, answered ones included while they are kept, the newest first.
    pub async fn team_invitations(
        &self,
        org: OrgId,
    ) -> Result<Vec<Stored<TeamInvitation>>, StoreError> {
        let query = Query::of(TeamInvitationKey::span(&org), TEAM_INVITATIONS_LISTED_MAX);
        let rows =
            self.query_all(query.consistent(), usize::from(TEAM_INVITATIONS_LISTED_MAX)).await?;
        let read = rows.into_iter().map(Row::read::<TeamInvitation>);
        let mut invitations = read.collect::<Result<Vec<_>, _>>()?;
        invitations
            .sort_by_key(|one| std::cmp::Reverse((one.value.created_at, one.key.invitation)));
        Ok(invitations)
    }

    /// Which invitation of an org an address has, as of now, whether or not it is over.
    pub async fn invited_email(
        &self,
        org: OrgId,
        email: &str,
    ) -> Result<Option<Stored<InvitedEmail>>, StoreError> {
        self.get(&InvitedEmailKey::canonical(email, org), Consistency::Strong).await
    }

    /// The invitations that an address has and can answer at `now`, the newest first.
    pub async fn invitations_for(
        &self,
        email: &str,
        now: Timestamp,
    ) -> Result<Vec<Stored<TeamInvitation>>, StoreError> {
        let UserEmailKey { email: address } = UserEmailKey::canonical(email);
        let query = Query::of(InvitedEmailKey::span(&address), INVITED_LISTED_MAX).consistent();
        let rows = self.query_all(query, usize::from(INVITED_LISTED_MAX)).await?;
        let read = rows.into_iter().map(Row::read::<InvitedEmail>);
        let invited = read.collect::<Result<Vec<_>, _>>()?;
        let keys: Vec<TeamInvitationKey> = invited
            .iter()
            .map(|one| TeamInvitationKey { org: one.key.org, invitation: one.value.invitation })
            .collect();
        let mut open = self.batch_get::<TeamInvitation>(&keys, Consistency::Strong).await?;
        open.retain(|one| one.value.is_open(now) && one.value.is_for(email));
        open.sort_by_key(|one| std::cmp::Reverse((one.value.created_at, one.key.invitation)));
        Ok(open)
    }
}

impl Transaction {
    /// Makes an invitation and takes its address, in place of `former`, which is over. Answers the
    /// operation that is refused where the address was invited meanwhile.
    pub fn create_team_invitation(
        &mut self,
        (org, id): (OrgId, TeamInvitationId),
        invitation: &TeamInvitation,
        former: Option<&Stored<InvitedEmail>>,
    ) -> usize {
        self.create(&TeamInvitationKey { org, invitation: id }, invitation);
        let key = InvitedEmailKey::canonical(&invitation.email, org);
        let invited = InvitedEmail { invitation: id, expires_at: invitation.expires_at };
        match former {
            Some(former) => self.replace(&key, &invited, former.rev),
            None => self.create(&key, &invited),
        }
    }

    /// Sends an invitation as it was seen once more: `invitation` has the next sequence and a new end.
    /// Refused where it was changed or answered since, or its address has another one.
    pub fn renew_team_invitation(
        &mut self,
        seen: &Stored<TeamInvitation>,
        invitation: &TeamInvitation,
        address: Option<&Stored<InvitedEmail>>,
    ) -> usize {
        let TeamInvitationKey { org, invitation: id } = seen.key;
        let key = InvitedEmailKey::canonical(&invitation.email, org);
        let invited = InvitedEmail { invitation: id, expires_at: invitation.expires_at };
        match address {
            Some(address) => self.replace(&key, &invited, address.rev),
            None => self.create(&key, &invited),
        };
        self.replace(&seen.key, invitation, seen.rev)
    }

    /// Accepts an invitation as it was seen: answers it, and makes the user a member.
    pub fn accept_team_invitation(
        &mut self,
        seen: &Stored<TeamInvitation>,
        user: UserId,
        now: Timestamp,
    ) -> TeamAcceptance {
        let org = seen.key.org;
        let state = TeamInvitationState::Accepted { at: now, user };
        TeamAcceptance {
            invitation: self.answer_team_invitation(seen, state),
            org: self.check_org_is_in_use(org),
            inviter: self.check_member_is(org, seen.value.invited_by, seen.value.role),
            member: self.create_member(org, user, seen.value.role, now),
        }
    }

    /// Ends an invitation as it was seen, so that its address may be invited anew. Refused where it was
    /// changed or answered since.
    pub fn answer_team_invitation(
        &mut self,
        seen: &Stored<TeamInvitation>,
        state: TeamInvitationState,
    ) -> usize {
        let TeamInvitationKey { org, invitation } = seen.key;
        let key = InvitedEmailKey::canonical(&seen.value.email, org);
        self.delete_if(&key, Some(invited_by(invitation)));
        self.replace(&seen.key, &TeamInvitation { state, ..seen.value.clone() }, seen.rev)
    }
}

/// The address has no other invitation of the org: nobody opens another's lock.
fn invited_by(invitation: TeamInvitationId) -> Condition {
    let own = "attribute_not_exists(pk) OR invitation = :invitation";
    Condition::new(own).value(":invitation", invitation.to_string())
}
