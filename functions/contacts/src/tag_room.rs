//! How many different tags an org may use.
use crate::limits::ORG_TAGS_MAX;
use domain::ids::OrgId;
use runtime::{Ctx, Problem};
use std::collections::BTreeSet;
use store::contacts::{contacts_scope, folded_tag, tag_view};

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
    let new = tags.iter().filter(|tag| !known.contains_key(&tag_view(org, tag).view)).count();
    if new == 0 || known.len().saturating_add(new) <= ORG_TAGS_MAX {
        return Ok(());
    }
    let detail = format!(
        "{new} of the tags are new, and an organization has at most {ORG_TAGS_MAX} different ones"
    );
    Err(Problem::field(pointer, detail))
}
