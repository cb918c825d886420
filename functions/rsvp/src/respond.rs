//! How requests behind a link are answered: with a page, or with JSON.
use crate::{
    answer::Changed,
    crowd, html,
    link::{self, Invitation, Opened},
    page::{Arrival, Page, summary},
};
use axum::{
    Json,
    extract::{Path, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use domain::{invitee::Invitee, token::LinkToken};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use runtime::{Ctx, Problem, ProblemKind, page::Language};
use serde::Serialize;
use utoipa::ToSchema;

/// The token of a path; what is no text is no token.
pub(crate) type Token = Result<Path<String>, PathRejection>;

/// A guest's answer, as it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerView {
    /// `accepted`, `declined`, `withdrawn` or `waitlisted`.
    status: &'static str,
    /// Seats taken or waited for.
    party: u8,
    /// The same in the guest's language.
    message: String,
}

/// The page behind a link, for a guest who came to it in that way.
pub(crate) async fn show(
    ctx: &Ctx,
    token: &str,
    language: Language,
    arrival: Arrival,
) -> Result<Response, Problem> {
    let now = ctx.clock.now();
    let invitation: Box<Invitation> = match link::open(ctx, token).await? {
        Opened::Unknown => return Ok(html::unknown(language)),
        Opened::Gone => return Ok(html::gone(language)),
        Opened::Replaced => return Ok(html::replaced(language)),
        Opened::Invitation(invitation) => invitation,
    };
    let crowd = crowd::around(ctx, &invitation, now).await?;
    let path = link::path(ctx, token);
    let page = Page {
        invitation: &invitation,
        path: &path,
        language,
        now,
        arrival,
        crowd: crowd.as_ref(),
    };
    Ok(html::page(arrival.status(), language, page.render()))
}

/// The token's text; nothing where it is none.
pub(crate) fn text(token: Token) -> String {
    token.map(|Path(token)| token).unwrap_or_default()
}

/// A POST behind a link.
pub(crate) struct Request<'a> {
    ctx: &'a Ctx,
    token: String,
    language: Language,
    json: bool,
}

impl<'a> Request<'a> {
    /// The request, in the guest's language and form.
    pub(crate) fn new(ctx: &'a Ctx, token: Token, headers: &HeaderMap) -> Self {
        let (language, json) = (Language::of(headers), html::wants_json(headers));
        Self { ctx, token: text(token), language, json }
    }

    /// What the link stands for, if it is ours.
    pub(crate) fn link(&self) -> Option<LinkToken> {
        self.ctx.secrets.links.verify(&self.token)
    }

    /// The answer where it is not.
    pub(crate) fn unknown(&self) -> Result<Response, Problem> {
        if self.json {
            return Err(ProblemKind::NotFound.into());
        }
        Ok(html::unknown(self.language))
    }

    /// The answer to a form that is none of ours.
    pub(crate) fn unreadable(&self, problem: Problem) -> Result<Response, Problem> {
        match html::unreadable(&problem, self.language, &self.path()) {
            Some(page) if !self.json => Ok(page),
            Some(_) | None => Err(problem),
        }
    }

    fn path(&self) -> String {
        link::path(self.ctx, &self.token)
    }

    /// The answer after a change was tried; the page after one that was made has `query`.
    pub(crate) async fn answered(
        &self,
        changed: Result<Changed, Problem>,
        query: &str,
    ) -> Result<Response, Problem> {
        let answered = match changed {
            Ok(changed) if self.json => return self.answered_in_json(changed),
            Ok(changed) => self.answered_in_html(changed, query).await,
            Err(problem) => Err(problem),
        };
        match answered {
            Err(problem) if !self.json => Ok(html::failed(&problem, self.language, &self.path())),
            answered => answered,
        }
    }

    fn answered_in_json(&self, changed: Changed) -> Result<Response, Problem> {
        match changed {
            Changed::Done(invitee) => Ok(Json(self.view(&invitee)).into_response()),
            Changed::NotThis => Err(ProblemKind::NotFound.into()),
            Changed::Refused(notice) => Err(notice.problem()),
        }
    }

    async fn answered_in_html(&self, changed: Changed, query: &str) -> Result<Response, Problem> {
        match changed {
            Changed::Done(_) => self.see_other(query),
            Changed::NotThis => show(self.ctx, &self.token, self.language, Arrival::Plain).await,
            Changed::Refused(notice) => {
                let arrival = Arrival::Told(notice);
                let page = show(self.ctx, &self.token, self.language, arrival).await?;
                Ok(html::with_retry_after(page, notice))
            }
        }
    }

    /// The page after a form was taken: reloading it sends nothing again.
    fn see_other(&self, query: &str) -> Result<Response, Problem> {
        let place = format!("{}?{query}", self.path());
        let place = HeaderValue::from_str(&place)
            .map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
    }

    fn view(&self, invitee: &Invitee) -> AnswerView {
        let (party, message) = summary(invitee, self.language);
        AnswerView { status: invitee.status.name().name(), party, message }
    }
}
