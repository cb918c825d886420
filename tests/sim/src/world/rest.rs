//! What must be so when everything has come to rest: I2, I6, I7, I13, I14, I16.
use super::World;
use crate::{
    guests::{self, GuestDeed, Tap},
    law::{Broken, Checked, Law},
};
use domain::{
    event::EventState,
    ids::OrgId,
    invitee::StatusName,
    message::{Delivery, Purpose, Tally},
};
use std::collections::{BTreeMap, BTreeSet};
use store::read_models::{AuditSubject, LogScope, MessageFilter};

impl World {
    /// Everything is over.
    pub(super) async fn rest(&self) {
        let checked = [
            self.all_is_settled(),
            self.links_work().await,
            self.counts_agree().await,
            self.audit_agrees().await,
        ];
        for one in checked {
            self.site.book().check(one);
        }
    }

    fn all_is_settled(&self) -> Checked {
        let broken = |words: &str| Err(Broken::new(Law::I14, words, &[]));
        if !self.queues.is_empty() || !self.stream.is_empty() || !self.running.is_empty() {
            return broken("there is still something in queues or stream");
        }
        let book = self.site.book();
        for facts in book.events.values() {
            let over = matches!(facts.event.state, EventState::Closed | EventState::Cancelled);
            if !over {
                let words = format!("an event that is over is {}", facts.event.state.name());
                return Err(Broken::new(Law::I14, words, &[&facts.event.id]));
            }
        }
        if let Some(known) = book.invitees.values().find(|known| known.invitee.status.is_live()) {
            let invitee = &known.invitee;
            let words = format!("still {} after the end", invitee.status.name().name());
            return Err(Broken::new(Law::I7, words, &[&invitee.event, &invitee.id]));
        }
        for (id, (delivery, _)) in &book.messages {
            let open =
                matches!(delivery, Delivery::Queued | Delivery::Submitting | Delivery::Unknown);
            if open && !book.is_old(id) && !book.is_pointless(id, *delivery) {
                let words = format!("a message is {} after the end", delivery.name());
                return Err(Broken::new(Law::I16, words, &[id]));
            }
        }
        Ok(())
    }

    async fn links_work(&self) -> Checked {
        let sent = self.site.book().texts.sent.clone();
        let mut seen = BTreeSet::new();
        for one in sent.iter().filter(|one| one.key.purpose() == Purpose::Invite) {
            let Some(token) = guests::token_in(&one.body) else {
                return Err(Broken::new(Law::I6, "an invitation without a link", &[&one.to]));
            };
            if !seen.insert(token.clone()) {
                continue;
            }
            let reply = self.versions[0].api.get(format!("/r/{token}")).send().await;
            let deed = GuestDeed {
                phone: one.to.clone(),
                token,
                tap: Tap::Look,
                at_once: false,
                tries: 0,
            };
            self.check_link(&deed, &reply);
        }
        Ok(())
    }

    /// What organizers are shown is what the rows say.
    async fn counts_agree(&self) -> Checked {
        let store = &self.stage.ctx.store;
        for party in &self.parties {
            let shown = store.invitee_counts(party.event).await.unwrap().by_status;
            let shown: BTreeMap<StatusName, u64> =
                shown.into_iter().filter(|(_, count)| *count > 0).collect();
            let mut counted: BTreeMap<StatusName, u64> = BTreeMap::new();
            for known in self.site.book().invitees_of(party.event) {
                *counted.entry(known.invitee.status.name()).or_default() += 1;
            }
            if shown != counted {
                let words = format!("{shown:?} are shown, the rows have {counted:?}");
                return Err(Broken::new(Law::I2, words, &[&party.event]));
            }
        }
        let orgs: BTreeSet<OrgId> = self.parties.iter().map(|party| party.org).collect();
        for org in orgs {
            self.messages_agree(org).await?;
        }
        Ok(())
    }

    /// The log lists each message once, as it stands, and the counts are those of the log.
    async fn messages_agree(&self, org: OrgId) -> Checked {
        let store = &self.stage.ctx.store;
        let scope = LogScope::Org(org);
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let all = MessageFilter::default();
            let page = store.message_log(scope, &all, after.as_deref(), 100).await.unwrap();
            listed.extend(page.items.into_iter().map(|one| (one.id.to_string(), one.delivery)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        listed.sort();
        let booked = self.site.book().messages_of(org);
        for one in listed.iter().chain(&booked) {
            let count =
                |all: &[(String, Delivery)]| all.iter().filter(|other| *other == one).count();
            let (shown, kept) = (count(&listed), count(&booked));
            if shown != kept {
                let words = format!("{} is listed {shown} times, not {kept}", one.1.name());
                return Err(Broken::new(Law::I16, words, &[&one.0]));
            }
        }
        let counts = store.message_counts(scope, None).await.unwrap();
        for tally in Tally::ALL {
            let booked = booked.iter().filter(|(_, known)| known.tally() == Some(tally)).count();
            if usize::try_from(counts.of(tally)) != Ok(booked) {
                let shown = counts.of(tally);
                let words = format!("{shown} {} are shown, there are {booked}", tally.name());
                return Err(Broken::new(Law::I16, words, &[&org]));
            }
        }
        Ok(())
    }

    /// The audit tells each change of a status once.
    async fn audit_agrees(&self) -> Checked {
        let orgs: BTreeSet<OrgId> = self.parties.iter().map(|party| party.org).collect();
        for org in orgs {
            let (mut told, mut after) = (0, None);
            loop {
                let page = self.stage.ctx.store.audit_log(org, after.as_deref(), 200).await;
                let page = page.unwrap();
                let invitees =
                    |subject: &AuditSubject| matches!(subject, AuditSubject::Invitee { .. });
                told += page.items.iter().filter(|entry| invitees(&entry.subject)).count();
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let made = self.site.book().changes.get(&org).copied().unwrap_or_default();
            if told != made {
                let words = format!("the audit tells {told} changes, there were {made}");
                return Err(Broken::new(Law::I13, words, &[&org]));
            }
        }
        Ok(())
    }
}
