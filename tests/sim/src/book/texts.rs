//! I4, I5, I10, I12: what the provider was asked, and what it took.
use super::{Book, Place};
use crate::{
    law::{Broken, Checked, Law},
    site::Run,
};
use domain::{
    change::Change,
    event::{Event, EventState},
    ids::{EventId, InviteeId, OrgId},
    invitee::{Invitee, Status, StatusName},
    message::{MessageKey, Purpose},
    phone::Phone,
};
use jiff::{SignedDuration, Timestamp, civil::Time};
use ports::Text;
use std::collections::{BTreeMap, BTreeSet};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const RECIPIENT_WINDOW: SignedDuration = SignedDuration::from_mins(10);
const RECIPIENT_MAX: usize = 5;
const CONFIRMATIONS_A_DAY_MAX: usize = 3;
/// Codes after which an invitation has not failed: they pass, or a person has to look.
const PASSING: [u32; 6] = [20429, 21408, 21611, 30002, 30022, 99_999];

/// A text that the provider took.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) at: Timestamp,
    pub(crate) org: Option<OrgId>,
    pub(crate) to: Phone,
    pub(crate) body: String,
    pub(crate) key: MessageKey,
}

/// The provider's record and what follows from it.
#[derive(Debug, Default)]
pub(crate) struct TextBook {
    pub(crate) sent: Vec<Sent>,
    ids: BTreeSet<String>,
    /// Invitations, by place and generation, for which a definite failure was told.
    failed: BTreeSet<(EventId, InviteeId, u8)>,
    confirmed: BTreeMap<(EventId, InviteeId, u8), Vec<Timestamp>>,
    accepted: BTreeMap<(EventId, InviteeId, u8), usize>,
    picked: BTreeMap<(EventId, InviteeId, u8), usize>,
    reminded: BTreeMap<(EventId, InviteeId, Purpose, u16), usize>,
    deadlines: BTreeMap<Place, Timestamp>,
}

impl TextBook {
    pub(crate) fn was_taken(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether the provider said of one of the present invitation's messages that it cannot arrive.
    pub(super) fn may_have_failed(&self, invitee: &Invitee) -> bool {
        self.failed.contains(&(invitee.event, invitee.id, invitee.generation))
    }

    /// The deadline that the last write told, before it changed.
    pub(super) fn deadline_of(&self, invitee: &Invitee) -> Option<Timestamp> {
        self.deadlines.get(&(invitee.event, invitee.id)).copied()
    }

    /// Notes what a write of an invitee's row tells.
    pub(super) fn notes(&mut self, after: &Invitee, entries: &[Change]) {
        let invitation = (after.event, after.id, after.generation);
        let count = |to| entries.iter().filter(|entry| entry.after == to).count();
        *self.accepted.entry(invitation).or_default() += count(StatusName::Accepted);
        *self.picked.entry(invitation).or_default() += count(StatusName::Inviting);
        if let Status::Invited { expires_at, .. } = after.status {
            self.deadlines.insert((after.event, after.id), expires_at);
        }
    }

    fn fails(&mut self, key: &MessageKey) {
        if let MessageKey::Invitation {
            event, invitee, generation, purpose: Purpose::Invite, ..
        } = key
        {
            self.failed.insert((*event, *invitee, *generation));
        }
    }

    /// How many texts went out since `since`, of an org or of all.
    pub(crate) fn since(&self, since: Timestamp, org: Option<OrgId>) -> usize {
        let recent = self.sent.iter().rev().take_while(|sent| sent.at > since);
        recent.filter(|sent| org.is_none() || sent.org == org).count()
    }
}

impl Book {
    /// The provider said no.
    pub(crate) fn refused(&mut self, text: &Text, code: u32) {
        if !PASSING.contains(&code) {
            self.texts.fails(text.id.key());
        }
    }

    /// The provider says that a text did not arrive.
    pub(crate) fn undelivered(&mut self, key: &MessageKey) {
        self.texts.fails(key);
    }

    /// Somebody asks the provider to send: I10.
    pub(crate) fn submits(&mut self, run: &Run, text: &Text, now: Timestamp) {
        let checked = self.check_submission(run, text, now);
        self.check(checked);
    }

    fn check_submission(&self, run: &Run, text: &Text, now: Timestamp) -> Checked {
        let key = text.id.key();
        let purpose = key.purpose();
        let broken = |words: String| Err(Broken::new(Law::I10, words, &[&text.id, &text.to]));
        if self.refuses(&text.to, run) {
            return broken(format!("{} to a phone that refuses", purpose.name()));
        }
        let Some(facts) = key.event().and_then(|event| self.events.get(&event)) else {
            return Ok(());
        };
        let event = &facts.event;
        let settled = facts.state_record <= run.began_after;
        let exempt = matches!(purpose, Purpose::Cancellation | Purpose::Reply);
        if settled && event.state == EventState::Cancelled && !exempt {
            return broken(format!("{} of a cancelled event", purpose.name()));
        }
        if settled && purpose == Purpose::Invite && event.state != EventState::Active {
            return broken(format!("an invitation while {}", event.state.name()));
        }
        let closing = matches!(purpose, Purpose::Invite | Purpose::Reminder);
        if closing && facts.record <= run.began_after && run.began_at >= event.closes_at() {
            return broken(format!("{} after the close", purpose.name()));
        }
        let waits = matches!(
            purpose,
            Purpose::Invite
                | Purpose::Reminder
                | Purpose::DayBefore
                | Purpose::HourBefore
                | Purpose::Broadcast
        );
        let quiet = |at| self.is_night(event, key, at);
        if waits && facts.record <= run.began_after && quiet(run.began_at) && quiet(now) {
            return broken(format!("{} at night", purpose.name()));
        }
        Ok(())
    }

    /// Whether it is night where the recipient is, by the wall clock there.
    pub(crate) fn is_night(&self, event: &Event, key: &MessageKey, at: Timestamp) -> bool {
        let MessageKey::Invitation { event: id, invitee, .. } = key else { return false };
        let known = self.invitees.get(&(*id, *invitee));
        let zone = known.and_then(|known| known.invitee.zone.as_ref()).unwrap_or(&event.when.zone);
        let time: Time = at.to_zoned(zone.tz()).time();
        let hours = event.settings.quiet_hours;
        if hours.from <= hours.until {
            hours.from <= time && time < hours.until
        } else {
            time >= hours.from || time < hours.until
        }
    }

    /// The provider took a text: I4, I5, I12, I16.
    pub(crate) fn taken(&mut self, now: Timestamp, text: &Text) {
        let id = text.id.to_string();
        let key = text.id.key().clone();
        let org = self.messages.get(&id).map(|(_, org)| *org);
        let claimed = self.check_taken(&text.id);
        if !self.texts.ids.insert(id.clone()) {
            let words = "the provider took it again";
            self.check(Err(Broken::new(Law::I4, words, &[&text.id, &text.to])));
        }
        let body = text.body.clone();
        self.texts.sent.push(Sent { at: now, org, to: text.to.clone(), body, key: key.clone() });
        let windows = self.check_windows(now, org, &text.to);
        self.check(windows);
        let repeated = self.check_repeated(now, &key);
        self.check(repeated);
        self.check(claimed);
    }

    fn check_windows(&self, now: Timestamp, org: Option<OrgId>, to: &Phone) -> Checked {
        let broken = |words: String| Err(Broken::new(Law::I5, words, &[to]));
        let windows = org.and_then(|org| Some((Some(org), *self.limits.orgs.get(&org)?)));
        for (scope, (hour, day)) in windows.into_iter().chain([(None, self.limits.platform)]) {
            for (span, limit) in [(HOUR, hour), (DAY, day)] {
                let count = self.texts.since(now - span, scope);
                if count > limit {
                    return broken(format!("{count} texts of {scope:?} in {span:?}, of {limit}"));
                }
            }
        }
        let recent = self.texts.sent.iter().rev();
        let recent = recent.take_while(|sent| sent.at > now - RECIPIENT_WINDOW);
        let count = recent.filter(|sent| sent.to == *to).count();
        if count > RECIPIENT_MAX {
            return broken(format!("{count} texts to one phone in ten minutes"));
        }
        Ok(())
    }

    fn check_repeated(&mut self, now: Timestamp, key: &MessageKey) -> Checked {
        let MessageKey::Invitation { event, invitee, generation, purpose, sequence } = key else {
            return Ok(());
        };
        let broken = |words: String| Err(Broken::new(Law::I12, words, &[event, invitee]));
        let invitation = (*event, *invitee, *generation);
        match purpose {
            Purpose::Confirmation => {
                let sent = self.texts.confirmed.entry(invitation).or_default();
                sent.push(now);
                let accepted = self.texts.accepted.get(&invitation).copied().unwrap_or_default();
                if sent.len() > accepted {
                    return broken(format!(
                        "{} confirmations of {accepted} acceptances",
                        sent.len()
                    ));
                }
                let today = sent.iter().filter(|at| **at > now - DAY).count();
                if today > CONFIRMATIONS_A_DAY_MAX {
                    return broken(format!("{today} confirmations in a day"));
                }
            }
            Purpose::Reminder => {
                let sent =
                    self.texts.reminded.entry((*event, *invitee, *purpose, u16::from(*generation)));
                let sent = sent.or_default();
                *sent += 1;
                let picked = self.texts.picked.get(&invitation).copied().unwrap_or_default();
                if *sent > picked {
                    return broken(format!("{sent} reminders of {picked} invitations"));
                }
            }
            Purpose::DayBefore | Purpose::HourBefore => {
                let sent = self.texts.reminded.entry((*event, *invitee, *purpose, *sequence));
                let sent = sent.or_default();
                *sent += 1;
                if *sent > 1 {
                    return broken(format!("{sent} reminders of the same start"));
                }
            }
            Purpose::Invite
            | Purpose::Promotion
            | Purpose::Waitlisted
            | Purpose::Declined
            | Purpose::Removal
            | Purpose::Cancellation
            | Purpose::Changed
            | Purpose::Broadcast
            | Purpose::Reply => (),
        }
        Ok(())
    }
}
