//! What somebody was mailed to prove something with: a token, of which the table has the hash.
use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{Text, UserProofKey},
    transaction::{Condition, Transaction},
};
use domain::{ids::UserId, zone::Zone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A token that was mailed: good once, and until its time is over. A user has one of each purpose at
/// most, so that a newer one makes the older void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The token's hash.
    pub token_hash: String,
    /// From when on it is void.
    pub expires_at: Timestamp,
    /// What it is good for.
    pub claim: Claim,
}

/// What a token is good for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Claim {
    /// To set a new password.
    Password,
    /// To prove an address and to log in with it.
    Address {
        /// The address as it was given.
        email: String,
        /// The credentials that the user had when it was asked for ([`User::credentials`](super::User)): under
        /// others no new address is proven.
        #[serde(default)]
        credentials: u32,
    },
    /// To make an account, and to prove its address.
    Account(ClaimedAccount),
}

/// An account that is made once its address is proven.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedAccount {
    /// The address as it was given.
    pub email: String,
    /// What to call the user.
    pub display_name: String,
    /// The password's hash in the PHC string format.
    pub password: String,
    /// The language of mails and pages, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The zone that times are shown in.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Zone>,
}

/// Which of a user's proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofOf {
    /// That whoever sets a password reads the user's mail.
    Password,
    /// That an address is the user's.
    Address,
}

impl ProofOf {
    /// Every kind of proof.
    pub const ALL: [Self; 2] = [Self::Password, Self::Address];

    /// Its stored name.
    const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Address => "address",
        }
    }

    /// The key of the user's proof.
    fn key(self, user: UserId) -> UserProofKey {
        UserProofKey { user, purpose: Text::from(self.name()) }
    }
}

impl Claim {
    /// The proof that carries it.
    pub const fn proof(&self) -> ProofOf {
        match self {
            Self::Password => ProofOf::Password,
            Self::Address { .. } | Self::Account(_) => ProofOf::Address,
        }
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password => "Password",
            Self::Address { .. } => "Address",
            Self::Account(_) => "Account",
        })
    }
}

impl fmt::Debug for ClaimedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimedAccount")
    }
}

impl Item for Proof {
    type Key = UserProofKey;
    const KIND: &'static str = "proof";
    const VERSION: u8 = 1;

    fn places(&self, _: &UserProofKey) -> Places {
        Places::default().until(self.expires_at)
    }
}

impl Store {
    /// A user's proof.
    pub async fn proof(
        &self,
        user: UserId,
        of: ProofOf,
    ) -> Result<Option<Stored<Proof>>, StoreError> {
        self.get(&of.key(user), Consistency::Strong).await
    }
}

impl Transaction {
    /// Keeps a proof in place of the user's former one, whose token is void from now on.
    pub fn put_proof(&mut self, user: UserId, proof: &Proof) -> usize {
        self.put(&proof.claim.proof().key(user), proof)
    }

    /// Uses a proof up. Refused where it was used, or another one took its place.
    pub fn spend_proof(&mut self, proof: &Stored<Proof>) -> usize {
        let unspent = Condition::new("token_hash = :token_hash")
            .value(":token_hash", proof.value.token_hash.as_str());
        self.delete_if(&proof.key, Some(unspent))
    }

    /// Makes the user's proof void, where there is one.
    pub fn drop_proof(&mut self, user: UserId, of: ProofOf) -> usize {
        self.delete_if(&of.key(user), None)
    }
}
