//! Passwords: argon2id with the parameters that OWASP recommends
//! (<https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>).
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, SaltString},
};
use std::{fmt, sync::LazyLock};

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Bytes of a salt.
pub(crate) const SALT_BYTES: usize = 16;
/// Fewest characters (NIST SP 800-63B, section 5.1.1.1).
pub(crate) const PASSWORD_CHARACTERS_MIN: usize = 8;
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
pub(crate) struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// A password that somebody wants to set.
    pub(crate) fn choose(text: &str) -> Result<Self, UnfitPassword> {
        let fits = text.chars().count() >= PASSWORD_CHARACTERS_MIN;
        if fits && text.len() <= PASSWORD_BYTES_MAX {
            Ok(Self(text.to_owned()))
        } else {
            Err(UnfitPassword)
        }
    }

    /// A password that somebody claims to know. One that is too long is nobody's.
    pub(crate) fn claim(text: &str) -> Option<Self> {
        (text.len() <= PASSWORD_BYTES_MAX).then(|| Self(text.to_owned()))
    }

    /// Its hash in the PHC string format.
    pub(crate) fn hash(&self, salt: &[u8; SALT_BYTES]) -> Result<String, password_hash::Error> {
        let salt = SaltString::encode_b64(salt)?;
        Ok(hasher()?.hash_password(self.0.as_bytes(), &salt)?.to_string())
    }

    /// Whether it is the password behind `hash`. Without a hash it is not, after the same work, so
    /// that the time of an answer does not tell whether an account exists.
    pub(crate) fn verify(&self, hash: Option<&str>) -> bool {
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
