//! The network's state: the fold of its journal.
use super::{
    number::Number,
    record::{
        AcceptedRecord, Answered, Decision, Direction, Duplicate, Entry, Message, Pending,
        PhoneSummary,
    },
    settings::Settings,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// Everything that the network knows.
#[derive(Debug, Default)]
pub(super) struct State {
    settings: Settings,
    messages: Vec<Message>,
    by_sid: HashMap<String, usize>,
    phones: BTreeMap<Number, Phone>,
    pending: BTreeMap<(Timestamp, u64), Pending>,
    next_number: u64,
}

/// What is known of one phone.
#[derive(Debug, Default)]
pub(super) struct Phone {
    messages: Vec<usize>,
    answers: Vec<Answered>,
    decisions: BTreeMap<String, Decision>,
    opted_out_at: Option<Timestamp>,
    attempts: u64,
    seen: usize,
}

impl Phone {
    /// What its person decided about the link or the words `about`.
    pub(super) fn decision(&self, about: &str) -> Option<Decision> {
        self.decisions.get(about).copied()
    }

    /// About how many invitations its person has decided.
    pub(super) fn decisions(&self) -> usize {
        self.decisions.len()
    }

    /// How many texts it got and wrote.
    pub(super) const fn messages(&self) -> usize {
        self.messages.len()
    }

    /// How many of its texts were there when its conversation was last looked at.
    pub(super) const fn seen(&self) -> usize {
        self.seen
    }

    /// Since when it wants no texts.
    pub(super) const fn opted_out_at(&self) -> Option<Timestamp> {
        self.opted_out_at
    }

    /// How often the provider was asked to send to it.
    pub(super) const fn attempts(&self) -> u64 {
        self.attempts
    }
}

impl State {
    /// Makes one change.
    pub(super) fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Settings(settings) => self.settings = settings,
            Entry::Attempts { phone, attempts } => self.phone_mut(phone).attempts = attempts,
            Entry::Message(message) => self.apply_message(message),
            Entry::OptOut { phone, at } => self.phone_mut(phone).opted_out_at = at,
            Entry::Decided { phone, about, decision } => {
                self.phone_mut(phone).decisions.insert(about, decision);
            }
            Entry::Answered(answered) => {
                self.phone_mut(answered.phone.clone()).answers.push(answered);
            }
            Entry::Seen { phone, messages } => self.phone_mut(phone).seen = messages,
            Entry::Planned(pending) => {
                self.next_number = self.next_number.max(pending.number.saturating_add(1));
                self.pending.insert((pending.at, pending.number), pending);
            }
            Entry::Done { number, at } => drop(self.pending.remove(&(at, number))),
        }
    }

    /// The entries that lead to this state from none.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        let settings = std::iter::once(Entry::Settings(self.settings.clone()));
        let messages = self.messages.iter().cloned().map(Entry::Message);
        let pending = self.pending.values().cloned().map(Entry::Planned);
        let phones = self.phones.iter().flat_map(|(number, phone)| phone.entries(number));
        settings.chain(messages).chain(phones).chain(pending)
    }

    /// The settings in force.
    pub(super) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The number of the next pending action.
    pub(super) const fn next_number(&self) -> u64 {
        self.next_number
    }

    /// How many messages there are.
    pub(super) const fn message_count(&self) -> usize {
        self.messages.len()
    }

    /// The message with the provider's id `sid`.
    pub(super) fn message(&self, sid: &str) -> Option<&Message> {
        self.by_sid.get(sid).and_then(|index| self.messages.get(*index))
    }

    /// What is known of the phone, if anything.
    pub(super) fn phone(&self, number: &Number) -> Option<&Phone> {
        self.phones.get(number)
    }

    /// Every phone of which anything is known.
    pub(super) fn phones(&self) -> impl Iterator<Item = (&Number, &Phone)> {
        self.phones.iter()
    }

    /// Every message, or those of one phone, oldest first.
    pub(super) fn messages<'a>(
        &'a self,
        phone: Option<&Number>,
    ) -> Box<dyn DoubleEndedIterator<Item = &'a Message> + 'a> {
        match phone {
            None => Box::new(self.messages.iter()),
            Some(number) => {
                let indexes = self.phones.get(number).map_or(&[][..], |phone| &phone.messages);
                Box::new(indexes.iter().filter_map(|index| self.messages.get(*index)))
            }
        }
    }

    /// What the person at `phone` answered through links, oldest first.
    pub(super) fn answers(&self, phone: &Number) -> &[Answered] {
        self.phones.get(phone).map_or(&[], |phone| &phone.answers)
    }

    /// Every answer through a link, by phone.
    pub(super) fn all_answers(&self) -> impl Iterator<Item = &Answered> {
        self.phones.values().flat_map(|phone| &phone.answers)
    }

    /// What is due by `now`, in order.
    pub(super) fn due(&self, now: Timestamp) -> Vec<Pending> {
        self.pending.range(..=(now, u64::MAX)).map(|(_, pending)| pending.clone()).collect()
    }

    /// When something is due next.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.pending.first_key_value().map(|((at, _), _)| *at)
    }

    /// Every acceptance, in order.
    pub(super) fn accepted(&self) -> Vec<AcceptedRecord> {
        self.outbound().map(accepted).collect()
    }

    /// The messages of one sender's id that were accepted more than once.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for id in self.outbound().filter_map(Message::message_id) {
            *counts.entry(id).or_default() += 1;
        }
        let repeated = counts.into_iter().filter(|(_, times)| *times > 1);
        repeated.map(|(message_id, times)| Duplicate { message_id, times }).collect()
    }

    /// The phones, those with the newest texts first.
    pub(super) fn summaries(&self) -> Vec<PhoneSummary> {
        let mut all: Vec<PhoneSummary> =
            self.phones.iter().map(|(number, phone)| self.summary(number, phone)).collect();
        let newest = |phone: &PhoneSummary| phone.last.as_ref().map(|last| last.created_at);
        all.sort_by(|a, b| newest(b).cmp(&newest(a)).then_with(|| a.number.cmp(&b.number)));
        all
    }

    fn summary(&self, number: &Number, phone: &Phone) -> PhoneSummary {
        let unseen = phone.messages.iter().skip(phone.seen);
        let unread = unseen.filter_map(|index| self.messages.get(*index));
        PhoneSummary {
            number: number.clone(),
            messages: phone.messages.len(),
            unread: unread.filter(|message| message.direction == Direction::Outbound).count(),
            opted_out_at: phone.opted_out_at,
            last: phone.messages.last().and_then(|index| self.messages.get(*index)).cloned(),
        }
    }

    fn outbound(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| message.direction == Direction::Outbound)
    }

    fn apply_message(&mut self, message: Message) {
        let known = self.by_sid.get(&message.sid).and_then(|index| self.messages.get_mut(*index));
        if let Some(known) = known {
            *known = message;
            return;
        }
        let index = self.messages.len();
        self.by_sid.insert(message.sid.clone(), index);
        self.phone_mut(message.phone.clone()).messages.push(index);
        self.messages.push(message);
    }

    fn phone_mut(&mut self, number: Number) -> &mut Phone {
        self.phones.entry(number).or_default()
    }
}

impl Phone {
    fn entries(&self, number: &Number) -> Vec<Entry> {
        let phone = || number.clone();
        let mut entries = vec![
            Entry::Attempts { phone: phone(), attempts: self.attempts },
            Entry::OptOut { phone: phone(), at: self.opted_out_at },
            Entry::Seen { phone: phone(), messages: self.seen },
        ];
        for (about, decision) in &self.decisions {
            let (about, decision) = (about.clone(), *decision);
            entries.push(Entry::Decided { phone: phone(), about, decision });
        }
        entries.extend(self.answers.iter().cloned().map(Entry::Answered));
        entries
    }
}

fn accepted(message: &Message) -> AcceptedRecord {
    AcceptedRecord {
        message_id: message.message_id(),
        sid: message.sid.clone(),
        to: message.phone.clone(),
        body: message.body.clone(),
        at: message.created_at,
    }
}
