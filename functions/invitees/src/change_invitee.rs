//! Changing what is noted of a guest: the name, how many may come, a note.
use crate::{limits::NAME_CHARACTERS_MAX, load::invitee_of, view::InviteeView};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    event::PARTY_MAX,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    seats::SeatsChange,
    transition::Guard,
};
use http::HeaderMap;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Invite,
    extract::{Body, Fields, PathIds},
    revision::{Seen, etag},
};
use serde::{Deserialize, Serialize};
use store::{Attempts, Transaction, invitees::NOTE_CHARS_MAX};
use utoipa::ToSchema;

/// A change of an invitee. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangeInvitee {
    /// 1 to 200 characters. The contact keeps its own.
    name: Option<String>,
    /// The guest and the plus-ones, 1 to 20. Seats that are held or taken stay as they are.
    max_party: Option<u8>,
    /// At most 1,000 characters; an empty one takes the note away.
    note: Option<String>,
}

/// The change, parsed.
struct Wanted {
    name: Option<String>,
    party_max: Option<u8>,
    note: Option<String>,
}

/// Changes what is noted of a guest. To change the phone, remove the guest and add it again: the list
/// has one place for each phone.
///
/// With `If-Match` the change is made only to that revision, else 412 `stale`. The guest's answer and
/// the engine's work make new revisions, too.
#[utoipa::path(
    patch,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}",
    operation_id = "ChangeInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = ChangeInvitee,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn change_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds((event, invitee)): PathIds<(EventId, InviteeId)>,
    headers: HeaderMap,
    Body(body): Body<ChangeInvitee>,
) -> Result<Response, Problem> {
    let (seen, wanted) = (Seen::of(&headers)?, parse(&body)?);
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let (kept, found) = invitee_of(&ctx, allowed.org(), (event, invitee)).await?;
        seen.check(kept.rev)?;
        let changed = wanted.applied(&kept.invitee);
        let view = InviteeView::of(&changed, &found.event, now);
        // A note is an item of its own; its change is one of the invitee to whoever sees both.
        if changed == kept.invitee && wanted.note.is_none() {
            return Ok(([etag(kept.rev)], Json(view)).into_response());
        }
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_invitee(&changed, kept.rev);
        if changed.party_max < kept.invitee.party_max && changed.status == Status::Queued {
            // A smaller party may fit where the larger one did not.
            transaction.change_seats(event, SeatsChange::default(), Guard::Nothing, true);
        }
        if let Some(note) = &wanted.note {
            transaction.put_invitee_note((event, invitee), note, now);
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                return Ok(([etag(kept.rev.saturating_add(1))], Json(view)).into_response());
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

impl Wanted {
    fn applied(&self, known: &Invitee) -> Invitee {
        Invitee {
            name: self.name.clone().unwrap_or_else(|| known.name.clone()),
            party_max: self.party_max.unwrap_or(known.party_max),
            ..known.clone()
        }
    }
}

fn parse(body: &ChangeInvitee) -> Result<Wanted, Problem> {
    let mut fields = Fields::new();
    let name = body.name.as_deref();
    let name = name.and_then(|name| fields.text("/name", name, NAME_CHARACTERS_MAX));
    let fits = body.max_party.is_none_or(|party| (1..=PARTY_MAX).contains(&party));
    fields.check("/max_party", fits, format!("must be 1 to {PARTY_MAX}"));
    let note = body.note.as_deref().map(|note| note.trim().replace("\r\n", "\n"));
    let within = note.as_ref().is_none_or(|note| note.chars().count() <= NOTE_CHARS_MAX);
    fields.check("/note", within, format!("must have at most {NOTE_CHARS_MAX} characters"));
    let plain = |note: &String| !note.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    fields.check("/note", note.as_ref().is_none_or(plain), "must have no control characters");
    fields.finish()?;
    Ok(Wanted { name, party_max: body.max_party, note })
}
