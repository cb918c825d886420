//! Which contact a row becomes: always the same one.
use crate::csv::rows::RowNumber;
use domain::ids::{ContactId, ImportId};
use sha2::{Digest, Sha256};

/// The id of the contact that a row of an import makes.
pub(super) fn contact_of(import: ImportId, number: RowNumber) -> ContactId {
    let mut hash = Sha256::new();
    hash.update(b"contact of an import's row");
    hash.update(import.bytes());
    hash.update(number.part.to_be_bytes());
    hash.update(number.row.to_be_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; ContactId::SIZE];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    ContactId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_one_contact_and_shares_it_with_no_other_row() {
        let import = ImportId::from_bytes([1; 10]);
        let id = |part, row| contact_of(import, RowNumber { part, row });
        assert_eq!(id(0, 1), id(0, 1));
        assert_ne!(id(0, 1), id(0, 2));
        assert_ne!(id(0, 1), id(1, 1));
        assert_ne!(
            id(0, 1),
            contact_of(ImportId::from_bytes([2; 10]), RowNumber { part: 0, row: 1 })
        );
    }
}
