//! Gathering what is shown of an org.
use super::view::{LimitsView, MessagesView, OwnerView, TenantView, UsedView};
use domain::{
    ids::{OrgId, UserId},
    message::Tally,
    quota::Span,
};
use futures::future::try_join_all;
use jiff::Timestamp;
use runtime::{Ctx, Problem};
use std::collections::HashMap;
use store::{
    Stored,
    orgs::{Org, OrgPeople},
    quota::QuotaScope,
    read_models::OrgFigures,
};

/// Owners that are shown of one org.
const OWNERS_SHOWN_MAX: usize = 20;
/// Orgs that are gathered at once: each takes seven reads.
const ORGS_TOGETHER: usize = 10;

/// What is shown of some orgs, in their order.
pub(super) async fn rows(
    ctx: &Ctx,
    orgs: &[Stored<Org>],
    now: Timestamp,
) -> Result<Vec<TenantView>, Problem> {
    let (settings, _) = ctx.store.platform().await?;
    let ids: Vec<OrgId> = orgs.iter().map(|org| org.key.org).collect();
    let people = ctx.store.people_of(&ids).await?;
    let mut gathered = Vec::with_capacity(orgs.len());
    for orgs in orgs.chunks(ORGS_TOGETHER) {
        let together = orgs.iter().map(|org| {
            let owners = people.get(&org.key.org).map_or(0, |people| people.owners);
            gather(ctx, org, owners, now)
        });
        gathered.extend(try_join_all(together).await?);
    }
    let names = names(ctx, &gathered).await?;
    let price = settings.segment_price_micros;
    let row = |(org, gathered): (&Stored<Org>, Gathered)| {
        let people = people.get(&org.key.org).copied().unwrap_or_default();
        view(org, gathered, (&names, people, price))
    };
    Ok(orgs.iter().zip(gathered).map(row).collect())
}

/// What so many segments cost, where the price of one is known.
pub(crate) fn spend_micros(segments: u64, segment_price_micros: u32) -> Option<u64> {
    let price = u64::from(segment_price_micros);
    (price > 0).then(|| segments.saturating_mul(price))
}

/// What is read of one org.
struct Gathered {
    owners: Vec<UserId>,
    holdings: store::directory::OrgHoldings,
    figures: OrgFigures,
    used: UsedView,
}

async fn gather(
    ctx: &Ctx,
    org: &Stored<Org>,
    owners: u32,
    now: Timestamp,
) -> Result<Gathered, Problem> {
    let org = org.key.org;
    let owners = usize::try_from(owners).unwrap_or(OWNERS_SHOWN_MAX).min(OWNERS_SHOWN_MAX);
    let (owners, holdings, figures, [quota]) = futures::try_join!(
        ctx.store.owners_listed(org, owners),
        ctx.store.org_holdings(org),
        ctx.store.org_figures(org, None),
        ctx.store.quotas([QuotaScope::Org(org)]),
    )?;
    let used = UsedView {
        hour: quota.window.taken(now, Span::Hour),
        day: quota.window.taken(now, Span::Day),
    };
    Ok(Gathered { owners, holdings, figures, used })
}

async fn names(ctx: &Ctx, gathered: &[Gathered]) -> Result<HashMap<UserId, OwnerView>, Problem> {
    let mut ids: Vec<UserId> = gathered.iter().flat_map(|one| one.owners.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let users = ctx.store.users(&ids).await?.into_iter().map(|user| {
        let id = user.key.user;
        let view = OwnerView {
            id: id.to_string(),
            name: user.value.display_name,
            email: user.value.email,
        };
        (id, view)
    });
    Ok(users.collect())
}

fn view(
    org: &Stored<Org>,
    gathered: Gathered,
    (names, people, price): (&HashMap<UserId, OwnerView>, OrgPeople, u32),
) -> TenantView {
    let Gathered { owners, holdings, figures: OrgFigures { messages, .. }, used } = gathered;
    let value = &org.value;
    TenantView {
        id: org.key.org.to_string(),
        name: value.display_name.clone(),
        host: value.host.clone(),
        created_at: value.created_at.to_string(),
        archived_at: value.archived_at.map(|at| at.to_string()),
        purge_at: value.purge_at().map(|at| at.to_string()),
        owners: owners.iter().filter_map(|owner| names.get(owner).cloned()).collect(),
        members: people.members,
        contacts: holdings.contacts.into(),
        events: holdings.events.into(),
        archived_events: holdings.events_archived.into(),
        messages: MessagesView {
            planned: messages.planned(),
            submitted: messages.of(Tally::Submitted),
            segments: messages.segments,
            spend_micros: spend_micros(messages.segments, price),
            as_of: messages.at.map(|at| at.to_string()),
        },
        limits: LimitsView {
            hour_limit: value.hour_limit,
            day_limit: value.day_limit,
            invitees_max: value.invitees_max,
        },
        used,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_segment_costs_is_not_guessed() {
        assert_eq!(spend_micros(1_000, 0), None);
        assert_eq!(spend_micros(1_000, 7_900), Some(7_900_000));
        assert_eq!(spend_micros(0, 7_900), Some(0));
        assert_eq!(spend_micros(u64::MAX, 2), Some(u64::MAX));
    }
}
