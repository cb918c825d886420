//! Passwords: argon2id with the parameters that OWASP recommends
//! (<https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>).
use crate::{
    ctx::Ctx,
    limits::Attempt,
    problem::{Problem, ProblemKind},
};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, SaltString},
};
use jiff::{SignedDuration, Timestamp};
use std::{fmt, sync::LazyLock};
use store::{Consistency, Stored, accounts::User, rate::RateLimit};
use tokio::task::spawn_blocking;

/// How often a user who is signed in may give a wrong password.
pub const PASSWORD_LIMIT: RateLimit =
    RateLimit { name: "password", attempts_max: 10, window: SignedDuration::from_mins(15) };

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Bytes of a salt.
pub const SALT_BYTES: usize = 16;
/// Fewest characters (NIST SP 800-63B, section 5.1.1.1).
pub const PASSWORD_CHARACTERS_MIN: usize = 8;
/// Most bytes: hashing must not become work that a caller can choose the size of.
const PASSWORD_BYTES_MAX: usize = 1_024;

/// The password cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must have {PASSWORD_CHARACTERS_MIN} characters or more, and {PASSWORD_BYTES_MAX} bytes at most"
)]
pub struct UnfitPassword;

/// A password in the clear, on its way to be hashed or compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// A password that somebody wants to set.
    pub fn choose(text: &str) -> Result<Self, UnfitPassword> {
        let fits = text.chars().count() >= PASSWORD_CHARACTERS_MIN;
        if fits && text.len() <= PASSWORD_BYTES_MAX {
            Ok(Self(text.to_owned()))
        } else {
            Err(UnfitPassword)
        }
    }

    /// A password that somebody claims to know. One that is too long is nobody's.
    pub fn claim(text: &str) -> Option<Self> {
        (text.len() <= PASSWORD_BYTES_MAX).then(|| Self(text.to_owned()))
    }

    /// Its hash in the PHC string format.
    pub fn hash(&self, salt: &[u8; SALT_BYTES]) -> Result<String, password_hash::Error> {
        let salt = SaltString::encode_b64(salt)?;
        Ok(hasher()?.hash_password(self.0.as_bytes(), &salt)?.to_string())
    }

    /// Whether it is the password behind `hash`. Without a hash it is not, after the same work, so
    /// that the time of an answer does not tell whether an account exists.
    pub fn verify(&self, hash: Option<&str>) -> bool {
        let parsed = hash.map(PasswordHash::new).and_then(Result::ok);
        let (against, known) = match &parsed {
            Some(parsed) => (Some(parsed), true),
            None => (NOBODYS.as_ref(), false),
        };
        let (Some(against), Ok(hasher)) = (against, hasher()) else { return false };
        let matches = hasher.verify_password(self.0.as_bytes(), against).is_ok();
        matches && known
    }
}

/// The hash of a password, made beside the requests: it takes tens of milliseconds.
pub async fn hashed(ctx: &Ctx, password: Password) -> Result<String, Problem> {
    let salt: [u8; SALT_BYTES] = ctx.ids.bytes();
    let hash = spawn_blocking(move || password.hash(&salt)).await;
    let hash = hash.map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    hash.map_err(|error| Problem::new(ProblemKind::Internal).because(error))
}

/// Whether it is the password behind `hash`, found out beside the requests. The same work where there
/// is no hash, and where the claim is nobody's.
pub async fn verified(claim: Option<Password>, hash: Option<String>) -> Result<bool, Problem> {
    let (password, known) = match claim {
        Some(password) => (password, true),
        None => (Password(String::new()), false),
    };
    let verified = spawn_blocking(move || password.verify(hash.as_deref())).await;
    let verified = verified.map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    Ok(verified && known)
}

/// Asks a signed-in user for the password again, before something that cannot be taken back: 422 at
/// `pointer` where it is wrong, 429 after [`PASSWORD_LIMIT`]. `user` may be some moments old.
pub async fn confirm(
    ctx: &Ctx,
    user: &Stored<User>,
    text: &str,
    pointer: &'static str,
    now: Timestamp,
) -> Result<(), Problem> {
    confirmed(ctx, user, text, pointer, now).await.map(|_| ())
}

/// As [`confirm`], and answers the user whose password it was: what is decided by it rests on the
/// credentials of that moment.
pub async fn confirmed(
    ctx: &Ctx,
    user: &Stored<User>,
    text: &str,
    pointer: &'static str,
    now: Timestamp,
) -> Result<Stored<User>, Problem> {
    let attempt = Attempt::at(now).by(PASSWORD_LIMIT, user.key.user.to_string());
    attempt.count(ctx).await?;
    let knows = async |user: &Stored<User>| {
        verified(Password::claim(text), Some(user.value.password.clone())).await
    };
    if knows(user).await? {
        attempt.give_back(ctx).await?;
        return Ok(user.clone());
    }
    let fresh = ctx.store.user(user.key.user, Consistency::Strong).await?;
    if let Some(fresh) = fresh.filter(|fresh| fresh.value.password != user.value.password)
        && knows(&fresh).await?
    {
        attempt.give_back(ctx).await?;
        return Ok(fresh);
    }
    Err(Problem::field(pointer, "is not your password"))
}

/// A hash with our parameters that stands in for an account that does not exist.
static NOBODYS: LazyLock<Option<PasswordHash<'static>>> = LazyLock::new(|| {
    PasswordHash::new(
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0ISE$\
         AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    )
    .ok()
});

fn hasher() -> Result<Argon2<'static>, password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash() {
        let password = Password::choose("correct horse battery").unwrap();
        let hash = password.hash(&[7; SALT_BYTES]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(password.verify(Some(&hash)));
        assert!(!Password::claim("correct horse").unwrap().verify(Some(&hash)));
    }

    #[test]
    fn an_unknown_account_costs_the_same_work() {
        let stand_in = NOBODYS.as_ref().expect("the stand-in parses");
        let hash = Password::choose("12345678").unwrap().hash(&[1; SALT_BYTES]).unwrap();
        let real = PasswordHash::new(&hash).unwrap();
        assert_eq!(stand_in.algorithm, real.algorithm);
        assert_eq!(stand_in.params, real.params);
        assert_eq!(stand_in.hash.unwrap().len(), real.hash.unwrap().len());
        assert!(!Password::claim("12345678").unwrap().verify(None));
    }

    #[test]
    fn a_password_has_a_least_and_a_greatest_length() {
        assert!(Password::choose("1234567").is_err());
        assert!(Password::choose(&"ä".repeat(8)).is_ok());
        assert!(Password::choose(&"x".repeat(1_025)).is_err());
        assert!(Password::claim(&"x".repeat(1_025)).is_none());
    }
}
