//! A zip that is made of its content alone: no clock, no user, no order of a file system.
//!
//! The format is that of APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory) and
//! 4.3.16 (its end).
use anyhow::Context;
use flate2::Crc;
use libdeflater::{CompressionLvl, Compressor};

/// Version 2.0 of the format: deflated files.
const VERSION: u16 = 20;
/// The same, written where files have permissions (Unix, 3 in the high byte).
const VERSION_UNIX: u16 = 3 << 8 | VERSION;
const DEFLATED: u16 = 8;
/// The first of January 1980, midnight: the format's first instant.
const DATE: u16 = 1 << 5 | 1;
const TIME: u16 = 0;
/// A regular file that everybody may read and run, in the high half.
const PERMISSIONS: u32 = 0o100_755 << 16;
const LOCAL_SIGNATURE: u32 = 0x0403_4b50;
const CENTRAL_SIGNATURE: u32 = 0x0201_4b50;
const END_SIGNATURE: u32 = 0x0605_4b50;

/// An archive of one program. The same bytes for the same program.
pub(super) fn archive(name: &str, program: &[u8]) -> anyhow::Result<Vec<u8>> {
    // It takes seconds, and a zip is 3 % smaller than by the usual way.
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut packed = vec![0; compressor.deflate_compress_bound(program.len())];
    let length = compressor.deflate_compress(program, &mut packed)?;
    packed.truncate(length);
    let mut crc = Crc::new();
    crc.update(program);
    let described = described(name, crc.sum(), packed.len(), program.len())?;

    let mut zip = Bytes::default();
    zip.long(LOCAL_SIGNATURE);
    zip.short(VERSION);
    zip.0.extend(&described);
    zip.0.extend(name.as_bytes());
    zip.0.extend(&packed);

    let directory_at = zip.0.len();
    zip.long(CENTRAL_SIGNATURE);
    zip.short(VERSION_UNIX);
    zip.short(VERSION);
    zip.0.extend(&described);
    // No comment, the first disk, no text.
    for nothing in [0, 0, 0] {
        zip.short(nothing);
    }
    zip.long(PERMISSIONS);
    // Its local header is the first byte.
    zip.long(0);
    zip.0.extend(name.as_bytes());

    let directory_bytes = zip.0.len().saturating_sub(directory_at);
    zip.long(END_SIGNATURE);
    // This disk, the directory's disk, its entries on this disk and in all.
    for number in [0, 0, 1, 1] {
        zip.short(number);
    }
    zip.long(u32::try_from(directory_bytes)?);
    zip.long(u32::try_from(directory_at).context("the program is too large for a zip")?);
    // No comment.
    zip.short(0);
    Ok(zip.0)
}

/// What both headers say of the file, from its flags to the length of its extra field.
fn described(name: &str, crc: u32, packed: usize, whole: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Bytes::default();
    for number in [0, DEFLATED, TIME, DATE] {
        bytes.short(number);
    }
    bytes.long(crc);
    bytes.long(u32::try_from(packed).context("the program is too large for a zip")?);
    bytes.long(u32::try_from(whole).context("the program is too large for a zip")?);
    bytes.short(u16::try_from(name.len())?);
    bytes.short(0);
    Ok(bytes.0)
}

/// Numbers with the lowest byte first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn short(&mut self, number: u16) {
        self.0.extend(number.to_le_bytes());
    }

    fn long(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::DeflateDecoder;
    use std::io::Read;

    fn short(zip: &[u8], at: usize) -> usize {
        usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]))
    }

    #[test]
    fn the_same_program_is_the_same_archive() {
        let program: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let (first, again) = (archive("bootstrap", &program), archive("bootstrap", &program));
        assert_eq!(first.unwrap(), again.unwrap());
        assert_ne!(archive("bootstrap", b"a").unwrap(), archive("bootstrap", b"b").unwrap());
    }

    #[test]
    fn an_archive_holds_the_program_and_that_it_can_be_run() {
        let program = b"#!/bin/sh\nexit 0\n".repeat(50);
        let zip = archive("bootstrap", &program).unwrap();
        assert!(zip.starts_with(b"PK\x03\x04"));
        assert_eq!(&zip[30..39], b"bootstrap");
        let mut found = Vec::new();
        DeflateDecoder::new(&zip[39..]).read_to_end(&mut found).unwrap();
        assert_eq!(found, program);

        let end = zip.len() - 22;
        assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
        let directory = short(&zip, end + 16) + (short(&zip, end + 18) << 16);
        assert_eq!(&zip[directory..directory + 4], b"PK\x01\x02");
        // The upper half of the external attributes: a regular file, 0755.
        assert_eq!(short(&zip, directory + 40), 0o100_755);
        assert_eq!(&zip[directory + 46..end], b"bootstrap");
    }
}
