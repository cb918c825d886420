//! What a guest's text means (ENGINE.md, section 10).
use crate::code::EventCode;

/// Words that end all texts from a sender. The carriers' list, and REVOKE and OPTOUT.
const STOP_WORDS: [&str; 8] =
    ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"];
/// Words that lift it.
const START_WORDS: [&str; 2] = ["START", "UNSTOP"];
/// Words that ask who is writing.
const HELP_WORDS: [&str; 2] = ["HELP", "INFO"];
/// Words of an answer, the longer of each first.
const ANSWER_WORDS: [(&str, bool); 4] = [("YES", true), ("Y", true), ("NO", false), ("N", false)];
/// Most words of an answer: a code in two parts, the answer, a number.
const WORDS_MAX: usize = 4;

/// Letters of a code, which people may write apart from its digits.
const LETTERS: usize = 2;

/// What a text from a phone asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// An answer to an invitation. Where the phone is suppressed, a YES lifts that first.
    Answer {
        /// Which event, if the guest said.
        code: Option<EventCode>,
        /// Coming or not.
        yes: bool,
        /// How many come, if the guest said; 1..=99.
        party: Option<u8>,
    },
    /// No more texts from this sender. Never an answer.
    Stop,
    /// Texts again.
    Start,
    /// Who is this?
    Help,
    /// Anything else.
    Unknown,
}

/// Reads a text: `[CODE] YES|Y|NO|N [n]` in any case, with any punctuation, emoji and spaces around
/// the words; the words for stopping, starting and help only as the whole text. Anything more is
/// `Unknown`: "no problem, I'll come" is not a NO.
///
/// `opt_out` is the provider's own finding (Twilio's `OptOutType`: STOP, START or HELP), which goes
/// before ours because the provider has acted on it already. YES is an opt-in word there, too: a YES
/// that the provider took for one is an answer all the same.
pub fn read(body: &str, opt_out: Option<&str>) -> Inbound {
    let found = opt_out.and_then(|kind| keyword(&kind.trim().to_ascii_uppercase()));
    match found {
        Some(Inbound::Start) => match read(body, None) {
            yes @ Inbound::Answer { yes: true, .. } => return yes,
            Inbound::Answer { .. }
            | Inbound::Stop
            | Inbound::Start
            | Inbound::Help
            | Inbound::Unknown => return Inbound::Start,
        },
        Some(found) => return found,
        None => (),
    }
    let words: Vec<String> = words(body).take(WORDS_MAX + 1).collect();
    if let [word] = words.as_slice()
        && let Some(found) = keyword(word)
    {
        return found;
    }
    // "+1" may mean one more or one in all: we ask rather than guess.
    let plus = body.contains('+');
    answer(&words).filter(|_| !plus).unwrap_or(Inbound::Unknown)
}

/// What a word means that is a whole text.
fn keyword(word: &str) -> Option<Inbound> {
    let one_of = |words: &[&str]| words.contains(&word);
    if one_of(&STOP_WORDS) {
        Some(Inbound::Stop)
    } else if one_of(&START_WORDS) {
        Some(Inbound::Start)
    } else if one_of(&HELP_WORDS) {
        Some(Inbound::Help)
    } else {
        None
    }
}

/// The words of a text in capitals: whatever letters and digits stand together.
fn words(body: &str) -> impl Iterator<Item = String> {
    body.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
}

fn answer(words: &[String]) -> Option<Inbound> {
    let (code, rest) = code(words);
    let (first, rest) = rest.split_first()?;
    let (yes, glued) = ANSWER_WORDS.into_iter().find_map(|(word, yes)| {
        Some((yes, first.strip_prefix(word)?)).filter(|(_, rest)| is_number(rest))
    })?;
    let party = match (glued, rest) {
        ("", []) => None,
        ("", [number]) => Some(party(number)?),
        (number, []) => Some(party(number)?),
        _ => return None,
    };
    Some(Inbound::Answer { code, yes, party })
}

/// The code at the beginning, in one word or two, and the words behind it.
fn code(words: &[String]) -> (Option<EventCode>, &[String]) {
    if let [whole, rest @ ..] = words
        && let Ok(code) = EventCode::parse(whole)
    {
        return (Some(code), rest);
    }
    if let [letters, digits, rest @ ..] = words
        && letters.len() == LETTERS
        && let Ok(code) = EventCode::parse(&format!("{letters}{digits}"))
    {
        return (Some(code), rest);
    }
    (None, words)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn party(text: &str) -> Option<u8> {
    let number = is_number(text).then(|| text.parse::<u8>().ok()).flatten()?;
    (1..=99).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(code: Option<&str>, yes: bool, party: Option<u8>) -> Inbound {
        Inbound::Answer { code: code.map(|text| EventCode::parse(text).unwrap()), yes, party }
    }

    #[test]
    fn an_answer_is_read_in_every_dress() {
        for (text, expected) in [
            ("YES", answer(None, true, None)),
            ("y", answer(None, true, None)),
            (" Yes! 🎉", answer(None, true, None)),
            ("\u{201C}Yes.\u{201D}\n", answer(None, true, None)),
            ("No.", answer(None, false, None)),
            ("N", answer(None, false, None)),
            ("yes 2", answer(None, true, Some(2))),
            ("YES2", answer(None, true, Some(2))),
            ("yes, 2\u{FE0F}\u{20E3}", answer(None, true, Some(2))),
            ("PA493 YES", answer(Some("PA493"), true, None)),
            ("pa493: yes 3!", answer(Some("PA493"), true, Some(3))),
            ("Pa 493 n", answer(Some("PA493"), false, None)),
            ("[PA4931] No", answer(Some("PA4931"), false, None)),
            ("NO 2", answer(None, false, Some(2))),
        ] {
            assert_eq!(read(text, None), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_plainly_an_answer_is_none() {
        for text in [
            "",
            "🎉",
            "no problem, I'll come",
            "yes please",
            "maybe",
            "PA493",
            "yes no",
            "yes 0",
            "yes 100",
            "yes 2 3",
            "yes 2.5",
            "yes +1",
            "yess",
            "nope",
            "y2k",
            "PA493 PA493 yes",
            "YES PA493",
            "Да",
            "NO493",
            "nothing",
            "please stop",
            "stop it",
            "help me",
        ] {
            assert_eq!(read(text, None), Inbound::Unknown, "{text:?}");
        }
    }

    #[test]
    fn stop_is_never_an_answer() {
        for text in [
            "STOP",
            "stop",
            " Stop. ",
            "stopall",
            "Unsubscribe",
            "CANCEL",
            "end",
            "Quit",
            "OPTOUT",
            "revoke",
        ] {
            assert_eq!(read(text, None), Inbound::Stop, "{text:?}");
        }
        assert_eq!(read("yes", Some("STOP")), Inbound::Stop);
    }

    #[test]
    fn the_providers_finding_goes_first() {
        assert_eq!(read("arret", Some("STOP")), Inbound::Stop);
        assert_eq!(read("anything", Some("start")), Inbound::Start);
        assert_eq!(read("?", Some("HELP")), Inbound::Help);
        assert_eq!(read("yes", Some("START")), answer(None, true, None));
        assert_eq!(read("no", Some("START")), Inbound::Start);
        assert_eq!(read("yes", Some("")), answer(None, true, None));
    }

    #[test]
    fn start_and_help_are_whole_texts_too() {
        assert_eq!(read("Start", None), Inbound::Start);
        assert_eq!(read("UNSTOP!", None), Inbound::Start);
        assert_eq!(read("help", None), Inbound::Help);
        assert_eq!(read("Info?", None), Inbound::Help);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange_to_be_read(text in "\\PC{0,200}") {
            let read = read(&text, None);
            prop_assert!(read != Inbound::Stop || words(&text).count() == 1);
        }

        #[test]
        fn a_code_survives_the_way_through_a_phone(name in "[A-Z]{2,8}", random: u64, yes: bool) {
            let code = EventCode::candidates(&name, random).next().unwrap();
            let text = format!("{} {}", code.as_str().to_lowercase(), if yes { "yes" } else { "no" });
            prop_assert_eq!(read(&text, None), Inbound::Answer { code: Some(code), yes, party: None });
        }
    }
}
