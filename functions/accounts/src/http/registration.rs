//! Registration.
use super::{
    NAME_CHARACTERS_MAX,
    cookie::{SessionView, session_view},
    view::{CHECK_YOUR_MAIL, StatusView},
};
use crate::{
    device::device,
    locale::parse_locale,
    register::{Applicant, Registered, Ticket, register},
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{email::Email, username::Username, zone::Zone};
use http::{Extensions, HeaderMap, StatusCode};
use runtime::{
    Ctx, Problem,
    extract::{Body, Fields},
    http::{same_origin, source_address},
    password::Password,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    email: String,
    /// 8 characters or more.
    password: String,
    /// What to call the user, 1 to 100 characters.
    name: String,
    /// A second login: 3 to 40 of `a-z 0-9 . _ -`. Not where registration is open and no code is given:
    /// then it is chosen after the first log-in.
    username: Option<String>,
    /// A registration code.
    code: Option<String>,
    /// The token of an invitation to a team, in place of a code.
    invitation: Option<String>,
    /// The language of mails and pages, as in `en` or `pt-BR`.
    locale: Option<String>,
    /// The time zone (IANA name) that times are shown in.
    time_zone: Option<String>,
    /// What the device is called in the list of sessions, 1 to 100 characters.
    device: Option<String>,
}

/// Register. Who has a code or an invitation is logged in at once. Where registration is open the answer
/// is the same whether or not the address has an account: the mail says which. Ten attempts from an
/// address in 15 minutes, then 429.
#[utoipa::path(
    post, path = "/v1/accounts", operation_id = "CreateAccount", tag = "accounts",
    request_body = NewAccount,
    responses(
        (status = 201, description = "Registered and logged in; the refresh token is in a cookie", body = SessionView),
        (status = 202, description = "A mail says how it goes on", body = StatusView),
    ),
    security(()), extensions(("x-permission" = json!("public")))
)]
pub(super) async fn create_account(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    headers: HeaderMap,
    Body(body): Body<NewAccount>,
) -> Result<Response, Problem> {
    same_origin(&ctx, &headers)?;
    let mut fields = Fields::new();
    let ticket = ticket(&mut fields, &body);
    let applicant = applicant(&mut fields, &body, &headers);
    let applicant = fields.all(applicant)?;
    match register(&ctx, applicant, ticket, source_address(&extensions)).await? {
        Registered::In(tokens) => {
            Ok((StatusCode::CREATED, session_view(&ctx, tokens)).into_response())
        }
        Registered::CheckYourMail => {
            Ok((StatusCode::ACCEPTED, Json(CHECK_YOUR_MAIL)).into_response())
        }
    }
}

fn ticket<'a>(fields: &mut Fields, body: &'a NewAccount) -> Ticket<'a> {
    match (&body.code, &body.invitation) {
        (Some(_), Some(_)) => {
            fields.refuse("/invitation", "takes the place of a code: give one of them");
            Ticket::None
        }
        (Some(code), None) => Ticket::Code(code),
        (None, Some(invitation)) => Ticket::Invitation(invitation),
        (None, None) => Ticket::None,
    }
}

fn applicant(fields: &mut Fields, body: &NewAccount, headers: &HeaderMap) -> Option<Applicant> {
    let email = fields.take("/email", Email::parse(&body.email));
    let password = fields.take("/password", Password::choose(&body.password));
    let name = fields.text("/name", &body.name, NAME_CHARACTERS_MAX);
    let username = body.username.as_deref().map(Username::parse);
    let username = fields.take_optional("/username", username);
    let locale = fields.take_optional("/locale", body.locale.as_deref().map(parse_locale));
    let time_zone = fields.take_optional("/time_zone", body.time_zone.as_deref().map(Zone::parse));
    let device = device(fields, body.device.as_deref(), headers);
    Some(Applicant {
        email: email?,
        password: password?,
        display_name: name?,
        username: username?,
        locale: locale?,
        time_zone: time_zone?,
        device,
    })
}
