//! I16: each message in one part of the sum, by its state; and the provider's record agrees.
use super::Book;
use crate::law::{Broken, Checked, Law};
use domain::ids::OrgId;
use domain::message::{Delivery, MessageId, Tally};
use store::{Row, item::Item, outbox::MessageItem};

impl Book {
    /// A message's state after a write.
    pub(super) fn check_message(&self, id: &str, delivery: Delivery) -> Checked {
        let taken = self.texts.was_taken(id);
        let broken = |words: String| Err(Broken::new(Law::I16, words, &[&id]));
        match delivery.tally() {
            None => broken("it is in no part of the sum".into()),
            Some(Tally::Submitted) if !taken => {
                broken("it counts as submitted, and the provider never took it".into())
            }
            Some(_) if taken && !delivery.may_be_out() => {
                broken(format!("the provider took it, and it is {}", delivery.name()))
            }
            Some(_) => Ok(()),
        }
    }

    /// An org's messages, each as it stands.
    pub(crate) fn messages_of(&self, org: OrgId) -> Vec<(String, Delivery)> {
        let of_org = self
            .messages
            .iter()
            .filter(|(_, (delivery, whose))| *whose == org && delivery.tally().is_some());
        of_org.map(|(id, (delivery, _))| (id.clone(), *delivery)).collect()
    }

    /// The record of a message never goes while its event is there.
    pub(super) fn gone(row: Option<&Row>) -> Checked {
        let is_message = row.is_some_and(|row| row.kind() == Some(MessageItem::KIND));
        if is_message {
            return Err(Broken::new(Law::I16, "the record of a message is gone", &[]));
        }
        Ok(())
    }

    /// What the provider just took was claimed before.
    pub(super) fn check_taken(&self, id: &MessageId) -> Checked {
        let text = id.to_string();
        let known = self.messages.get(&text).map(|(delivery, _)| *delivery);
        if known.is_some_and(Delivery::may_be_out) || self.is_superseded(id) {
            return Ok(());
        }
        let state = known.map_or("unknown to the table", Delivery::name);
        Err(Broken::new(Law::I16, format!("the provider took what is {state}"), &[id]))
    }
}
