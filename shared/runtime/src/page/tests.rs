//! What holds of every page, and of its colours.
#![expect(clippy::float_arithmetic, reason = "WCAG defines contrast in real numbers")]
use super::*;

/// The colours of a scheme by name: in the light and in the dark.
fn colours() -> [Vec<(&'static str, [u8; 3])>; 2] {
    let mut schemes = STYLE.split(":root{").skip(1).map(|rest| {
        let rules = rest.split('}').next().unwrap();
        let colour = |rule: &'static str| {
            let (name, value) = rule.strip_prefix("--")?.split_once(":#")?;
            let channel =
                |at: usize| u8::from_str_radix(value.get(at..at + 2).unwrap(), 16).unwrap();
            Some((name, [channel(0), channel(2), channel(4)]))
        };
        rules.split(';').filter_map(colour).collect()
    });
    [schemes.next().unwrap(), schemes.next().unwrap()]
}

/// WCAG 2.2, relative luminance.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[test]
fn every_text_stands_out_from_what_is_behind_it_in_the_light_and_in_the_dark() {
    for scheme in colours() {
        let colour = |name: &str| scheme.iter().find(|(known, _)| *known == name).unwrap().1;
        let contrast = |one: &str, other: &str| {
            let (one, other) = (luminance(colour(one)), luminance(colour(other)));
            (one.max(other) + 0.05) / (one.min(other) + 0.05)
        };
        for (text, behind) in [
            ("ink", "card"),
            ("ink", "tint"),
            ("ink", "plain"),
            ("soft", "card"),
            ("soft", "tint"),
            ("soft", "plain"),
            ("soft", "paper"),
            ("accent", "card"),
            ("accent", "tint"),
            ("accent", "plain"),
            ("on", "accent"),
            ("card", "soft"),
            ("alert", "alert-tint"),
            ("alert", "card"),
        ] {
            let found = contrast(text, behind);
            assert!(found >= 4.5, "{text} on {behind}: {found:.2}");
        }
        // What only has to be seen: the edge of a field, the ring around what has the focus.
        for (shape, behind) in [("edge", "card"), ("edge", "tint"), ("edge", "plain")] {
            let found = contrast(shape, behind);
            assert!(found >= 3.0, "{shape} on {behind}: {found:.2}");
        }
    }
}

#[test]
fn a_page_may_show_our_style_and_run_our_script_and_nothing_else() {
    let policy = content_security_policy();
    let sources = policy.split("; ").map(|directive| directive.split(' ').count() - 1);
    assert!(sources.into_iter().all(|sources| sources == 1), "{policy}");
    assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
}

#[test]
fn a_page_says_its_language_its_direction_and_that_it_has_two_colour_schemes() {
    let frame = Frame { language: Language::Arabic, title: "<b>" };
    let page = frame.around(&html! {}, &html! {}).into_string();
    for words in [
        r#"<html lang="ar" dir="rtl">"#,
        r#"<meta name="color-scheme" content="light dark">"#,
        "<title>&lt;b&gt;</title>",
        "@media (prefers-color-scheme:dark)",
        "@media (prefers-reduced-motion:no-preference)",
        "@media (forced-colors:active)",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let script = own_time_script().into_string();
    assert!(!STYLE.contains('<') && script.matches('<').count() == 2, "nothing ends them early");
}

#[test]
fn a_field_that_is_there_twice_is_named_and_not_guessed() {
    let mut headers = HeaderMap::new();
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    headers.insert(header::CONTENT_TYPE, form.parse().unwrap());
    let fields = |body: &str| form_fields(&headers, body.as_bytes());
    assert_eq!(fields("a=1&b=2").unwrap().len(), 2);
    let problem = fields("a=1&b%2Fc=2&a=2&b%2Fc=2&d=1&a=1").unwrap_err();
    assert_eq!(problem.status().as_u16(), 422);
    let pointers: Vec<_> = problem.errors().iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/a", "/b~1c"]);
    assert_eq!(form_fields(&HeaderMap::new(), b"a=1").unwrap_err().status().as_u16(), 415);
}
