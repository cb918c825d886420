//! The words of an event's messages: what they are, what they may mention, how they will look.
use axum::{Json, extract::State};
use domain::{
    compose::{Guest, compose},
    event::Event,
    ids::{EventId, InviteeId},
    message::Purpose,
    segments::{self, Encoding},
    texts::{Text, Variable},
};
use runtime::{Allowed, Ctx, Problem, authorize::See, extract::PathIds, invitation::link};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Who the previews are for: a name of eight letters, as the defaults are measured with.
const SAMPLE_NAME: &str = "Angelica";
/// What a broadcast says in its preview.
const SAMPLE_MESSAGE: &str = "Doors open at 18:30.";

/// The texts of an event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventTexts)]
pub(crate) struct TextsView {
    texts: Vec<TextView>,
}

/// One text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventText)]
struct TextView {
    /// What it is for.
    purpose: &'static str,
    /// The words unless the organizer has own ones.
    default: &'static str,
    /// The organizer's own words.
    own: Option<String>,
    /// What may stand between double braces in it.
    variables: Vec<&'static str>,
    /// What has to stand in it.
    required: Vec<&'static str>,
    /// As a guest would get it.
    preview: PreviewView,
    /// The default as a guest would get it.
    default_preview: PreviewView,
}

/// A text as a guest would get it, with its size on the phone network.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TextPreview)]
struct PreviewView {
    body: String,
    /// Parts that it is sent and billed as.
    segments: u16,
    /// `gsm7`, or `ucs2` where a character makes the whole text larger.
    encoding: &'static str,
}

/// Lists the texts of an event: the defaults, the organizer's own, and a preview of each.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events/{event}/texts",
    operation_id = "ListEventTexts",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the texts", body = TextsView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_event_texts(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<TextsView>, Problem> {
    let event = runtime::event::with_seats(&ctx, allowed.org(), event).await?.event;
    let plain = Event { texts: BTreeMap::new(), ..event.clone() };
    let link = link(&ctx, event.id, InviteeId::from_bytes([0; InviteeId::SIZE]), 0);
    let texts = Purpose::ALL.into_iter().filter_map(|purpose| {
        let kind = Text::of(purpose)?;
        Some(TextView {
            purpose: purpose.name(),
            default: kind.default_text(),
            own: event.texts.get(&purpose).cloned(),
            variables: names(kind.allowed()),
            required: names(kind.required()),
            preview: preview(kind, &event, &link),
            default_preview: preview(kind, &plain, &link),
        })
    });
    Ok(Json(TextsView { texts: texts.collect() }))
}

fn names(variables: &[Variable]) -> Vec<&'static str> {
    variables.iter().map(|variable| variable.name()).collect()
}

fn preview(kind: Text, event: &Event, link: &str) -> PreviewView {
    let guest = Guest { name: SAMPLE_NAME, link, deadline: Some(event.closes_at()) };
    let body = compose(kind, event, &guest, &[(Variable::Message, SAMPLE_MESSAGE)]).body;
    let size = segments::count(&body);
    let encoding = match size.encoding {
        Encoding::Gsm7 => "gsm7",
        Encoding::Ucs2 => "ucs2",
    };
    PreviewView { body, segments: size.segments, encoding }
}
