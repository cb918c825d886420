//! Who is in the world: its people, their teams, and those who run the platform.
use super::{EMAIL, PASSWORD, Seeds, text};
use domain::ids::MailId;
use domain::rights::Role;
use jiff::SignedDuration;
use runtime::{
    mail::{Letter, PendingMail, Reader},
    password::{Password, SALT_BYTES},
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Transaction, accounts::User, mails::MailState, platform::Parked};
use testkit::{fixtures::ORG, stage::ACCOUNT};

impl Seeds<'_> {
    pub(super) async fn people_and_orgs(&mut self) {
        let stage = self.stage;
        let hash = Password::choose(PASSWORD).unwrap().hash(&[7; SALT_BYTES]).unwrap();
        let member = stage.member(ORG, Role::Member).await;
        let event_member = stage.member(ORG, Role::Viewer).await;
        let newcomer = stage.user(&[]).await;
        let other_admin = stage.platform_admin().await;
        let deactivated = stage.user(&[]).await;
        stage.deactivate(deactivated).await;
        for who in [self.owner, self.admin, member, newcomer] {
            let change = |user: &mut User| {
                user.password.clone_from(&hash);
                user.email_verified = true;
            };
            stage.change_user(who.user, change).await;
        }
        self.people = BTreeMap::from([
            ("owner", self.owner),
            ("admin", self.admin),
            ("member", member),
            ("newcomer", newcomer),
        ]);
        self.set("org", ORG);
        self.set("other_org", stage.org().await);
        self.set("member", member.user);
        self.set("event_member", event_member.user);
        self.set("other_admin", other_admin.user);
        self.set("deactivated", deactivated.user);
        self.set("password", PASSWORD);
        self.set("account", ACCOUNT);
        // An address of its own would be the user's id.
        let email = json!({ "email": EMAIL, "password": PASSWORD });
        let changed = self.api.request("PUT", "/v1/me/email").by(self.owner).json(&email).send();
        assert_eq!(changed.await.status, 202);
        let token = stage.mailed_token(EMAIL).unwrap();
        let verified = self.api.post("/v1/email/verify").json(&json!({ "token": token })).send();
        assert_eq!(verified.await.status, 204);
        self.set("email", EMAIL);
        let made = json!({ "name": "The old club" });
        let archived = self.post_as(self.owner, "/v1/orgs", &made).await;
        self.set("archived_org", text(&archived["id"]));
        let path = format!("/v1/orgs/{}", text(&archived["id"]));
        let quiet =
            self.post_as(self.owner, "/v1/orgs", &json!({ "name": "The quiet club" })).await;
        self.set("quiet_org", text(&quiet["id"]));
        let gone = self.api.delete(&path).by(self.owner).json(&made).send().await;
        assert_eq!(gone.status, 200, "{}", gone.body);
    }

    pub(super) async fn team(&mut self) {
        // One may be mailed again 15 minutes later.
        let (stage, now) = (self.stage, self.stage.now());
        stage.clock.set(now - SignedDuration::from_hours(1));
        let invite = json!({ "email": "barbara@example.com", "role": "VIEWER" });
        let earlier = self.post("/invitations", &invite).await;
        self.set("earlier_invitation", text(&earlier["id"]));
        stage.clock.set(now);
        let newcomer = format!("{}@example.com", self.people["newcomer"].user);
        let invite = json!({ "email": newcomer, "role": "MEMBER" });
        let invitation = self.post("/invitations", &invite).await;
        self.set("invitation", text(&invitation["id"]));
        self.set("team_token", self.stage.mailed_token(&newcomer).unwrap());
        let login = json!({ "login": EMAIL, "password": PASSWORD });
        let reply = self.api.post("/v1/session").json(&login).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let cookie = reply.header("set-cookie").split(';').next().unwrap();
        self.set("refresh_token", cookie.strip_prefix("convoke_refresh=").unwrap());
        let sessions = self.api.get("/v1/me/sessions").by(self.owner).send().await.json();
        let sessions = sessions["sessions"].as_array().unwrap().iter();
        let other = sessions.map(|session| text(&session["id"]).to_owned());
        let own = self.owner.session.to_string();
        let other = { other }.find(|id| *id != own).unwrap();
        self.set("session", other);
        let forgot = self.api.post("/v1/password/forgot").json(&json!({ "email": EMAIL })).send();
        assert_eq!(forgot.await.status, 202);
        self.set("reset_token", self.stage.mailed_token(EMAIL).unwrap());
        let next = "countess@example.org";
        let change = json!({ "email": next, "password": PASSWORD });
        let changed = self.api.request("PUT", "/v1/me/email").by(self.owner).json(&change).send();
        assert_eq!(changed.await.status, 202);
        self.set("email_token", self.stage.mailed_token(next).unwrap());
    }

    pub(super) async fn platform(&mut self) {
        let (stage, admin) = (self.stage, self.admin);
        stage.enter(admin, ORG, false).await;
        let code = self.post_as(admin, "/v1/admin/registration-codes", &json!({})).await;
        self.set("code", text(&code["id"]));
        self.set("code_text", text(&code["code"]));
        let until = stage.now() + SignedDuration::from_hours(24);
        let body = json!({ "event": self.values["event"], "cause": "sample" }).to_string();
        let parked = Parked { queue: "wakes".into(), body, why: "the sample".into(), until };
        stage.ctx.store.park(stage.now(), "one", &parked).await.unwrap();
        let list = self.api.get("/v1/admin/parked").by(admin).send().await.with(200);
        self.set("parked", text(&list["items"][0]["id"]));
        let letter = Letter::already_registered(&Reader::default());
        let mut transaction = Transaction::new();
        let mut unknown = PendingMail::new(&stage.ctx, "grace@example.org", &letter, stage.now());
        unknown.mail.state = MailState::Unknown { claimed_at: stage.now() };
        transaction.create_mail(unknown.id, &unknown.mail);
        let queued = PendingMail::new(&stage.ctx, "joan@example.org", &letter, stage.now());
        let id: MailId = queued.id;
        transaction.create_mail(id, &queued.mail);
        stage.ctx.store.commit(transaction).await.unwrap();
        self.set("unknown_mail", unknown.id);
        self.set("mail", id);
    }
}
