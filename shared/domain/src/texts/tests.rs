use super::*;
use crate::{
    segments::{Encoding, count},
    zone::Zone,
};
use proptest::prelude::*;
use std::collections::HashSet;

fn filled() -> Variables {
    Variables::new()
        .with(Variable::Name, &"n".repeat(8))
        .with(Variable::Host, &"h".repeat(12))
        .with(Variable::Event, &"e".repeat(16))
        .with(Variable::Date, &"d".repeat(12))
        .with(Variable::Time, "19:00")
        .with(Variable::Deadline, "Sat 12 Jun 19:00")
        .with(Variable::Link, &"l".repeat(50))
        .with(Variable::Message, &"m".repeat(137))
        .with(Variable::Max, "20")
        .with(Variable::Choices, "PA493 eeeeeeeeeeeeeeee, SU120 eeeeeeeeeeeeeeee")
}

fn parse(kind: Text, text: &str) -> Result<Template, Vec<TemplateError>> {
    Template::parse(kind, text)
}

#[test]
fn every_default_passes_its_own_check() {
    for kind in Text::ALL {
        let parsed = parse(kind, kind.default_text());
        assert_eq!(parsed, Ok(Template::default_of(kind)), "{kind:?}");
    }
}

#[test]
fn every_default_fits_one_segment() {
    for kind in Text::ALL {
        let message = Template::default_of(kind).render(&filled());
        let size = count(&message);
        assert_eq!(
            (size.encoding, size.segments),
            (Encoding::Gsm7, 1),
            "{kind:?}: {} {message}",
            size.units
        );
    }
}

#[test]
fn an_invitation_fits_one_segment_with_the_way_out_too() {
    for kind in [Text::Invite, Text::Confirmation] {
        let message = Template::default_of(kind).render(&filled()) + FIRST_MESSAGE_SUFFIX;
        assert_eq!(count(&message).segments, 1, "{kind:?}: {message}");
    }
}

#[test]
fn j14_a_confirmation_names_the_weekday_and_the_date() {
    let zone = Zone::parse("America/Los_Angeles").unwrap();
    let at = "2026-03-09T02:00:00Z".parse().unwrap();
    assert_eq!(date(at, &zone), "Sun 8 Mar");
    assert_eq!(time(at, &zone), "19:00");
    let values = Variables::new()
        .with(Variable::Name, "Ann")
        .with(Variable::Event, "Spring party")
        .with(Variable::Date, &date(at, &zone))
        .with(Variable::Link, "https://example.com/r/x");
    let message = Template::default_of(Text::Confirmation).render(&values);
    assert_eq!(
        message,
        "You're in, Ann: Spring party, Sun 8 Mar. Plans changed? https://example.com/r/x"
    );
}

#[test]
fn a_deadline_is_read_on_the_clock_of_its_zone() {
    let at = "2027-06-12T23:05:00Z".parse().unwrap();
    let in_zone = |name| date_and_time(at, &Zone::parse(name).unwrap());
    assert_eq!(in_zone("America/New_York"), "Sat 12 Jun 19:05");
    assert_eq!(in_zone("Europe/Paris"), "Sun 13 Jun 01:05");
}

#[test]
fn all_that_is_wrong_with_a_template_is_said_at_once() {
    assert_eq!(
        parse(Text::Invite, "Hé {{nom}}, {{deadline}} {{"),
        Err(vec![
            TemplateError::Unknown { name: "nom".into(), at: 3 },
            TemplateError::NotHere { variable: Variable::Deadline, at: 12 },
            TemplateError::Unclosed { at: 25 },
            TemplateError::Missing { variable: Variable::Link },
        ])
    );
    assert_eq!(
        parse(Text::Cancellation, " "),
        Err(vec![TemplateError::Empty, TemplateError::Missing { variable: Variable::Event },])
    );
    let long = "x".repeat(TEMPLATE_CHARS_MAX + 1);
    assert_eq!(
        parse(Text::Confirmation, &long),
        Err(vec![TemplateError::TooLong { characters: TEMPLATE_CHARS_MAX + 1 }])
    );
    assert!(parse(Text::Confirmation, &"x".repeat(TEMPLATE_CHARS_MAX)).is_ok());
}

#[test]
fn errors_say_what_to_do() {
    let missing = TemplateError::Missing { variable: Variable::Link };
    assert_eq!(missing.to_string(), "the text has to contain {{link}}");
}

#[test]
fn spaces_in_braces_do_not_matter_and_single_braces_are_words() {
    let template = parse(Text::Confirmation, "{ {{ name }} }").unwrap();
    assert_eq!(template.render(&Variables::new().with(Variable::Name, "Ann")), "{ Ann }");
    assert_eq!(template.as_str(), "{ {{ name }} }");
}

#[test]
fn a_value_is_never_a_template_and_never_a_second_line() {
    let template = parse(Text::Confirmation, "Hi {{name}}!").unwrap();
    let values = Variables::new().with(Variable::Name, " {{link}}\r\nBob\t");
    assert_eq!(template.render(&values), "Hi {{link}}  Bob!");
    assert_eq!(template.render(&Variables::new()), "Hi !");
}

#[test]
fn an_endless_value_is_cut() {
    let template = parse(Text::Confirmation, "{{name}}").unwrap();
    let message = template.render(&Variables::new().with(Variable::Name, &"é".repeat(5_000)));
    assert_eq!(message.chars().count(), VALUE_CHARS_MAX);
    assert!(message.ends_with("é.."));
}

#[test]
fn own_words_are_chosen_where_they_pass_the_check() {
    assert_eq!(
        Template::chosen(Text::Cancellation, Some("{{event}} is off")).as_str(),
        "{{event}} is off"
    );
    assert_eq!(
        Template::chosen(Text::Cancellation, Some("{{")),
        Template::default_of(Text::Cancellation)
    );
    assert_eq!(Template::chosen(Text::Help, None), Template::default_of(Text::Help));
}

#[test]
fn every_purpose_but_a_reply_has_words_to_edit() {
    let kinds: HashSet<_> = Purpose::ALL.into_iter().filter_map(Text::of).collect();
    assert_eq!(kinds.len(), Purpose::ALL.len() - 1);
    assert_eq!(Text::of(Purpose::Reply), None);
}

#[test]
fn a_variable_is_known_by_its_name() {
    for variable in Variable::ALL {
        assert_eq!(Variable::parse(variable.name()), Some(variable));
    }
}

#[test]
fn j23_a_broadcast_of_one_segment_stays_one() {
    let message = Template::default_of(Text::Broadcast)
        .render(&Variables::new().with(Variable::Message, &"m".repeat(160)));
    assert_eq!(count(&message).segments, 1);
}

proptest! {
    #[test]
    fn no_template_is_too_strange_to_be_checked(
        text in "[a-z{} é]{0,60}",
        kind in prop::sample::select(Text::ALL.to_vec()),
    ) {
        if let Ok(template) = Template::parse(kind, &text) {
            let kept: String = template.render(&Variables::new());
            prop_assert!(kept.len() <= text.len());
        }
    }
}
