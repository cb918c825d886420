//! Messages: what the table says of them, against what the provider says.
use super::{Broken, Evidence, Law};
use crate::phones::AcceptedRecord;
use domain::{
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    message::{Delivery, MessageId, MessageKey, Purpose, Tally},
    quiet,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) fn check(evidence: &Evidence, accepted: &[AcceptedRecord]) -> Result<(), Broken> {
    let ids = accepted_once(accepted)?;
    accounted(evidence, &ids)?;
    evidence.invitees.iter().try_for_each(deadline)?;
    accepted.iter().try_for_each(|record| outside_quiet_hours(evidence, record))
}

fn broken<T>(law: Law, place: String) -> Result<T, Broken> {
    Err(Broken { law, place })
}

/// The ids that the provider accepted.
fn accepted_once(accepted: &[AcceptedRecord]) -> Result<BTreeSet<&str>, Broken> {
    let mut ids = BTreeSet::new();
    for record in accepted {
        let Some(id) = record.message_id.as_deref() else {
            return broken(Law::AcceptedOnce, format!("{} carries no id of ours", record.sid));
        };
        if !ids.insert(id) {
            return broken(Law::AcceptedOnce, format!("{id} was accepted again"));
        }
    }
    Ok(ids)
}

/// Every message that there is, each with its state: the invitations' are on the invitees.
fn planned(evidence: &Evidence) -> Result<HashMap<String, Delivery>, Broken> {
    let mut planned = HashMap::new();
    for (key, delivery) in &evidence.messages {
        let id = MessageId::of(key.clone()).to_string();
        match delivery {
            Some(delivery) => drop(planned.insert(id, *delivery)),
            None => return broken(Law::Sum, format!("{id} has no known state")),
        }
    }
    for invitee in &evidence.invitees {
        if let Some(life) = &invitee.message {
            let id = MessageId::of(invitation(invitee, life.sequence)).to_string();
            planned.insert(id, life.delivery);
        }
    }
    Ok(planned)
}

const fn invitation(invitee: &Invitee, sequence: u16) -> MessageKey {
    MessageKey::Invitation {
        event: invitee.event,
        invitee: invitee.id,
        generation: invitee.generation,
        purpose: Purpose::Invite,
        sequence,
    }
}

/// The latest invitation of each invitee: its generation and sequence.
type Latest = BTreeMap<(EventId, InviteeId), (u8, u16)>;

fn accounted(evidence: &Evidence, accepted: &BTreeSet<&str>) -> Result<(), Broken> {
    let planned = planned(evidence)?;
    for (id, delivery) in &planned {
        match delivery.tally() {
            None => return broken(Law::Sum, format!("{id} is in no part of the sum")),
            Some(Tally::Submitted) if !accepted.contains(id.as_str()) => {
                return broken(
                    Law::Accounted,
                    format!("{id} is submitted, the provider has no such"),
                );
            }
            Some(
                Tally::Submitted
                | Tally::HeldBack
                | Tally::Rejected
                | Tally::Failed
                | Tally::Unknown,
            ) => (),
        }
    }
    let latest: Latest = evidence
        .invitees
        .iter()
        .filter_map(|invitee| {
            let sequence = invitee.message.as_ref()?.sequence;
            Some(((invitee.event, invitee.id), (invitee.generation, sequence)))
        })
        .collect();
    for id in accepted {
        let out = planned.get(*id).is_some_and(|delivery| delivery.may_be_out());
        if !out && !is_superseded(id, &latest) {
            let state = planned.get(*id).map_or("unknown to the table", |state| state.name());
            return broken(Law::Accounted, format!("{id} was accepted but is {state}"));
        }
    }
    Ok(())
}

/// An earlier invitation of somebody who was sent another since: the item keeps the last one only.
fn is_superseded(id: &str, latest: &Latest) -> bool {
    let Ok(id) = id.parse::<MessageId>() else { return false };
    match id.key() {
        MessageKey::Invitation {
            event,
            invitee,
            generation,
            purpose: Purpose::Invite,
            sequence,
        } => {
            let latest = latest.get(&(*event, *invitee));
            latest.is_some_and(|latest| (*generation, *sequence) < *latest)
        }
        MessageKey::Invitation { .. } | MessageKey::Recipient { .. } => false,
    }
}

fn deadline(invitee: &Invitee) -> Result<(), Broken> {
    match invitee.status {
        Status::Invited { expires_at, .. }
            if invitee.sent_at.is_none_or(|sent_at| sent_at > expires_at) =>
        {
            let place = format!("{} {} was invited without a date", invitee.event, invitee.id);
            broken(Law::Deadline, place)
        }
        Status::Invited { .. }
        | Status::Queued
        | Status::Inviting { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Ok(()),
    }
}

fn outside_quiet_hours(evidence: &Evidence, record: &AcceptedRecord) -> Result<(), Broken> {
    let id = record.message_id.as_deref().and_then(|id| id.parse::<MessageId>().ok());
    let Some(MessageKey::Invitation { event, invitee, purpose, .. }) =
        id.as_ref().map(MessageId::key).filter(|key| key.purpose().waits_for_quiet_hours())
    else {
        return Ok(());
    };
    let found = evidence.invitees.iter().find(|one| one.event == *event && one.id == *invitee);
    let (Some(invitee), Some(event)) = (found, evidence.events.get(event)) else { return Ok(()) };
    let Some(phone) = &invitee.phone else { return Ok(()) };
    let hours = &event.settings.quiet_hours;
    let zones = quiet::recipient_zones(invitee.zone.as_ref(), &event.when.zone, phone);
    let quiet = zones.iter().find(|zone| hours.contains(record.at.to_zoned(zone.tz()).time()));
    match quiet {
        Some(zone) => {
            let (at, purpose, zone) = (record.at, purpose.name(), zone.name());
            broken(Law::QuietHours, format!("{purpose} at {at}, which is quiet in {zone}"))
        }
        None => Ok(()),
    }
}
