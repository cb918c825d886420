//! How many different tags an org may use.
use crate::limits::{ORG_TAGS_EVER_MAX, ORG_TAGS_MAX};
use domain::ids::OrgId;
use runtime::{Ctx, Problem};
use std::collections::{BTreeMap, BTreeSet};
use store::contacts::{contacts_scope, folded_tag, tag_of_view, tag_view};

/// Refuses tags that are new to an org which has too many already. Reads what the lists show, so that a
/// burst of new tags may pass it by some; nothing is read where there are no tags.
pub(crate) async fn check(
    ctx: &Ctx,
    org: OrgId,
    pointer: &str,
    tags: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<(), Problem> {
    let tags: BTreeSet<String> = tags.into_iter().map(|tag| folded_tag(tag.as_ref())).collect();
    if tags.is_empty() {
        return Ok(());
    }
    let known = ctx.store.view_counts(&contacts_scope(org)).await?.views;
    // Lists are counted in the same place.
    let known: BTreeMap<&String, u64> = known
        .iter()
        .filter(|(view, _)| tag_of_view(view).is_some())
        .map(|(view, contacts)| (view, *contacts))
        .collect();
    let of = |tag: &String| known.get(&tag_view(org, tag).view).copied();
    // One that nobody has any more makes room, but its count stays, until there are too many of those.
    let new = tags.iter().filter(|tag| of(tag).unwrap_or_default() == 0).count();
    let unheard = tags.iter().filter(|tag| of(tag).is_none()).count();
    let used = known.values().filter(|contacts| **contacts > 0).count();
    let fits = used.saturating_add(new) <= ORG_TAGS_MAX;
    if new == 0 || (fits && known.len().saturating_add(unheard) <= ORG_TAGS_EVER_MAX) {
        return Ok(());
    }
    let detail = format!(
        "{new} of the tags are new, and an organization has at most {ORG_TAGS_MAX} different ones"
    );
    Err(Problem::field(pointer, detail))
}
