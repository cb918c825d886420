//! A window as bytes: pairs of (minutes since the bucket before, count), each as LEB128.
use super::{Minute, Window};

/// The first byte: which form this is.
const FORM: u8 = 1;
/// Bits of a number in each byte; the eighth says that more follow.
const BITS: u32 = 7;
const MORE: u8 = 0x80;

/// The bytes were not a window that we wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a packed window of permits")]
pub struct DecodeWindowError;

impl Window {
    /// The window as bytes, for storing: one to three bytes a bucket and its count as a rule.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        let mut before = 0;
        for (minute, count) in &self.buckets {
            write(&mut bytes, minute - before);
            write(&mut bytes, *count);
            before = *minute;
        }
        bytes
    }

    /// The window that [`Window::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeWindowError> {
        let mut window = Self::default();
        let (form, mut rest) = bytes.split_first().ok_or(DecodeWindowError)?;
        if *form != FORM {
            return Err(DecodeWindowError);
        }
        let mut minute = Minute(0);
        while !rest.is_empty() {
            let (step, count);
            (step, rest) = read(rest).ok_or(DecodeWindowError)?;
            (count, rest) = read(rest).ok_or(DecodeWindowError)?;
            minute = Minute(minute.0.checked_add(step).ok_or(DecodeWindowError)?);
            window.buckets.insert(minute.0, count);
        }
        Ok(window)
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let low = u8::try_from(number & u32::from(!MORE)).unwrap_or_default();
        number >>= BITS;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | MORE);
    }
}

fn read(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        let shift = BITS * u32::try_from(at).ok()?;
        number |= u64::from(byte & !MORE) << shift;
        if byte & MORE == 0 {
            return Some((u32::try_from(number).ok()?, bytes.get(at + 1..)?));
        }
    }
    None
}
