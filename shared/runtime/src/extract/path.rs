//! Ids in a path.
use crate::problem::{Problem, ProblemKind};
use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, RawPathParams},
};
use http::request::Parts;
use std::str::FromStr;

/// The name of the path parameter that belongs to [`crate::Allowed`].
pub(crate) const ORG_PARAMETER: &str = "org";

/// The path's parameters in order, parsed, without `{org}`: that one is [`crate::Allowed::org`], so
/// that no handler can mix up the org it was allowed with the org it was asked about.
///
/// A text that is not an id of the right kind is 404, as an id that leads nowhere is.
///
/// `PathIds((event, invitee)): PathIds<(EventId, InviteeId)>`; for one, `PathIds<(EventId,)>`.
#[derive(Debug, Clone, Copy)]
pub struct PathIds<T>(pub T);

/// A tuple that can be parsed from that many texts.
pub trait FromSegments: Sized {
    /// The tuple; `None` if there are more or fewer segments or one does not parse.
    fn from_segments(segments: &[&str]) -> Option<Self>;
}

/// Implements [`FromSegments`] for a tuple of these parameters.
macro_rules! from_segments {
    ($($T:ident $segment:ident),+) => {
        impl<$($T: FromStr),+> FromSegments for ($($T,)+) {
            fn from_segments(segments: &[&str]) -> Option<Self> {
                let [$($segment),+] = segments else { return None };
                Some(($($segment.parse().ok()?,)+))
            }
        }
    };
}
from_segments!(A a);
from_segments!(A a, B b);
from_segments!(A a, B b, C c);

impl<S: Send + Sync, T: FromSegments> FromRequestParts<S> for PathIds<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let not_found = || Problem::new(ProblemKind::NotFound);
        let parameters = parts.extract::<RawPathParams>().await.map_err(|_| not_found())?;
        let segments: Vec<&str> = parameters
            .iter()
            .filter(|(name, _)| *name != ORG_PARAMETER)
            .map(|(_, value)| value)
            .collect();
        T::from_segments(&segments).map(Self).ok_or_else(not_found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{EventId, InviteeId};

    type Both = (EventId, InviteeId);

    #[test]
    fn ids_are_parsed_in_order_and_by_kind() {
        let event = EventId::from_bytes([1; 6]);
        let invitee = InviteeId::from_bytes([2; 5]);
        let (first, second) = (event.to_string(), invitee.to_string());
        assert_eq!(Both::from_segments(&[&first, &second]), Some((event, invitee)));
        assert_eq!(Both::from_segments(&[&second, &first]), None);
        assert_eq!(Both::from_segments(&[&first]), None);
        assert_eq!(<(EventId,)>::from_segments(&["evt_"]), None);
    }
}
