//! How many rows a page has.
use crate::problem::Problem;

/// Rows on a page when the caller does not say.
pub const PAGE_LIMIT_DEFAULT: u16 = 50;
/// Most rows on a page: 200 small rows stay below 1 MB, one query's worth.
pub const PAGE_LIMIT_MAX: u16 = 200;
const _: () = assert!(1 <= PAGE_LIMIT_DEFAULT && PAGE_LIMIT_DEFAULT <= PAGE_LIMIT_MAX);

/// The page size that the query parameter `limit` asks for.
pub fn page_limit(limit: Option<u16>) -> Result<u16, Problem> {
    let limit = limit.unwrap_or(PAGE_LIMIT_DEFAULT);
    if (1..=PAGE_LIMIT_MAX).contains(&limit) {
        Ok(limit)
    } else {
        Err(Problem::field("/limit", format!("must be 1 to {PAGE_LIMIT_MAX}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_1_to_200_rows() {
        assert_eq!(page_limit(None).unwrap(), PAGE_LIMIT_DEFAULT);
        assert_eq!(page_limit(Some(200)).unwrap(), 200);
        assert!(page_limit(Some(0)).is_err());
        assert!(page_limit(Some(201)).is_err());
    }
}
