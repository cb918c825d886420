//! An org whose people ask some routes.
use super::{Api, Reply, Stage, Team};
use crate::fixtures::ORG;
use runtime::Ctx;
use serde_json::Value;
use std::ops::Deref;
use utoipa_axum::router::OpenApiRouter;

/// A stage with the org [`ORG`], its people, and the routes that they ask.
#[derive(Debug)]
pub struct Office {
    stage: Stage,
    /// The routes.
    pub api: Api,
    /// The people.
    pub team: Team,
}

impl Deref for Office {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl Office {
    /// A stage of its own with these routes.
    pub async fn new(routes: OpenApiRouter<Ctx>) -> Self {
        let stage = Stage::new().await;
        stage.create_org(ORG, |_| ()).await;
        let team = stage.team(ORG).await;
        let api = stage.serve(routes);
        Self { stage, api, team }
    }

    /// What a viewer reads.
    pub async fn get(&self, path: &str) -> Reply {
        self.api.get(path).by(self.team.viewer).send().await
    }

    /// What a member gets for a `POST` request.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.api.post(path).by(self.team.member).json(&body).send().await
    }

    /// What a member gets for a `PATCH` request.
    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.api.patch(path).by(self.team.member).json(&body).send().await
    }

    /// What an owner gets.
    pub async fn owner(&self, method: &str, path: &str, body: Value) -> Reply {
        self.api.request(method, path).by(self.team.owner).json(&body).send().await
    }
}
