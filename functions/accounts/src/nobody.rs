//! The user that an unknown login stands for, so that it costs the same reads as a known one.
use domain::ids::UserId;
use runtime::tag::tag;

/// Keeps these tags apart from whatever else the same key signs.
const PURPOSE: &[u8] = b"convoke nobody v1";

/// An id that nobody has, always the same for a login: made of it, so that the counters and rows of
/// two unknown logins are as far apart as those of two known ones.
pub(crate) fn stand_in(key: &[u8], login: &str) -> UserId {
    let mut bytes = [0; UserId::SIZE];
    for (byte, tag) in bytes.iter_mut().zip(tag(key, PURPOSE, login.as_bytes())) {
        *byte = tag;
    }
    UserId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_login_is_always_the_same_nobody() {
        let key = b"0123456789abcdef0123456789abcdef";
        assert_eq!(stand_in(key, "a@example.com"), stand_in(key, "a@example.com"));
        assert_ne!(stand_in(key, "a@example.com"), stand_in(key, "b@example.com"));
        assert_ne!(stand_in(key, "a@example.com"), stand_in(b"another", "a@example.com"));
    }
}
