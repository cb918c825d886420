//! An org, its people, and those who are invited.
use domain::{ids::UserId, rights::Role};
use runtime::{access_token::Bearer, mail::with_link};
use serde_json::{Value, json};
use std::{ops::Deref, sync::Arc};
use store::{
    Consistency, Stored, Transaction,
    accounts::User,
    mails::Mail,
    orgs::{Member, OrgPeople},
};
use testkit::{
    fixtures::ORG,
    stage::{Office, Reply},
};

/// What every password here is.
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World(Office);

impl Deref for World {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.0
    }
}

impl World {
    pub(crate) async fn new() -> Arc<Self> {
        Arc::new(Self(Office::new(orgs::router()).await))
    }

    /// Somebody with an account, of no org.
    pub(crate) async fn account(&self, email: &str, email_verified: bool) -> Bearer {
        let bearer = self.user(&[]).await;
        let seen = self.stored_user(bearer.user).await;
        let mut transaction = Transaction::new();
        transaction.delete_user(&seen);
        self.ctx.store.commit(transaction).await.unwrap();
        let user = User { email: email.into(), email_verified, ..seen.value };
        let mut transaction = Transaction::new();
        transaction.create_user(bearer.user, &user);
        self.ctx.store.commit(transaction).await.unwrap();
        bearer
    }

    pub(crate) async fn stored_user(&self, user: UserId) -> Stored<User> {
        self.ctx.store.user(user, Consistency::Strong).await.unwrap().unwrap()
    }

    /// Gives somebody [`PASSWORD`].
    pub(crate) async fn has_a_password(&self, user: UserId) {
        let seen = self.stored_user(user).await;
        let password = runtime::password::Password::choose(PASSWORD).unwrap();
        let password = password.hash(&[7; runtime::password::SALT_BYTES]).unwrap();
        let mut transaction = Transaction::new();
        transaction.replace_user(&seen, &User { password, ..seen.value.clone() });
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// An admin's invitation of an address.
    pub(crate) async fn invite(&self, email: &str, role: &str) -> Value {
        let body = json!({ "email": email, "role": role });
        self.ask("POST", &at("/invitations"), self.team.admin, body).await.with(201)
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, by: Bearer, body: Value) -> Reply {
        self.api.request(method, path).by(by).json(&body).send().await
    }

    pub(crate) async fn accept(&self, token: &str, by: Bearer) -> Reply {
        self.ask("POST", "/v1/invitations/accept", by, json!({ "token": token })).await
    }

    /// The tokens of the mails to an address, the oldest first.
    pub(crate) fn tokens_to(&self, email: &str) -> Vec<String> {
        let rows = self.rows("mail").into_iter().map(|row| row.read::<Mail>().unwrap().value);
        let mut mails: Vec<Mail> = rows.filter(|mail| mail.to == email).collect();
        mails.sort_by_key(|mail| mail.link.as_ref().map(|link| (mail.created_at, link.sequence)));
        let text = |mail: &Mail| with_link(&self.ctx, mail).unwrap();
        let token = |text: String| {
            let (_, rest) = text.split_once("#token=").unwrap();
            rest.split_whitespace().next().unwrap().to_owned()
        };
        mails.iter().map(text).map(token).collect()
    }

    /// The token of the only mail to an address.
    pub(crate) fn token_to(&self, email: &str) -> String {
        self.tokens_to(email).pop().unwrap()
    }

    pub(crate) async fn role(&self, user: UserId) -> Option<Role> {
        let member = self.ctx.store.member(ORG, user, Consistency::Strong).await.unwrap();
        let standing = self.ctx.store.standing(user, Consistency::Strong).await.unwrap().unwrap();
        let role = member.map(|Stored { value: Member { role, .. }, .. }| role);
        assert_eq!(role, standing.role_in(ORG), "both sides say the same");
        role
    }

    /// What the counters say, which must be what the members are.
    pub(crate) async fn people(&self) -> OrgPeople {
        let counted = self.ctx.store.org_people(ORG).await.unwrap();
        let members = self.ctx.store.members(ORG).await.unwrap();
        let owners = members.iter().filter(|one| one.value.role == Role::Owner).count();
        let seen = [members.len(), owners].map(|count| u32::try_from(count).unwrap());
        assert_eq!([counted.members, counted.owners], seen);
        counted
    }
}

/// A path of the org.
pub(crate) fn at(path: &str) -> String {
    format!("/v1/orgs/{ORG}{path}")
}
