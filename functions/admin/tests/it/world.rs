//! An org with its people, and somebody who runs the platform.
use runtime::{
    access_token::Bearer,
    password::{Password, SALT_BYTES},
};
use serde_json::Value;
use std::ops::Deref;
use testkit::stage::{Office, Reply};

/// The admin's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    office: Office,
    /// Runs the platform.
    pub(crate) admin: Bearer,
}

impl Deref for World {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.office
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let office = Office::new(admin::router()).await;
        let admin = office.platform_admin().await;
        let hash = Password::choose(PASSWORD).unwrap().hash(&[7; SALT_BYTES]).unwrap();
        office.change_user(admin.user, |user| user.password = hash).await;
        Self { office, admin }
    }

    /// What the admin reads.
    pub(crate) async fn reads(&self, path: &str) -> Reply {
        self.api.get(path).by(self.admin).send().await
    }

    /// What the admin gets for a request without a body.
    pub(crate) async fn asks(&self, method: &str, path: &str) -> Reply {
        self.api.request(method, path).by(self.admin).send().await
    }

    /// What the admin gets for a request with a body.
    pub(crate) async fn sends(&self, method: &str, path: &str, body: Value) -> Reply {
        self.api.request(method, path).by(self.admin).json(&body).send().await
    }
}

/// The texts that a page's items have at `field`, in order.
pub(crate) fn column(page: &Value, field: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}
