//! Who may do what.
use domain::{
    change::Actor,
    event::Event,
    ids::OrgId,
    rights::{EventRole, Role},
};
use http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;
use runtime::{
    Problem, ProblemKind,
    access_token::{ACCESS_TOKEN_LIFE, Bearer, sign},
    authorize::{Administer, Invite, Message, Own, Place, Right, See, Tidy, Work, authorize},
};
use store::{
    Transaction,
    entries::ENTRY_LASTS,
    keys::{MemberKey, UserOrgKey},
};
use testkit::{Stage, fixtures};

fn headers(authorization: &str) -> HeaderMap {
    let value = HeaderValue::from_str(authorization).unwrap();
    HeaderMap::from_iter([(header::AUTHORIZATION, value)])
}

/// The headers of a request by `bearer`, with a token made now.
fn signed(stage: &Stage, bearer: Bearer) -> HeaderMap {
    headers(&format!("Bearer {}", stage.token(bearer)))
}

async fn refusal<P: Right>(
    stage: &Stage,
    headers: &HeaderMap,
    place: impl Into<Place>,
) -> Option<ProblemKind> {
    authorize::<P>(&stage.ctx, headers, place).await.err().map(|problem: Problem| problem.kind())
}

/// Which rights are held there, weakest first; whatever is not is 403.
async fn held(stage: &Stage, headers: &HeaderMap, place: impl Into<Place>) -> [bool; 7] {
    let place = place.into();
    let refusals = [
        refusal::<See>(stage, headers, place).await,
        refusal::<Message>(stage, headers, place).await,
        refusal::<Invite>(stage, headers, place).await,
        refusal::<Work>(stage, headers, place).await,
        refusal::<Tidy>(stage, headers, place).await,
        refusal::<Administer>(stage, headers, place).await,
        refusal::<Own>(stage, headers, place).await,
    ];
    refusals.map(|refusal| {
        assert!(refusal.is_none_or(|refusal| refusal == ProblemKind::Forbidden), "{refusal:?}");
        refusal.is_none()
    })
}

const VIEWER: [bool; 7] = [true, false, false, false, false, false, false];
const MEMBER: [bool; 7] = [true, true, true, true, false, false, false];
const ADMIN: [bool; 7] = [true, true, true, true, true, true, false];
const OWNER: [bool; 7] = [true; 7];

#[tokio::test]
async fn c3_each_role_holds_its_rights_and_no_other() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    for (role, rights) in Role::ALL.into_iter().zip([VIEWER, MEMBER, ADMIN, OWNER]) {
        let headers = signed(&stage, stage.member(org, role).await);
        assert_eq!(held(&stage, &headers, org).await, rights, "{role:?}");
    }
}

/// An org with an event.
async fn org_and_event(stage: &Stage) -> (OrgId, Event) {
    let org = stage.org().await;
    let event = Event { org, ..fixtures::event(1) };
    stage.create_event(&event, 10).await;
    (org, event)
}

#[tokio::test]
async fn c3_an_event_role_widens_a_members_rights_on_that_event_only() {
    let stage = Stage::new().await;
    let (org, event) = org_and_event(&stage).await;
    let here = Place { org, event: Some(event.id) };
    let elsewhere = Place { org, event: Some(fixtures::event(2).id) };
    let editor = [true, true, true, false, false, false, false];
    let sender = [true, true, false, false, false, false, false];
    for (role, rights) in EventRole::ALL.into_iter().zip([sender, editor, ADMIN]) {
        let bearer = stage.event_member(org, event.id, role).await;
        let headers = signed(&stage, bearer);
        assert_eq!(held(&stage, &headers, here).await, rights, "{role:?}");
        assert_eq!(held(&stage, &headers, elsewhere).await, VIEWER, "{role:?}");
        assert_eq!(held(&stage, &headers, org).await, VIEWER, "{role:?}");
    }
}

#[tokio::test]
async fn an_events_viewer_sends_only_where_the_event_lets_viewers() {
    let stage = Stage::new().await;
    let (org, event) = org_and_event(&stage).await;
    let here = Place { org, event: Some(event.id) };
    let viewer = signed(&stage, stage.event_member(org, event.id, EventRole::Viewer).await);
    let editor = signed(&stage, stage.event_member(org, event.id, EventRole::Editor).await);
    assert_eq!(refusal::<Message>(&stage, &viewer, here).await, None);
    stage.change_event(event.id, |event| event.settings.viewers_can_message = false).await;
    let refused = refusal::<Message>(&stage, &viewer, here).await;
    assert_eq!(refused, Some(ProblemKind::Forbidden));
    assert_eq!(refusal::<Message>(&stage, &editor, here).await, None);
}

#[tokio::test]
async fn an_event_role_is_nothing_without_the_membership_nor_on_another_orgs_event() {
    let stage = Stage::new().await;
    let (org, event) = org_and_event(&stage).await;
    let bearer = stage.event_member(org, event.id, EventRole::Admin).await;
    let headers = signed(&stage, bearer);
    // In another org, the same event is no event of theirs.
    let other = stage.org().await;
    let mut join = Transaction::new();
    join.create_member(other, bearer.user, Role::Viewer, stage.now());
    stage.ctx.store.commit(join).await.unwrap();
    let there = Place { org: other, event: Some(event.id) };
    assert_eq!(refusal::<Work>(&stage, &headers, there).await, Some(ProblemKind::Forbidden));
    let mut removal = Transaction::new();
    removal.delete_if(&UserOrgKey { user: bearer.user, org }, None);
    stage.ctx.store.commit(removal).await.unwrap();
    let here = Place { org, event: Some(event.id) };
    assert_eq!(refusal::<See>(&stage, &headers, here).await, Some(ProblemKind::NotFound));
}

#[tokio::test]
async fn an_entry_looks_or_acts_as_an_admin_never_as_an_owner() {
    let stage = Stage::new().await;
    let org = stage.org().await;
    let admin = stage.platform_admin().await;
    let headers = signed(&stage, admin);
    assert_eq!(refusal::<See>(&stage, &headers, org).await, Some(ProblemKind::NotFound));
    stage.enter(admin, org, false).await;
    assert_eq!(held(&stage, &headers, org).await, VIEWER);
    stage.clock.advance(SignedDuration::from_secs(1));
    stage.enter(admin, org, true).await;
    assert_eq!(held(&stage, &headers, org).await, ADMIN);
    let other = stage.org().await;
    assert_eq!(refusal::<See>(&stage, &headers, other).await, Some(ProblemKind::NotFound));
    let allowed = authorize::<Work>(&stage.ctx, &headers, org).await.unwrap();
    assert!(allowed.is_entry());
    assert_eq!(allowed.actor(), format!("admin {}", admin.user));
    assert_eq!(allowed.who(), Actor::Admin(admin.user));
}

#[tokio::test]
async fn an_entry_ends_at_its_instant_and_with_the_office() {
    let stage = Stage::new().await;
    let org = stage.org().await;
    let admin = stage.platform_admin().await;
    // The last one could not be dismissed.
    stage.platform_admin().await;
    stage.enter(admin, org, true).await;
    stage.clock.advance(ENTRY_LASTS - SignedDuration::from_nanos(1));
    assert_eq!(refusal::<Work>(&stage, &signed(&stage, admin), org).await, None);
    stage.clock.advance(SignedDuration::from_nanos(1));
    let over = refusal::<See>(&stage, &signed(&stage, admin), org).await;
    assert_eq!(over, Some(ProblemKind::NotFound));
    stage.enter(admin, org, true).await;
    stage.change_user(admin.user, |user| user.platform_admin = false).await;
    let dismissed = refusal::<See>(&stage, &signed(&stage, admin), org).await;
    assert_eq!(dismissed, Some(ProblemKind::NotFound));
}

#[tokio::test]
async fn of_an_entry_and_a_membership_the_stronger_counts() {
    let stage = Stage::new().await;
    let org = stage.org().await;
    for (role, acting, rights, entry) in [
        (Role::Viewer, false, VIEWER, false),
        (Role::Viewer, true, ADMIN, true),
        (Role::Admin, true, ADMIN, false),
        (Role::Owner, true, OWNER, false),
        (Role::Owner, false, OWNER, false),
    ] {
        let admin = stage.member(org, role).await;
        stage.change_user(admin.user, |user| user.platform_admin = true).await;
        stage.enter(admin, org, acting).await;
        let headers = signed(&stage, admin);
        assert_eq!(held(&stage, &headers, org).await, rights, "{role:?} {acting}");
        let allowed = authorize::<See>(&stage.ctx, &headers, org).await.unwrap();
        assert_eq!(allowed.is_entry(), entry, "{role:?} {acting}");
    }
}

#[tokio::test]
async fn who_is_kept_out_is_nobody() {
    let stage = Stage::new().await;
    let org = stage.new_org_id();
    let owner = stage.member(org, Role::Owner).await;
    stage.deactivate(owner).await;
    let refused = refusal::<See>(&stage, &signed(&stage, owner), org).await;
    assert_eq!(refused, Some(ProblemKind::Unauthenticated));
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
    assert_eq!(owner.who(), Actor::User(owner.user()));
}

#[tokio::test]
async fn an_authorization_costs_half_a_read_unit() {
    let stage = Stage::new().await;
    let (org, event) = org_and_event(&stage).await;
    let here = Place { org, event: Some(event.id) };
    let cost = async |bearer: Bearer| {
        let headers = signed(&stage, bearer);
        stage.table.reset_meter();
        authorize::<Message>(&stage.ctx, &headers, here).await.unwrap();
        (stage.table.meter().calls(), stage.table.meter().read_units().to_string())
    };
    let half = (1, "0.5".to_owned());
    assert_eq!(cost(stage.member(org, Role::Owner).await).await, half);
    assert_eq!(cost(stage.event_member(org, event.id, EventRole::Editor).await).await, half);
    // Only where the event's own setting decides, the event is read.
    let viewer = stage.event_member(org, event.id, EventRole::Viewer).await;
    assert_eq!(cost(viewer).await, (2, "1".to_owned()));
}
