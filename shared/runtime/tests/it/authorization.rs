//! Who may do what.
use crate::world::{World, headers};
use domain::{ids::OrgId, rights::Role};
use http::HeaderMap;
use jiff::SignedDuration;
use runtime::{
    Problem, ProblemKind,
    access_token::{ACCESS_TOKEN_LIFE, Bearer, sign},
    authorize::{Administer, Own, Right, See, Tidy, Work, authorize},
};
use store::Transaction;

async fn refusal<P: Right>(world: &World, headers: &HeaderMap, org: OrgId) -> Option<ProblemKind> {
    authorize::<P>(&world.ctx, headers, org).await.err().map(|problem: Problem| problem.kind())
}

#[tokio::test]
async fn each_role_holds_its_rights_and_no_other() {
    let world = World::new().await;
    let org = world.org();
    for role in Role::ALL {
        let headers = world.headers(world.user(&[(org, role)]).await);
        let refusals = [
            refusal::<See>(&world, &headers, org).await,
            refusal::<Work>(&world, &headers, org).await,
            refusal::<Tidy>(&world, &headers, org).await,
            refusal::<Administer>(&world, &headers, org).await,
            refusal::<Own>(&world, &headers, org).await,
        ];
        let held = refusals.iter().filter(|refusal| refusal.is_none()).count();
        let expected = match role {
            Role::Viewer => 1,
            Role::Member => 2,
            Role::Admin => 4,
            Role::Owner => 5,
        };
        assert_eq!(held, expected, "{role:?}");
        let forbidden = Some(ProblemKind::Forbidden);
        assert!(refusals.iter().all(|refusal| refusal.is_none() || *refusal == forbidden));
    }
}

#[tokio::test]
async fn a_stranger_cannot_tell_an_org_from_none() {
    let world = World::new().await;
    let (org, other) = (world.org(), world.org());
    world.user(&[(org, Role::Owner)]).await;
    let stranger = world.headers(world.user(&[(other, Role::Owner)]).await);
    let theirs = refusal::<See>(&world, &stranger, org).await;
    let nobodys = refusal::<See>(&world, &stranger, world.org()).await;
    assert_eq!((theirs, nobodys), (Some(ProblemKind::NotFound), Some(ProblemKind::NotFound)));
}

#[tokio::test]
async fn nobody_is_anybody_without_a_good_token() {
    let world = World::new().await;
    let org = world.org();
    let bearer = world.user(&[(org, Role::Owner)]).await;
    let forged = sign(&[9; 32], bearer, world.now()).unwrap();
    let good = sign(&world.ctx.secrets.access, bearer, world.now()).unwrap();
    let bad = [
        HeaderMap::new(),
        headers(""),
        headers("Bearer"),
        headers("Bearer x.y.z"),
        headers(&format!("Basic {good}")),
        headers(&format!("Bearer {forged}")),
    ];
    for headers in &bad {
        let refusal = refusal::<See>(&world, headers, org).await;
        assert_eq!(refusal, Some(ProblemKind::Unauthenticated), "{headers:?}");
    }
    assert_eq!(refusal::<See>(&world, &headers(&format!("Bearer {good}")), org).await, None);
}

#[tokio::test]
async fn a_token_ends_at_its_instant_and_not_before() {
    let world = World::new().await;
    let org = world.org();
    let headers = world.headers(world.user(&[(org, Role::Viewer)]).await);
    world.clock.advance(ACCESS_TOKEN_LIFE - SignedDuration::from_nanos(1));
    assert_eq!(refusal::<See>(&world, &headers, org).await, None);
    world.clock.advance(SignedDuration::from_nanos(1));
    assert_eq!(refusal::<See>(&world, &headers, org).await, Some(ProblemKind::Unauthenticated));
}

#[tokio::test]
async fn a_removed_member_and_an_ended_session_are_out_at_once() {
    let world = World::new().await;
    let org = world.org();
    let Bearer { user, session } = world.user(&[(org, Role::Owner)]).await;
    let headers = world.headers(Bearer { user, session });
    let mut removal = Transaction::new();
    removal.end_member(org, user);
    world.ctx.store.commit(removal).await.unwrap();
    assert_eq!(refusal::<See>(&world, &headers, org).await, Some(ProblemKind::NotFound));
    let mut end = Transaction::new();
    end.end_session(user, session);
    world.ctx.store.commit(end).await.unwrap();
    assert_eq!(refusal::<See>(&world, &headers, org).await, Some(ProblemKind::Unauthenticated));
}

#[tokio::test]
async fn a_proof_grows_only_with_the_role() {
    let world = World::new().await;
    let org = world.org();
    let owner = world.headers(world.user(&[(org, Role::Owner)]).await);
    let member = world.headers(world.user(&[(org, Role::Member)]).await);
    let owner = authorize::<Work>(&world.ctx, &owner, org).await.unwrap();
    let member = authorize::<Work>(&world.ctx, &member, org).await.unwrap();
    assert!(owner.also::<Own>().is_ok());
    assert!(member.also::<Own>().is_err());
    assert_eq!(owner.actor(), owner.user().to_string());
}

#[tokio::test]
async fn an_authorization_costs_half_a_read_unit() {
    let world = World::new().await;
    let org = world.org();
    let headers = world.headers(world.user(&[(org, Role::Owner)]).await);
    world.table.reset_meter();
    authorize::<See>(&world.ctx, &headers, org).await.unwrap();
    assert_eq!(world.table.meter().calls(), 1);
    assert_eq!(world.table.meter().read_units().to_string(), "0.5");
}
