//! Asking for a change of many contacts.
use super::{
    matching,
    start::start_alone,
    wire::{BulkActName, BulkSelect, BulkView, NewBulk},
};
use crate::{fields, filter::FilterBody, lists::wire::list_id, tag_room};
use axum::{extract::State, response::Response};
use domain::ids::{ContactId, OrgId};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::{Tidy, Work},
    extract::{Body, Fields},
    idempotency::{IdempotencyKey, once},
};
use store::{
    Consistency,
    bulk::{BULK_CONTACTS_MAX, BulkAct, BulkJob},
};

/// Changes many contacts: a job, done in steps.
///
/// Tags and lists need the right to change contacts, `delete` the right to delete them. At most three
/// such jobs of an organization run at once.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/contacts/bulk",
    operation_id = "ChangeManyContacts",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
    ),
    request_body = NewBulk,
    responses(
        (status = 202, description = "the job", body = BulkView),
        (status = 403, description = "`forbidden`: deleting needs another right"),
        (status = 404, description = "`not-found`: there is no such list"),
        (status = 409, description = "`not-allowed-now`: three jobs are running"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn change_many_contacts(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    key: IdempotencyKey,
    Body(new): Body<NewBulk>,
) -> Result<Response, Problem> {
    if new.act == BulkActName::Delete {
        allowed.also::<Tidy>()?;
    }
    let request = new.clone();
    once(&ctx, allowed.org(), "ChangeManyContacts", key, &request, async || {
        let by = (allowed.actor(), ctx.clock.now());
        let job = read(&new, allowed.org(), by)?;
        check(&ctx, &job).await?;
        let stored = start_alone(&ctx, job).await?;
        Ok((StatusCode::ACCEPTED, BulkView::from(&stored)))
    })
    .await
}

fn read(new: &NewBulk, org: OrgId, by: (String, Timestamp)) -> Result<BulkJob, Problem> {
    let mut fields = Fields::new();
    let act = act(&mut fields, new);
    let selection = selection(&mut fields, &new.select);
    let (act, selection) = fields.all(act.zip(selection))?;
    Ok(match selection {
        Selection::Named(contacts) => BulkJob::named(org, act, contacts, by),
        Selection::Matching(filter) => BulkJob::matching(org, act, matching::text(&filter), by),
    })
}

fn act(fields: &mut Fields, new: &NewBulk) -> Option<BulkAct> {
    let wants_tags = matches!(new.act, BulkActName::AddTags | BulkActName::RemoveTags);
    let wants_list = matches!(new.act, BulkActName::AddToList | BulkActName::RemoveFromList);
    fields.check("/tags", wants_tags || new.tags.is_none(), "does not belong to this act");
    fields.check("/list", wants_list || new.list.is_none(), "does not belong to this act");
    let given = new.tags.as_deref().unwrap_or_default();
    fields.check("/tags", !wants_tags || !given.is_empty(), "name at least one tag");
    let tags = fields::tags(fields, "/tags", given);
    let list = match &new.list {
        Some(text) if wants_list => list_id(fields, "/list", text),
        Some(_) | None => None,
    };
    fields.check("/list", !wants_list || new.list.is_some(), "is required");
    match new.act {
        BulkActName::AddTags => Some(BulkAct::AddTags { tags }),
        BulkActName::RemoveTags => Some(BulkAct::RemoveTags { tags }),
        BulkActName::AddToList => list.map(|list| BulkAct::AddToList { list }),
        BulkActName::RemoveFromList => list.map(|list| BulkAct::RemoveFromList { list }),
        BulkActName::Delete => Some(BulkAct::Delete),
    }
}

enum Selection {
    Named(Vec<ContactId>),
    Matching(FilterBody),
}

fn selection(fields: &mut Fields, select: &BulkSelect) -> Option<Selection> {
    match (&select.contacts, &select.filter, select.all) {
        (Some(contacts), None, false) => Some(Selection::Named(named(fields, contacts))),
        (None, Some(filter), false) => {
            // Who means all says so.
            let asks = *filter != FilterBody::default();
            fields.check("/select/filter", asks, "must ask for something");
            filter.read(fields, "/select/filter");
            Some(Selection::Matching(filter.clone()))
        }
        (None, None, true) => Some(Selection::Matching(FilterBody::default())),
        _ => {
            fields.refuse("/select", "give exactly one of contacts, filter and all");
            None
        }
    }
}

fn named(fields: &mut Fields, texts: &[String]) -> Vec<ContactId> {
    let detail = format!("must name 1 to {BULK_CONTACTS_MAX} contacts");
    let fits = (1..=BULK_CONTACTS_MAX).contains(&texts.len());
    fields.check("/select/contacts", fits, detail);
    let mut contacts = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate().take(BULK_CONTACTS_MAX) {
        let contact = text.parse::<ContactId>().map_err(|_| "must be the id of a contact");
        contacts.extend(fields.take(&format!("/select/contacts/{place}"), contact));
    }
    contacts
}

/// Refuses what can be known to be in vain: a list that is not there, tags for which the org has no room.
async fn check(ctx: &Ctx, job: &BulkJob) -> Result<(), Problem> {
    match &job.act {
        BulkAct::AddTags { tags } => tag_room::check(ctx, job.org, "/tags", tags).await,
        BulkAct::RenameTag { to, .. } => tag_room::check(ctx, job.org, "/to", [to]).await,
        BulkAct::AddToList { list }
        | BulkAct::RemoveFromList { list }
        | BulkAct::DeleteList { list } => {
            let found = ctx.store.contact_list(job.org, *list, Consistency::Strong).await?;
            found.map(drop).ok_or_else(|| ProblemKind::NotFound.into())
        }
        BulkAct::RemoveTags { .. } | BulkAct::Delete => Ok(()),
    }
}
