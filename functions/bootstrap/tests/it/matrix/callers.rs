//! Who may ask, and what each must be told. Written down by hand: the code under test decides nothing
//! here.
use crate::route::Route;
use domain::{
    ids::{EventId, OrgId},
    rights::{EventRole, Role},
};
use runtime::access_token::Bearer;
use testkit::Stage;

/// Somebody who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// No token.
    Nobody,
    /// A token that is no token.
    Forged,
    /// An owner's token whose time is over.
    Expired,
    /// An owner who was kept out.
    Deactivated,
    /// The owner of another org.
    Stranger,
    Viewer,
    Member,
    Admin,
    Owner,
    /// A VIEWER of the org with a role on the event, which lets its viewers send.
    EventViewer,
    EventEditor,
    EventAdmin,
    /// Runs the platform and entered no org.
    PlatformAdmin,
    /// Runs the platform and looks at the org.
    Looking,
    /// Runs the platform and acts in the org.
    Acting,
}

/// What a caller is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Whatever the request deserves.
    In,
    /// 401: who are you?
    SignIn,
    /// 403: you may know, but not touch.
    Forbidden,
    /// 404: there is nothing here.
    Hidden,
    /// The same as nobody is told: no token is asked for.
    Open,
}

use Caller::{
    Acting, Admin, Deactivated, EventAdmin, EventEditor, EventViewer, Expired, Forged, Looking,
    Member, Nobody, Owner, PlatformAdmin, Stranger, Viewer,
};

/// Whom a right belongs to, whatever the event.
const HOLDERS: [(&str, &[Caller]); 7] = [
    ("see", &[Viewer, Member, Admin, Owner, Looking, Acting, EventViewer, EventEditor, EventAdmin]),
    ("message", &[Member, Admin, Owner, Acting]),
    ("invite", &[Member, Admin, Owner, Acting]),
    ("work", &[Member, Admin, Owner, Acting]),
    ("tidy", &[Admin, Owner, Acting]),
    ("administer", &[Admin, Owner, Acting]),
    ("own", &[Owner]),
];

/// Whom it belongs to besides on routes of their event.
const HOLDERS_ON_THE_EVENT: [(&str, &[Caller]); 7] = [
    ("see", &[]),
    ("message", &[EventViewer, EventEditor, EventAdmin]),
    ("invite", &[EventEditor, EventAdmin]),
    ("work", &[EventAdmin]),
    ("tidy", &[EventAdmin]),
    ("administer", &[EventAdmin]),
    ("own", &[]),
];

impl Caller {
    pub(super) const ALL: [Self; 15] = [
        Nobody,
        Forged,
        Expired,
        Deactivated,
        Stranger,
        Viewer,
        Member,
        Admin,
        Owner,
        EventViewer,
        EventEditor,
        EventAdmin,
        PlatformAdmin,
        Looking,
        Acting,
    ];

    /// What the caller must be told on `route`.
    pub(super) fn expects(self, route: &Route) -> Answer {
        match route.permission.as_str() {
            "public" | "link" | "signature" => Answer::Open,
            "signed-in" | "platform-admin" if self.is_unknown() => Answer::SignIn,
            "signed-in" => Answer::In,
            "platform-admin" if [PlatformAdmin, Looking, Acting].contains(&self) => Answer::In,
            "platform-admin" => Answer::Hidden,
            right => self.expects_in_an_org(route, right),
        }
    }

    fn expects_in_an_org(self, route: &Route, right: &str) -> Answer {
        let of = |holders: &[(&str, &'static [Self])]| {
            let found = holders.iter().find(|(name, _)| *name == right).map(|(_, who)| *who);
            found.unwrap_or_else(|| panic!("{}: x-permission is `{right}`", route.id))
        };
        if self.is_unknown() {
            return Answer::SignIn;
        }
        if [Stranger, PlatformAdmin].contains(&self) {
            return Answer::Hidden;
        }
        let on_the_event = route.has("event") && !route.org_wide;
        let held = of(&HOLDERS).contains(&self)
            || on_the_event && of(&HOLDERS_ON_THE_EVENT).contains(&self);
        if held { Answer::In } else { Answer::Forbidden }
    }

    fn is_unknown(self) -> bool {
        [Nobody, Forged, Expired, Deactivated].contains(&self)
    }

    /// A new one of that kind, and the token that it asks with.
    pub(super) async fn come(self, stage: &Stage, org: OrgId, event: EventId) -> Option<Asking> {
        let bearer = match self {
            Nobody | Forged => None,
            Expired | Owner => Some(stage.member(org, Role::Owner).await),
            Deactivated => {
                let owner = stage.member(org, Role::Owner).await;
                stage.deactivate(owner).await;
                Some(owner)
            }
            Stranger => Some(stage.member(stage.new_org_id(), Role::Owner).await),
            Viewer => Some(stage.member(org, Role::Viewer).await),
            Member => Some(stage.member(org, Role::Member).await),
            Admin => Some(stage.member(org, Role::Admin).await),
            EventViewer => Some(stage.event_member(org, event, EventRole::Viewer).await),
            EventEditor => Some(stage.event_member(org, event, EventRole::Editor).await),
            EventAdmin => Some(stage.event_member(org, event, EventRole::Admin).await),
            PlatformAdmin => Some(stage.platform_admin().await),
            Looking | Acting => {
                let admin = stage.platform_admin().await;
                stage.enter(admin, org, self == Acting).await;
                Some(admin)
            }
        };
        let token = match self {
            Nobody => return None,
            Forged => "forged".to_owned(),
            Expired => stage.expired_token(bearer?),
            Deactivated | Stranger | Viewer | Member | Admin | Owner | EventViewer
            | EventEditor | EventAdmin | PlatformAdmin | Looking | Acting => stage.token(bearer?),
        };
        Some(Asking { bearer, token })
    }
}

/// A caller who came.
#[derive(Debug)]
pub(super) struct Asking {
    pub(super) bearer: Option<Bearer>,
    pub(super) token: String,
}
