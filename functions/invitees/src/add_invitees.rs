//! Adding contacts to a list: T1, and T20 for those who were taken off it.
use crate::{
    added::{AddedView, Became, ResultView, not_found, on_list, result, was_on_list},
    limits::{ADDED_AT_ONCE_MAX, NAME_FALLBACK, WRITES_AT_ONCE},
    places::{End, places},
    reinvite::{refuse_over, refuse_suppressed},
    selection::{Chosen, Selection, choose},
};
use axum::{Json, extract::State};
use domain::{
    event::PARTY_MAX,
    ids::{ContactId, EventId, OrgId},
    invitee::{Invitee, Skip, SkipReason, Status},
    position::Position,
    transition::{Circumstances, Entry, Trigger, add, transition},
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Invite,
    extract::{Body, PathIds},
    invitation,
};
use serde::{Deserialize, Serialize};
use store::{
    Consistency, Stored,
    contacts::{Contact, Person},
    events::EventAndSeats,
    invitees::{Addition, Kept},
};
use utoipa::ToSchema;

/// Whom to add: exactly one of `contacts`, `tag`, `list` and `all`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AddBody {
    /// Contacts by their ids, at most 200.
    contacts: Option<Vec<String>>,
    /// All contacts with this tag, as of some seconds ago.
    tag: Option<String>,
    /// All contacts on this list, by its id, as of some seconds ago.
    list: Option<String>,
    /// All contacts of the org.
    all: bool,
    /// The party that each may bring, 1 to 20; the event's own `max_party` unless given.
    max_party: Option<u8>,
    /// `top` or `end` of the queue; the end unless given.
    position: End,
    /// With `tag`, `list` or `all`: where the last request ended.
    cursor: Option<String>,
}

/// Adds contacts to an event's list. The list has one place for each phone; adding somebody twice
/// changes nothing, and adding somebody who was taken off makes a new invitation. A row that joins the
/// queue wakes the engine by itself.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees",
    operation_id = "AddInvitees",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    request_body = AddBody,
    responses(
        (status = 200, description = "what became of each", body = AddedView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`event-closed`; `event-cancelled`; `not-allowed-now`: the list would be too long"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn add_invitees(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds((event,)): PathIds<(EventId,)>,
    Body(body): Body<AddBody>,
) -> Result<Json<AddedView>, Problem> {
    let selection = parse(&body)?;
    let now = ctx.clock.now();
    let found = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
    refuse_over(&found.event, now).map_err(Problem::from)?;
    let chosen = choose(&ctx, allowed.org(), event, &selection).await?;
    Box::pin(refuse_too_many(&ctx, (allowed.org(), event), chosen.contacts.len())).await?;
    let party_max = body.max_party.unwrap_or(found.event.settings.max_party);
    let adding = Adding { ctx: &ctx, by: &allowed, found: &found, party_max, now };
    let Chosen { contacts, missing, cursor } = chosen;
    let positions = places(&ctx, event, body.position, contacts.len(), now).await?;
    let mut results: Vec<ResultView> = stream::iter(contacts.into_iter().zip(positions))
        .map(|(contact, position)| adding.add(contact, position))
        .buffered(WRITES_AT_ONCE)
        .try_collect()
        .await?;
    let added = results.iter().filter(|one| one.result == Became::Added).count();
    results.extend(missing.into_iter().map(not_found));
    Ok(Json(AddedView { added, results, cursor }))
}

fn parse(body: &AddBody) -> Result<Selection, Problem> {
    if body.max_party.is_some_and(|party| !(1..=PARTY_MAX).contains(&party)) {
        return Err(Problem::field("/max_party", format!("must be 1 to {PARTY_MAX}")));
    }
    if body.contacts.is_some() && body.cursor.is_some() {
        return Err(Problem::field("/cursor", "belongs to a tag, a list or to all"));
    }
    let cursor = body.cursor.clone();
    match (&body.contacts, &body.tag, &body.list, body.all) {
        (Some(contacts), None, None, false) => {
            let words = format!("must name 1 to {ADDED_AT_ONCE_MAX} contacts");
            if (1..=ADDED_AT_ONCE_MAX).contains(&contacts.len()) {
                Ok(Selection::Contacts(contacts.clone()))
            } else {
                Err(Problem::field("/contacts", words))
            }
        }
        (None, Some(tag), None, false) if !tag.trim().is_empty() => {
            Ok(Selection::Tag(tag.clone(), cursor))
        }
        (None, Some(_), None, false) => Err(Problem::field("/tag", "must name a tag")),
        (None, None, Some(list), false) => {
            let list = list.parse();
            let list = list.map_err(|_| Problem::field("/list", "is no list's id"))?;
            Ok(Selection::List(list, cursor))
        }
        (None, None, None, true) => Ok(Selection::All(cursor)),
        _ => Err(Problem::field("", "give exactly one of contacts, tag, list and all")),
    }
}

/// The platform bounds the length of a list, and the org's own limit may be lower. It is counted as of
/// some seconds ago, which is close enough for a bound that protects nothing but the bill.
async fn refuse_too_many(
    ctx: &Ctx,
    (org, event): (OrgId, EventId),
    more: usize,
) -> Result<(), Problem> {
    let ((settings, _), org, counts) = futures::try_join!(
        ctx.store.platform(),
        ctx.store.org(org, Consistency::Eventual),
        ctx.store.invitee_counts(event),
    )?;
    let known: u64 = counts.by_status.values().sum();
    let own = org.and_then(|org| org.value.invitees_max);
    let most = u64::from(settings.invitees_max_of(own));
    let more = u64::try_from(more).unwrap_or(u64::MAX);
    if known.saturating_add(more) <= most {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::NotAllowedNow)
        .detail(format!("a list may have {most} invitees, and this one has {known}"))
        .with("max", most))
}

/// One request's additions.
struct Adding<'a> {
    ctx: &'a Ctx,
    by: &'a Allowed<Invite>,
    found: &'a EventAndSeats,
    party_max: u8,
    now: Timestamp,
}

impl Adding<'_> {
    async fn add(
        &self,
        contact: Stored<Contact>,
        position: Position,
    ) -> Result<ResultView, Problem> {
        let id = contact.key.contact;
        if let Some(there) = self.other_place(&contact).await? {
            return Ok(result(id, Became::AlreadyOnList, Some(&there)));
        }
        let entry = self.entry(contact);
        let actor = self.by.who();
        let invitee = add(&self.found.event, entry, position, (actor, self.now))?;
        match self.ctx.store.add_invitee(&invitee, &self.by.actor()).await? {
            Addition::Added(added) => Ok(on_list(id, &added)),
            Addition::Taken(taken) if taken.invitee.status == Status::Removed => {
                self.add_again(id, &taken, invitee).await
            }
            Addition::Taken(taken) => Ok(was_on_list(id, &taken.invitee)),
        }
    }

    /// The place that the contact has on the list by what it was known by before. Reads nothing where it
    /// was never another; the place that it has by itself is found by the write.
    async fn other_place(&self, contact: &Stored<Contact>) -> Result<Option<Invitee>, Problem> {
        if contact.value.former.is_empty() {
            return Ok(None);
        }
        let person = Person::of(contact.key.contact, &contact.value);
        let events = [self.found.event.id];
        let places = self.ctx.store.places_of(&person, &events, Consistency::Strong).await?;
        Ok(places.into_iter().map(|kept| kept.invitee).find(|one| {
            let passed_over =
                one.skip.is_some_and(|skip| skip.reason == SkipReason::ContactDeleted);
            one.status != Status::Removed && !(one.status == Status::Queued && passed_over)
        }))
    }

    fn entry(&self, contact: Stored<Contact>) -> Entry {
        let name = contact.value.name.whole();
        Entry {
            contact: Some(contact.key.contact),
            newcomer: !contact.value.invited,
            name: if name.is_empty() { NAME_FALLBACK.to_owned() } else { name },
            phone: contact.value.phone,
            zone: contact.value.zone,
            party_max: self.party_max,
        }
    }

    /// T20, with a new snapshot of the contact.
    async fn add_again(
        &self,
        id: ContactId,
        taken: &Kept,
        fresh: Invitee,
    ) -> Result<ResultView, Problem> {
        match refuse_suppressed(self.ctx, fresh.org, fresh.phone.as_ref()).await {
            Ok(()) => (),
            Err(problem) if problem.kind() == ProblemKind::Suppressed => {
                return Ok(result(id, Became::Suppressed, Some(&taken.invitee)));
            }
            Err(problem) => return Err(problem),
        }
        let by = self.by.who();
        let (event, seats) = (&self.found.event, &self.found.seats);
        let circumstances = Circumstances { event, seats, now: self.now, by };
        let trigger = Trigger::Reinvite { position: fresh.position };
        let mut outcome = transition(&taken.invitee, trigger, &circumstances)?;
        let no_address = Skip { reason: SkipReason::NoAddress, at: self.now, times: 1 };
        outcome.invitee = Invitee {
            contact: fresh.contact,
            newcomer: fresh.newcomer,
            name: fresh.name,
            zone: fresh.zone,
            party_max: fresh.party_max,
            skip: fresh.phone.is_none().then_some(no_address),
            ..outcome.invitee
        };
        match invitation::commit(self.ctx, taken, event, outcome, (by, self.now)).await {
            Ok((outcome, _)) => Ok(on_list(id, &outcome.invitee)),
            // Somebody else brought the row back at the same moment.
            Err(lost) if lost.is_worth_another_try() => Ok(was_on_list(id, &taken.invitee)),
            Err(lost) => Err(invitation::ChangeError::from(lost).into()),
        }
    }
}
