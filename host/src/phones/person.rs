//! What a person does about a text.
use super::{
    delivery::milliseconds,
    dice::Dice,
    record::{Action, Decision, Message},
    settings::{Behaviour, Via},
    state::Phone,
};
use crate::links;
use jiff::Timestamp;

/// Who gets a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person<'a> {
    /// How they are.
    pub(super) behaviour: &'a Behaviour,
    /// Decides what is left to chance.
    pub(super) seed: u64,
    /// What is known of their phone.
    pub(super) phone: Option<&'a Phone>,
    /// The site whose links ask for an answer. Others are never opened.
    pub(super) site: &'a str,
}

/// What a person makes of a text: perhaps a decision, perhaps something to do later.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reaction {
    /// What was decided about which link or words.
    pub(super) decided: Option<(String, Decision)>,
    /// What will be done.
    pub(super) action: Option<(Timestamp, Action)>,
}

/// How `person` reacts to `message`, on the screen since `delivered_at`.
///
/// One decision is made about each invitation. A later text with the same link (a confirmation, a
/// reminder) changes it only where the behaviour says so.
pub(super) fn react(person: &Person<'_>, message: &Message, delivered_at: Timestamp) -> Reaction {
    let Person { behaviour, seed, phone, site } = *person;
    let link = links::first(&message.body, site);
    let asks = link.is_some() || (behaviour.reply_without_link && message.body.contains('?'));
    if !asks {
        return Reaction::default();
    }
    let about = link.unwrap_or(&message.body);
    let known = phone.and_then(|phone| phone.decision(about));
    let count = match known {
        None => phone.map_or(0, Phone::decisions),
        Some(_) => phone.map_or(0, Phone::messages),
    };
    let question = if known.is_none() { "invitation" } else { "again" };
    let mut dice = Dice::new(seed, &[question, message.phone.as_str(), &count.to_string()]);
    let Some(decision) = decide(behaviour, known, &mut dice) else { return Reaction::default() };
    let seconds = dice
        .between(u64::from(behaviour.delay_seconds_min), u64::from(behaviour.delay_seconds_max));
    let at = delivered_at + milliseconds(seconds.saturating_mul(1_000));
    let action = action(behaviour, decision, link, message, &mut dice);
    Reaction {
        decided: Some((about.to_owned(), decision)),
        action: action.map(|action| (at, action)),
    }
}

fn decide(behaviour: &Behaviour, known: Option<Decision>, dice: &mut Dice) -> Option<Decision> {
    match known {
        None => {
            let weights = [behaviour.yes, behaviour.no, behaviour.silent, behaviour.stop];
            Some(match dice.weighted(&weights) {
                Some(0) => Decision::Yes(party(behaviour, dice)),
                Some(1) => Decision::No,
                Some(3) => Decision::Stop,
                Some(_) | None => Decision::Silent,
            })
        }
        Some(Decision::Silent) => {
            dice.chance(behaviour.reminded_percent).then(|| Decision::Yes(party(behaviour, dice)))
        }
        Some(Decision::Yes(_)) => {
            dice.chance(behaviour.changes_mind_percent).then_some(Decision::No)
        }
        Some(Decision::No | Decision::Stop) => None,
    }
}

fn party(behaviour: &Behaviour, dice: &mut Dice) -> u32 {
    let index = dice.weighted(&behaviour.party).unwrap_or(0);
    u32::try_from(index).unwrap_or(0).saturating_add(1)
}

fn action(
    behaviour: &Behaviour,
    decision: Decision,
    link: Option<&str>,
    message: &Message,
    dice: &mut Dice,
) -> Option<Action> {
    let by_link = match behaviour.via {
        Via::Link => true,
        Via::Reply => false,
        Via::Mixed => dice.chance(50),
    };
    let link = link.filter(|_| by_link);
    let (yes, party) = match decision {
        Decision::Silent => return None,
        Decision::Stop => return Some(write("STOP".to_owned(), message)),
        Decision::Yes(party) => (true, party),
        Decision::No => (false, 1),
    };
    Some(match link {
        Some(link) => Action::Answer { link: link.to_owned(), yes, party },
        None => write(words(yes, party, dice), message),
    })
}

fn write(body: String, message: &Message) -> Action {
    Action::Write { body, to: message.sender.clone(), service: message.service.clone() }
}

fn words(yes: bool, party: u32, dice: &mut Dice) -> String {
    let forms = if yes { ["YES", "Yes", "yes", "Y"] } else { ["NO", "No", "no", "N"] };
    let index = usize::try_from(dice.below(4)).unwrap_or(0);
    let word = forms.get(index).copied().unwrap_or("YES");
    if yes && party > 1 { format!("{word} {party}") } else { word.to_owned() }
}
