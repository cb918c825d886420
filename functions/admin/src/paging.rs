//! Lists that go on.
use runtime::{Ctx, Problem, extract::page_limit};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

/// Which part of a list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    limit: Option<u16>,
    cursor: Option<String>,
}

/// Some rows of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageOf<T> {
    pub(crate) items: Vec<T>,
    /// Where the next page begins; absent on the last one. A page may be short and still not be the
    /// last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
}

/// A list by the words that tell it from others: a cursor of one opens no other.
#[derive(Debug)]
pub(crate) struct List(pub(crate) String);

impl List {
    /// How many rows are asked for, and after which place.
    pub(crate) fn part<P: DeserializeOwned>(
        &self,
        ctx: &Ctx,
        limit: Option<u16>,
        cursor: Option<&str>,
    ) -> Result<(u16, Option<P>), Problem> {
        let limit = page_limit(limit)?;
        let after = cursor.map(|cursor| ctx.store.cursors().open::<P>(&self.0, cursor));
        Ok((limit, after.transpose()?))
    }

    /// As [`Self::part`], of a list that has no filter.
    pub(crate) fn plain<P: DeserializeOwned>(
        &self,
        ctx: &Ctx,
        asked: &Asked,
    ) -> Result<(u16, Option<P>), Problem> {
        self.part(ctx, asked.limit, asked.cursor.as_deref())
    }

    /// The page with a cursor for `next`.
    pub(crate) fn page<T, P: Serialize>(
        &self,
        ctx: &Ctx,
        items: Vec<T>,
        next: Option<&P>,
    ) -> PageOf<T> {
        PageOf { items, next_cursor: self.cursor(ctx, next) }
    }

    /// The cursor for the part that begins after `next`.
    pub(crate) fn cursor<P: Serialize>(&self, ctx: &Ctx, next: Option<&P>) -> Option<String> {
        next.map(|next| ctx.store.cursors().seal(&self.0, next))
    }
}
