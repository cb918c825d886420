//! What became of each contact that was to be added.
use domain::{ids::ContactId, invitee::Invitee};
use serde::Serialize;
use utoipa::ToSchema;

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AddedInvitees)]
pub(crate) struct AddedView {
    /// How many are new on the list.
    pub(crate) added: usize,
    pub(crate) results: Vec<ResultView>,
    /// With `tag` or `all`: repeat the request with it to go on; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<String>,
}

/// What became of one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AddedInvitee)]
pub(crate) struct ResultView {
    contact: String,
    pub(crate) result: Became,
    /// The row on the list: the contact's own, or of the one who has the same phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitee: Option<String>,
    /// With `same_phone`: the name of the one who is on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// With `same_phone` and `already_on_list`: the status of the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

/// What became of one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Became {
    /// On the list, in the queue.
    Added,
    /// On the list, but there is no phone to text.
    NoAddress,
    /// Somebody else on the list has the same phone.
    SamePhone,
    /// On the list before.
    AlreadyOnList,
    /// Was taken off the list, and the phone asked for no more texts since.
    Suppressed,
    /// There is no such contact (any more).
    ContactNotFound,
}

pub(crate) fn on_list(contact: ContactId, invitee: &Invitee) -> ResultView {
    let became = if invitee.phone.is_some() { Became::Added } else { Became::NoAddress };
    result(contact, became, Some(invitee))
}

pub(crate) fn was_on_list(contact: ContactId, invitee: &Invitee) -> ResultView {
    if invitee.contact == Some(contact) {
        return result(contact, Became::AlreadyOnList, Some(invitee));
    }
    let name = Some(invitee.name.clone());
    ResultView { name, ..result(contact, Became::SamePhone, Some(invitee)) }
}

pub(crate) fn result(contact: ContactId, result: Became, invitee: Option<&Invitee>) -> ResultView {
    let status = match result {
        Became::SamePhone | Became::AlreadyOnList | Became::Suppressed => {
            invitee.map(|invitee| invitee.status.name().name())
        }
        Became::Added | Became::NoAddress | Became::ContactNotFound => None,
    };
    ResultView {
        contact: contact.to_string(),
        result,
        invitee: invitee.map(|invitee| invitee.id.to_string()),
        name: None,
        status,
    }
}

pub(crate) fn not_found(contact: String) -> ResultView {
    ResultView { contact, result: Became::ContactNotFound, invitee: None, name: None, status: None }
}
