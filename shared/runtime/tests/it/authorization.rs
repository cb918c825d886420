//! Who may do what.
use domain::{ids::OrgId, rights::Role};
use http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;
use runtime::{
    Problem, ProblemKind,
    access_token::{ACCESS_TOKEN_LIFE, Bearer, sign},
    authorize::{Administer, Own, Right, See, Tidy, Work, authorize},
};
use store::{
    Transaction,
    keys::{MemberKey, UserOrgKey},
};
use testkit::Stage;

fn headers(authorization: &str) -> HeaderMap {
    let value = HeaderValue::from_str(authorization).unwrap();
    HeaderMap::from_iter([(header::AUTHORIZATION, value)])
}

/// The headers of a request by `bearer`, with a token made now.
fn signed(stage: &Stage, bearer: Bearer) -> HeaderMap {
    headers(&format!("Bearer {}", stage.token(bearer)))
}

async fn refusal<P: Right>(stage: &Stage, headers: &HeaderMap, org: OrgId) -> Option<ProblemKind> {
    authorize::<P>(&stage.ctx, headers, org).await.err().map(|problem: Problem| problem.kind())
}

#[tokio::test]
async fn each_role_holds_its_rights_and_no_other() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    for role in Role::ALL {
        let headers = signed(&stage, stage.member(org, role).await);
        let refusals = [
            refusal::<See>(&stage, &headers, org).await,
            refusal::<Work>(&stage, &headers, org).await,
            refusal::<Tidy>(&stage, &headers, org).await,
            refusal::<Administer>(&stage, &headers, org).await,
            refusal::<Own>(&stage, &headers, org).await,
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
    let stage = Stage::new().await;
    let (org, other) = (stage.new_org_id(), stage.new_org_id());
    stage.member(org, Role::Owner).await;
    let stranger = signed(&stage, stage.member(other, Role::Owner).await);
    let theirs = refusal::<See>(&stage, &stranger, org).await;
    let nobodys = refusal::<See>(&stage, &stranger, stage.new_org_id()).await;
    assert_eq!((theirs, nobodys), (Some(ProblemKind::NotFound), Some(ProblemKind::NotFound)));
}

#[tokio::test]
async fn nobody_is_anybody_without_a_good_token() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    let bearer = stage.member(org, Role::Owner).await;
    let forged = sign(&[9; 32], bearer, stage.now()).unwrap();
    let good = stage.token(bearer);
    let bad = [
        HeaderMap::new(),
        headers(""),
        headers("Bearer"),
        headers("Bearer x.y.z"),
        headers(&format!("Basic {good}")),
        headers(&format!("Bearer {forged}")),
    ];
    for headers in &bad {
        let refusal = refusal::<See>(&stage, headers, org).await;
        assert_eq!(refusal, Some(ProblemKind::Unauthenticated), "{headers:?}");
    }
    assert_eq!(refusal::<See>(&stage, &headers(&format!("Bearer {good}")), org).await, None);
}

#[tokio::test]
async fn a_token_ends_at_its_instant_and_not_before() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    let headers = signed(&stage, stage.member(org, Role::Viewer).await);
    stage.clock.advance(ACCESS_TOKEN_LIFE - SignedDuration::from_nanos(1));
    assert_eq!(refusal::<See>(&stage, &headers, org).await, None);
    stage.clock.advance(SignedDuration::from_nanos(1));
    assert_eq!(refusal::<See>(&stage, &headers, org).await, Some(ProblemKind::Unauthenticated));
}

#[tokio::test]
async fn a_removed_member_and_an_ended_session_are_out_at_once() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    let Bearer { user, session } = stage.member(org, Role::Owner).await;
    let headers = signed(&stage, Bearer { user, session });
    let mut removal = Transaction::new();
    removal.delete_if(&UserOrgKey { user, org }, None);
    removal.delete_if(&MemberKey { org, user }, None);
    stage.ctx.store.commit(removal).await.unwrap();
    assert_eq!(refusal::<See>(&stage, &headers, org).await, Some(ProblemKind::NotFound));
    let mut end = Transaction::new();
    end.end_session(user, session);
    stage.ctx.store.commit(end).await.unwrap();
    assert_eq!(refusal::<See>(&stage, &headers, org).await, Some(ProblemKind::Unauthenticated));
}

#[tokio::test]
async fn a_proof_grows_only_with_the_role() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    let owner = signed(&stage, stage.member(org, Role::Owner).await);
    let member = signed(&stage, stage.member(org, Role::Member).await);
    let owner = authorize::<Work>(&stage.ctx, &owner, org).await.unwrap();
    let member = authorize::<Work>(&stage.ctx, &member, org).await.unwrap();
    assert!(owner.also::<Own>().is_ok());
    assert!(member.also::<Own>().is_err());
    assert_eq!(owner.actor(), owner.user().to_string());
}

#[tokio::test]
async fn an_authorization_costs_half_a_read_unit() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    let headers = signed(&stage, stage.member(org, Role::Owner).await);
    stage.table.reset_meter();
    authorize::<See>(&stage.ctx, &headers, org).await.unwrap();
    assert_eq!(stage.table.meter().calls(), 1);
    assert_eq!(stage.table.meter().read_units().to_string(), "0.5");
}
